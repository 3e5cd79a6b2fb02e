"""One delegation: its members in order, its seats, who answers for it, what it still owes."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import current_roles, officer
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from conference.models import User
from conference.permissions import ROLES_THAT_REGISTER
from registration.actions.designate import replace_focal_point
from registration.actions.grant_seats import grant_seats
from registration.admin.delegation_forms import FocalPointForm, SeatsForm
from registration.admin.delegation_seats import letters_shown, seat_history, seats_shown
from registration.admin.guard import is_of_another_conference, row_to_show
from registration.admin.ledger import letters_about
from registration.admin.naming import delegations_by_name, is_withheld, person_line
from registration.admin.previewed import PreviewedAct, run
from registration.admin.registration_facts import Row, row
from registration.admin.tones import INVITATION_TONES, REGISTRATION_TONES
from registration.errors import RegistrationError
from registration.models import Delegation, DelegationRole, FocalPoint, FocalPointRank, Registration
from registration.queries.answer_lines import answer_lines
from registration.queries.asked import asked_of_owner
from registration.queries.desk_delegations import focal_points_of
from registration.queries.outstanding import outstanding
from registration.queries.places import waiting_list_of
from registration.queries.rank import in_rank
from registration.queries.unanswered import WAITS_FOR_ANSWERS, unanswered_by
from registration.states import HOLDING_A_SEAT, LIVE, RegistrationState


def show(model_admin: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page; its two forms are posted to pages of their own."""
    found = row_to_show(model_admin, request, object_id)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    delegation = Delegation.objects.select_related("conference", "category").get(pk=found.pk)
    return _page(model_admin, request, delegation, SeatsForm.of(delegation))


def _page(
    model_admin: ModelAdmin[Any], request: HttpRequest, delegation: Delegation, seats_form: SeatsForm
) -> HttpResponse:
    name = delegations_by_name(request)[delegation.pk]
    members = list(_members(request, delegation))
    focal_points = focal_points_of([delegation.pk]).get(delegation.pk, [])
    context = {
        **model_admin.admin_site.each_context(request),
        "title": name.text,
        "opts": model_admin.opts,
        "delegation": delegation,
        "facts": [part for part in (name.group_label, str(delegation.category)) if part],
        "has_no_head": bool(members) and not any(member["is_head"] for member in members),
        "members": members,
        "seats": seats_shown(delegation),
        "seats_form": seats_form,
        "answers": [line for line in answer_lines(delegation, current_roles(request)) if line.text],
        "answers_url": _answers_url(request, delegation),
        "may_change": model_admin.has_change_permission(request),
        "focal_points": [_focal_point(delegation, rank, focal_points) for rank in FocalPointRank],
        "invitation_rows": list(_invitation(delegation)),
        "letters": list(letters_shown(request, delegation)),
        "seat_entries": seat_history(request, delegation),
        "message_entries": letters_about(delegation.conference, [delegation.pk, *(each.pk for each in focal_points)]),
    }
    return TemplateResponse(request, "admin/registration/delegation/detail.html", context)


def _answers_url(request: HttpRequest, delegation: Delegation) -> str:
    """Where an officer answers for the delegation as a whole; nowhere where nothing is asked."""
    if not current_roles(request) & ROLES_THAT_REGISTER or not asked_of_owner(delegation):
        return ""
    return reverse("admin:registration_delegation_answers", args=[delegation.pk])


def _members(request: HttpRequest, delegation: Delegation) -> Iterator[dict[str, Any]]:
    """The living members, in the State's own order, else in that of their roles."""
    rows = Registration.objects.filter(delegation=delegation, state__in=LIVE).select_related("participant")
    in_line = {pk: place for place, pk in enumerate(waiting_list_of(delegation).values_list("pk", flat=True), start=1)}
    members = in_rank(delegation, rows)
    unanswered = unanswered_by([each for each in members if each.state in WAITS_FOR_ANSWERS])
    for registration in members:
        withheld = is_withheld(request, registration.participant)
        yield {
            "url": reverse("admin:registration_registration_change", args=[registration.pk]),
            "person": person_line(request, registration.participant),
            "role": registration.get_role_display(),
            "is_head": registration.role == DelegationRole.HEAD and registration.state in HOLDING_A_SEAT,
            "is_outside_quota": registration.is_outside_quota,
            "seat": registration.get_seat_type_display(),
            "in_line": in_line.get(registration.pk, 0),
            "beyond_url": _beyond_url(registration) if registration.pk in in_line and not withheld else "",
            "tone": REGISTRATION_TONES[registration.state],
            "status": RegistrationState(registration.state).label,
            "missing": "" if withheld else ", ".join(outstanding(registration, unanswered.get(registration.pk, ()))),
        }


