"""When participants are not available, as they have told the Secretariat."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from agenda.models import Unavailability
from conference.admin.current import required_conference
from conference.admin.scoped import ScopedAdmin
from conference.formats import moment_text
from conference.permissions import ROLES_THAT_SCHEDULE
from registration.admin.naming import is_withheld, person_line


@admin.register(Unavailability)
class UnavailabilityAdmin(ScopedAdmin):
    """Whose it is stays whose it is. Of protected persons the hours alone are shown, and only to be read."""

    conference_lookup = "participant__conference"
    roles_that_change = ROLES_THAT_SCHEDULE
    actions = None
    autocomplete_fields: ClassVar[Any] = ("participant",)
    choices_within: ClassVar[dict[str, str]] = {"participant": "conference"}
    readonly_fields = ("person",)
    change_list_template = "admin/agenda/absences.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        times: QuerySet[Any] = super().get_queryset(request).select_related("participant")
        return times

    def get_list_display(self, request: HttpRequest) -> list[str | Callable[[Any], str | bool]]:
        zone = required_conference(request).zone

        @admin.display(description=gettext_lazy("participant"))
        def person(row: Unavailability) -> str:
            return person_line(request, row.participant).name

        @admin.display(description=gettext_lazy("not available from"))
        def begins(row: Unavailability) -> str:
            return moment_text(row.starts_at, zone)

        @admin.display(description=gettext_lazy("available again from"))
        def ends(row: Unavailability) -> str:
            return moment_text(row.ends_at, zone)

        @admin.display(description=gettext_lazy("note"))
        def words(row: Unavailability) -> str:
            return "–" if is_withheld(request, row.participant) else row.note or "–"

        return [person, begins, ends, words]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.person_shown = person_line(request, row.participant).name
        return row

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("participant", ("starts_at", "ends_at"), "note")
        shown = ("person", ("starts_at", "ends_at"))
        return shown if is_withheld(request, obj.participant) else ("seen_version", *shown, "note")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not is_withheld(request, obj.participant))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not is_withheld(request, obj.participant))

    @admin.display(description=gettext_lazy("participant"))
    def person(self, row: Any) -> str:
        return str(row.person_shown)
