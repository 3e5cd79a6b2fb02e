"""The board of invitations: how each group stands, then the States one by one, and the replies of several at once."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer, required_conference
from conference.clock import conference_today, on_the_clock
from conference.formats import date_text, day_text
from conference.models import Conference, StateGroup
from registration.actions.replies import record_replies
from registration.admin.chosen import chosen_ids
from registration.admin.guard import is_of_another_conference
from registration.admin.inviting import list_url, page_url
from registration.admin.naming import delegations_by_name, is_withheld, person_line
from registration.admin.reply_forms import ReplyForm
from registration.admin.replying import may_record_replies
from registration.models import DispatchWay, Invitation, InvitationRound
from registration.queries.invitation_board import (
    GroupOnBoard,
    Standing,
    board_of,
    group_of,
    invitations_on_board,
    standing_of,
)
from registration.queries.note_rounds import rounds_for_desk
from registration.states import InvitationState

View = Callable[[HttpRequest], HttpResponse]
TONES = {
    Standing.DRAFT: "neutral",
    Standing.DISPATCHED: "accent",
    Standing.ACKNOWLEDGED: "accent",
    Standing.ACCEPTED: "good",
    Standing.DECLINED: "neutral",
    Standing.SILENT: "waiting",
    Standing.RETURNED: "trouble",
}
STATES = frozenset(StateGroup.values)


def board_view(model_admin: ModelAdmin[Any]) -> View:
    """Read by who reads; posted to, the reply of those chosen is recorded."""

    def view(request: HttpRequest) -> HttpResponse:
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        form = ReplyForm(request.POST or None)
        if request.method == "POST":
            if not may_record_replies(request):
                raise PermissionDenied
            if not is_of_another_conference(request) and form.is_valid() and _record(request, form):
                return HttpResponseRedirect(_narrowed_url(request))
        return TemplateResponse(
            request, "admin/registration/invitation/board.html", _context(model_admin, request, form)
        )

    return view


def board_url(**query: str) -> str:
    """The board, narrowed to a group or a standing."""
    url = reverse("admin:registration_invitation_board")
    return f"{url}?{urlencode(query)}" if query else url


def _record(request: HttpRequest, form: ReplyForm) -> bool:
    conference = required_conference(request)
    chosen = Invitation.objects.filter(conference=conference, pk__in=chosen_ids(request, "invitation"))
    rows = chosen.select_related("participant")
    ids = [row.pk for row in rows if not (row.participant and is_withheld(request, row.participant))]
    if not ids:
        form.add_error(None, _("Nobody is chosen; please mark those whose reply it is."))
        return False
    wanted = InvitationState(form.cleaned_data["reply"])
    outcome = record_replies(ids, wanted=wanted, reason=form.reason(), by=officer(request))
    if outcome.done:
        sentence = ngettext("%(count)d reply is recorded.", "%(count)d replies are recorded.", len(outcome.done))
        messages.success(request, sentence % {"count": len(outcome.done)})
    names = {row.pk: row.addressee for row in Invitation.objects.for_listing().filter(pk__in=dict(outcome.refused))}
    for pk, why in outcome.refused:
        messages.warning(request, _("%(name)s: %(why)s") % {"name": names[pk], "why": why})
    return True


def _narrowed_url(request: HttpRequest) -> str:
    """The board as it was narrowed; without the standing of which nobody is left."""
    conference = required_conference(request)
    group, standing = request.GET.get("group", ""), request.GET.get("standing", "")
    today = conference_today(conference)
    left = any(_is_shown(one, group, standing, today) for one in invitations_on_board(conference))
    return request.get_full_path() if left else board_url(**({"group": group} if group else {}))


def _context(model_admin: ModelAdmin[Any], request: HttpRequest, form: ReplyForm) -> dict[str, Any]:
    conference = required_conference(request)
    invitations = list(invitations_on_board(conference))
    groups = board_of(conference, invitations)
    group, standing = request.GET.get("group", ""), request.GET.get("standing", "")
    today = conference_today(conference)
    shown = [one for one in invitations if _is_shown(one, group, standing, today)]
    rows = list(_rows(request, conference, shown, today))
    rounds = list(rounds_for_desk(conference))
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("Board of invitations"),
        "opts": model_admin.opts,
        "parent_url": list_url(),
        "parent_label": _("Invitations"),
        "figures": _figures(groups),
        "columns": [each.label for each in Standing],
        "groups": [_line(each, group, standing) for each in groups],
        "rows": rows,
        "narrowed": _narrowed(groups, group, standing),
        "all_url": board_url(),
        "rounds": [_round(each) for each in rounds],
        "form": form,
        "may_record": may_record_replies(request) and bool(rows),
    }


def _is_shown(invitation: Invitation, group: str, standing: str, today: datetime.date) -> bool:
    return (not group or group_of(invitation) == group) and (not standing or standing_of(invitation, today) == standing)


def _figures(groups: list[GroupOnBoard]) -> list[dict[str, Any]]:
    states = [group for group in groups if group.key in STATES]
    label, counted = (_("States replied"), states) if states else (_("Invitees replied"), groups)
    figures: list[dict[str, Any]] = [
        {
            "value": str(sum(group.replied for group in counted)),
            "of": _("of %(total)d") % {"total": sum(group.invited for group in counted)},
            "label": label,
        }
    ]
    for each in (Standing.SILENT, Standing.RETURNED, Standing.DRAFT):
        total = sum(group.counts[each] for group in groups)
        if total:
            tone = TONES[each] if each != Standing.DRAFT else ""
            url = board_url(standing=each.value)
            figures.append({"value": str(total), "label": each.label, "url": url, "tone": tone})
    return figures


def _line(each: GroupOnBoard, group: str, standing: str) -> dict[str, Any]:
    cells = [
        {
            "count": count,
            "label": key.label,
            "url": board_url(group=each.key, standing=key.value),
            "current": (group, standing) == (each.key, key.value),
        }
        for key, count in each.counts.items()
    ]
    return {
        "label": capfirst(str(each.label)),
        "url": board_url(group=each.key),
        "replied": each.replied,
        "invited": each.invited,
        "cells": cells,
        "bar": list(_bar(each)),
        "bar_text": "; ".join(f"{cell['label']}: {cell['count']}" for cell in cells if cell["count"]),
    }


def _bar(each: GroupOnBoard) -> Iterable[dict[str, Any]]:
    """Pieces of a bar a hundred wide, in the order of the columns from the right: replies first."""
    order = (
        Standing.ACCEPTED,
        Standing.DECLINED,
        Standing.ACKNOWLEDGED,
        Standing.DISPATCHED,
        Standing.SILENT,
        Standing.RETURNED,
        Standing.DRAFT,
    )
    begun = 0.0
    for key in order:
        width = each.counts[key] * 100 / each.invited
        if width:
            yield {"key": key.value, "x": f"{begun:.2f}", "width": f"{width:.2f}"}
        begun += width


def _rows(
    request: HttpRequest, conference: Conference, shown: list[Invitation], today: datetime.date
) -> Iterable[dict[str, Any]]:
    names = delegations_by_name(request)
    for invitation in shown:
        standing = standing_of(invitation, today)
        if invitation.participant is not None:
            person = person_line(request, invitation.participant)
            name, beside, withheld = person.name, person.institution, person.is_withheld
        else:
            found = names[invitation.delegation_id] if invitation.delegation_id else None
            name, beside, withheld = (found.text, found.group_label, False) if found else ("", "", False)
        yield {
            "invitation": invitation,
            "url": page_url(invitation),
            "name": name,
            "beside": beside,
            "is_withheld": withheld,
            "tone": TONES[standing],
            "status": standing.label,
            "since": date_text(on_the_clock(conference, invitation.state_since).date()),
            "dispatched": _dispatched(invitation),
            "reply_by": day_text(invitation.reply_by) if invitation.reply_by else "–",
        }


def _dispatched(invitation: Invitation) -> str:
    if invitation.dispatched_on is None:
        return str(invitation.get_channel_display())
    return f"{date_text(invitation.dispatched_on)}, {DispatchWay(invitation.dispatched_how).label}"


def _narrowed(groups: list[GroupOnBoard], group: str, standing: str) -> str:
    """What the table shows, in words; nothing where it shows all."""
    labels = [str(each.label) for each in groups if each.key == group]
    labels += [str(each.label) for each in Standing if each.value == standing]
    return capfirst(", ".join(labels))


def _round(each: InvitationRound) -> dict[str, Any]:
    return {
        "url": reverse("admin:registration_invitation_round", args=[each.pk]),
        "label": capfirst(str(each)),
        "dated": date_text(each.dated_on),
        "notes": each.notes,  # type: ignore[attr-defined]
        "drafts": each.drafts,  # type: ignore[attr-defined]
    }
