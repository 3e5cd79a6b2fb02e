"""The brief of a speaker: when and where, in which part, with whom, in which languages, and what is kindly asked."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from agenda.emails.changes import told_of, when_text
from agenda.models import AppearanceRole, SpeakerBrief, SpeakerRequests
from agenda.queries.asked_of_speakers import Asked
from agenda.queries.briefs import Briefing, PlannedBrief, Told
from agenda.queries.concern import News, Part, PersonalChange
from agenda.queries.labels import function_text, label_text, languages_text, room_text
from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedSession
from agenda.queries.snapshot import SessionEntry
from agenda.queries.speaker_requests import statement_due
from conference.clock import conference_now
from conference.correspondence.letter import Letter
from conference.formats import due_text
from registration.emails import letter_to_participant, page_address

NO_OFFSET = datetime.timedelta()
LEADING = frozenset({AppearanceRole.CHAIR, AppearanceRole.MODERATOR})


def speaker_brief(briefing: Briefing, plan: PlannedBrief, brief: SpeakerBrief) -> Letter | None:
    """In the speaker's language, with what has changed since the last one that went; nothing without an address.

    Once the session is over it is of no use any longer.
    """
    conference, person = briefing.conference, plan.participant
    language = conference.language_or_default(person.language)
    session = briefing.in_language(language)
    with override(language):
        values = {
            "participant_name": person.name_in_letters,
            "session_title": str(session.title),
            "session_label": label_text(session),
            "session_time": when_text(session),
            "session_place": room_text(session) or _("The room will be announced."),
            "session_languages": _languages(session),
            "own_part": "\n".join(_own_part(plan)),
            "panel": "\n".join(_panel(briefing.fellows(plan.appearance, language))),
            "asked": asked_text(briefing, plan.asked, session),
            "changes": "\n".join(_changes(briefing, plan)),
            "speaking_link": page_address(conference, language, "agenda:speaking"),
        }
    letter = letter_to_participant("speaker_brief", person, about=brief, version="1", values=values)
    over_at = session.ends_at - (conference.demonstration_offset or NO_OFFSET)
    return replace(letter, expires_at=over_at) if letter else None


def fingerprint_of(letters: Iterable[Letter]) -> str:
    """By which the act knows that it writes what the officer read: to whom each goes, and what it says."""
    seen = [[each.recipient, each.copy_to, each.language, each.by_hand, *each.values.items()] for each in letters]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def asked_text(briefing: Briefing, asked: Sequence[Asked], session: PublishedSession) -> str:
    """What is kindly asked and by when, a line each, in the active language; nothing where nothing is outstanding."""
    if not asked:
        return ""
    requests, conference = briefing.panel.requests, briefing.conference
    by = statement_due(requests, session.starts_at, conference)
    first = _("Kindly let us have, as soon as you can:")
    if by > conference_now(conference):
        first = _("Kindly let us have by %(moment)s:") % {"moment": due_text(by, conference.zone)}
    return "\n".join([first, *(f"– {line}" for line in asked_lines(requests, asked))])


def asked_lines(requests: SpeakerRequests, asked: Iterable[Asked]) -> Iterator[str]:
    for each in asked:
        match each:
            case Asked.CONFIRMATION:
                yield _("your confirmation, or your regrets")
            case Asked.BIOGRAPHY:
                yield ngettext(
                    "a short biography, at most %(count)d character in each language",
                    "a short biography, at most %(count)d characters in each language",
                    requests.biography_length,
                ) % {"count": requests.biography_length}
            case Asked.PORTRAIT:
                yield _("a portrait")
            case Asked.STATEMENT:
                yield _("your statement, so that the interpreters can read it")


def _languages(session: PublishedSession) -> str:
    spoken = languages_text(session)
    return _("Languages: %(languages)s") % {"languages": spoken} if spoken else ""


def _own_part(plan: PlannedBrief) -> Iterator[str]:
    role = AppearanceRole(plan.told["role"]).label
    yield _("Your part: %(role)s") % {"role": role}
    if minutes := plan.told["minutes"]:
        yield ngettext("Your time: %(count)d minute", "Your time: %(count)d minutes", minutes) % {"count": minutes}
    if place := plan.told["place"]:
        yield _("Order of speaking: %(place)d") % {"place": place}


def _panel(fellows: Sequence[Speaker]) -> Iterator[str]:
    """Who leads the session first, then in the order of speaking."""
    if fellows:
        yield _("With you in the session:")
    for speaker in sorted(fellows, key=lambda speaker: speaker.role not in LEADING):
        said = ", ".join(text for text in (speaker.name, function_text(speaker)) if text)
        yield "– " + _("%(role)s: %(name)s") % {"role": capfirst(str(speaker.role.label)), "name": said}


def _changes(briefing: Briefing, plan: PlannedBrief) -> Sequence[str]:
    """Old and new, since the last brief that went; nothing in the first, nor where all is again as it was."""
    lines = list(_changed(briefing, plan.known.told, plan.told)) if plan.known else []
    if not lines:
        return ()
    return [_("Since our last brief the following has changed:"), *(f"– {line}" for line in lines)]


def _changed(briefing: Briefing, old: Told, new: Told) -> Iterator[str]:
    _session, *sentences = told_of(_as_change(briefing, old, new), briefing.conference)
    yield from sentences
    if new["place"] and old["place"] != new["place"]:
        places = {"new": new["place"], "old": old["place"] or "–"}
        yield _("Order of speaking: %(new)s, instead of: %(old)s.") % places
    if old["panel"] != new["panel"]:
        yield _("The panel has changed; below it stands as it is now.")


def _as_change(briefing: Briefing, old: Told, new: Told) -> PersonalChange:
    """In the terms in which the letters of a release tell what changed."""
    entry: Any = briefing.entry
    former = {name: value for name, value in old.items() if name in entry}
    parts = tuple(Part(AppearanceRole(told["role"]), told["minutes"]) for told in (old, new))
    return PersonalChange(
        News.CHANGED,
        briefing.session.pk,
        cast("SessionEntry", {**entry, **former}),
        entry,
        ((parts[0], parts[1]),),
    )