def _beyond_url(registration: Registration) -> str:
    return reverse("admin:registration_delegation_beyond", args=[registration.delegation_id, registration.pk])


def _focal_point(delegation: Delegation, rank: FocalPointRank, present: list[FocalPoint]) -> dict[str, Any]:
    focal_point = next((each for each in present if each.rank == rank), None)
    return {
        "rank": rank.label,
        "focal_point": focal_point,
        "since": at_text(delegation.conference, focal_point.designated_at) if focal_point else "",
        "url": reverse("admin:registration_delegation_focal_point", args=[delegation.pk, rank.value]),
    }


def _invitation(delegation: Delegation) -> Iterator[Row]:
    for invitation in delegation.invitations.all():
        url = reverse("admin:registration_invitation_change", args=[invitation.pk])
        yield row(_("Invitation"), invitation.reference or invitation.get_channel_display(), url=url)
        status = capfirst(str(invitation.get_state_display()))
        yield row(_("Status"), status) | {"tone": INVITATION_TONES[invitation.state]}


def seats_view(model_admin: ScopedAdmin) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """Grants seats; fewer than are taken is refused with a sentence, and what was typed is kept."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        delegation = _delegation(model_admin, request, pk)
        if request.method != "POST":
            return HttpResponseRedirect(_url(delegation))
        by = _who_changes(model_admin, request)
        form = SeatsForm(request.POST)
        if not is_of_another_conference(request) and form.is_valid():
            try:
                grant_seats(delegation.pk, by=by, **form.cleaned_data)
            except RegistrationError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The seats are saved."))
                return HttpResponseRedirect(_url(delegation))
        return _page(model_admin, request, delegation, form)

    return view


def focal_point_view(model_admin: ScopedAdmin) -> Callable[[HttpRequest, uuid.UUID, str], HttpResponse]:
    """Puts a focal point in charge, at the State's request."""

    def view(request: HttpRequest, pk: uuid.UUID, rank: str) -> HttpResponse:
        delegation = _delegation(model_admin, request, pk)
        by = _who_changes(model_admin, request)
        if rank not in FocalPointRank.values:
            raise Http404
        present = delegation.focal_points.filter(rank=rank, ended_at__isnull=True).first()
        form = FocalPointForm(request.POST or None, conference=delegation.conference)
        page = _focal_point_page(request, delegation, FocalPointRank(rank), form, by, present)
        return run(model_admin, request, page)

    return view


def _focal_point_page(
    request: HttpRequest,
    delegation: Delegation,
    rank: FocalPointRank,
    form: FocalPointForm,
    by: User,
    present: FocalPoint | None,
) -> PreviewedAct[FocalPoint]:
    name = delegations_by_name(request)[delegation.pk].text
    former = _("The access of %(name)s ends at once.") % {"name": present.name} if present else ""
    return PreviewedAct(
        title=_("Focal point of %(name)s (%(rank)s)") % {"name": name, "rank": rank.label},
        lede=former,
        form=form,
        act=lambda: replace_focal_point(delegation.pk, rank=rank, by=by, **form.cleaned_data),
        about=lambda focal_point: [focal_point.pk],
        done=lambda focal_point: _("%(name)s answers for the delegation now.") % {"name": focal_point.name},
        done_url=lambda _focal_point: _url(delegation),
        parent_url=_url(delegation),
        parent_label=name,
        cancel_url=_url(delegation),
        act_label=_("Put in charge"),
    )


def _delegation(model_admin: ScopedAdmin, request: HttpRequest, pk: uuid.UUID) -> Delegation:
    get_object_or_404(model_admin.get_queryset(request), pk=pk)
    return Delegation.objects.select_related("conference", "category").get(pk=pk)


def _who_changes(model_admin: ScopedAdmin, request: HttpRequest) -> User:
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    return officer(request)


def _url(delegation: Delegation) -> str:
    return reverse("admin:registration_delegation_change", args=[delegation.pk])
