"""What is shown of a registration to those alone whose duty needs it: files, travel, needs; a passport on request."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import current_roles, officer
from conference.admin.markup import at_text
from conference.formats import moment_text
from conference.models import Conference, TeamRole
from conference.permissions import ROLES_THAT_SEE_TRAVEL
from registration.models import Document, DocumentKind, ParticipantNeeds, Registration, Travel
from registration.states import RegistrationState

Row = dict[str, Any]
READ_BY_OFFICERS = {"passport": gettext_lazy("Passport"), "needs": gettext_lazy("Needs")}


def compartments_of(request: HttpRequest, registration: Registration) -> Iterator[tuple[str, Iterator[Row]]]:
    """Each a title and its rows; a compartment that is not this officer's is not asked for in the database."""
    roles = current_roles(request)
    yield _("Documents"), document_rows(request, registration)
    if roles & ROLES_THAT_SEE_TRAVEL:
        yield _("Travel and visa"), _travel(registration, reads_passport=TeamRole.VISA in roles)
    if TeamRole.DUTY_OF_CARE in roles:
        yield _("Needs"), _needs(registration)
    if TeamRole.COORDINATOR in roles:
        yield _("Who has read the passport or needs"), _readings(registration)


def row(term: str, text: Any, url: str = "", detail: str = "") -> Row:
    return {"term": term, "text": str(text or ""), "url": url if text else "", "detail": detail}


def document_rows(request: HttpRequest, registration: Registration) -> Iterator[Row]:
    conference = registration.conference
    for each in Document.objects.visible_to(officer(request), conference).current().filter(registration=registration):
        url = reverse("registration:document", args=[conference.slug, each.pk])
        yield row(capfirst(each.get_kind_display()), each.name, url, _sent_late(each, registration))


def _sent_late(document: Document, registration: Registration) -> str:
    """That a photograph came after the confirmation: what is printed shows another."""
    is_late = registration.state == RegistrationState.REGISTERED and document.uploaded_at > registration.state_since
    if not is_late or document.kind != DocumentKind.PHOTOGRAPH:
        return ""
    at = at_text(registration.conference, document.uploaded_at)
    return _("Sent %(at)s, after the confirmation: a badge printed before does not show it.") % {"at": at}


def _travel(registration: Registration, *, reads_passport: bool) -> Iterator[Row]:
    travel: Travel | None = Travel.objects.filter(registration=registration).first()
    if travel is None:
        return
    conference = registration.conference
    yield row(_("Visa support"), capfirst(_("needed") if travel.needs_visa_support else _("not needed")))
    if travel.needs_visa_support and reads_passport:
        url = reverse("admin:registration_registration_passport", args=[registration.pk])
        yield row(_("Passport"), _("Read it (this is recorded)"), url)
    yield row(_("Arrival"), _at_the_venue(conference, travel.arrives_at), detail=travel.arrival_flight)
    yield row(_("Departure"), _at_the_venue(conference, travel.departs_at), detail=travel.departure_flight)
    yield row(_("Airport or station"), travel.airport)
    yield row(_("VIP lounge"), _("wished") if travel.needs_lounge else "")
    yield row(_("Vehicle"), travel.vehicle)
    yield row(_("Liaison"), travel.liaison)
    yield row(_("Hotel"), travel.hotel)
    sponsored = (
        (travel.sponsored_ticket, _("ticket")),
        (travel.sponsored_hotel, _("hotel")),
        (travel.sponsored_allowance, _("allowance")),
    )
    yield row(_("Sponsored"), ", ".join(what for is_so, what in sponsored if is_so))
    yield row(_("Remark"), travel.note)


def _at_the_venue(conference: Conference, planned_at: datetime.datetime | None) -> str:
    """A moment as it was told: what is planned runs by no demonstration's clock."""
    return moment_text(planned_at, conference.zone) if planned_at else ""


def _needs(registration: Registration) -> Iterator[Row]:
    """Only that there are some, and since when; what they are stands on a page of its own."""
    needs: ParticipantNeeds | None = ParticipantNeeds.objects.filter(participant=registration.participant_id).first()
    if needs is None or not needs.is_said:
        return
    url = reverse("admin:registration_registration_needs", args=[registration.pk])
    changed = at_text(registration.conference, needs.updated_at)
    detail = _("Last changed %(at)s.") % {"at": changed} if changed else ""
    yield row(_("Needs"), _("Read them (this is recorded)"), url, detail)


def _readings(registration: Registration) -> Iterator[Row]:
    """Which officer has read a passport or needs, and when; what a person took of their own is no reading."""
    read = registration.sensitive_readings.filter(what__in=READ_BY_OFFICERS).select_related("by")
    for reading in read:
        who = str(reading.by) if reading.by else _("an officer who has left")
        yield row(str(READ_BY_OFFICERS[reading.what]), who, detail=at_text(registration.conference, reading.at))
