"""Nominating members: one, or several in one act; after the deadline one by one, as requests."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.actions.changes import propose_nomination
from registration.actions.nominate import nominate as nominate_member
from registration.actions.nominate_several import LineRefusedError, Nominee, nominate_several
from registration.errors import RegistrationError
from registration.forms.grid import GridFormSet, GridTokenForm, make_grid
from registration.forms.nomination import NominationForm
from registration.forms.pasted import read_pasted
from registration.models import Delegation, DelegationRole, Registration
from registration.queries.pending_changes import is_moderated, told_first
from registration.queries.windows import registration_window
from registration.views.actors import signed_in_user
from registration.views.delegation import delegations_of
from registration.views.delegation_page import formal_name
from registration.views.grid_problems import Problem, problems_of, refused_line
from registration.views.naming_text import after_naming, after_naming_several, before_naming, twice_in_the_delegation

ONE_BY_ONE = gettext_lazy(
    "The deadline has passed while this page was open; nothing was saved, and what you typed stands below. Members are "
    "asked for one by one from now on: open “Nominate a member” for each."
)


def _open_delegation(request: HttpRequest, conference: Conference, pk: UUID) -> tuple[Delegation, HttpResponse | None]:
    """The delegation, and a way back with a sentence before registration opens: said before anything is typed."""
    delegation = get_object_or_404(delegations_of(request.user, conference), pk=pk)
    window = registration_window(conference, delegation.category)
    if window.has_opened or request.method == "POST":
        return delegation, None
    messages.warning(request, str(window.sentence))
    return delegation, HttpResponseRedirect(_url(conference, delegation))


def _url(conference: Conference, delegation: Delegation) -> str:
    return reverse("registration:delegation-members", args=[conference.slug, delegation.pk])


@signed_in
def nominate(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """One member; only the name and the role are needed, the rest may follow."""
    shown = get_conference(conference)
    own, way_back = _open_delegation(request, shown, delegation)
    if way_back:
        return way_back
    form = NominationForm(request.POST if request.method == "POST" else None, conference=shown, delegation=own)
    if request.method == "POST" and form.is_valid():
        try:
            _nominate(request, own, form)
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(_url(shown, own))
    context: dict[str, Any] = {
        "form": form,
        "warning": told_first(shown, own.category) or before_naming(own),
        "label": formal_name(own),
        "title": _("Nominate a member"),
        "lede": _("The name and the role are enough for now; what else is asked may follow until registration closes."),
        "back_url": _url(shown, own),
        "back_text": _("Back to the delegation"),
    }
    return page(request, "registration/member_form.html", shown, context, current="registration")


def _nominate(request: HttpRequest, delegation: Delegation, form: NominationForm) -> None:
    """Nominates, or after the deadline asks for it, and tells so."""
    person, role, by = form.person(), DelegationRole(form.cleaned_data["role"]), signed_in_user(request)
    token = form.cleaned_data["form_token"]
    if is_moderated(delegation.conference, delegation.category):
        propose_nomination(delegation.pk, person=person, role=role, by=by, form_token=token)
        asked = _("Your request to nominate %(name)s is with the Secretariat, which will tell you by letter.")
        messages.success(request, asked % {"name": person.formal_name})
        return
    seat_type = form.cleaned_data.get("seat_type", "")
    made = nominate_member(delegation.pk, person=person, role=role, by=by, form_token=token, seat_type=seat_type)
    _tell(request, [after_naming(made)], [made])


def _tell(request: HttpRequest, sentences: Sequence[str], made: Sequence[Registration]) -> None:
    for sentence in sentences:
        messages.success(request, sentence)
    twice = twice_in_the_delegation(made, by=signed_in_user(request))
    if twice:
        messages.warning(request, twice)


@signed_in
def several(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """Up to twelve members typed, or more pasted, in one act: all of them, or none."""
    shown = get_conference(conference)
    own, way_back = _open_delegation(request, shown, delegation)
    if way_back:
        return way_back
    if is_moderated(shown, own.category) and request.method != "POST":
        messages.warning(request, _("After the deadline members are asked for one by one."))
        return HttpResponseRedirect(reverse("registration:nominate", args=[shown.slug, own.pk]))
    if request.method == "POST" and request.POST.get("step") == "paste":
        return _filled_from_paste(request, shown, own)
    data = request.POST if request.method == "POST" else None
    grid, token = make_grid(shown, data), GridTokenForm(data)
    problems: list[Problem] = []
    if request.method == "POST" and is_moderated(shown, own.category):
        problems = [Problem(str(ONE_BY_ONE), "")]
    elif request.method == "POST":
        if grid.is_valid() and token.is_valid():
            try:
                return _nominate_all(request, shown, own, grid, token)
            except LineRefusedError as error:
                problems = [refused_line(grid, error)]
        else:
            problems = problems_of(grid, token)
    return _grid_page(request, shown, own, grid, token, problems=problems)


def _filled_from_paste(request: HttpRequest, conference: Conference, delegation: Delegation) -> HttpResponse:
    """The grid with what was pasted, and every error in it; nothing is written."""
    text = request.POST.get("pasted", "")
    pasted = read_pasted(text, request.POST)
    if not pasted.data:
        problems = [Problem(sentence, "id_pasted") for sentence in pasted.problems]
        grid, token = make_grid(conference, request.POST), GridTokenForm(request.POST)
        return _grid_page(request, conference, delegation, grid, token, problems=problems, pasted=text)
    token = GridTokenForm(request.POST)
    grid = make_grid(conference, pasted.data)
    left_out = [Problem(sentence, "") for sentence in pasted.problems]
    problems = left_out + ([] if grid.is_valid() else problems_of(grid, token))
    lines = sum(form.has_changed() for form in grid.forms)
    return _grid_page(
        request,
        conference,
        delegation,
        grid,
        token,
        problems=problems,
        pasted=text if left_out else "",
        filled=lines,
    )


def _grid_page(
    request: HttpRequest,
    conference: Conference,
    delegation: Delegation,
    grid: GridFormSet,
    token: GridTokenForm,
    **context: Any,
) -> HttpResponse:
    context |= {
        "grid": grid,
        "token": token,
        "warning": before_naming(delegation),
        "label": formal_name(delegation),
        "lede": _("Type up to twelve, or paste more; lines that you leave empty are left out. Details may follow."),
        "back_url": _url(conference, delegation),
    }
    return page(request, "registration/several.html", conference, context, current="registration")


def _nominate_all(
    request: HttpRequest, conference: Conference, delegation: Delegation, grid: GridFormSet, token: GridTokenForm
) -> HttpResponse:
    nominees = [
        Nominee(line=line, person=person, role=role, form_token=token.token_of(line))
        for line, person, role in grid.people()
    ]
    made = nominate_several(delegation.pk, nominees=nominees, by=signed_in_user(request))
    _tell(request, after_naming_several(made), made)
    return HttpResponseRedirect(_url(conference, delegation))
