"""Which privacy notice somebody agreed to, and whether it has changed since."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.clock import on_the_clock
from conference.formats import day_text
from conference.models import Conference
from registration.models import Registration, notice_in_force
from registration.queries.privacy_notices import notice_of, version_text, version_url

ANCHOR = "#privacy-notice"


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What the own page says of the notice; ``version`` is offered to be agreed to where it is not yet."""

    agreed: list[dict[str, str]]
    version: str = ""
    title: str = ""
    text: str = ""
    changes: str = ""
    read_url: str = ""
    read_text: str = ""
    agree_url: str = ""
    todo: list[dict[str, str]] = field(default_factory=list)


def consent_of(registration: Registration, conference: Conference) -> Consent:
    """Of whoever has agreed to the notice in force no query; who took part until now is asked nothing any more."""
    in_force, agreed_to = notice_in_force(conference), registration.privacy_notice_version
    agreed = [_agreed(registration, conference)] if agreed_to else []
    if agreed_to == in_force or not registration.is_live:
        return Consent(agreed=agreed)
    return Consent(
        agreed=agreed,
        version=in_force,
        title=_("The privacy notice has changed") if agreed_to else _("You have not agreed to it yet"),
        text=_("If you do not agree, please write to the Secretariat, or withdraw; what you agreed to before holds.")
        if agreed_to
        else _("Your data were entered by others. Kindly read how they are used; if you have questions, write to us."),
        changes=_changes(conference, in_force) if agreed_to else "",
        read_url=version_url(conference, in_force),
        read_text=_("Read the privacy notice, %(version)s") % {"version": version_text(in_force)},
        agree_url=reverse("registration:own-agree", args=[conference.slug, registration.pk]),
        todo=[{"text": _("Read the privacy notice, which has changed, and say whether you agree"), "url": ANCHOR}]
        if agreed_to
        else [],
    )


def _agreed(registration: Registration, conference: Conference) -> dict[str, str]:
    """A line of ``components/definitions.html``."""
    version, at = registration.privacy_notice_version, registration.consented_at
    on = day_text(on_the_clock(conference, at).date(), with_year=True) if at else ""
    return {
        "term": _("You agreed to"),
        "text": capfirst(version_text(version)),
        "url": version_url(conference, version),
        "detail": on,
    }


def _changes(conference: Conference, version: str) -> str:
    notice = notice_of(conference, version)
    return str(notice.changes) if notice else ""
