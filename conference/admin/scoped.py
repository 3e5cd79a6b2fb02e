"""What the pages of one conference's rows share: scope, roles, versions, translated fields."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import DEFAULT_DB_ALIAS, models
from django.forms import Field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import (
    current_conference,
    current_roles,
    is_of_current_conference,
    required_conference,
)
from conference.admin.discreet_log import DiscreetLog
from conference.forms.translated import TranslatedFormField
from conference.forms.versioned import VersionedModelForm
from conference.models import TeamRole, TranslatedTextField, Versioned
from conference.permissions import ROLES_THAT_ARRANGE, ROLES_THAT_READ


class TranslatedFields(BaseModelAdmin[Any]):
    """Shows each translated field with one control a language; ``long_fields`` get text areas."""

    long_fields: ClassVar[tuple[str, ...]] = ()
    uses_conference_languages: ClassVar[bool] = True

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        if isinstance(db_field, TranslatedTextField):
            kwargs["form_class"] = TranslatedFormField
            kwargs["long"] = db_field.name in self.long_fields
            conference = current_conference(request)
            kwargs["languages"] = conference.languages if conference and self.uses_conference_languages else None
            field: Field | None = db_field.formfield(**kwargs)
            return field
        return _without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))


def _names_of_filter(entry: Any) -> Iterable[str]:
    """The names in a query string by which a filter of a list is asked."""
    if isinstance(entry, type) and issubclass(entry, SimpleListFilter):
        return (str(entry.parameter_name),)
    field = entry[0] if isinstance(entry, (tuple, list)) else entry
    return (field, f"{field}__exact", f"{field}__id__exact", f"{field}__isnull", f"{field}__in")


def _without_side_doors(field: Field | None) -> Field | None:
    """No small links beside a choice that lead away from the form; each thing is entered on its own page."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_add_related = field.widget.can_change_related = False
        field.widget.can_delete_related = field.widget.can_view_related = False
    return field


def _without(fields: Iterable[Any], names: set[str]) -> list[Any]:
    """The fields of a set, some of them side by side in a tuple, but for those named."""
    lines = (field if isinstance(field, str) else tuple(n for n in field if n not in names) for field in fields)
    return [line for line in lines if line and line not in names]


class RolePermissions(BaseModelAdmin[Any]):
    """Rights follow from the roles in the current conference, not from Django's permissions."""

    roles_that_change: ClassVar[frozenset[TeamRole]] = ROLES_THAT_ARRANGE
    roles_that_read: ClassVar[frozenset[TeamRole]] = ROLES_THAT_READ
    may_be_added: ClassVar[bool] = True
    may_be_deleted: ClassVar[bool] = True

    def _has(self, request: HttpRequest, roles: frozenset[TeamRole]) -> bool:
        return bool(current_roles(request) & roles)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._has(request, self.roles_that_read)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._has(request, self.roles_that_read)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_be_added and self._has(request, self.roles_that_change)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._has(request, self.roles_that_change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_be_deleted and self._has(request, self.roles_that_change)


class ScopedChoices(BaseModelAdmin[Any]):
    """Offers, and accepts, only what is of the current conference.

    ``choices_within`` names the relations whose choices must be of it, each with its own path to the conference.
    """

    choices_within: ClassVar[dict[str, str]] = {}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **self._within(db_field, request, kwargs))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **self._within(db_field, request, kwargs))

    def _within(self, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> dict[str, Any]:
        if db_field.name not in self.choices_within:
            return kwargs
        lookup = {self.choices_within[db_field.name]: required_conference(request)}
        return kwargs | {"queryset": db_field.related_model._default_manager.filter(**lookup)}


class OfferedFilters(BaseModelAdmin[Any]):
    """A list is filtered by what it offers and by nothing else."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """A free query string could spell out, letter by letter, what the page withholds."""
        filters: Iterable[Any] = getattr(self, "list_filter", ())
        return lookup in {name for entry in filters for name in _names_of_filter(entry)}


class GuardedForms(ModelAdmin[Any]):
    """A form made in another conference than the officer works in now is refused; another tab may have changed it."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return self._guarded(request, lambda: super(GuardedForms, self).changelist_view(request, extra_context))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self._guarded(
            request, lambda: super(GuardedForms, self).changeform_view(request, object_id, form_url, extra_context)
        )

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self._guarded(request, lambda: super(GuardedForms, self).delete_view(request, object_id, extra_context))

    def _guarded(self, request: HttpRequest, go_on: Callable[[], Any]) -> HttpResponse:
        if request.method == "POST" and not is_of_current_conference(request):
            messages.error(
                request,
                _("This form belongs to another conference than the one you work in now. Nothing was changed."),
            )
            return HttpResponseRedirect(request.path)
        response: HttpResponse = go_on()
        return response

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What keeps a row from being deleted is counted, not named: it may name whom this officer may not know."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return gone, counts, lacking, _counted(objs) if protected else []


def _counted(objs: Any) -> list[str]:
    """“Registrations: 12”, for each kind of row that refers to what was to be deleted."""
    things = list(objs)
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=things)
    collector.collect(things)
    kinds = Counter(capfirst(str(row._meta.verbose_name_plural)) for row in collector.protected)
    return [f"{kind}: {count}" for kind, count in sorted(kinds.items())]


class ScopedAdmin(TranslatedFields, ScopedChoices, OfferedFilters, RolePermissions, DiscreetLog, GuardedForms):
    """Rows of the current conference only; a form made in another conference is refused.

    ``conference_lookup`` is the path from the model to its conference.
    """

    conference_lookup: ClassVar[str] = "conference"
    #: What an act may raise: shown on the form, with everything typed kept and nothing saved.
    refusals: ClassVar[tuple[type[Exception], ...]] = ()
    show_full_result_count = False
    list_per_page = 50
    actions_on_bottom = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(**{self.conference_lookup: required_conference(request)})

    def action_checkbox(self, obj: Any) -> SafeString:
        """Labelled by place, not by name: whoever is withheld from the row is not named to a screen reader either."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            _("Select this row"),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if issubclass(self.model, Versioned) and "form" not in kwargs and not issubclass(self.form, VersionedModelForm):
            kwargs["form"] = VersionedModelForm
        form = super().get_form(request, obj, change, **kwargs)
        if issubclass(form, VersionedModelForm):
            form.refusal = getattr(request, "refusal", "")
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads is not shown what a form asks besides the model's own fields."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        asked = set(getattr(self.form, "declared_fields", ())) | {"seen_version"}
        asked -= {field.name for field in self.opts.get_fields()}
        return [(name, {**options, "fields": _without(options["fields"], asked)}) for name, options in sets]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        exclude = tuple(super().get_exclude(request, obj) or ())
        return (*exclude, "conference") if self.conference_lookup == "conference" else exclude

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and self.conference_lookup == "conference":
            obj.conference = required_conference(request)
        super().save_model(request, obj, form, change)

    def _guarded(self, request: HttpRequest, go_on: Callable[[], Any]) -> HttpResponse:
        try:
            return super()._guarded(request, go_on)
        except self.refusals as error:
            request.refusal = str(error)  # type: ignore[attr-defined]
            return super()._guarded(request, go_on)


class ScopedInline(TranslatedFields, ScopedChoices, RolePermissions, InlineModelAdmin[Any, Any]):
    """Rows that belong to a row of the current conference."""

    extra = 0


class ScopedTabularInline(ScopedInline):
    template = "admin/edit_inline/tabular.html"


class ScopedStackedInline(ScopedInline):
    template = "admin/edit_inline/stacked.html"
