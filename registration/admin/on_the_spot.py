"""“Register someone”: a person entered by the Secretariat itself."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import officer, required_conference
from conference.admin.scoped import ScopedAdmin
from registration.actions.on_the_spot import register_on_the_spot
from registration.admin.duplicate_words import signals_in_words, whereabouts
from registration.admin.guard import is_of_another_conference
from registration.admin.naming import delegations_by_name, person_line
from registration.admin.registration_filters import categories_of
from registration.errors import RegistrationError
from registration.forms.person import PersonForm
from registration.forms.question_fields import field_name
from registration.forms.questions import TITLE, AskingForm, Upon
from registration.models import NAME_FIELDS, DelegationRole, Question, QuestionKind, Registration
from registration.queries.asked import asked_of_persons
from registration.queries.duplicates import candidates_for, current_registrations


class OnTheSpotForm(AskingForm, PersonForm):
    """Where the person belongs, then the person, then what is asked in the category; saved as far as it goes.

    A file that answers a question is added on the page of the registration.
    """

    is_whole = False

    category = forms.ChoiceField(label=gettext_lazy("Category"))
    delegation = forms.ChoiceField(
        label=gettext_lazy("Delegation"),
        required=False,
        help_text=gettext_lazy("Only for members of a delegation; they take one of its seats."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role in the delegation"), required=False)
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, conference=required_conference(request), **kwargs)
        self.categories = categories_of(request)
        none = ("", _("None"))
        delegations = [(str(pk), name.text) for pk, name in delegations_by_name(request).items()]
        self.fields["category"].choices = [(str(pk), str(each)) for pk, each in self.categories.items()]  # type: ignore[attr-defined]
        self.fields["delegation"].choices = [none, *delegations]  # type: ignore[attr-defined]
        self.fields["role"].choices = [none, *DelegationRole.choices]  # type: ignore[attr-defined]
        self.ask(each for each in asked_of_persons(self.conference) if each.kind != QuestionKind.FILE)

    def upon(self, question: Question, asked: Mapping[uuid.UUID, Question]) -> Upon | None:
        """The same, and the categories in which alone it is asked."""
        upon = super().upon(question, asked)
        named = [each for pk, each in self.categories.items() if question.is_asked_in(pk)]
        if len(named) == len(self.categories):
            return upon
        where = _("Only in: %(categories)s.") % {"categories": ", ".join(map(str, named))}
        keys = " ".join(str(each.pk) for each in named)
        sentence = " ".join(filter(None, (where, upon.sentence if upon else "")))
        return replace(upon or Upon(""), sentence=sentence, categories=keys)

    def asked_now(self) -> list[Question]:
        """Those of the category that was chosen."""
        chosen = self.cleaned_data.get("category")
        return [each for each in self.questions if chosen and each.is_asked_in(uuid.UUID(chosen))]

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        if self.cleaned_data.get("delegation") and not self.cleaned_data.get("role"):
            self.add_error("role", _("Choose the role in the delegation"))
        return cleaned

    def sections(self) -> list[tuple[str, list[Any]]]:
        """The fields in the page's order, under their headings."""
        parts = (
            (_("Participation"), ("category", "delegation", "role")),
            (_("Name"), NAME_FIELDS),
            (_("Function"), ("function", "institution", "nationality")),
            (_("Contact"), ("email", "office_email", "phone", "language")),
        )
        sections = [(title, [self[name] for name in names if name in self.fields]) for title, names in parts]
        asked = [self[field_name(each)] for each in self.questions]
        return [*sections, (str(TITLE), asked)] if asked else sections


def register_someone(model_admin: ScopedAdmin, request: HttpRequest) -> HttpResponse:
    """The form, and the act behind it; whoever is registered twice by a double submit is registered once."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = OnTheSpotForm(request.POST or None, request=request)
    alike: list[dict[str, str]] = []
    if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
        alike = _alike(request, form)
        answer = None if alike else _answer(request, form)
        if answer is not None:
            return answer
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Register someone"),
        "opts": model_admin.opts,
        "form": form,
        "alike": alike,
        "submit_label": _("Another person: register anyway") if alike else _("Register"),
        "cancel_url": reverse("admin:registration_registration_changelist"),
        "parent_url": reverse("admin:registration_registration_changelist"),
        "parent_label": _("Registrations"),
    }
    return TemplateResponse(request, "admin/registration/on_the_spot.html", context)


def _answer(request: HttpRequest, form: OnTheSpotForm) -> HttpResponse | None:
    try:
        registration = _register(request, form)
    except RegistrationError as error:
        form.add_error(None, str(error))
        return None
    return _entered(request, registration)


def _alike(request: HttpRequest, form: OnTheSpotForm) -> list[dict[str, str]]:
    """Whom the person may be the same as; nobody once the officer has said that it is another."""
    if "another_person" in request.POST:
        return []
    form.instance.conference = required_conference(request)
    candidates = candidates_for(form.instance, by=officer(request))
    found = current_registrations([each.participant.pk for each in candidates])
    names = delegations_by_name(request)
    return [
        {
            "name": person_line(request, each.participant).name,
            "where": whereabouts(found[each.participant.pk], names),
            "signals": signals_in_words(each.signals),
            "url": reverse("admin:registration_registration_change", args=[found[each.participant.pk].pk]),
        }
        for each in candidates
        if each.participant.pk in found
    ]


def _register(request: HttpRequest, form: OnTheSpotForm) -> Registration:
    conference, chosen = required_conference(request), form.cleaned_data
    delegation = conference.delegations.get(pk=chosen["delegation"]) if chosen["delegation"] else None
    return register_on_the_spot(
        conference=conference,
        category=form.categories[uuid.UUID(chosen["category"])],
        person=form.instance,
        delegation=delegation,
        role=DelegationRole(chosen["role"] or DelegationRole.DELEGATE),
        by=officer(request),
        form_token=chosen["form_token"],
        answered=form.answered(),
    )


def _entered(request: HttpRequest, registration: Registration) -> HttpResponse:
    messages.success(
        request,
        _("%(name)s is entered; the status is “%(status)s”.")
        % {"name": registration.participant.formal_name, "status": registration.get_state_display()},
    )
    return HttpResponseRedirect(reverse("admin:registration_registration_change", args=[registration.pk]))
