"""Travel and visa of one's own, told or changed after registering; asked where the category asks for it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.formats import day_text
from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.actions.travel import tell_travel
from registration.errors import LostUpdateError, RegistrationError
from registration.forms.travel import PREFIX, TRAVEL, TravelForm
from registration.models import Passport, Registration, Travel
from registration.queries.due import OwnDue, own_dues
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
    asked: dict[str, Any] = {
        "conference": shown,
        "passport_on_record": Passport.objects.filter(registration=mine).first(),
    }
    if request.method != "POST":
        return _page(request, shown, mine, TravelForm(initial=_known(mine), **asked))
    form = TravelForm(request.POST, **asked)
    if "passport_number" in form.fields and f"{PREFIX}-passport_number" not in request.POST:
        typed = {name.removeprefix(f"{PREFIX}-"): value for name, value in request.POST.items()}
        return _page(request, shown, mine, TravelForm(initial=typed, **asked), asks_passport=True)
    if form.is_valid() and _is_told(request, mine, form):
        messages.success(request, _("Thank you. What you entered is saved."))
        return HttpResponseRedirect(back_to(shown, mine.pk))
    return _page(request, shown, mine, form)


def _is_told(request: HttpRequest, mine: Registration, form: TravelForm) -> bool:
    """Keeps what was entered; a refusal stands above the form, with everything typed kept."""
    seen = number_in(request.POST.get("seen_version"))
    try:
        tell_travel(mine.pk, travel=form.travel(), passport=form.passport(), by=signed_in_user(request), version=seen)
    except LostUpdateError:
        form.add_error(None, str(CHANGED_ELSEWHERE))
    except RegistrationError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def _page(
    request: HttpRequest,
    conference: Conference,
    mine: Registration,
    form: TravelForm,
    *,
    asks_passport: bool = False,
) -> HttpResponse:
    """Where the passport is only asked for now, nothing was compared yet: the version stays the one that was seen."""
    seen = number_in(request.POST.get("seen_version")) if asks_passport else _version(mine)
    by = min((by for due, by in own_dues(mine) if by and due in (OwnDue.VISA, OwnDue.TRAVEL)), default=None)
    readers = _("Of the Secretariat only the officers for visas and for your arrival read it.")
    if by is not None and by >= conference_today(conference):
        lede = _("Kindly tell us by %(day)s; you may change it here until you travel.") % {"day": day_text(by)}
    else:
        lede = _("You may change it here until you travel.")
    context = context_of(
        conference,
        mine,
        form=form,
        seen_version=seen,
        asks_passport=asks_passport,
        title=_("Travel and visa"),
        lede=f"{lede} {readers}",
    )
    return page(request, "registration/own_travel.html", conference, context, current="registration")


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
