"""The seats of a delegation on the desk: marks, what was decided and why, and one seated beyond the quota."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from registration.actions.grant_seats import seat_beyond_quota
from registration.admin.delegation_forms import BeyondForm
from registration.admin.guard import is_of_another_conference
from registration.admin.naming import delegations_by_name, is_withheld, person_line
from registration.errors import RegistrationError
from registration.models import Delegation, Document, Registration, SeatDecision
from registration.queries.due import nomination_letters
from registration.queries.rank import in_rank
from registration.states import LIVE, RegistrationState
from registration.views.delegation_seats import seat_rows, seats_counted, seats_text


def seats_shown(delegation: Delegation) -> dict[str, Any]:
    """The same marks and sentence as the delegation sees; a mark says the status alone, since some are not named."""
    live = in_rank(delegation, Registration.objects.filter(delegation=delegation, state__in=LIVE))
    counted = seats_counted(delegation, live)
    outside = [each.get_role_display() for each in live if each.is_outside_quota]
    over = ngettext("%(count)s above quota", "%(count)s above quota", counted.over) % {"count": counted.over}
    return {
        "rows": seat_rows(counted, live, lambda each: str(each.get_state_display())),
        "text": seats_text(counted, outside),
        "over_text": over if counted.over else "",
    }


def seat_history(request: HttpRequest, delegation: Delegation) -> list[dict[str, Any]]:
    """What was decided about the seats, the last first: by whom, and why."""
    decisions = delegation.seat_decisions.select_related("by", "registration__participant").order_by("-at", "-pk")
    return [
        {
            "at_text": at_text(delegation.conference, decision.at),
            "actor": (decision.by.name or decision.by.email) if decision.by else "",
            "text": _decided(request, decision),
            "detail": "" if _is_withheld(request, decision) else decision.reason,
            "tone": "waiting" if decision.over else "",
        }
        for decision in decisions
    ]


def _is_withheld(request: HttpRequest, decision: SeatDecision) -> bool:
    """Why a protected person was seated may say who they are."""
    return decision.registration is not None and is_withheld(request, decision.registration.participant)


def _decided(request: HttpRequest, decision: SeatDecision) -> str:
    if decision.registration is not None:
        name = person_line(request, decision.registration.participant).name
        text = _("%(name)s was seated beyond the quota") % {"name": name}
    else:
        before, after = (_("no limit") if each is None else each for each in (decision.quota_before, decision.quota))
        text = _("Seats: %(before)s → %(after)s") % {"before": before, "after": after}
        if decision.seats_at_table is not None:
            text += ", " + _("%(count)s at the table") % {"count": decision.seats_at_table}
    if decision.over:
        text += "; " + _("%(over)s above quota") % {"over": decision.over}
    return text


def letters_shown(request: HttpRequest, delegation: Delegation) -> Iterator[dict[str, Any]]:
    """The nomination letters, for those officers who may open them."""
    visible = Document.objects.visible_to(request.user, delegation.conference).filter(delegation=delegation)
    readable = set(visible.values_list("pk", flat=True))
    for letter in nomination_letters(delegation):
        if letter.pk in readable:
            url = reverse("registration:document", args=[delegation.conference.slug, letter.pk])
            yield {"text": letter.name, "url": url, "at_text": at_text(delegation.conference, letter.uploaded_at)}


def beyond_view(model_admin: ScopedAdmin) -> Callable[[HttpRequest, uuid.UUID, uuid.UUID], HttpResponse]:
    """Seats one who waits although every seat is taken, for a reason that is kept."""

    def view(request: HttpRequest, pk: uuid.UUID, registration: uuid.UUID) -> HttpResponse:
        delegation = get_object_or_404(model_admin.get_queryset(request), pk=pk)
        waiting = Registration.objects.filter(delegation=delegation, state=RegistrationState.WAITLISTED)
        member = get_object_or_404(waiting.select_related("participant"), pk=registration)
        if not model_admin.has_change_permission(request) or is_withheld(request, member.participant):
            raise PermissionDenied
        form = BeyondForm(request.POST or None, initial={"version": member.version})
        url = reverse("admin:registration_delegation_change", args=[delegation.pk])
        name = person_line(request, member.participant).name
        if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
            try:
                seat_beyond_quota(member.pk, by=officer(request), **form.cleaned_data)
            except RegistrationError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("%(name)s has a seat, beyond the quota.") % {"name": name})
                return HttpResponseRedirect(url)
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Seat %(name)s beyond the quota") % {"name": name},
            "opts": model_admin.opts,
            "form": form,
            "submit_label": _("Seat beyond the quota"),
            "cancel_url": url,
            "parent_url": url,
            "parent_label": delegations_by_name(request)[delegation.pk].text,
        }
        return TemplateResponse(request, "admin/registration/form_page.html", context)

    return view
