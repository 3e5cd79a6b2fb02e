"""The registers that every conference draws on. Whoever arranges a conference may correct them."""

import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.current import required_conference
from conference.admin.scoped import OfferedFilters, RolePermissions, ScopedStackedInline, TranslatedFields
from conference.models import Mission, Organisation, OrganisationName, State, StateName


class NameInline(ScopedStackedInline):
    """All languages of the register, not only the conference's: a name is everybody's."""

    uses_conference_languages = False


class StateNameInline(NameInline):
    model = StateName
    fields = ("name", "formal_name", "genitive", "dative", "sort_key", ("valid_from", "valid_to"), "verified", "note")


class OrganisationNameInline(NameInline):
    model = OrganisationName
    fields = ("name", "sort_key", ("valid_from", "valid_to"), "verified")


class MissionInline(ScopedStackedInline):
    model = Mission
    fields = ("name", ("city", "email", "language"), "note")


class RegisterAdmin(TranslatedFields, OfferedFilters, RolePermissions, ModelAdmin[Any]):
    """A register is global: no conference owns its rows, and rows in use are protected by the database."""

    uses_conference_languages = False
    may_be_deleted = False
    list_per_page = 100

    @admin.display(description=_("name"))
    def name_now(self, thing: State | Organisation) -> str:
        return str(thing)


@admin.register(State)
class StateAdmin(RegisterAdmin):
    list_display = ("name_now", "group", "verified", "code")
    list_filter = ("group",)
    search_fields = ("code", "names__name", "names__formal_name")
    inlines = (StateNameInline, MissionInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[State]:
        return State.objects.prefetch_related("names")

    @admin.display(description=_("verified"))
    def verified(self, state: State) -> str:
        """By language, how far the latest name is proved."""
        names = sorted(state.names.all(), key=lambda name: name.valid_from or datetime.date.min)
        if not names:
            return "–"
        proofs = ((language, names[-1].verification(language)) for language in sorted(names[-1].verified))
        return ", ".join(f"{language.upper()}: {proof.label}" for language, proof in proofs if proof)


@admin.register(Mission)
class MissionAdmin(RegisterAdmin):
    list_display = ("name", "city", "email", "language")
    search_fields = ("name", "email", "city", "state__names__name")
    autocomplete_fields: ClassVar[Any] = ("state",)
    may_be_deleted = True


@admin.register(Organisation)
class OrganisationAdmin(RegisterAdmin):
    """International organisations, and those of the conference one works in."""

    list_display = ("name_now", "abbreviation", "family")
    list_filter = ("family",)
    search_fields = ("abbreviation", "names__name")
    inlines = (OrganisationNameInline,)
    exclude = ("conference",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        mine = Q(conference__isnull=True) | Q(conference=required_conference(request))
        return Organisation.objects.filter(mine).prefetch_related("names")
