"""To which privacy notices a person agreed, for that person."""

import datetime
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.own_data import Entry, Item
from registration.models import Registration
from registration.queries.own_items import moment_item
from registration.queries.privacy_notices import version_text, version_url


def consent_items(version: str, agreed_at: datetime.datetime | None, conference: Conference) -> Entry:
    """Which notice, where it can be read, and since when."""
    url = f"{settings.PUBLIC_URL}{version_url(conference, version)}" if version else ""
    return [
        Item(
            "privacy_notice_version",
            _("Privacy notice agreed to"),
            version,
            capfirst(version_text(version)) if version else "",
        ),
        Item("privacy_notice_url", _("To be read at"), url),
        moment_item("consented_at", _("Agreed on"), agreed_at, conference),
    ]


def former_consents(registrations: Iterable[Registration], user: User) -> Iterator[Entry]:
    """Each with which another took its place."""
    for registration in registrations:
        for renewed in registration.renewed_consents.exclude(former_version=""):
            yield [
                *consent_items(renewed.former_version, renewed.former_at, registration.conference),
                moment_item("renewed_at", _("Agreed to a newer one on"), renewed.at, registration.conference),
                Item("by_you", _("By you"), renewed.by_id == user.pk),
            ]
