"""One decision on many registrations: a page that shows its effect on each, the act, then by name who was refused."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin, action
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import officer
from registration.actions.decide_in_bulk import BulkOutcome
from registration.admin.bulk_moves import BULK_MOVES, BulkMove
from registration.admin.chosen import MOST_AT_ONCE, name_the_refused, seen_versions
from registration.admin.decisions import told_with_undo
from registration.admin.desk_list import leaves_rows
from registration.admin.guard import is_of_another_conference
from registration.admin.move_page import what_letters_are_about
from registration.admin.naming import delegations_by_name, is_withheld, person_line
from registration.admin.rehearsal import Rehearsal, rehearse
from registration.admin.tones import REGISTRATION_TONES
from registration.errors import LostUpdateError
from registration.models import DecisionAct, Registration
from registration.states import RegistrationState


class BulkForm(forms.Form):
    """Whom it is about, each with the version that the officer saw, and the reason where one is asked."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Each applicant reads it in the letter; it is kept with each decision."),
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
    )

    def __init__(self, *args: Any, move: BulkMove, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not move.asks_reason:
            del self.fields["reason"]


@action(description=gettext_lazy("Confirm"), permissions=["view"])
def confirm(model_admin: Any, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
    return begin(model_admin, request, queryset, BULK_MOVES["confirm"])


@action(description=gettext_lazy("Take up for review"), permissions=["view"])
def take_up(model_admin: Any, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
    return begin(model_admin, request, queryset, BULK_MOVES["take-up"])


@action(description=gettext_lazy("Decline with a reason"), permissions=["view"])
def decline(model_admin: Any, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
    return begin(model_admin, request, queryset, BULK_MOVES["decline"])


def begin(
    model_admin: ModelAdmin[Any], request: HttpRequest, queryset: QuerySet[Registration], move: BulkMove
) -> HttpResponse | None:
    """From the list: shows the effect; nothing is done yet."""
    chosen = list(queryset.order_by("created_at").select_related("participant")[:MOST_AT_ONCE])
    rest = queryset.count() - len(chosen)
    if rest > 0:
        messages.info(
            request,
            ngettext(
                "The first %(most)d are shown, those who came first; %(count)d more comes after them. Decide on these, "
                "then choose the others in the same way.",
                "The first %(most)d are shown, those who came first; %(count)d more come after them. Decide on these, "
                "then choose the others in the same way.",
                rest,
            )
            % {"most": MOST_AT_ONCE, "count": rest},
        )
    return _page(model_admin, request, chosen, move, BulkForm(move=move))


def decide_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """What the page is posted to."""

    def view(request: HttpRequest, key: str) -> HttpResponse:
        move = BULK_MOVES.get(key)
        if move is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        seen = seen_versions(request.POST.getlist("chosen"))
        rows = list(model_admin.get_queryset(request).filter(pk__in=seen).order_by("created_at"))
        if not rows or is_of_another_conference(request):
            return _to_the_list(request)
        form = BulkForm(request.POST, move=move)
        if not form.is_valid() or "preview" in request.POST:
            return _page(model_admin, request, rows, move, form)
        act = _decide(request, rows, seen, move, form.cleaned_data.get("reason", ""))
        return _to_what_was_decided(model_admin, request, act)

    return view


def _decide(
    request: HttpRequest, rows: list[Registration], seen: dict[uuid.UUID, int], move: BulkMove, reason: str
) -> DecisionAct | None:
    stale = [(row, str(LostUpdateError())) for row in rows if row.version != seen[row.pk]]
    fresh = [row.pk for row in rows if row.version == seen[row.pk] and not is_withheld(request, row.participant)]
    outcome = move.act(fresh, officer(request), reason)
    _tell(request, move, BulkOutcome(outcome.done, stale + outcome.refused, outcome.act))
    return outcome.act if outcome.done else None


def _tell(request: HttpRequest, move: BulkMove, outcome: BulkOutcome) -> None:
    """How many were done; by name and with the reason, who was refused."""
    if outcome.done:
        done = len(outcome.done)
        sentence = ngettext("%(count)d is now “%(status)s”.", "%(count)d are now “%(status)s”.", done)
        told = told_with_undo(outcome.act, sentence % {"count": done, "status": move.wanted.label})
        if outcome.act is not None:
            told = format_html('{} <a href="{}">{}</a>', told, _rows_url(outcome.act), _("Show them"))
        messages.success(request, told)
    name_the_refused(request, outcome.refused, name=lambda row: person_line(request, row.participant).name)


def _page(
    model_admin: ModelAdmin[Any], request: HttpRequest, rows: list[Registration], move: BulkMove, form: BulkForm
) -> HttpResponse:
    shown = [row for row in rows if not is_withheld(request, row.participant)]
    reason = (form["reason"].value() if "reason" in form.fields else "") or _("[your reason]")
    rehearsal = _rehearsed(request, shown, move, reason)
    effects = list(_effects(request, shown, rehearsal))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(move.question),
        "opts": model_admin.opts,
        "decision": move,
        "form": form,
        "effects": effects,
        "possible": sum(1 for effect in effects if not effect["refusal"]),
        "withheld": len(rows) - len(shown),
        "to_tone": REGISTRATION_TONES[move.wanted],
        "to_text": move.wanted.label,
        "list_url": _list_url(request),
        "post_url": _with_filters(request, reverse("admin:registration_registration_decide", args=[move.key])),
    }
    return TemplateResponse(request, "admin/registration/registration/bulk.html", context)


def _rehearsed(request: HttpRequest, rows: list[Registration], move: BulkMove, reason: str) -> Rehearsal[BulkOutcome]:
    by = officer(request)
    return rehearse(
        lambda: move.act([row.pk for row in rows], by, reason),
        about=lambda outcome: [pk for done in outcome.done for pk in what_letters_are_about(done)],
    )


def _effects(
    request: HttpRequest, rows: list[Registration], rehearsal: Rehearsal[BulkOutcome]
) -> Iterable[dict[str, Any]]:
    """For each: who, from where, why not, and the letter; those that cannot be done come first."""
    refused = {row.pk: why for row, why in rehearsal.result.refused} if rehearsal.result else {}
    letters = {letter.about_id: letter for letter in rehearsal.letters}
    names = delegations_by_name(request)
    for row in sorted(rows, key=lambda row: row.pk not in refused):
        person = person_line(request, row.participant)
        yield {
            "registration": row,
            "person": person,
            "delegation": names[row.delegation_id].text if row.delegation_id else person.institution,
            "from_tone": REGISTRATION_TONES[row.state],
            "from_text": RegistrationState(row.state).label,
            "refusal": refused.get(row.pk, ""),
            "letter": letters.get(row.pk),
        }


def _list_url(request: HttpRequest) -> str:
    return _with_filters(request, reverse("admin:registration_registration_changelist"))


def _with_filters(request: HttpRequest, url: str) -> str:
    """The filters of the list travel along, so that one comes back to it."""
    query = request.META.get("QUERY_STRING", "")
    return f"{url}?{query}" if query else url


def _rows_url(act: DecisionAct) -> str:
    return f"{reverse('admin:registration_registration_changelist')}?{urlencode({'act': act.pk})}"


def _to_what_was_decided(model_admin: ModelAdmin[Any], request: HttpRequest, act: DecisionAct | None) -> HttpResponse:
    """Back to the list as it was cut, while that still shows anything; else to the rows that were decided on."""
    if act is None or leaves_rows(model_admin, request):
        return _to_the_list(request)
    return HttpResponseRedirect(_rows_url(act))


def _to_the_list(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(_list_url(request))
