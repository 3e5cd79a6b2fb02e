"""The applications of a category as they are decided: what the readers agree on, what is decided provisionally."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.chips import Chip, chips_shown
from conference.admin.current import officer, required_conference, sees_protected
from conference.formats import day_text
from registration.admin.decision_round_page import OUTCOME_TONES
from registration.admin.naming import person_line
from registration.admin.vetting_told import RECOMMENDATION_TONES, refuse_who_does_not_decide
from registration.models import (
    DecisionRound,
    Outcome,
    ParticipantCategory,
    Registration,
    RoundDecision,
    Route,
    Visibility,
)
from registration.queries.opinions import BothReadings, opinions_on
from registration.queries.reviews import open_reviews
from registration.queries.round_quota import open_round_of, round_quota
from registration.queries.vetting import applications_to_vet, as_many_as_fit

ROWS_SHOWN = 500
STANDING = "standing"
LABELS = {
    "undecided": gettext_lazy("undecided, both opinions given"),
    "agree": gettext_lazy("the readers agree"),
    "differ": gettext_lazy("the readers differ"),
    "outstanding": gettext_lazy("an opinion is outstanding"),
    "decided": gettext_lazy("decided in this round"),
}


def list_view(model_admin: ModelAdmin[Any]) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """The list, cut by what the chips say; the quota of the round above it."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        category = get_object_or_404(required_conference(request).categories, pk=pk, route=Route.APPLICATION)
        refuse_who_does_not_decide(request)
        category.conference = required_conference(request)
        context = {**model_admin.admin_site.each_context(request), **_context(request, category)}
        template = "admin/registration/reading/decisions.html"
        return TemplateResponse(request, template, {"opts": model_admin.opts} | context)

    return view


def _context(request: HttpRequest, category: ParticipantCategory) -> dict[str, Any]:
    found = open_round_of(category)
    every = _rows(request, category, found)
    wanted = request.GET.get(STANDING, "")
    rows = [row for row in every if wanted in row["standings"]] if wanted in LABELS else every
    chips = [
        Chip(STANDING, key, label, sum(1 for row in every if key in row["standings"])) for key, label in LABELS.items()
    ]
    reviews = open_reviews(category.conference).filter(registration__category=category)
    return {
        "title": _("Opinions and decisions"),
        "category": category,
        "decide_by_text": day_text(category.decide_by) if category.decide_by else "",
        "round": found,
        "quota": round_quota(category, found),
        "rows": rows,
        "shown": len(every),
        "waiting": len(every) if len(every) < ROWS_SHOWN else _known_to(request, category).count(),
        "chips": chips_shown(request, chips),
        "next_row": next((row for row in every if "undecided" in row["standings"]), None),
        "reviews": reviews.count(),
        "filtered": wanted in LABELS,
    }


def _known_to(request: HttpRequest, category: ParticipantCategory) -> QuerySet[Registration]:
    waiting = applications_to_vet(category.conference).filter(category=category)
    return waiting if sees_protected(request) else waiting.exclude(participant__visibility=Visibility.HIDDEN)


def _rows(request: HttpRequest, category: ParticipantCategory, found: DecisionRound | None) -> list[dict[str, Any]]:
    """Each application that this officer may know, in the order in which they came."""
    waiting = _known_to(request, category).select_related("participant", "application")
    decided = RoundDecision.objects.filter(registration=OuterRef("pk"), round=found)
    rows = as_many_as_fit(waiting, ROWS_SHOWN, done=Exists(decided))
    opinions = opinions_on([row.pk for row in rows], conference=category.conference, user=officer(request))
    decisions = {each.registration_id: each for each in found.decisions.all()} if found else {}
    return [_row(request, row, opinions[row.pk], decisions.get(row.pk)) for row in rows]


def _row(request: HttpRequest, row: Registration, both: BothReadings, decision: RoundDecision | None) -> dict[str, Any]:
    user = officer(request)
    return {
        "registration": row,
        "person": person_line(request, row.participant),
        "opinions": [_said(each) for each in both.readers],
        "lacking": both.given < len(both.readers) or len(both.readers) < 2,  # noqa: PLR2004  two readers
        "standings": set(_standings(both, decision)),
        "agree": both.agree,
        "differ": both.differ,
        "decision": decision,
        "outcome_tone": OUTCOME_TONES[Outcome(decision.outcome)] if decision else "",
        "is_mine_to_read": any(
            each.reading.reader_id == user.pk and each.reading.given_at is None for each in both.readers
        ),
        "has_conflict": any(each.reader_id == user.pk for each in both.conflicts),
    }


def _said(read: Any) -> dict[str, Any]:
    last = read.last
    return {
        "reader": str(read.reading.reader),
        "text": last.get_recommendation_display() if last else "",
        "grade": last.grade.upper() if last else "",
        "tone": RECOMMENDATION_TONES[last.recommendation] if last else "",
        "is_closed": read.is_closed,
    }


def _standings(both: BothReadings, decision: RoundDecision | None) -> Iterator[str]:
    if decision is not None:
        yield "decided"
    elif both.are_both_given:
        yield "undecided"
    if not both.are_both_given:
        yield "outstanding"
    if both.agree:
        yield "agree"
    if both.differ:
        yield "differ"
