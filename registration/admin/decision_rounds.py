"""Rounds of decisions: the applications of a category with what shall become of each, the preview, the release."""

import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import officer, required_conference
from conference.admin.markup import at_text, lines, tag
from conference.permissions import ROLES_THAT_DECIDE
from registration.actions.rounds import (
    BATCH,
    DECIDED_IN_A_ROUND,
    begin_round,
    decide_provisionally,
    release_round,
)
from registration.admin.desk_list import DeskAdmin
from registration.admin.dropped_rounds import drop_view
from registration.admin.guard import is_of_another_conference, row_to_show
from registration.admin.naming import is_withheld, person_line
from registration.admin.registration_filters import categories_of
from registration.admin.rehearsal import rehearse
from registration.admin.tones import REGISTRATION_TONES, ROUND_TONES
from registration.errors import RegistrationError
from registration.models import DecisionRound, Outcome, Registration, RoundDecision, Route
from registration.states import RoundState

ROWS_SHOWN = 500
LETTERS_SHOWN = 20
OUTCOME_TONES = {Outcome.REGISTERED: "good", Outcome.WAITLISTED: "accent", Outcome.DECLINED: "neutral"}


class RoundForm(forms.Form):
    """The category and what officers call the round."""

    category = forms.ChoiceField(label=gettext_lazy("Category"))
    title = forms.CharField(
        label=gettext_lazy("Name of the round"), max_length=120, help_text=gettext_lazy("Read by officers alone.")
    )

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]


