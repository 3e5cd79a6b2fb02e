"""The conference as an entry of a calendar, for letters that confirm (RFC 5545).

The entry is one for each conference, whichever letter brings it: its UID never changes, and SEQUENCE is the version of
the conference, so that a calendar takes a later letter as news of the same entry. It names nobody.
"""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from conference.calendar_lines import moment_line, text_line, title_line, written
from conference.formats import date_range_text
from conference.models import Conference

PRODUCT = "-//Plenary//Correspondence//EN"
DAY = datetime.timedelta(days=1)


def entry_of_conference(conference: Conference, language: str) -> str:
    """The calendar that a letter in the language encloses. One query, for the venue."""
    with override(language):
        path = reverse("conference:landing", args=[conference.slug])
    title = conference.short_title.in_language(language)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{conference.pk}@plenary",
        f"SEQUENCE:{conference.version}",
        moment_line("DTSTAMP", timezone.now()),
        # Days, not hours: what happens when stands in the agenda. The last day is the first that is free again.
        f"DTSTART;VALUE=DATE:{conference.starts_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{conference.ends_on + DAY:%Y%m%d}",
        title_line("SUMMARY", str(title)),
        title_line("LOCATION", _where(conference, language)),
        text_line("DESCRIPTION", _what(conference, language)),
        f"URL:{settings.PUBLIC_URL}{path}",
        "STATUS:CONFIRMED",
        # Whole days would make whoever takes part seem busy day and night.
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return written(lines).decode()


def _where(conference: Conference, language: str) -> str:
    """The venue where there is one, and the place; of several venues the agenda says which."""
    venues = list(conference.venues.all()[:2])
    at = [venues[0].name, venues[0].address] if len(venues) == 1 else []
    parts = [str(part.in_language(language)) for part in (*at, conference.place)]
    return ", ".join(part for part in parts if part)


def _what(conference: Conference, language: str) -> str:
    lines = [
        conference.title.in_language(language),
        date_range_text(conference.starts_on, conference.ends_on, language),
        conference.hosts.in_language(language),
        f"{conference.contact_name.in_language(language)}, {conference.contact_email}",
    ]
    return "\n".join(str(line) for line in lines if line)
