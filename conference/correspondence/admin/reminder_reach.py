"""Whom a rule concerns on a date: who would get its letter now, who would not, and why."""

import datetime
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference, sees_protected
from conference.admin.scoped import ScopedAdmin
from conference.clock import conference_today
from conference.correspondence.admin.reminder_calendar import names_of_states
from conference.correspondence.models import ReminderRule
from conference.correspondence.reminder_days import Wave, days_avoided, waves
from conference.correspondence.reminders import written_lately
from conference.formats import day_text, moment_text
from conference.registry import ReminderCondition, WhyNot, registry

PER_PAGE = 100
WOULD = "would"
Row = dict[str, Any]


def reach_view(model_admin: ScopedAdmin) -> Callable[..., HttpResponse]:
    """Of one date, the next one unless another is named; shows, and changes nothing."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        rule = get_object_or_404(ReminderRule, conference=required_conference(request), pk=pk)
        rule.conference = required_conference(request)
        condition = registry.reminder_conditions.get(rule.condition)
        context = model_admin.admin_site.each_context(request) | {
            "title": rule.name,
            "opts": model_admin.opts,
            "rule": rule,
            "to_whom": str(condition.label) if condition else _("Nobody: this kind of reminder is no longer known."),
        }
        if condition is not None:
            context |= _shown(request, rule, condition)
        return TemplateResponse(request, "admin/correspondence/reminder_reach.html", context)

    return view


def _shown(request: HttpRequest, rule: ReminderRule, condition: ReminderCondition) -> Row:
    dates = sorted(set(condition.anchors(rule.conference)))
    anchor = _chosen(request, rule, dates)
    if anchor is None:
        return {"dates": []}
    chips = [
        {"label": day_text(day, with_year=True), "url": f"?date={day}", "current": day == anchor, "group": _("Date")}
        for day in dates
    ]
    if condition.reach is None:
        count = condition.recipients_count(rule, anchor) if condition.recipients_count else None
        return {"dates": chips, "is_withheld": True, "count": count}
    return {"dates": chips, **_page(request, rule, condition, anchor)}


def _chosen(request: HttpRequest, rule: ReminderRule, dates: list[datetime.date]) -> datetime.date | None:
    """The one that is named; else the first for which the rule is still to come, else the last."""
    named = request.GET.get("date", "")
    if named:
        found = next((day for day in dates if str(day) == named), None)
        if found is None:
            raise Http404
        return found
    due_from = conference_today(rule.conference) + datetime.timedelta(days=rule.days_before)
    return next((day for day in dates if day >= due_from), dates[-1] if dates else None)


def _page(request: HttpRequest, rule: ReminderRule, condition: ReminderCondition, anchor: datetime.date) -> Row:
    assert condition.reach is not None  # noqa: S101  the caller has looked
    found = condition.reach.rows(rule, anchor, officer(request))
    key = request.GET.get("show", "")
    page = Paginator(_cut(found, key).order_by("why_not", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    chips = _chips(found, key, anchor)
    rows = _rows(request, rule, condition, anchor, list(page.object_list))
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    kept = f"?{urlencode({'date': str(anchor)} | ({'show': key} if key else {}))}"
    return {"chips": chips, "rows": rows, "page": page, "pages": pages, "kept": kept}


def _cut(found: QuerySet[Any], key: str) -> QuerySet[Any]:
    """A made-up key filters nothing away."""
    if key == WOULD:
        return found.filter(why_not="")
    return found.filter(why_not=key) if key in WhyNot.values else found


def _chips(found: QuerySet[Any], key: str, anchor: datetime.date) -> list[Row]:
    counts = Counter(dict(found.order_by().values_list("why_not").annotate(Count("pk"))))
    labels = {"": _("nothing stands against it")} | {each.value: str(each.label) for each in WhyNot}
    return [
        {
            "label": capfirst(labels[why]),
            "count": counts[why],
            "current": (why or WOULD) == key,
            "url": f"?date={anchor}" if (why or WOULD) == key else f"?date={anchor}&show={why or WOULD}",
        }
        for why in labels
        if counts[why]
    ]


def _rows(
    request: HttpRequest, rule: ReminderRule, condition: ReminderCondition, anchor: datetime.date, found: list[Any]
) -> list[Row]:
    assert condition.reach is not None  # noqa: S101  the caller has looked
    about, name = [row.pk for row in found], condition.reach.name
    states = condition.by_state.of(about) if condition.by_state else {}
    goings = _goings(rule, condition, anchor)
    called = names_of_states(rule.conference, set(states.values()))
    lately = written_lately(rule, about)
    for row in found:
        row.conference = rule.conference
    told = []
    for row in found:
        called_so, state = name(row, names_protected=sees_protected(request)), states.get(row.pk)
        standing = _standing(rule, row, _going_of(goings, state), was_lately=row.pk in lately)
        # A State's delegation is called as the State is.
        of_state = called.get(state, "") if state else ""
        told.append({"name": called_so, "state": "" if of_state == called_so else of_state} | standing)
    return told


def _goings(rule: ReminderRule, condition: ReminderCondition, anchor: datetime.date) -> dict[UUID | None, Wave]:
    """What of it has not come due yet, by the State that it is for."""
    coming = waves(rule, condition, [anchor], rule.occurrences.all(), days_avoided(rule.conference))
    return {wave.state: wave for wave in coming}


def _going_of(goings: dict[UUID | None, Wave], state: UUID | None) -> Wave | None:
    """Its State's own; else the one to all, unless that leaves the State out."""
    if state in goings:
        return goings[state]
    to_all = goings.get(None)
    return None if to_all is None or state in to_all.apart else to_all


def _standing(rule: ReminderRule, row: Any, going: Wave | None, *, was_lately: bool) -> Row:
    """The reason, or when it goes."""
    if row.why_not and row.why_not != WhyNot.BY_HAND:
        return {"tone": "neutral", "text": _("No letter"), "detail": str(WhyNot(row.why_not).label)}
    if was_lately:
        return {"tone": "neutral", "text": _("No letter"), "detail": _("this rule wrote about it in the last two days")}
    if row.why_not:
        return {"tone": "waiting", "text": _("By hand"), "detail": str(WhyNot(row.why_not).label)}
    if going is None:
        return {"tone": "neutral", "text": _("No letter"), "detail": _("for this date the rule has come due already")}
    when = moment_text(going.due_at, rule.conference.zone)
    if going.state is not None:
        when = _("%(moment)s, for a holiday of this State") % {"moment": when}
    return {"tone": "accent", "text": _("Letter"), "detail": when}
