"""Categories of participants: route, places and how many are taken, window, the visibility that is proposed first."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import required_conference
from conference.admin.scoped import ScopedAdmin
from conference.forms.versioned import VersionedModelForm
from conference.models import Conference, StateGroup
from registration.admin.waiting import told_of_promotions
from registration.models import DelegationRole, ParticipantCategory, Particular
from registration.models.particulars import NEVER_REQUIRED
from registration.queries.desk_delegations import categories_for_desk

TICKED: dict[str, Iterable[TextChoices]] = {
    "roles_outside_quota": DelegationRole,
    "state_groups": StateGroup,
    "asks": Particular,
    "requires": [each for each in Particular if each not in NEVER_REQUIRED],
}


class CategoryForm(VersionedModelForm):
    """A group of States is invited in one category, so that it is known which."""

    #: In which the officer works: a category that is begun has none of its own yet.
    conference: ClassVar[Conference]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        groups = set(cleaned.get("state_groups") or ())
        others = ParticipantCategory.objects.filter(conference=self.conference).exclude(pk=self.instance.pk)
        for other in others:
            for group in groups & set(other.state_groups):
                sentence = _("%(group)s: already invited in the category “%(category)s”; take it away there first.")
                named = {"group": capfirst(str(StateGroup(group).label)), "category": other}
                self.add_error("state_groups", sentence % named)
        return cleaned


@admin.register(ParticipantCategory)
class ParticipantCategoryAdmin(ScopedAdmin):
    """Edited like any setting; a category in use is protected by the database."""

    form = CategoryForm
    list_display = ("name_shown", "route_shown", "places_taken", "visibility_shown", "waiting_list")
    list_display_links = ("name_shown",)
    ordering = ("position",)
    actions = None
    long_fields = ("description",)
    readonly_fields = ("places_taken",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("seen_version", "name", "slug", "description", "route", "state_groups")}),
        (
            gettext_lazy("Places"),
            {
                "fields": (
                    ("places", "places_taken"),
                    "has_waiting_list",
                    "promotes_automatically",
                    "tells_waiting_position",
                    "roles_outside_quota",
                )
            },
        ),
        (gettext_lazy("Window"), {"fields": ("opens_at", "closes_at", "decide_by")}),
        (
            gettext_lazy("Form"),
            {"fields": ("asks", "requires", "asks_about_organisation", "default_visibility", "colour", "position")},
        ),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Roles and groups of States are ticked, not typed."""
        if db_field.name not in TICKED:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label=capfirst(db_field.verbose_name),
            help_text=db_field.help_text,
            choices=[(each.value, capfirst(str(each.label))) for each in TICKED[db_field.name]],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.conference = required_conference(request)
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return categories_for_desk(required_conference(request))

    def save_model(self, request: HttpRequest, obj: ParticipantCategory, form: Any, change: bool) -> None:
        """More places, or places given automatically from now on: those in line get them at once."""
        super().save_model(request, obj, form, change)
        if change:
            told_of_promotions(request, obj.conference)

    @admin.display(description=gettext_lazy("name"))
    def name_shown(self, category: ParticipantCategory) -> str:
        return str(category)

    @admin.display(description=gettext_lazy("route"), ordering="route")
    def route_shown(self, category: ParticipantCategory) -> str:
        return str(category.get_route_display())

    @admin.display(description=gettext_lazy("places taken"))
    def places_taken(self, category: Any) -> str:
        taken = getattr(category, "taken", 0)
        if category.places is None:
            return str(taken)
        return _("%(taken)d of %(places)d") % {"taken": taken, "places": category.places}

    @admin.display(description=gettext_lazy("visibility proposed"))
    def visibility_shown(self, category: ParticipantCategory) -> str:
        return str(category.get_default_visibility_display())

    @admin.display(description=gettext_lazy("waiting list"))
    def waiting_list(self, category: ParticipantCategory) -> str:
        return _("when full") if category.has_waiting_list else _("none")
