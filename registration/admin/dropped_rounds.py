"""A round of decisions is given up: first a page that says what is lost, then the act."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import officer
from registration.actions.rounds import drop_round
from registration.admin.decision_round_page import before_the_end
from registration.admin.row_page import page_of, seen_version
from registration.errors import RegistrationError
from registration.models import DecisionRound, Outcome, RoundDecision


def drop_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """Says what is given up, then gives it up."""
    return before_the_end(model_admin, _drop, "admin/registration/decisionround/drop.html", _context)


def _context(_request: HttpRequest, found: DecisionRound) -> dict[str, Any]:
    decisions = list(found.decisions.select_related("decided_by"))
    return {"title": _("Drop this round?"), "count": len(decisions), "facts": _given_up(decisions)}


def _given_up(decisions: list[RoundDecision]) -> list[dict[str, str]]:
    outcomes = Counter(each.outcome for each in decisions)
    officers = Counter(str(each.decided_by or "–") for each in decisions)
    by = ", ".join(f"{name} ({count})" for name, count in officers.most_common())
    return [
        *({"term": capfirst(str(each.label)), "text": str(outcomes[each])} for each in Outcome),
        {"term": _("With a reason"), "text": str(sum(1 for each in decisions if each.reason))},
        {"term": _("Recorded by"), "text": by},
    ]


def _drop(request: HttpRequest, found: DecisionRound) -> HttpResponse:
    try:
        drop_round(found.pk, by=officer(request), version=seen_version(request))
    except RegistrationError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    messages.success(request, _("The round is dropped; nobody was told anything."))
    return HttpResponseRedirect(page_of(found))
