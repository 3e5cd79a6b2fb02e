"""How the facts of a session read, in the active language."""

import datetime

from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from agenda.models import Release
from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedSession
from conference.formats import day_text
from conference.models import Conference

SEPARATOR = " · "
HOUR = 60


def label_text(session: PublishedSession) -> str:
    """“Thematic panel 1”."""
    kind = capfirst(str(session.type.label))
    return _("%(type)s %(number)s") % {"type": kind, "number": session.number} if session.number else kind


def room_text(session: PublishedSession) -> str:
    """“Conference Hall, Ministry of Foreign Affairs”; several rooms of one venue name it once."""
    venues = dict.fromkeys(str(room.venue) for room in session.rooms)
    rooms = (
        ", ".join([*(str(room.name) for room in session.rooms if str(room.venue) == venue), venue]) for venue in venues
    )
    return "; ".join(rooms)


def language_codes_text(session: PublishedSession) -> str:
    """“EN · RU · MN”, short, for the agenda; where there are receivers with the channel: “EN 1 · RU 2”."""
    channels = session.channels
    codes = (f"{code} {channels[code]}" if code in channels else code for code in session.languages)
    return SEPARATOR.join(codes).upper()


def languages_text(session: PublishedSession) -> str:
    """“English, Russian and Mongolian”, and whether it is interpreted."""
    names = _listed([_with_channel(language_name(code), session.channels.get(code)) for code in session.languages])
    if names and session.is_interpreted:
        return _("%(languages)s, with interpretation") % {"languages": names}
    return names


def _with_channel(name: str, channel: int | None) -> str:
    return name if channel is None else _("%(language)s (channel %(number)d)") % {"language": name, "number": channel}


def _listed(names: list[str]) -> str:
    """Only English writes each with a capital: “English, Russian”, «Английский, русский», «Англи, орос»."""
    listed = ", ".join(names)
    return listed if (get_language() or "en").startswith("en") else capfirst(listed.lower())


def language_name(code: str) -> str:
    """The name in the active language; the bare code of a language that nobody has named yet."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code.upper()


def function_text(speaker: Speaker) -> str:
    """The function, and whether the answer is still awaited."""
    if not speaker.is_to_be_confirmed:
        return speaker.function
    if not speaker.function:
        return _("to be confirmed")
    return _("%(function)s (to be confirmed)") % {"function": speaker.function}


def release_text(release: Release, conference: Conference) -> str:
    """“Release 3 · Friday, 14 June 2019”."""
    on = release.published_at.astimezone(conference.zone).date()
    return _("Release %(number)s · %(date)s") % {"number": release.number, "date": day_text(on, with_year=True)}


def duration_text(begins: datetime.datetime, ends: datetime.datetime) -> str:
    """“90 min”; beyond two hours in hours."""
    minutes = int((ends - begins).total_seconds()) // HOUR
    hours, rest = divmod(minutes, HOUR)
    if minutes <= 2 * HOUR:
        return _("%(minutes)s min") % {"minutes": minutes}
    if rest:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
