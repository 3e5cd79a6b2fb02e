"""One letter a person, however many sessions changed: each with what was and what holds, and nobody else named."""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.models import ChangeNotice
from agenda.queries.concern import News, Part, PersonalChange, Way
from agenda.queries.labels import label_text, languages_text, room_text
from agenda.queries.published import PublishedSession, render_nameless
from agenda.queries.snapshot import SessionEntry
from conference.correspondence.letter import Letter
from conference.formats import day_text, time_range_text, time_text, zone_text
from conference.models import Conference
from registration.emails import letter_to_participant, page_address
from registration.models import Participant


def change_notice(
    notice: ChangeNotice, participant: Participant, changes: Sequence[PersonalChange], *, calendar: str
) -> Letter | None:
    """Tells in the person's language what changed; ``calendar`` is enclosed. Nothing where there is no address."""
    conference = participant.conference
    language = conference.language_or_default(participant.language)
    is_guest = all(change.way for change in changes)
    with override(language):
        values = {
            "participant_name": participant.name_in_letters,
            "changes": "\n\n".join("\n".join(told_of(change, conference)) for change in changes),
            # Who speaks nowhere of what is told has chosen it on the own agenda.
            "speaking_link": page_address(conference, language, "agenda:own" if is_guest else "agenda:speaking"),
        }
    return letter_to_participant(
        "agenda_change", participant, about=notice, version="1", values=values, calendar=calendar
    )


def told_of(change: PersonalChange, conference: Conference) -> list[str]:
    """The session, then a sentence for each thing that changed, in the active language."""
    new = _rendered(conference, change.new)
    old = _rendered(conference, change.old)
    session = new or old
    if session is None:
        return []
    values = {"title": session.title, "label": label_text(session)}
    return [_("“%(title)s” (%(label)s)") % values, *_sentences(change, old, new, session), *_way(change)]


def _way(change: PersonalChange) -> Iterator[str]:
    """Why one is told who does not speak there."""
    match change.way:
        case Way.SEAT if change.is_off:
            yield _("You had booked a seat in it.")
        case Way.SEAT:
            yield _("The seat that you booked in it stays yours; kindly give it back should you be unable to come.")
        case Way.LINE:
            yield _("You are on the waiting list for a seat in it.")
        case Way.STAR:
            yield _("You have marked it for yourself; nothing is asked of you.")


def _rendered(conference: Conference, entry: SessionEntry | None) -> PublishedSession | None:
    return render_nameless(conference, entry) if entry and entry["starts_at"] else None


def _sentences(
    change: PersonalChange, old: PublishedSession | None, new: PublishedSession | None, session: PublishedSession
) -> Iterator[str]:
    foreseen = {"when": when_text(old or session)}
    match change.news:
        case News.CANCELLED:
            yield _("It is cancelled; it had been foreseen for %(when)s.") % foreseen
        case News.OFF_THE_AGENDA:
            yield _("It is no longer on the agenda; it had been foreseen for %(when)s.") % foreseen
        case News.NO_LONGER_YOURS:
            yield from _parts(change.parts)
        case News.REINSTATED:
            after_all, anew = _("It will take place after all: %(when)s."), _("You are foreseen in it again: %(when)s.")
            yield (after_all if old or change.way else anew) % {"when": when_text(session)}
            yield from _place("", room_text(session))
        case News.ANNOUNCED:
            yield _("It will be held as follows: %(when)s.") % {"when": when_text(session)}
            yield from _place("", room_text(session))
            yield from _parts(change.parts)
        case News.CHANGED if old and new:
            yield from _moved(old, new)
            yield from _regime(old, new)
            yield from _parts(change.parts)


def when_text(session: PublishedSession) -> str:
    """“Thursday, 20 June 2019, 11:00–12:30, Ulaanbaatar time (UTC+8)”."""
    zone = zone_of(session)
    return _("%(day)s, %(times)s, %(zone)s") % {
        "day": day_text(session.day, with_year=True),
        "times": time_range_text(session.starts_at, session.ends_at, zone),
        "zone": zone_text(zone, session.starts_at),
    }


def zone_of(session: PublishedSession) -> ZoneInfo:
    """The venue's: sessions are rendered in it."""
    return cast("ZoneInfo", session.starts_at.tzinfo)


def _moved(old: PublishedSession, new: PublishedSession) -> Iterator[str]:
    zone = zone_of(new)
    values = {"day": day_text(new.day), "zone": zone_text(zone, new.starts_at), "ends": time_text(new.ends_at, zone)}
    if old.day != new.day:
        times = {
            "times": time_range_text(new.starts_at, new.ends_at, zone),
            "old_day": day_text(old.day),
            "old_times": time_range_text(old.starts_at, old.ends_at, zone),
        }
        yield _("It will be held on %(day)s, %(times)s, instead of %(old_day)s, %(old_times)s, %(zone)s.") % (
            values | times
        )
    elif old.starts_at != new.starts_at:
        times = {"new": time_text(new.starts_at, zone), "old": time_text(old.starts_at, zone)}
        yield _("It will begin at %(new)s instead of %(old)s on %(day)s, and end at %(ends)s, %(zone)s.") % (
            values | times
        )
    elif old.ends_at != new.ends_at:
        times = {"old": time_text(old.ends_at, zone)}
        yield _("It will end at %(ends)s instead of %(old)s on %(day)s, %(zone)s.") % (values | times)
    if [room.id for room in old.rooms] != [room.id for room in new.rooms]:
        yield from _place(room_text(old), room_text(new))


def _place(old: str, new: str) -> Iterator[str]:
    if new and old:
        yield _("Place: %(new)s, instead of: %(old)s.") % {"new": new, "old": old}
    elif new:
        yield _("Place: %(new)s.") % {"new": new}
    elif old:
        yield _("The room will be announced; it is no longer: %(old)s.") % {"old": old}


def _regime(old: PublishedSession, new: PublishedSession) -> Iterator[str]:
    """Languages, who may quote, and whether the press is there."""
    spoken = [languages_text(side) for side in (old, new)]
    if (old.languages, old.is_interpreted) != (new.languages, new.is_interpreted):
        yield _("Languages: %(new)s, instead of: %(old)s.") % {"new": spoken[1] or "–", "old": spoken[0] or "–"}
    if old.attribution != new.attribution:
        labels = {"new": new.attribution.label, "old": old.attribution.label}
        yield _("Attribution: %(new)s, instead of: %(old)s.") % labels
    if old.is_open_to_press != new.is_open_to_press:
        yield _("The press will be admitted.") if new.is_open_to_press else _("The press will not be admitted.")


def _parts(parts: Iterable[tuple[Part | None, Part | None]]) -> Iterator[str]:
    for old, new in parts:
        if old and new is None:
            yield _("You are no longer foreseen in it as: %(role)s.") % {"role": old.role.label}
        if old and new and old.role != new.role:
            yield _("Your part: %(new)s, instead of: %(old)s.") % {"new": new.role.label, "old": old.role.label}
        if old and new and old.minutes != new.minutes:
            yield _minutes(old.minutes, new.minutes)


def _minutes(old: int | None, new: int | None) -> str:
    if new is None:
        return _("Your time is no longer set at %(old)s min.") % {"old": old}
    if old is None:
        return _("Your time: %(new)s min.") % {"new": new}
    return _("Your time: %(new)s min, instead of %(old)s min.") % {"new": new, "old": old}
