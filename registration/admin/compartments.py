"""What is shown of a registration to those alone whose duty needs it: files, travel, needs; a passport on request."""

import datetime
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries import countries

from conference.admin.current import current_roles, officer
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from conference.formats import date_text
from conference.models import TeamRole
from conference.permissions import ROLES_THAT_REGISTER
from registration.actions.travel import read_passport
from registration.admin.guard import is_of_another_conference, row_to_show
from registration.admin.naming import is_withheld, person_line
from registration.models import Diet, Document, ParticipantNeeds, Passport, Registration, Travel

Row = dict[str, Any]
# Whoever fetches, lodges or obtains visas.
ROLES_THAT_SEE_TRAVEL = ROLES_THAT_REGISTER | {TeamRole.VISA}


def compartments_of(request: HttpRequest, registration: Registration) -> Iterator[tuple[str, Iterator[Row]]]:
    """Each a title and its rows; a compartment that is not this officer's is not asked for in the database."""
    roles = current_roles(request)
    yield _("Documents"), _documents(request, registration)
    if roles & ROLES_THAT_SEE_TRAVEL:
        yield _("Travel and visa"), _travel(registration, reads_passport=TeamRole.VISA in roles)
    if TeamRole.DUTY_OF_CARE in roles:
        yield _("Needs"), _needs(registration)


def _row(term: str, text: Any, url: str = "") -> Row:
    return {"term": term, "text": str(text or ""), "url": url if text else "", "detail": ""}


def _documents(request: HttpRequest, registration: Registration) -> Iterator[Row]:
    conference = registration.conference
    for each in Document.objects.visible_to(officer(request), conference).current().filter(registration=registration):
        url = reverse("registration:document", args=[conference.slug, each.pk])
        yield _row(capfirst(each.get_kind_display()), each.name, url)


def _travel(registration: Registration, *, reads_passport: bool) -> Iterator[Row]:
    travel: Travel | None = Travel.objects.filter(registration=registration).first()
    if travel is None:
        return
    conference = registration.conference
    yield _row(_("Visa support"), _("needed") if travel.needs_visa_support else _("not needed"))
    if travel.needs_visa_support and reads_passport:
        url = reverse("admin:registration_registration_passport", args=[registration.pk])
        yield _row(_("Passport"), _("Read it (this is recorded)"), url)
    yield _row(_("Arrival"), " · ".join(filter(None, (at_text(conference, travel.arrives_at), travel.arrival_flight))))
    yield _row(
        _("Departure"), " · ".join(filter(None, (at_text(conference, travel.departs_at), travel.departure_flight)))
    )
    yield _row(_("Airport or station"), travel.airport)
    yield _row(_("VIP lounge"), _("wished") if travel.needs_lounge else "")
    yield _row(_("Vehicle"), travel.vehicle)
    yield _row(_("Liaison"), travel.liaison)
    yield _row(_("Hotel"), travel.hotel)
    sponsored = (
        (travel.sponsored_ticket, _("ticket")),
        (travel.sponsored_hotel, _("hotel")),
        (travel.sponsored_allowance, _("allowance")),
    )
    yield _row(_("Sponsored"), ", ".join(what for is_so, what in sponsored if is_so))
    yield _row(_("Note"), travel.note)


def _needs(registration: Registration) -> Iterator[Row]:
    needs: ParticipantNeeds | None = ParticipantNeeds.objects.filter(participant=registration.participant_id).first()
    if needs is None:
        return
    meals = (str(Diet(each).label) for each in needs.diet.split(",") if each in Diet)
    yield _row(_("Meals"), ", ".join(meals))
    yield _row(_("For the kitchen"), needs.diet_note)
    yield _row(_("Access"), needs.access)


def passport_view(model_admin: ScopedAdmin) -> Any:
    """A page that says what reading means, and shows the passport once that is confirmed."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        registration: Registration = row_to_show(model_admin, request, str(pk))
        if TeamRole.VISA not in current_roles(request) or is_withheld(request, registration.participant):
            raise PermissionDenied
        back_url = reverse("admin:registration_registration_change", args=[registration.pk])
        passport = None
        if request.method == "POST":
            if is_of_another_conference(request):
                return HttpResponseRedirect(back_url)
            passport = read_passport(registration.pk, by=officer(request))
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Passport"),
            "opts": model_admin.opts,
            "person": person_line(request, registration.participant),
            "rows": list(_passport(passport)) if passport else [],
            "is_read": request.method == "POST",
            "back_url": back_url,
        }
        return TemplateResponse(request, "admin/registration/registration/passport.html", context)

    return view


def _passport(passport: Passport) -> Iterator[Row]:
    yield _row(_("Name as in the passport"), passport.name)
    yield _row(_("Passport number"), passport.number)
    yield _row(_("Issuing State"), countries.name(passport.issuer) or passport.issuer)
    yield _row(_("Valid until"), _day(passport.expires_on))


def _day(kept: str) -> str:
    """The day as the site writes days; what was kept as no day stays as it is."""
    try:
        return date_text(datetime.date.fromisoformat(kept))
    except ValueError:
        return kept
