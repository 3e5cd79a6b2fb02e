"""The grid of several members: empty, filled from a paste or a file, with every error in it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.exports.formats import CONTENT_TYPES, TableFormat
from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.forms.grid import GridFormSet, GridTokenForm, make_grid
from registration.forms.members_file import MembersFileForm, members_workbook, read_members
from registration.forms.pasted import Pasted, read_pasted
from registration.models import Delegation
from registration.queries.asked import is_anything_required
from registration.views.delegation import delegations_of
from registration.views.delegation_page import formal_name
from registration.views.grid_problems import Problem, problems_of
from registration.views.named_already import lines_like
from registration.views.naming_text import before_naming

XLSX = CONTENT_TYPES[TableFormat.XLSX]


def fills_the_grid(request: HttpRequest) -> bool:
    """Whether the button was one of those that put lines into the grid."""
    return "file_step" in request.POST or request.POST.get("step") == "paste"


def filled_grid(request: HttpRequest, conference: Conference, delegation: Delegation) -> HttpResponse:
    """The grid with what was pasted or stood in a file, and every error in it; nothing is written."""
    if "file_step" in request.POST:
        return _filled_from_file(request, conference, delegation)
    return _filled_from_paste(request, conference, delegation)


def members_url(conference: Conference, delegation: Delegation) -> str:
    return reverse("registration:delegation-members", args=[conference.slug, delegation.pk])


def _filled_from_paste(request: HttpRequest, conference: Conference, delegation: Delegation) -> HttpResponse:
    """The grid with what was pasted, and every error in it; nothing is written."""
    text = request.POST.get("pasted", "")
    return _filled(request, conference, delegation, read_pasted(text, request.POST), field="id_pasted", text=text)


def _filled_from_file(request: HttpRequest, conference: Conference, delegation: Delegation) -> HttpResponse:
    """The same from a workbook or a text."""
    form = MembersFileForm(request.POST, request.FILES)
    text = request.POST.get("pasted", "")
    if form.is_valid():
        pasted = read_members(form, request.POST)
    else:
        pasted = Pasted({}, [str(sentence) for sentence in form.errors.get("members_file", [])])
    return _filled(request, conference, delegation, pasted, field="id_members_file", text=text)


def _filled(
    request: HttpRequest, conference: Conference, delegation: Delegation, pasted: Pasted, *, field: str, text: str
) -> HttpResponse:
    if not pasted.data:
        problems = [Problem(sentence, field) for sentence in pasted.problems]
        grid, token = make_grid(conference, request.POST), GridTokenForm(request.POST)
        return grid_page(request, conference, delegation, grid, token, problems=problems, pasted=text)
    token = GridTokenForm(request.POST)
    grid = make_grid(conference, pasted.data)
    left_out = [Problem(sentence, "") for sentence in pasted.problems]
    problems = left_out + ([] if grid.is_valid() else problems_of(grid, token))
    like, mark = lines_like(request, delegation, grid, token)
    lines = sum(form.has_changed() for form in grid.forms)
    return grid_page(
        request,
        conference,
        delegation,
        grid,
        token,
        problems=problems,
        like=like,
        mark=mark,
        pasted=text if left_out or field != "id_pasted" else "",
        filled=lines,
    )


@signed_in
def several_workbook(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """An empty workbook with the columns of the grid and lists to choose from."""
    shown = get_conference(conference)
    get_object_or_404(delegations_of(request.user, shown), pk=delegation)
    response = HttpResponse(members_workbook(shown), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="members.xlsx"'
    return response


def _lede(delegation: Delegation) -> str:
    lede = _("Type up to twelve, or paste more; lines that you leave empty are left out. Details may follow.")
    if not is_anything_required(delegation.conference, delegation.category):
        return lede
    return f"{lede} {_('What the Secretariat asks of each is answered afterwards, by you or by the member.')}"


def grid_page(
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
        "lede": _lede(delegation),
        "back_url": members_url(conference, delegation),
        "file_form": MembersFileForm(),
        "workbook_url": reverse("registration:nominate-several-workbook", args=[conference.slug, delegation.pk]),
    }
    return page(request, "registration/several.html", conference, context, current="registration")
