"""Nominating members: one, or several in one act."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.actions.nominate import nominate as nominate_member
from registration.actions.nominate_several import LineRefusedError, Nominee, nominate_several
from registration.errors import RegistrationError
from registration.forms.nomination import GridFormSet, GridTokenForm, NominationForm, make_grid
from registration.models import Delegation, DelegationRole
from registration.queries.windows import registration_window
from registration.views.actors import signed_in_user
from registration.views.delegation import delegations_of
from registration.views.delegation_page import formal_name
from registration.views.naming_text import after_naming, after_naming_several, before_naming


def _open_delegation(request: HttpRequest, conference: Conference, pk: UUID) -> tuple[Delegation, HttpResponse | None]:
    """The delegation, and a way back with a sentence where nominations are closed: said before anything is typed."""
    delegation = get_object_or_404(delegations_of(request.user, conference), pk=pk)
    window = registration_window(conference, delegation.category)
    if window.is_open or request.method == "POST":
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
    form = NominationForm(request.POST if request.method == "POST" else None, conference=shown)
    if request.method == "POST" and form.is_valid():
        try:
            registration = nominate_member(
                own.pk,
                person=form.person(),
                role=DelegationRole(form.cleaned_data["role"]),
                by=signed_in_user(request),
                form_token=form.cleaned_data["form_token"],
            )
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, after_naming(registration))
            return HttpResponseRedirect(_url(shown, own))
    context: dict[str, Any] = {
        "form": form,
        "warning": before_naming(own),
        "label": formal_name(own),
        "title": _("Nominate a member"),
        "lede": _("The name and the role are enough for now; what else is asked may follow until registration closes."),
        "back_url": _url(shown, own),
        "back_text": _("Back to the delegation"),
    }
    return page(request, "registration/member_form.html", shown, context, current="registration")


@signed_in
def several(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """Up to five members in one act: all of them, or none."""
    shown = get_conference(conference)
    own, way_back = _open_delegation(request, shown, delegation)
    if way_back:
        return way_back
    data = request.POST if request.method == "POST" else None
    grid, token = make_grid(shown, data), GridTokenForm(data)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        if grid.is_valid() and token.is_valid():
            try:
                return _nominate_all(request, shown, own, grid, token)
            except LineRefusedError as error:
                problems = [{"text": str(error), "target": _first_field(grid, error.line)}]
        else:
            problems = problems_of(grid, token)
    context = {
        "grid": grid,
        "token": token,
        "problems": problems,
        "warning": before_naming(own),
        "label": formal_name(own),
        "lede": _("Up to five at once; lines that you leave empty are left out. Details may follow."),
        "back_url": _url(shown, own),
    }
    return page(request, "registration/several.html", shown, context, current="registration")


def _nominate_all(
    request: HttpRequest, conference: Conference, delegation: Delegation, grid: GridFormSet, token: GridTokenForm
) -> HttpResponse:
    nominees = [
        Nominee(line=line, person=person, role=role, form_token=token.token_of(line))
        for line, person, role in grid.people()
    ]
    made = nominate_several(delegation.pk, nominees=nominees, by=signed_in_user(request))
    for sentence in after_naming_several(made):
        messages.success(request, sentence)
    return HttpResponseRedirect(_url(conference, delegation))


def problems_of(grid: GridFormSet, token: GridTokenForm) -> list[dict[str, str]]:
    """Every error with its line, and the field that it is about."""
    general = [*grid.non_form_errors(), *token.errors.get("form_token", [])]
    problems = [{"text": str(error), "target": ""} for error in general]
    for number, line in enumerate(grid.forms, start=1):
        for field in line:
            problems += [
                {"text": _("Member %(line)s: %(error)s") % {"line": number, "error": error}, "target": field.auto_id}
                for error in field.errors
            ]
    return problems


def _first_field(grid: GridFormSet, line: int) -> str:
    return grid.forms[line]["given_names"].auto_id
