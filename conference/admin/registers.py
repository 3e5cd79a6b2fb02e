"""The registers that every conference draws on. Whoever arranges a conference may correct them."""

import datetime
from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from conference.admin.current import required_conference
from conference.admin.markup import tag
from conference.admin.officers import officers_shown
from conference.admin.scoped import GuardedForms, OfferedFilters, RolePermissions, ScopedStackedInline, TranslatedFields
from conference.formats import language_name
from conference.forms.translated import TranslatedFormField
from conference.forms.verified import VerifiedField
from conference.models import Mission, Organisation, OrganisationName, State, StateName, TranslatedTextField, User
from conference.models.dated import Verification
from conference.models.organisation import OF_ONE_CONFERENCE
from conference.permissions import ROLES_THAT_INVITE
from conference.reference.tables import LANGUAGES

TONES = {Verification.SOURCE: "good", Verification.KNOWN: "neutral", Verification.UNSURE: "waiting"}


class RegisterFields(TranslatedFields):
    """All languages of the registers, not only the conference's or the interface's: a name is everybody's."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if isinstance(db_field, TranslatedTextField):
            field: forms.Field | None = db_field.formfield(form_class=TranslatedFormField, languages=LANGUAGES)
            return field
        if db_field.name == "verified":
            return VerifiedField(
                languages=LANGUAGES, label=db_field.verbose_name, help_text=db_field.help_text, required=False
            )
        if db_field.name == "language":
            return forms.ChoiceField(label=db_field.verbose_name, choices=settings.LANGUAGES)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class NamesFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """Says beside the form what the database would refuse: two names for one day."""

    def clean(self) -> None:
        super().clean()
        kept = [form.instance for form in self.forms if form.has_changed() or form.instance.pk]
        gone = {form.instance.pk for form in self.deleted_forms}
        periods = sorted(
            (name.valid_from or datetime.date.min, name.valid_to or datetime.date.max)
            for name in kept
            if name.pk not in gone
        )
        if any(later[0] < earlier[1] for earlier, later in pairwise(periods)):
            raise ValidationError(_("Two of these names are in force on the same day; give each its days."))


class NameInline(RegisterFields, ScopedStackedInline):
    """The names that a thing has had, each with the days on which it was in force."""

    formset = NamesFormSet


class StateNameInline(NameInline):
    model = StateName
    fields = ("name", "formal_name", "genitive", "dative", "sort_key", ("valid_from", "valid_to"), "verified", "note")


class OrganisationNameInline(NameInline):
    model = OrganisationName
    fields = ("name", "sort_key", ("valid_from", "valid_to"), "verified")


class MissionInline(RegisterFields, ScopedStackedInline):
    model = Mission
    fields = ("name", ("city", "email", "language"), "note")


class RegisterAdmin(RegisterFields, OfferedFilters, RolePermissions, GuardedForms):
    """A register is global: no conference owns its rows, and rows in use are protected by the database.

    Officers of every host correct it; who they are is told to their own host alone.
    """

    may_be_deleted = False
    actions = None
    show_facets = ShowFacets.NEVER
    list_per_page = 100

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        response = super().history_view(request, object_id, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            known = set(officers_shown(request).values_list("pk", flat=True))
            for entry in response.context_data["action_list"]:
                if entry.user_id not in known:
                    entry.user = User(name=now("an officer outside this conference"))
        return response

    @admin.display(description=_("name"))
    def name_now(self, thing: State | Organisation | Mission) -> str:
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
        proofs = ((language, names[-1].verification(language)) for language in LANGUAGES)
        tags = ((tag(TONES[proof], f"{language.upper()} {proof.label}"),) for language, proof in proofs if proof)
        return format_html_join(" ", "{}", tags) or "–"


@admin.register(Mission)
class MissionAdmin(RegisterAdmin):
    """Whoever invites States enters the missions through which they are written to."""

    roles_that_change = ROLES_THAT_INVITE
    list_display = ("name_now", "city_shown", "email", "language_shown")
    search_fields = ("name", "email", "city", "state__names__name")
    autocomplete_fields: ClassVar[Any] = ("state",)
    may_be_deleted = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The administrator alone: whether a mission can go tells whether any host has written through it."""
        return bool(request.user.is_superuser)

    @admin.display(description=_("city"), ordering="city")
    def city_shown(self, mission: Mission) -> str:
        return str(mission.city) or "–"

    @admin.display(description=_("language of correspondence"), ordering="language")
    def language_shown(self, mission: Mission) -> str:
        return language_name(mission.language)


class OrganisationForm(forms.ModelForm[Organisation]):
    """Civil society, academia and media belong to the conference in which they are entered, and stay there."""

    def clean_family(self) -> str:
        family: str = self.cleaned_data["family"]
        belongs_to_one = family in OF_ONE_CONFERENCE
        is_new = self.instance._state.adding  # noqa: SLF001  Django documents the attribute
        if not is_new and belongs_to_one != (self.instance.conference_id is not None):
            raise ValidationError(
                _(
                    "An organisation of one conference cannot become everybody's, nor the other way round. "
                    "Enter it anew."
                )
            )
        return family


@admin.register(Organisation)
class OrganisationAdmin(RegisterAdmin):
    """International organisations, and those of the conference one works in."""

    form = OrganisationForm
    list_display = ("name_now", "abbreviation", "family")
    list_filter = ("family",)
    search_fields = ("abbreviation", "names__name")
    inlines = (OrganisationNameInline,)
    exclude = ("conference",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        mine = Q(conference__isnull=True) | Q(conference=required_conference(request))
        return Organisation.objects.filter(mine).prefetch_related("names")

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        if not change and obj.family in OF_ONE_CONFERENCE:
            obj.conference = required_conference(request)
        super().save_model(request, obj, form, change)
