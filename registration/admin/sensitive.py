"""Passports and needs, for the one officer whose duty it is: what reading means, then what stands there."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from conference.admin.current import current_roles, officer
from conference.admin.scoped import ScopedAdmin
from conference.formats import date_text
from conference.models import TeamRole, User
from registration.actions.needs import read_needs
from registration.actions.travel import read_passport
from registration.admin.compartments import Row, row
from registration.admin.guard import is_of_another_conference, row_to_show
from registration.admin.naming import is_withheld, person_line
from registration.models import Diet, Registration

View = Callable[[HttpRequest, UUID], HttpResponse]


@dataclass(frozen=True, kw_only=True)
class Compartment:
    """What one duty reads: its words, and the act that gives it and keeps that it was read."""

    role: TeamRole
    title: Promise
    meaning: Promise
    read_label: Promise
    nothing: Promise
    read: Callable[[UUID, User], Iterable[Row]]


def _passport(registration_id: UUID, by: User) -> Iterator[Row]:
    passport = read_passport(registration_id, by=by)
    if passport is not None:
        yield row(_("Name as in the passport"), passport.name)
        yield row(_("Passport number"), passport.number)
        yield row(_("Issuing State"), countries.name(passport.issuer) or passport.issuer)
        yield row(_("Valid until"), _day(passport.expires_on))


def _day(kept: str) -> str:
    """The day as the site writes days; what was kept as no day stays as it is."""
    try:
        return date_text(datetime.date.fromisoformat(kept))
    except ValueError:
        return kept


def _needs(registration_id: UUID, by: User) -> Iterator[Row]:
    needs = read_needs(registration_id, by=by)
    if needs is not None:
        meals = (str(Diet(each).label) for each in needs.diet.split(",") if each in Diet)
        yield row(_("Meals"), ", ".join(meals))
        yield row(_("For the kitchen"), needs.diet_note)
        yield row(_("Access"), needs.access)


PASSPORT = Compartment(
    role=TeamRole.VISA,
    title=gettext_lazy("Passport"),
    meaning=gettext_lazy("A passport is read for a visa alone. Your name and the time are recorded with it."),
    read_label=gettext_lazy("Read the passport"),
    nothing=gettext_lazy("No passport is kept for this person."),
    read=_passport,
)
NEEDS = Compartment(
    role=TeamRole.DUTY_OF_CARE,
    title=gettext_lazy("Needs"),
    meaning=gettext_lazy("Needs are read to meet them. Your name and the time are recorded with it."),
    read_label=gettext_lazy("Read the needs"),
    nothing=gettext_lazy("This person has told of no needs."),
    read=_needs,
)


def passport_view(model_admin: ScopedAdmin) -> View:
    """For the visa officer alone."""
    return _view(model_admin, PASSPORT)


def needs_view(model_admin: ScopedAdmin) -> View:
    """For the duty-of-care officer alone."""
    return _view(model_admin, NEEDS)


def _view(model_admin: ScopedAdmin, compartment: Compartment) -> View:
    """A page that says what reading means, and shows the text once that is confirmed."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        registration: Registration = row_to_show(model_admin, request, str(pk))
        if compartment.role not in current_roles(request) or is_withheld(request, registration.participant):
            raise PermissionDenied
        back_url = reverse("admin:registration_registration_change", args=[registration.pk])
        rows: list[Row] = []
        if request.method == "POST":
            if is_of_another_conference(request):
                return HttpResponseRedirect(back_url)
            rows = [each for each in compartment.read(registration.pk, officer(request)) if each["text"]]
        context = {
            **model_admin.admin_site.each_context(request),
            "title": compartment.title,
            "opts": model_admin.opts,
            "person": person_line(request, registration.participant),
            "compartment": compartment,
            "rows": rows,
            "is_read": request.method == "POST",
            "back_url": back_url,
        }
        return TemplateResponse(request, "admin/registration/registration/sensitive.html", context)

    return view
