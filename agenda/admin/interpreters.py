"""Interpreter teams: languages, hours that were agreed, and the sessions in which they work."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin.conflict_words import hours_text, languages_text
from agenda.forms.conflict import InterpreterTeamForm
from agenda.models import InterpreterTeam
from agenda.states import SessionState
from conference.admin.current import required_conference
from conference.admin.scoped import ScopedAdmin
from conference.permissions import ROLES_THAT_SCHEDULE


@admin.register(InterpreterTeam)
class InterpreterTeamAdmin(ScopedAdmin):
    """Teams are assigned on the page of each session."""

    form = InterpreterTeamForm
    roles_that_change = ROLES_THAT_SCHEDULE
    list_display = ("name", "between", "hours", "how_many")
    actions = None
    change_list_template = "admin/agenda/interpreters.html"
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("seen_version", "name", "languages")}),
        (gettext_lazy("Hours agreed"), {"fields": (("minutes_a_day", "minutes_without_rest", "rest_minutes"),)}),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.conference = required_conference(request)
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        held = Q(sessions__state=SessionState.SCHEDULED, sessions__starts_at__isnull=False)
        teams: QuerySet[Any] = super().get_queryset(request).annotate(assigned=Count("sessions", filter=held))
        return teams

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """With the sessions that lose them, by title: the rows between the two have no words of their own."""
        teams = list(objs)
        _gone, _counts, lacking, protected = super().get_deleted_objects(teams, request)
        sessions = [str(session) for team in teams for session in team.sessions.in_order()]
        counts = {self.opts.verbose_name_plural: len(teams), _("sessions that lose their interpreters"): len(sessions)}
        shown = {name: count for name, count in counts.items() if count}
        return [*map(str, teams), *([sessions] if sessions else [])], shown, lacking, protected

    @admin.display(description=gettext_lazy("languages"))
    def between(self, team: InterpreterTeam) -> str:
        return languages_text(team.languages)

    @admin.display(description=gettext_lazy("hours a day"))
    def hours(self, team: InterpreterTeam) -> str:
        return hours_text(team.minutes_a_day)

    @admin.display(description=gettext_lazy("sessions"))
    def how_many(self, team: Any) -> int:
        return int(team.assigned)
