"""How long the way is between venues, and between the rooms of one."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from agenda.admin.conflict_words import hours_text
from agenda.forms.conflict import WalkingTimeForm
from agenda.models import WalkingTime
from conference.admin.current import required_conference
from conference.admin.scoped import ScopedAdmin
from conference.permissions import ROLES_THAT_SCHEDULE


@admin.register(WalkingTime)
class WalkingTimeAdmin(ScopedAdmin):
    form = WalkingTimeForm
    roles_that_change = ROLES_THAT_SCHEDULE
    list_display = ("way", "takes")
    actions = None
    choices_within: ClassVar[dict[str, str]] = {"first": "conference", "second": "conference"}
    change_list_template = "admin/agenda/walking_times.html"
    fieldsets: ClassVar[Any] = ((None, {"fields": ("seen_version", ("first", "second"), "minutes")}),)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.conference = required_conference(request)
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        ways: QuerySet[Any] = super().get_queryset(request).select_related("first", "second")
        return ways

    @admin.display(description=gettext_lazy("way"))
    def way(self, way: WalkingTime) -> str:
        return str(way)

    @admin.display(description=gettext_lazy("takes"))
    def takes(self, way: WalkingTime) -> str:
        return hours_text(way.minutes)
