"""One round of decisions: its applications with what shall become of each, and the buttons below them."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer, required_conference
from conference.admin.markup import at_text
from registration.actions.rounds import DECIDED_IN_A_ROUND, decide_provisionally
from registration.admin.chosen import chosen_ids
from registration.admin.guard import is_of_another_conference
from registration.admin.naming import is_withheld, person_line
from registration.admin.row_page import page_of
from registration.admin.tones import REGISTRATION_TONES, ROUND_TONES
from registration.models import DecisionRound, Outcome, Registration, RoundDecision
from registration.queries.vetting import as_many_as_fit
from registration.states import RoundState

ROWS_SHOWN = 500
OUTCOME_TONES = {Outcome.REGISTERED: "good", Outcome.WAITLISTED: "accent", Outcome.DECLINED: "neutral"}


def round_context(model_admin: ModelAdmin[Any], request: HttpRequest, found: DecisionRound) -> dict[str, Any]:
    """What the page of a round prints."""
    conference = required_conference(request)
    decisions = {each.registration_id: each for each in found.decisions.select_related("decided_by")}
    candidates = Registration.objects.filter(conference=conference, category=found.category_id)
    open_to = Q(state__in=DECIDED_IN_A_ROUND) if found.state == RoundState.OPEN else Q(pk__in=[])
    rows = candidates.filter(open_to | Q(pk__in=decisions))
    is_decided = Exists(found.decisions.filter(registration=OuterRef("pk")))
    shown = as_many_as_fit(rows.select_related("participant"), ROWS_SHOWN, done=is_decided)
    count = len(shown) if len(shown) < ROWS_SHOWN else rows.count()
    may_change = model_admin.has_change_permission(request, found)
    return {
        "title": found.title,
        "opts": model_admin.opts,
        "round": found,
        "status_tone": ROUND_TONES[found.state],
        "rows": [_row(request, row, decisions.get(row.pk)) for row in shown],
        "count": count,
        "totals": totals_of(decisions.values()),
        "undecided": count - len(decisions),
        "outcomes": Outcome.choices,
        "may_decide": may_change and found.state == RoundState.OPEN,
        "released_text": at_text(conference, found.released_at),
        "undo_url": reverse("admin:registration_decisionact_change", args=[found.act_id]) if found.act_id else "",
    }


def _row(request: HttpRequest, row: Registration, decision: RoundDecision | None) -> dict[str, Any]:
    return {
        "registration": row,
        "person": person_line(request, row.participant),
        "is_withheld": is_withheld(request, row.participant),
        "status_tone": REGISTRATION_TONES[row.state],
        "decision": decision,
        "outcome_tone": OUTCOME_TONES[Outcome(decision.outcome)] if decision else "",
    }


def totals_of(decisions: Iterable[RoundDecision]) -> list[dict[str, Any]]:
    """How many of each outcome."""
    counted = Counter(each.outcome for each in decisions)
    return [{"label": outcome.label, "count": counted[outcome]} for outcome in Outcome]


def before_the_end(
    model_admin: ModelAdmin[Any],
    act: Callable[[HttpRequest, DecisionRound], HttpResponse],
    template: str,
    context_of: Callable[[HttpRequest, DecisionRound], dict[str, Any]],
) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """The view of a page before an act that ends an open round; whoever comes too late is led to the round."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(model_admin.get_queryset(request), pk=pk)
        if not model_admin.has_change_permission(request, found):
            raise PermissionDenied
        if found.state != RoundState.OPEN:
            return HttpResponseRedirect(page_of(found))
        if request.method == "POST" and not is_of_another_conference(request):
            return act(request, found)
        shared = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "round": found}
        return TemplateResponse(request, template, shared | context_of(request, found))

    return view


def record(request: HttpRequest, found: DecisionRound) -> None:
    """What shall become of those ticked; nobody is told yet."""
    wanted = request.POST.get("outcome", "")
    if wanted not in {*Outcome.values, "none"}:
        messages.error(request, _("Please choose what shall become of those you have ticked."))
        return
    outcome = None if wanted == "none" else Outcome(wanted)
    ids = [row.pk for row in _ticked(request, found) if not is_withheld(request, row.participant)]
    reason = request.POST.get("reason", "")[:4000]
    done = decide_provisionally(found.pk, ids, outcome=outcome, by=officer(request), reason=reason)
    sentence = ngettext(
        "Recorded for %(count)d; nobody is told yet.", "Recorded for %(count)d; nobody is told yet.", done
    )
    messages.success(request, sentence % {"count": done})


def _ticked(request: HttpRequest, found: DecisionRound) -> list[Registration]:
    ids = chosen_ids(request, "chosen")[:ROWS_SHOWN]
    mine = Registration.objects.filter(pk__in=ids, conference=found.conference_id)
    return list(mine.select_related("participant"))
