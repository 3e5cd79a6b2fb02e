"""A reminder that was missed: to whom it would go now, and an officer's decision whether it does."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.correspondence.errors import CorrespondenceError
from conference.correspondence.models import OccurrenceOutcome, ReminderOccurrence
from conference.correspondence.reminders import Counts, leave_missed, send_missed, wave_of
from conference.formats import day_text, moment_text
from conference.registry import registry

View = Callable[..., HttpResponse]


class DecisionForm(forms.Form):
    """Why: whoever looks at the calendar later reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("It stands in the calendar of the reminders, beside your name."),
    )


def missed_view(model_admin: ScopedAdmin) -> View:
    """Shows what was missed; “send” and “leave” are posted with a reason."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        of_conference = ReminderOccurrence.objects.filter(rule__conference=required_conference(request))
        found = get_object_or_404(of_conference.select_related("rule__conference", "decided_by"), pk=pk)
        is_sent = request.method == "POST" and is_of_current_conference(request)
        if request.method == "POST" and not is_sent:
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        form = DecisionForm(request.POST if is_sent else None)
        if is_sent and form.is_valid():
            _decide(model_admin, request, found, form.cleaned_data["reason"])
            return HttpResponseRedirect(reverse("admin:correspondence_reminderrule_changelist"))
        if found.outcome != OccurrenceOutcome.MISSED:
            messages.info(request, _("What becomes of this reminder is decided already."))
            return HttpResponseRedirect(reverse("admin:correspondence_reminderrule_changelist"))
        context = model_admin.admin_site.each_context(request) | {
            "title": found.rule.name,
            "opts": model_admin.opts,
            "form": form,
            "rows": _rows(found),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/correspondence/missed_reminder.html", context, status=status)

    return view


def _decide(model_admin: ScopedAdmin, request: HttpRequest, found: ReminderOccurrence, reason: str) -> None:
    is_to_go = request.POST.get("act") == "send"
    try:
        done = (send_missed if is_to_go else leave_missed)(found.pk, by=officer(request), reason=reason)
    except CorrespondenceError as error:
        messages.error(request, str(error))
        return
    count = done.recipients
    sentence = ngettext("%(count)d letter written", "%(count)d letters written", count) % {"count": count}
    model_admin.log_change(request, done.rule, done.get_outcome_display())
    messages.success(request, f"{done.rule.name}: {sentence if is_to_go else _('missed, and left so')}.")


def _rows(found: ReminderOccurrence) -> list[dict[str, str]]:
    condition = registry.reminder_conditions.get(found.rule.condition)
    count = Counts().of(condition, found.rule, wave_of(found)) if condition else None
    whom = str(condition.label) if condition else _("Nobody: this kind of reminder is no longer known.")
    return [
        {"term": _("To whom"), "text": whom},
        *([{"term": _("Of which State"), "text": str(found.state)}] if found.state else []),
        {"term": _("Was due"), "text": moment_text(found.due_at, found.rule.conference.zone)},
        {"term": _("Date counted from"), "text": day_text(found.anchor_on, with_year=True)},
        {
            "term": _("Letters as of now"),
            "text": str(count) if count is not None else _("whoever it then holds for"),
        },
    ]
