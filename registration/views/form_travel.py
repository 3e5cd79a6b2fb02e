"""The step of a form for travel and visa; the passport is asked once somebody has said that a visa is needed."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.views.pages import page
from registration.actions.unfinished import entries_of, keep_entries
from registration.errors import LostUpdateError
from registration.forms.travel import PASSPORT, PREFIX, TravelForm
from registration.views.form_entries import as_initial, number_in
from registration.views.form_flow import CHANGED_ELSEWHERE, FormFlow


def travel(flow: FormFlow, request: HttpRequest) -> HttpResponse:
    """Keeps what is said and goes on; where a visa is needed and the passport was not asked yet, asks for it."""
    kept, entries = flow.kept, entries_of(flow.kept)
    if kept is None or entries is None:
        return HttpResponseRedirect(flow.part_url(""))
    if request.method != "POST":
        known = {name.removeprefix(f"{PREFIX}-"): value for name, value in as_initial(entries).items()}
        return _page(
            flow, request, TravelForm(conference=flow.conference, initial={"needs_visa_support": "no"} | known)
        )
    form = TravelForm(request.POST, conference=flow.conference)
    asks_now = "passport_number" in form.fields and f"{PREFIX}-passport_number" not in request.POST
    if asks_now:
        typed = {name.removeprefix(f"{PREFIX}-"): value for name, value in request.POST.items()}
        return _page(flow, request, TravelForm(conference=flow.conference, initial=typed), asks_passport=True)
    if not form.is_valid():
        return _page(flow, request, form)
    said = {name: values for name, values in request.POST.lists() if name.startswith(f"{PREFIX}-")}
    if "passport_number" not in form.fields:
        said = {name: values for name, values in said.items() if name.removeprefix(f"{PREFIX}-") not in PASSPORT}
    others = {name: values for name, values in entries.items() if not name.startswith(f"{PREFIX}-")}
    try:
        keep_entries(flow.keeper, {**others, **said}, seen_version=number_in(request.POST.get("seen_version")))
    except LostUpdateError:
        form.add_error(None, str(CHANGED_ELSEWHERE))
        return _page(flow, request, form, status=409)
    return HttpResponseRedirect(flow.next_url("travel"))


def _page(
    flow: FormFlow, request: HttpRequest, form: TravelForm, *, status: int = 200, asks_passport: bool = False
) -> HttpResponse:
    context = {
        "label": _("Registration: %(category)s") % {"category": flow.category},
        "steps": flow.steps("travel"),
        "form": form,
        "asks_passport": asks_passport,
        "seen_version": flow.kept.version if flow.kept else 0,
        "back_url": flow.part_url(""),
    }
    return page(
        request, "registration/form_travel.html", flow.conference, context, current="registration", status=status
    )
