"""The versions of the privacy notice as the desk shows them: in a list, and one to read."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from conference.clock import on_the_clock
from conference.formats import day_text, language_name
from conference.models import Conference
from conference.structured_text import blocks_of
from registration.models import PrivacyNotice, notice_in_force
from registration.queries.privacy_notices import (
    STANDARDS,
    Agreed,
    agreed_by_version,
    shown,
    version_text,
    version_url,
)


def notice_page_url(notice: PrivacyNotice) -> str:
    return reverse("admin:registration_privacynotice_change", args=[notice.pk])


def read_context(notice: PrivacyNotice) -> dict[str, Any]:
    """A published version, or the draft for an officer who only reads."""
    version = shown(notice).version
    agreed = agreed_by_version(notice.conference).get(version, Agreed())
    return {
        "title": capfirst(version_text(version)),
        "notice": notice,
        "is_in_force": notice.is_published and version == notice_in_force(notice.conference),
        "published_text": at_the_desk(notice.conference, notice.published_at) if notice.is_published else "",
        "agreed": agreed,
        "public_url": version_url(notice.conference, version) if notice.is_published else "",
        "texts": [
            {
                "code": code,
                "name": language_name(code),
                "changes": notice.changes.get(code, ""),
                "blocks": blocks_of(notice.text.get(code, "")),
            }
            for code in _in_order(notice)
        ],
    }


def _in_order(notice: PrivacyNotice) -> list[str]:
    """The languages that it is there in: the conference's in their order, then those that it had before."""
    languages = notice.conference.languages
    return [*filter(notice.text.has_language, languages), *(code for code in notice.text if code not in languages)]


def at_the_desk(conference: Conference, recorded_at: Any) -> str:
    """“Monday, 3 June 2019, 09:00” by the conference's clock."""
    moment = on_the_clock(conference, recorded_at)
    return f"{day_text(moment.date(), with_year=True)}, {moment:%H:%M}"


def version_rows(
    conference: Conference, published: list[PrivacyNotice], agreed: dict[str, Agreed]
) -> Iterator[dict[str, Any]]:
    """The conference's own, the last first; then each standard text that is in force or that somebody agreed to."""
    in_force = notice_in_force(conference)
    for notice in published:
        version = str(notice.number)
        yield {
            "text": capfirst(version_text(version)),
            "url": notice_page_url(notice),
            "is_in_force": version == in_force,
            "published_text": at_the_desk(conference, notice.published_at),
            "by": str(notice.published_by or ""),
            "changes": str(notice.changes),
            "agreed": agreed.get(version, Agreed()),
        }
    standards = {version for version in (in_force, *agreed) if version in STANDARDS}
    for version in sorted(standards, reverse=True):
        yield {
            "text": capfirst(version_text(version)),
            "url": version_url(conference, version),
            "is_in_force": version == in_force,
            "published_text": "",
            "changes": "",
            "agreed": agreed.get(version, Agreed()),
        }
