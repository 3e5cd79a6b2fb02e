"""The privacy notice as it is shown: each version with its text, when it was in force, how many agreed to it."""

import datetime
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.models import Conference, TranslatedText
from registration.models import STANDARD, PrivacyNotice, Registration
from registration.states import LIVE

NOTICES = Path(settings.BASE_DIR) / "templates" / "registration" / "notices"
#: Each standard text that was ever in force: whoever agreed to one can read it as long as the registration is kept.
STANDARDS = ("standard-1", "standard-2", STANDARD)
NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Notice:
    """One version. The standard text has no date of its own: it was there before."""

    version: str
    text: TranslatedText
    changes: TranslatedText = field(default_factory=TranslatedText)
    published_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Agreed:
    """How many agreed to a version last; of them, how many still take part or wish to."""

    total: int = 0
    live: int = 0


def version_text(version: str) -> str:
    """“version 3”, or “standard text, version 2”."""
    if version.startswith("standard-"):
        return _("standard text, version %(number)s") % {"number": version.removeprefix("standard-")}
    return _("version %(number)s") % {"number": version}


def version_url(conference: Conference, version: str) -> str:
    """Where a version is read for good; nothing for who agreed to none."""
    return reverse("registration:privacy-version", args=[conference.slug, version]) if version else ""


def notice_of(conference: Conference, version: str) -> Notice | None:
    """A published version of the conference's own, or a standard text; nothing for a draft, or what never was."""
    if version in STANDARDS:
        return Notice(version, standard_text(conference, version))
    if not NUMBER.fullmatch(version):
        return None
    found = PrivacyNotice.objects.published().filter(conference=conference, number=int(version)).first()
    return shown(found) if found else None


def published_notices(conference: Conference) -> list[Notice]:
    """Every version that was in force, the present one first; the standard text last. One query."""
    own = PrivacyNotice.objects.published().filter(conference=conference).order_by("-number")
    return [*map(shown, own), Notice(STANDARD, standard_text(conference))]


def shown(notice: PrivacyNotice) -> Notice:
    """A row of the table as pages show it, the draft under the number that it would have."""
    number = notice.number or (notice.conference.privacy_notice_number or 0) + 1
    return Notice(str(number), notice.text, notice.changes, notice.published_at)


def standard_text(conference: Conference, version: str = STANDARD) -> TranslatedText:
    """The text that comes with the program, with the conference's hosts and its Secretariat written in."""
    return TranslatedText(
        {language: _filled(_shipped(version, language), conference, language) for language in conference.languages}
    )


def _filled(text: str, conference: Conference, language: str) -> str:
    contact = (conference.contact_name.in_language(language), conference.contact_email, conference.contact_phone)
    values = {
        "{hosts}": conference.hosts.in_language(language),
        "{contact}": "\n".join(filter(None, contact)),
    }
    for name, value in values.items():
        text = text.replace(name, value)
    return text


@cache
def _shipped(version: str, language: str) -> str:
    path = NOTICES / language / f"{version}.txt"
    return path.read_text(encoding="utf-8").strip()


def agreed_by_version(conference: Conference) -> dict[str, Agreed]:
    """How many agreed to each version; under no name those who were entered by others and agreed to none. One query."""
    counted = (
        Registration.objects.filter(conference=conference)
        .order_by()
        .values("privacy_notice_version")
        .annotate(total=Count("pk"), live=Count("pk", filter=Q(state__in=LIVE)))
    )
    return {row["privacy_notice_version"]: Agreed(row["total"], row["live"]) for row in counted}