@admin.register(DecisionRound)
class DecisionRoundAdmin(DeskAdmin):
    """A round is begun, filled, released or dropped by acts."""

    roles_that_change = ROLES_THAT_DECIDE
    list_display = ("what", "progress", "status")
    list_display_links = ("what",)
    actions = None
    list_select_related: ClassVar[Any] = ("category", "released_by", "conference")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        of_conference: QuerySet[Any] = super().get_queryset(request)
        done = Count("decisions", filter=Q(decisions__done_at__isnull=False))
        counted: QuerySet[Any] = of_conference.annotate(decided=Count("decisions"), done=done)
        return counted

    @admin.display(description=gettext_lazy("round"))
    def what(self, found: DecisionRound) -> SafeString:
        return lines(found.title, str(found.category))

    @admin.display(description=gettext_lazy("decided"))
    def progress(self, found: Any) -> str:
        if found.state == RoundState.RELEASING:
            return _("%(done)d of %(total)d released") % {"done": found.done, "total": found.decided}
        return str(found.decided)

    @admin.display(description=gettext_lazy("status"))
    def status(self, found: DecisionRound) -> SafeString:
        released = at_text(found.conference, found.released_at)
        return lines(tag(ROUND_TONES[found.state], found.get_state_display()), released, str(found.released_by or ""))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/record/", view(_posted(self, _record)), name="registration_decisionround_record"),
            path("<uuid:pk>/release/", view(release_view(self)), name="registration_decisionround_release"),
            path("<uuid:pk>/drop/", view(drop_view(self)), name="registration_decisionround_drop"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return _begin(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        found = row_to_show(self, request, object_id)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {**self.admin_site.each_context(request), **_context(self, request, found)}
        return TemplateResponse(request, "admin/registration/decisionround/detail.html", context)


def _begin(model_admin: DecisionRoundAdmin, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    offered = [(str(each.pk), str(each)) for each in categories_of(request).values() if each.route == Route.APPLICATION]
    form = RoundForm(request.POST if request.method == "POST" else None, categories=offered)
    if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
        given = form.cleaned_data
        try:
            made = begin_round(
                required_conference(request), uuid.UUID(given["category"]), title=given["title"], by=officer(request)
            )
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            return _to(made.pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Begin a round of decisions"),
        "opts": model_admin.opts,
        "form": form,
        "fields": list(form),
        "act_label": _("Begin"),
        "cancel_url": reverse("admin:registration_decisionround_changelist"),
        "parent_url": reverse("admin:registration_decisionround_changelist"),
        "parent_label": _("Rounds"),
    }
    return TemplateResponse(request, "admin/registration/decisionround/begin.html", context)


def _to(pk: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:registration_decisionround_change", args=[pk]))


def _context(model_admin: DecisionRoundAdmin, request: HttpRequest, found: DecisionRound) -> dict[str, Any]:
    conference = required_conference(request)
    decisions = {each.registration_id: each for each in found.decisions.select_related("decided_by")}
    candidates = Registration.objects.filter(conference=conference, category=found.category_id)
    open_to = Q(state__in=DECIDED_IN_A_ROUND) if found.state == RoundState.OPEN else Q(pk__in=[])
    rows = candidates.filter(open_to | Q(pk__in=decisions)).select_related("participant").order_by("created_at", "pk")
    shown = [_row(request, row, decisions.get(row.pk)) for row in rows[:ROWS_SHOWN]]
    may_change = model_admin.has_change_permission(request, found)
    return {
        "title": found.title,
        "opts": model_admin.opts,
        "round": found,
        "status_tone": ROUND_TONES[found.state],
        "rows": shown,
        "totals": _totals(decisions.values()),
        "undecided": sum(1 for row in shown if row["decision"] is None),
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


def _totals(decisions: Any) -> list[dict[str, Any]]:
    counted = Counter(each.outcome for each in decisions)
    return [{"label": outcome.label, "count": counted[outcome]} for outcome in Outcome]


def _posted(
    model_admin: DecisionRoundAdmin, act: Callable[[HttpRequest, DecisionRound], None]
) -> Callable[..., HttpResponse]:
    """A button of the round's page."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(model_admin.get_queryset(request), pk=pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not is_of_another_conference(request):
            try:
                act(request, found)
            except RegistrationError as error:
                messages.error(request, str(error))
        return _to(found.pk)

    return view


def _record(request: HttpRequest, found: DecisionRound) -> None:
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
    ids = []
    for text in request.POST.getlist("chosen")[:ROWS_SHOWN]:
        try:
            ids.append(uuid.UUID(text))
        except ValueError:
            continue
    mine = Registration.objects.filter(pk__in=ids, conference=found.conference_id)
    return list(mine.select_related("participant"))


def release_view(model_admin: DecisionRoundAdmin) -> Callable[..., HttpResponse]:
    """The totals and the letters as they will go; then the release."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(model_admin.get_queryset(request), pk=pk)
        if not model_admin.has_change_permission(request, found):
            raise PermissionDenied
        if found.state != RoundState.OPEN:
            return _to(found.pk)
        if request.method == "POST" and not is_of_another_conference(request):
            return _release(request, found)
        return TemplateResponse(
            request, "admin/registration/decisionround/release.html", _release_context(model_admin, request, found)
        )

    return view


def _release(request: HttpRequest, found: DecisionRound) -> HttpResponse:
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        version = 0
    try:
        released = release_round(found.pk, by=officer(request), version=version)
    except RegistrationError as error:
        messages.error(request, str(error))
        return _to(found.pk)
    refused = released.decisions.exclude(refusal="").count()
    done = released.decisions.filter(done_at__isnull=False, refusal="").count()
    sentence = ngettext("%(count)d decision is released.", "%(count)d decisions are released.", done)
    messages.success(request, sentence % {"count": done})
    if refused:
        sentence = ngettext(
            "%(count)d could not be made; the reason stands beside it.",
            "%(count)d could not be made; the reason stands beside each.",
            refused,
        )
        messages.warning(request, sentence % {"count": refused})
    if released.state == RoundState.RELEASING:
        messages.info(request, _("The others follow by themselves within minutes; you need not wait here."))
    return _to(found.pk)


def _release_context(model_admin: DecisionRoundAdmin, request: HttpRequest, found: DecisionRound) -> dict[str, Any]:
    by, refused = officer(request), list[RoundDecision]()

    def about(released: DecisionRound) -> list[uuid.UUID]:
        """Read while it is rehearsed: afterwards nothing of it has happened."""
        refused.extend(released.decisions.exclude(refusal="").select_related("registration__participant"))
        return list(released.decisions.values_list("registration", flat=True))

    rehearsal = rehearse(lambda: release_round(found.pk, by=by), about=about)
    decisions = list(found.decisions.select_related("registration__participant"))
    withheld = {each.registration_id for each in decisions if is_withheld(request, each.registration.participant)}
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("Release this round?"),
        "opts": model_admin.opts,
        "round": found,
        "totals": _totals(decisions),
        "refusal": rehearsal.refusal,
        "refusals": [(person_line(request, each.registration.participant).name, each.refusal) for each in refused],
        "letters": [letter for letter in rehearsal.letters if letter.about_id not in withheld][:LETTERS_SHOWN],
        "letters_total": len(rehearsal.letters),
        "is_batched": len(decisions) > BATCH,
        "wait": found.conference.decision_letters_wait,
    }
