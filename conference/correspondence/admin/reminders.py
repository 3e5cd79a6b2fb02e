"""Reminder rules, and below them what comes due next, what went and what was missed."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import required_conference
from conference.admin.markup import lines, tag
from conference.admin.scoped import ScopedAdmin
from conference.correspondence.admin.missed_reminders import missed_view
from conference.correspondence.admin.reminder_calendar import calendar_of
from conference.correspondence.admin.reminder_months import months_of, weekdays
from conference.correspondence.admin.reminder_reach import reach_view
from conference.correspondence.models import DayToAvoid, ReminderRule
from conference.formats import day_text
from conference.forms.versioned import VersionedModelForm
from conference.models import Conference, State
from conference.permissions import ROLES_THAT_CORRESPOND
from conference.reference.sort_keys import sort_key
from conference.registry import registry


class ReminderRuleForm(VersionedModelForm):
    """To whom: one of the conditions that the apps of the house know."""

    condition = forms.ChoiceField(
        label=gettext_lazy("to whom"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Whoever it still holds for on the day is written to, and nobody else."),
    )
    local_time = forms.TimeField(
        label=gettext_lazy("at, in the venue's time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    class Meta:
        model = ReminderRule
        fields = ("name", "condition", "days_before", "local_time", "avoids_weekends", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = registry.reminder_conditions.values()
        self.fields["condition"].choices = [  # type: ignore[attr-defined]
            (condition.key, condition.label) for condition in known
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        condition = registry.reminder_conditions.get(self.cleaned_data.get("condition", ""))
        days: int | None = self.cleaned_data.get("days_before")
        if condition is not None and condition.is_after and days is not None and days >= 0:
            self.add_error("days_before", _("These letters go after the date: enter a negative number."))
        if "condition" in self.changed_data and self.instance.occurrences.exists():
            self.add_error("condition", _("This rule has come due already. Switch it off, and make another for these."))
        return cleaned


@admin.register(ReminderRule)
class ReminderRuleAdmin(ScopedAdmin):
    """A rule that has come due once is switched off rather than deleted: what it did stays on record."""

    form = ReminderRuleForm
    roles_that_change = ROLES_THAT_CORRESPOND
    actions = None
    show_facets = ShowFacets.NEVER
    list_display = ("name_shown", "to_whom", "days", "standing")
    list_display_links = ("name_shown",)
    ordering = ("name",)
    change_list_template = "admin/correspondence/reminders.html"
    change_form_template = "admin/correspondence/reminder_rule.html"
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("seen_version", "name", "condition")}),
        (gettext_lazy("When"), {"fields": (("days_before", "local_time"), "avoids_weekends", "is_active")}),
    )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(missed_view(self))
        reach = self.admin_site.admin_view(reach_view(self))
        return [
            path("missed/<uuid:pk>/", view, name="correspondence_reminderrule_missed"),
            path("<uuid:pk>/reach/", reach, name="correspondence_reminderrule_reach"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("occurrences")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.occurrences.exists())

    def save_model(self, request: HttpRequest, obj: ReminderRule, form: Any, change: bool) -> None:
        if change and obj.is_active and "is_active" in form.changed_data:
            obj.begin_now()
        super().save_model(request, obj, form, change)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        conference = required_conference(request)
        calendar = calendar_of(conference)
        context = {
            "title": _("Reminder rules"),
            "calendar": calendar,
            "months": months_of(conference, calendar["coming"] + calendar["past"]),
            "weekdays": weekdays(),
            "missed": [row for row in calendar["past"] if "decide" in row],
        }
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def name_shown(self, rule: ReminderRule) -> str:
        return rule.name

    @admin.display(description=gettext_lazy("to whom"))
    def to_whom(self, rule: ReminderRule) -> str:
        condition = registry.reminder_conditions.get(rule.condition)
        return str(condition.label) if condition else _("Nobody: this kind of reminder is no longer known.")

    @admin.display(description=gettext_lazy("when"), ordering="-days_before")
    def days(self, rule: ReminderRule) -> str:
        return lines(days_text(rule.days_before), _("at %(time)s") % {"time": f"{rule.local_time:%H:%M}"})

    @admin.display(description=gettext_lazy("status"), ordering="is_active")
    def standing(self, rule: ReminderRule) -> str:
        return tag("good", _("active")) if rule.is_active else tag("neutral", _("switched off"))


class DayToAvoidForm(VersionedModelForm):
    """``conference``: in which no day stands twice."""

    conference: ClassVar[Conference]

    class Meta:
        model = DayToAvoid
        fields = ("on", "state", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            states = State.objects.prefetch_related("names")
            named = sorted(((str(each.pk), str(each)) for each in states), key=lambda row: sort_key(row[1]))
            self.fields["state"].choices = [("", _("All: the hosts do not work")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        listed = DayToAvoid.objects.filter(conference=self.conference, state=cleaned.get("state"))
        on = cleaned.get("on")
        if on and listed.filter(on=on).exclude(pk=self.instance.pk).exists():
            self.add_error("on", _("This day is in the list already."))
        return cleaned


@admin.register(DayToAvoid)
class DayToAvoidAdmin(ScopedAdmin):
    """The holidays on which no reminder goes, or none to those of one State."""

    form = DayToAvoidForm
    roles_that_change = ROLES_THAT_CORRESPOND
    actions = None
    list_display = ("day", "of_state", "name")
    ordering = ("on", "name")
    fieldsets: ClassVar[Any] = ((None, {"fields": ("seen_version", "on", "state", "name")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("state__names")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.conference = required_conference(request)
        return form

    @admin.display(description=gettext_lazy("of which State"))
    def of_state(self, avoided: DayToAvoid) -> str:
        return str(avoided.state) if avoided.state else _("All")

    @admin.display(description=gettext_lazy("day"), ordering="on")
    def day(self, avoided: DayToAvoid) -> str:
        return day_text(avoided.on, with_year=True)


def days_text(days: int) -> str:
    """“3 days before the date”; a negative number is days after it."""
    if days == 0:
        return _("on the date itself")
    if days < 0:
        return ngettext("%(days)d day after the date", "%(days)d days after the date", -days) % {"days": -days}
    return ngettext("%(days)d day before the date", "%(days)d days before the date", days) % {"days": days}
