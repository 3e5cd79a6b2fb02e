"""By what is known of the person. Whoever is withheld from the reader is in none of these lists."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.current import required_conference, sees_protected
from conference.formats import language_name
from registration.admin.desk_list import DeskFilter
from registration.models import Visibility


class NamedFilter(DeskFilter):
    """Of a protected person it would tell what the row keeps back: to whom none is named, none is shown."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.values:
            return queryset
        if not sees_protected(request):
            queryset = queryset.exclude(participant__visibility=Visibility.HIDDEN)
        return self.cut(request, queryset)

    def cut(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the values name; whoever may not be named is left out already."""
        return queryset.filter(**{f"{self.field}__in": self.values})


class LanguageFilter(NamedFilter):
    title = _("language of letters")
    parameter_name = "language"
    field = "participant__language"
    sentence = _("Letters are written in %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(code, language_name(code)) for code in required_conference(request).languages]


class VisibilityFilter(DeskFilter):
    """That somebody is protected stands in the row of everybody's list; so this one tells nothing more."""

    title = _("visibility")
    parameter_name = "visibility"
    field = "participant__visibility"
    sentence = _("The name is %(values)s.")
    offered = Visibility.choices
