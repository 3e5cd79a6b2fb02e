"""Another code for the entrance in place of a lost one: the reason, the letter as it will go, then the new code."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import current_roles, officer
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.permissions import ROLES_THAT_REGISTER
from registration.actions.badges import give_another_code, valid_badge
from registration.admin.invitation_forms import Section, sections
from registration.admin.naming import is_withheld, person_line
from registration.admin.previewed import PreviewedAct, run
from registration.models import Badge, Registration

CODE_LETTERS = ("code_replaced", "member_code_replaced")


class CodeForm(forms.Form):
    """Why, and which code the page was about."""

    former = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "For example: telephone stolen, the mission called. Kept in the history; it stands in no letter."
        ),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter why another code is given")},
    )

    @property
    def sections(self) -> list[Section]:
        return sections(self, ("", ("reason",)))


def code_url(request: HttpRequest, registration: Registration) -> str:
    """Where another code is given; nothing where there is none to replace, or this officer gives none."""
    if not current_roles(request) & ROLES_THAT_REGISTER or valid_badge(registration) is None:
        return ""
    return reverse("admin:registration_registration_code", args=[registration.pk])


def code_view(model_admin: ModelAdmin[Any]) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """The view, for the admin site to wrap."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = model_admin.get_queryset(request).select_related("participant", "conference")
        registration: Registration = get_object_or_404(found, pk=pk)
        if is_withheld(request, registration.participant) or not current_roles(request) & ROLES_THAT_REGISTER:
            raise PermissionDenied
        present = valid_badge(registration)
        if present is None:
            messages.error(request, _("Only who is registered has a code for the entrance."))
            return HttpResponseRedirect(_page_of(registration))
        form = CodeForm(request.POST or None, initial={"former": present.pk})
        return run(model_admin, request, _page(request, registration, form))

    return view


def _page(request: HttpRequest, registration: Registration, form: CodeForm) -> PreviewedAct[Badge]:
    name, by = person_line(request, registration.participant).name, officer(request)
    return PreviewedAct(
        title=_("Another code for the entrance"),
        lede=_lede(name),
        form=form,
        act=lambda: give_another_code(
            registration.pk, former=form.cleaned_data["former"], reason=form.cleaned_data["reason"], by=by
        ),
        about=lambda _badge: [registration.pk],
        done=lambda badge: _done(badge, name),
        done_url=lambda _badge: _page_of(registration),
        parent_url=reverse("admin:registration_registration_changelist"),
        parent_label=_("Registrations"),
        cancel_url=_page_of(registration),
        act_label=_("Give another code"),
    )


def _lede(name: str) -> str:
    return _(
        "%(name)s receives another code. The former one opens nothing from that moment; a badge that carries it has to "
        "be printed anew."
    ) % {"name": name}


def _done(badge: Badge, name: str) -> str:
    """That a letter brings it; where none may be written, the code itself, to be passed on by hand."""
    letters = OutgoingMessage.objects.filter(
        about_id=badge.registration_id, purpose__in=CODE_LETTERS, created_at__gte=badge.issued_at
    )
    states = set(letters.values_list("state", flat=True))
    if not states:
        return _("%(name)s has another code. No letter goes out; please pass it on yourself: %(code)s") % {
            "name": name,
            "code": badge.shown,
        }
    if MessageState.BY_HAND in states:
        sentence = _("%(name)s has another code; the letter with it waits in the ledger, to be sent by hand.")
    else:
        sentence = _("%(name)s has another code; the letter with it is on its way, and the former one is dead.")
    return sentence % {"name": name}


def _page_of(registration: Registration) -> str:
    return reverse("admin:registration_registration_change", args=[registration.pk])
