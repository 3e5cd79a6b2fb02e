"""Deciding on requests, one or several: a page that shows old → new and the letter of each, then the act."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin, action
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import officer
from conference.models import User
from registration.actions.decide_changes import (
    ChangesOutcome,
    accept_change,
    accept_changes,
    refuse_request,
    refuse_requests,
)
from registration.admin.chosen import MOST_AT_ONCE, name_the_refused, seen_versions
from registration.admin.guard import is_of_another_conference
from registration.admin.naming import delegations_by_name
from registration.admin.rehearsal import rehearse
from registration.admin.request_naming import asker_name, is_request_withheld, shown_lines, subject_line
from registration.admin.row_page import page_of
from registration.models import PendingChange
from registration.states import ChangeState


class DecisionForm(forms.Form):
    """The reason of a refusal; to what changed meanwhile, that the officer has compared."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Who asked reads it in the letter; it is kept with the request."),
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
    )
    replaces = forms.BooleanField(
        label=gettext_lazy("I have compared: replace what stands there now"),
        required=False,
    )

    def __init__(self, *args: Any, choice: "Choice", is_stale: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not choice.asks_reason:
            del self.fields["reason"]
        if choice.asks_reason or not is_stale:
            del self.fields["replaces"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Accepting or refusing: the words, and the acts on one (for the rehearsal) and on several."""

    key: str
    label: Any
    question: Any
    wanted: ChangeState
    one: Callable[[PendingChange, User, str, bool], PendingChange]
    several: Callable[[Mapping[uuid.UUID, int], User, str, bool], ChangesOutcome]
    asks_reason: bool = False
    tone: str = "accent"


CHOICES: dict[str, Choice] = {
    choice.key: choice
    for choice in (
        Choice(
            key="accept",
            label=gettext_lazy("Accept"),
            question=gettext_lazy("Accept what is asked?"),
            wanted=ChangeState.ACCEPTED,
            one=lambda change, by, _reason, replaces: accept_change(
                change.pk, by=by, version=change.version, replaces_what_changed=replaces
            ),
            several=lambda seen, by, _reason, replaces: accept_changes(seen, by=by, replaces_what_changed=replaces),
        ),
        Choice(
            key="refuse",
            label=gettext_lazy("Refuse"),
            question=gettext_lazy("Refuse what is asked?"),
            wanted=ChangeState.REFUSED,
            one=lambda change, by, reason, _replaces: refuse_request(
                change.pk, reason=reason, by=by, version=change.version
            ),
            several=lambda seen, by, reason, _replaces: refuse_requests(seen, reason=reason, by=by),
            asks_reason=True,
            tone="trouble",
        ),
    )
}


@action(description=gettext_lazy("Accept"), permissions=["view"])
def accept(model_admin: Any, request: HttpRequest, queryset: QuerySet[PendingChange]) -> HttpResponse | None:
    return _begin(model_admin, request, queryset, CHOICES["accept"])


@action(description=gettext_lazy("Refuse with a reason"), permissions=["view"])
def refuse(model_admin: Any, request: HttpRequest, queryset: QuerySet[PendingChange]) -> HttpResponse | None:
    return _begin(model_admin, request, queryset, CHOICES["refuse"])


def _begin(
    model_admin: ModelAdmin[Any], request: HttpRequest, queryset: QuerySet[PendingChange], choice: Choice
) -> HttpResponse | None:
    chosen = list(queryset[: MOST_AT_ONCE + 1])
    if len(chosen) > MOST_AT_ONCE:
        messages.error(
            request, _("Please decide on at most %(most)d at once; nothing was done.") % {"most": MOST_AT_ONCE}
        )
        return None
    return _page(model_admin, request, chosen, choice)


def decide_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """The page of a decision; it comes from the list, or from the page of one request (``?chosen=``)."""

    def view(request: HttpRequest, key: str) -> HttpResponse:
        choice = CHOICES.get(key)
        if choice is None:
            raise Http404
        sent = request.POST if request.method == "POST" else request.GET
        seen = seen_versions(sent.getlist("chosen"))
        mine = model_admin.get_queryset(request).filter(pk__in=seen)
        rows = list(PendingChange.objects.filter(pk__in=mine).for_listing().order_by("asked_at", "pk"))
        if not rows or (request.method == "POST" and is_of_another_conference(request)):
            return _to_the_list(rows)
        if request.method != "POST":
            return _page(model_admin, request, rows, choice)
        form = DecisionForm(request.POST, choice=choice, is_stale=_is_stale(request, rows))
        if not form.is_valid() or "preview" in request.POST:
            return _page(model_admin, request, rows, choice, form)
        _decide(request, rows, seen, choice, form)
        return _to_the_list(rows)

    return view


def _is_stale(request: HttpRequest, rows: list[PendingChange]) -> bool:
    """Of one request alone it can be said that it was compared."""
    return len(rows) == 1 and any(line.is_stale for line in shown_lines(request, rows[0]))


def _decide(
    request: HttpRequest, rows: list[PendingChange], seen: dict[uuid.UUID, int], choice: Choice, form: DecisionForm
) -> None:
    known = {row.pk: seen[row.pk] for row in rows if not is_request_withheld(request, row)}
    given = form.cleaned_data
    outcome = choice.several(known, officer(request), given.get("reason", ""), bool(given.get("replaces")))
    if outcome.done:
        done = len(outcome.done)
        sentence = ngettext("%(count)d request: %(status)s.", "%(count)d requests: %(status)s.", done)
        messages.success(request, sentence % {"count": done, "status": choice.wanted.label})
    name_the_refused(request, outcome.refused, name=lambda change: subject_line(request, change))


def _page(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    rows: list[PendingChange],
    choice: Choice,
    form: DecisionForm | None = None,
) -> HttpResponse:
    form = form or DecisionForm(choice=choice, is_stale=_is_stale(request, rows))
    shown = [row for row in rows if not is_request_withheld(request, row)]
    effects = list(_effects(request, shown, choice, form))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(choice.question),
        "opts": model_admin.opts,
        "decision": choice,
        "form": form,
        "effects": effects,
        "possible": sum(1 for effect in effects if not effect["refusal"] or "replaces" in form.fields),
        "withheld": len(rows) - len(shown),
        "list_url": reverse("admin:registration_pendingchange_changelist"),
        "post_url": reverse("admin:registration_pendingchange_decide", args=[choice.key]),
    }
    return TemplateResponse(request, "admin/registration/pendingchange/decide.html", context)


def _effects(
    request: HttpRequest, rows: list[PendingChange], choice: Choice, form: DecisionForm
) -> Iterable[dict[str, Any]]:
    """Of each: about whom, old → new, why not, the letter. Each is rehearsed apart, as it will be done apart."""
    reason = (form["reason"].value() if "reason" in form.fields else "") or _("[your reason]")
    replaces = "replaces" in form.fields and bool(form["replaces"].value())
    names, by = delegations_by_name(request), officer(request)
    for row in rows:
        rehearsal = rehearse(
            lambda row=row: choice.one(row, by, reason, replaces),  # type: ignore[misc]
            about=lambda done: [pk for pk in (done.result_id, done.registration_id, done.delegation_id) if pk],
        )
        told = [letter for letter in rehearsal.letters if letter.purpose.startswith("change_")]
        yield {
            "change": row,
            "subject": subject_line(request, row),
            "delegation": names[row.delegation_id].text if row.delegation_id else "",
            "lines": shown_lines(request, row),
            "asker": asker_name(request, row),
            "refusal": rehearsal.refusal,
            "letter": told[0] if told else None,
        }


def _to_the_list(rows: list[PendingChange]) -> HttpResponse:
    if len(rows) == 1:
        return HttpResponseRedirect(page_of(rows[0]))
    return HttpResponseRedirect(reverse("admin:registration_pendingchange_changelist"))
