"""Nominating members: one, or several in one act; after the deadline one by one, as requests."""

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
from registration.actions.answers import questions_with_a_nomination
from registration.actions.changes import propose_nomination
from registration.actions.nominate import nominate as nominate_member
from registration.actions.nominate_several import LineRefusedError, Nominee, nominate_several
from registration.errors import RegistrationError
from registration.forms.grid import GridFormSet, GridTokenForm, make_grid
from registration.forms.nomination import NominationForm
from registration.models import Delegation, DelegationRole
from registration.queries.pending_changes import is_moderated, told_first
from registration.queries.windows import registration_window
from registration.views.actors import signed_in_user
from registration.views.delegation import delegations_of
from registration.views.delegation_page import formal_name
from registration.views.grid_page import filled_grid, fills_the_grid, grid_page, members_url
from registration.views.grid_problems import Problem, problems_of, refused_line
from registration.views.named_already import already_member, lines_like, member_like
from registration.views.naming_text import after_naming, after_naming_several, before_naming

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
    return delegation, HttpResponseRedirect(members_url(conference, delegation))


@signed_in
def nominate(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """One member; only the name and the role are needed, the rest may follow."""
    shown = get_conference(conference)
    own, way_back = _open_delegation(request, shown, delegation)
    if way_back:
        return way_back
    form = _form(request, own)
    like = ""
    if request.method == "POST" and form.is_valid():
        like = member_like(request, own, form)
        if not like and _is_nominated(request, own, form):
            return HttpResponseRedirect(members_url(shown, own))
    context: dict[str, Any] = {
        "form": form,
        "warning": already_member(like) if like else told_first(shown, own.category) or before_naming(own),
        "label": formal_name(own),
        "title": _("Nominate a member"),
        "lede": _("The name and the role are enough for now; what else is asked may follow until registration closes."),
        "back_url": members_url(shown, own),
        "back_text": _("Back to the delegation"),
    }
    return page(request, "registration/member_form.html", shown, context, current="registration")


def _form(request: HttpRequest, delegation: Delegation) -> NominationForm:
    """A request keeps no answers: whoever is asked for after the deadline answers once they are a member."""
    asks = not is_moderated(delegation.conference, delegation.category)
    questions = questions_with_a_nomination(delegation) if asks else []
    data = request.POST if request.method == "POST" else None
    return NominationForm(data, conference=delegation.conference, delegation=delegation, questions=questions)


def _is_nominated(request: HttpRequest, delegation: Delegation, form: NominationForm) -> bool:
    """Whether the act did it; a refusal stands above the form."""
    try:
        _nominate(request, delegation, form)
    except RegistrationError as error:
        form.add_error(None, str(error))
        return False
    return True


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
    made = nominate_member(
        delegation.pk,
        person=person,
        role=role,
        by=by,
        form_token=token,
        seat_type=seat_type,
        answered=form.answered(),
    )
    messages.success(request, after_naming(made))


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
    if request.method == "POST" and fills_the_grid(request):
        return filled_grid(request, shown, own)
    data = request.POST if request.method == "POST" else None
    grid, token = make_grid(shown, data), GridTokenForm(data)
    if request.method != "POST":
        return grid_page(request, shown, own, grid, token)
    return _several_sent(request, own, grid, token)


def _several_sent(
    request: HttpRequest, delegation: Delegation, grid: GridFormSet, token: GridTokenForm
) -> HttpResponse:
    """Everybody is nominated, once it was said of those who seem to be there that they are others."""
    conference, problems = delegation.conference, list[Problem]()
    if is_moderated(conference, delegation.category):
        return grid_page(request, conference, delegation, grid, token, problems=[Problem(str(ONE_BY_ONE), "")])
    if not (grid.is_valid() and token.is_valid()):
        return grid_page(request, conference, delegation, grid, token, problems=problems_of(grid, token))
    like, mark = lines_like(request, delegation, grid, token)
    if not like or token.cleaned_data["another_person"] == mark:
        try:
            return _nominate_all(request, conference, delegation, grid, token)
        except LineRefusedError as error:
            problems = [refused_line(grid, error)]
    return grid_page(request, conference, delegation, grid, token, problems=problems, like=like, mark=mark)


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
    return HttpResponseRedirect(members_url(conference, delegation))
