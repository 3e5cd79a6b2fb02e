"""Travel and visa of one's own, told or changed after registering; asked where the category asks for it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.views.pages import get_conference, page, signed_in
from registration.actions.travel import tell_travel
from registration.errors import LostUpdateError, RegistrationError
from registration.forms.travel import PREFIX, TRAVEL, TravelForm
from registration.models import Passport, Registration, Travel
from registration.queries.own import is_asked_for_travel
from registration.views.actors import signed_in_user
from registration.views.form_entries import number_in
from registration.views.form_flow import CHANGED_ELSEWHERE
from registration.views.own import back_to, context_of, own_or_404


@signed_in
def travel(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """The passport is asked once somebody has said that a visa is needed; then the form comes back with it."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    if not is_asked_for_travel(mine):
        raise Http404
    passport = Passport.objects.filter(registration=mine).first()
    asked: dict[str, Any] = {"conference": shown, "passport_on_record": passport}
    form = TravelForm(request.POST if request.method == "POST" else None, initial=_known(mine), **asked)
    asks_now = "passport_number" in form.fields and f"{PREFIX}-passport_number" not in request.POST
    if request.method == "POST" and asks_now:
        typed = {name.removeprefix(f"{PREFIX}-"): value for name, value in request.POST.items()}
        form = TravelForm(initial=typed, **asked)
    elif request.method == "POST" and form.is_valid():
        try:
            seen = number_in(request.POST.get("seen_version"))
            told, given = form.travel(), form.passport()
            tell_travel(mine.pk, travel=told, passport=given, by=signed_in_user(request), version=seen)
        except LostUpdateError:
            form.add_error(None, str(CHANGED_ELSEWHERE))
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. What you entered is saved."))
            return HttpResponseRedirect(back_to(shown, mine.pk))
    lede = _("As far as you know; you may change it here until you travel.")
    context = context_of(shown, mine, form=form, seen_version=_version(mine), title=_("Travel and visa"), lede=lede)
    return page(request, "registration/own_travel.html", shown, context, current="registration")


def _version(mine: Registration) -> int:
    return Travel.objects.filter(registration=mine).values_list("version", flat=True).first() or 0


def _known(mine: Registration) -> dict[str, Any]:
    """What was told before, hours as those of the venue; never the passport, which is not shown again."""
    known = Travel.objects.filter(registration=mine).first()
    if known is None:
        return {"needs_visa_support": "no"}
    told = {name: getattr(known, name) for name in TRAVEL}
    for name in ("arrives_at", "departs_at"):
        told[name] = told[name].astimezone(mine.conference.zone).replace(tzinfo=None) if told[name] else None
    return told | {"needs_visa_support": "yes" if known.needs_visa_support else "no"}
