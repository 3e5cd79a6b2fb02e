"""“Invite a group”: the group is chosen, its States are read row by row, and all notes are numbered in one act."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer, required_conference
from conference.models import Conference, StateGroup
from registration.actions.note_rounds import draft_round
from registration.admin.guard import is_of_another_conference
from registration.admin.inviting import list_url
from registration.admin.registration_filters import categories_of
from registration.admin.round_forms import ChosenNoteForm, RoundForm, uuid_or_new
from registration.errors import RegistrationError
from registration.models import GROUPS_OF_STATES, InvitationRound
from registration.queries.note_rounds import StateToInvite, groups_to_invite, states_of_groups

View = Callable[[HttpRequest], HttpResponse]


def invite_group_view(model_admin: ModelAdmin[Any]) -> View:
    """First the group; then the table, which is what is submitted."""

    def view(request: HttpRequest) -> HttpResponse:
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        conference = required_conference(request)
        groups = groups_to_invite(conference)
        asked = request.POST if request.method == "POST" else request.GET
        form = RoundForm(asked if "reply_by" in asked else None, conference=conference, groups=groups)
        if not form.is_bound or not form.is_valid():
            return _choose(model_admin, request, form, groups)
        states = states_of_groups(conference, form.cleaned_data["groups"])
        rows = _rows(request, conference, states, form)
        if request.method == "POST" and not is_of_another_conference(request):
            made = _draft(request, conference, rows, form)
            if made is not None:
                return HttpResponseRedirect(round_url(made))
        return _table(model_admin, request, states, rows, form)

    return view


def round_url(made: InvitationRound) -> str:
    return reverse("admin:registration_invitation_round", args=[made.pk])


def _rows(
    request: HttpRequest, conference: Conference, states: list[StateToInvite], form: RoundForm
) -> list[ChosenNoteForm]:
    categories = list(categories_of(request).values())
    data = request.POST if request.method == "POST" else None
    return [
        ChosenNoteForm(
            data, conference=conference, to_invite=each, categories=categories, quota=form.cleaned_data["quota"]
        )
        for each in states
        if each.can_be_invited
    ]


def _draft(
    request: HttpRequest, conference: Conference, rows: list[ChosenNoteForm], form: RoundForm
) -> InvitationRound | None:
    if not all([row.is_valid() for row in rows]):  # noqa: C419  every row says what is wrong with it
        wrong = ", ".join(row.to_invite.name for row in rows if row.is_chosen and row.errors)
        sentence = _("Some rows cannot be numbered; what is wrong stands in each: %(states)s.")
        form.add_error(None, sentence % {"states": wrong})
        return None
    try:
        made = draft_round(
            uuid_or_new(request.POST.get("round", "")),
            conference=conference,
            lines=[row.line() for row in rows if row.is_chosen],
            reply_by=form.cleaned_data["reply_by"],
            copies_by_email=form.copies_by_email,
            by=officer(request),
        )
    except RegistrationError as error:
        form.add_error(None, str(error))
        return None
    count = made.invitations.count()
    sentence = ngettext(
        "%(count)d note is numbered. Nothing has left the house yet.",
        "%(count)d notes are numbered. Nothing has left the house yet.",
        count,
    )
    messages.success(request, sentence % {"count": count})
    return made


def _choose(
    model_admin: ModelAdmin[Any], request: HttpRequest, form: RoundForm, groups: dict[str, int]
) -> HttpResponse:
    context = _context(model_admin, request, form) | {"groups": groups}
    return TemplateResponse(request, "admin/registration/invitation/choose_group.html", context)


def _table(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    states: list[StateToInvite],
    rows: list[ChosenNoteForm],
    form: RoundForm,
) -> HttpResponse:
    grouped: dict[str, list[ChosenNoteForm]] = {}
    for row in rows:
        grouped.setdefault(str(GROUPS_OF_STATES[StateGroup(row.to_invite.state.group)]), []).append(row)
    context = _context(model_admin, request, form) | {
        "groups": list(grouped.items()),
        "count": len(rows),
        "invited": [each for each in states if each.invited],
        "without_mission": [each.name for each in states if each.is_named and not each.invited and not each.missions],
        "without_name": [each.name for each in states if not each.is_named],
        "hidden": _carried(form),
        "round": request.POST.get("round") or uuid.uuid4(),
        "column_labels": (_("Mission"), _("Address"), _("Language"), _("Category"), _("Seats")),
    }
    return TemplateResponse(request, "admin/registration/invitation/group_table.html", context)


def _carried(form: RoundForm) -> list[tuple[str, str]]:
    """What was chosen on the first page travels with the table."""
    chosen = form.cleaned_data
    single = [("reply_by", chosen["reply_by"].isoformat()), ("copies", chosen["copies"])]
    return [*(("groups", group) for group in chosen["groups"]), *single, ("quota", str(chosen["quota"] or ""))]


def _context(model_admin: ModelAdmin[Any], request: HttpRequest, form: RoundForm) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("Invite a group of States"),
        "opts": model_admin.opts,
        "form": form,
        "parent_url": list_url(),
        "parent_label": _("Invitations"),
    }
