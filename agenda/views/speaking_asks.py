"""What is kindly asked of a speaker, in one list, and how often."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.queries.speaking import SpeakingSchedule, SpeakingSession
from agenda.queries.speaking_words import due_text, is_statement_asked
from agenda.views.speaking_card import anchor_of
from conference.clock import conference_now
from conference.formats import short_day_text, time_text
from conference.models import Conference


def asks_of(schedule: SpeakingSchedule, held: Conference) -> list[dict[str, str]]:
    """A line for each kind of thing, the first to be done first: {text, url}. The cards say it session by session."""
    return [*_answers(schedule, held), *_statements(schedule, held), *_words(schedule, held)]


def count_of(schedule: SpeakingSchedule) -> int:
    """How many things: each answer, each statement, biography and portrait."""
    statements = sum(is_statement_asked(item) for item in schedule.sessions)
    return schedule.asked + statements + schedule.lacks_biography + schedule.lacks_portrait


def _answers(schedule: SpeakingSchedule, held: Conference) -> Iterator[dict[str, str]]:
    asked = [item for item in schedule.sessions if item.is_asked]
    if not asked:
        return
    url = f"#{anchor_of(asked[0])}"
    if len(asked) > 1:
        yield {"text": _("Confirm %(count)d sessions") % {"count": len(asked)}, "url": url}
    elif asked[0].session:
        yield {"text": _("Confirm for %(when)s") % {"when": short_moment(asked[0].session.starts_at, held)}, "url": url}
    else:
        yield {"text": _("Confirm one session"), "url": url}


def _statements(schedule: SpeakingSchedule, held: Conference) -> Iterator[dict[str, str]]:
    asked = [item for item in schedule.sessions if is_statement_asked(item) and item.due]
    if not asked:
        return
    first = min(asked, key=lambda item: item.due or conference_now(held))
    when = {"when": short_moment(first.due, held) if first.due else "", "count": len(asked)}
    is_late = first.due is not None and first.due <= conference_now(held)
    if len(asked) == 1:
        text = _("Statement, due %(when)s") if is_late else _("Statement by %(when)s")
    else:
        text = _("%(count)d statements, the first by %(when)s")
    yield {"text": text % when, "url": papers_url(first, held)}


def _words(schedule: SpeakingSchedule, held: Conference) -> Iterator[dict[str, str]]:
    url = reverse("agenda:introduction", args=[held.slug, schedule.participant.pk])
    words = {
        (True, True): _("Biography and portrait"),
        (True, False): _("Biography"),
        (False, True): _("Portrait"),
    }
    lacking = (schedule.lacks_biography, schedule.lacks_portrait)
    if any(lacking):
        yield {"text": words[lacking], "url": url}


def short_moment(moment: datetime.datetime, held: Conference) -> str:
    """“Thu 20 June, 11:15”: on the first screen of a telephone there is little room."""
    local = moment.astimezone(held.zone)
    return _("%(day)s, %(time)s") % {
        "day": " ".join(short_day_text(local.date())),
        "time": time_text(moment, held.zone),
    }


def papers_url(item: SpeakingSession, held: Conference) -> str:
    return reverse("agenda:papers", args=[held.slug, item.appearance.pk])


def paper_parts(item: SpeakingSession, held: Conference) -> dict[str, Any]:
    """What the card says of statement and slides: what is there, the button, by when."""
    if item.session is None or not (item.is_ahead or item.papers):
        return {"papers": [], "papers_url": "", "due_text": ""}
    is_asked = is_statement_asked(item)
    return {
        "papers": [paper.name for paper in item.papers],
        "papers_url": papers_url(item, held),
        "papers_label": _("Send your statement") if is_asked else _("Statement and slides"),
        "is_paper_asked": is_asked,
        "due_text": due_text(item, held) if is_asked else "",
    }


def request_text(count: int) -> str:
    words = {
        0: "",
        1: _("One thing is kindly asked of you."),
        2: _("Two things are kindly asked of you."),
        3: _("Three things are kindly asked of you."),
        4: _("Four things are kindly asked of you."),
    }
    if count in words:
        return words[count]
    return ngettext("%(count)s thing is kindly asked of you.", "%(count)s things are kindly asked of you.", count) % {
        "count": count
    }
