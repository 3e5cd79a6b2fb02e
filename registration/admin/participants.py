"""A person's data, corrected by the Secretariat; persons are found through their registrations, not by a list."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from conference.admin.current import officer, required_conference, sees_protected
from conference.admin.scoped import ScopedAdmin
from conference.permissions import ROLES_THAT_REGISTER
from registration.actions.correct_person import correct_person
from registration.admin.participant_form import ParticipantForm
from registration.errors import RegistrationError
from registration.forms.person import language_choices
from registration.models import Participant, Registration, Visibility, searchable


@admin.register(Participant)
class ParticipantAdmin(ScopedAdmin):
    """Changes go through ``correct_person``; other pages find persons here by autocompletion."""

    form = ParticipantForm
    roles_that_change = ROLES_THAT_REGISTER
    may_be_added = False
    may_be_deleted = False
    refusals = (RegistrationError,)
    search_fields = ("search_text",)
    ordering = ("search_text",)
    fieldsets: ClassVar[Any] = (
        (
            _("Name"),
            {
                "fields": (
                    "seen_version",
                    ("courtesy", "title"),
                    ("given_names", "family_name"),
                    "patronymic",
                    ("name_order", "name_of_address"),
                    "native_name",
                    "listed_name",
                    "badge_name",
                )
            },
        ),
        (_("Function"), {"fields": ("function", "institution", "nationality")}),
        (_("Contact"), {"fields": (("email", "office_email"), ("phone", "language"), "never_write_automatically")}),
        (
            _("Particulars"),
            {"fields": (("modality", "age_band"), ("gender", "interpretation_language"), "do_not_photograph")},
        ),
        (_("Visibility"), {"fields": ("visibility", "named_on_agenda", "visibility_reason")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        everybody = super().get_queryset(request)
        return everybody if sees_protected(request) else everybody.exclude(visibility=Visibility.HIDDEN)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        for word in searchable(search_term).split():
            queryset = queryset.filter(Q(search_text__contains=word))
        return queryset, False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "language":
            choices = language_choices(required_conference(request))
            return forms.ChoiceField(label=db_field.verbose_name, choices=choices)
        if db_field.name == "interpretation_language":
            offered = [("", now("None")), *language_choices(required_conference(request))]
            return forms.ChoiceField(label=db_field.verbose_name, choices=offered, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Participant, form: Any, change: bool) -> None:
        known = {field.name for field in Participant._meta.get_fields()}
        changes = {name: form.cleaned_data[name] for name in form.changed_data if name in known}
        if changes:
            correct_person(obj.pk, changes=changes, by=officer(request), version=form.cleaned_data["seen_version"])
        if form.narrowed():
            self._log_narrowing(request, obj, form.cleaned_data["visibility_reason"])

    def _log_narrowing(self, request: HttpRequest, person: Participant, reason: str) -> None:
        """To what and why, as a line of its own beside the one that says what was changed."""
        named = now("named on the agenda") if person.named_on_agenda else now("not named on the agenda")
        sentence = now("Visibility: %(seen)s, %(named)s. Reason: %(reason)s")
        self.log_change(
            request, person, sentence % {"seen": person.get_visibility_display(), "named": named, "reason": reason}
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return HttpResponseRedirect(reverse("admin:registration_registration_changelist"))

    def response_change(self, request: HttpRequest, obj: Participant) -> HttpResponse:
        answer = super().response_change(request, obj)
        url = registration_url(obj.pk)
        return answer if "_continue" in request.POST or not url else HttpResponseRedirect(url)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {"registration_url": registration_url(object_id), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)


def registration_url(participant_id: Any) -> str:
    """The page of the person's latest registration; nothing for a person without one, or for what is no identifier."""
    try:
        registration = Registration.objects.filter(participant=participant_id).order_by("-created_at").first()
    except ValidationError:
        return ""
    return reverse("admin:registration_registration_change", args=[registration.pk]) if registration else ""
