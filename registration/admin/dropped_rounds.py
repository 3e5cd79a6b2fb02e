"""A round of decisions is given up: first a page that says what is lost, then the act."""

import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import officer
from registration.actions.rounds import drop_round
from registration.admin.guard import is_of_another_conference
from registration.admin.row_page import page_of, seen_version
from registration.errors import RegistrationError
from registration.models import DecisionRound, Outcome, RoundDecision
from registration.states import RoundState


def drop_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """Says what is given up, then gives it up."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(model_admin.get_queryset(request), pk=pk)
        if not model_admin.has_change_permission(request, found):
            raise PermissionDenied
        if found.state != RoundState.OPEN:
            return HttpResponseRedirect(page_of(found))
        if request.method == "POST" and not is_of_another_conference(request):
            return _drop(request, found)
        decisions = list(found.decisions.select_related("decided_by"))
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Drop this round?"),
            "opts": model_admin.opts,
            "round": found,
            "count": len(decisions),
            "facts": _given_up(decisions),
        }
        return TemplateResponse(request, "admin/registration/decisionround/drop.html", context)

    return view


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
