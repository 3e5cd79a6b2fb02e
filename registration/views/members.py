"""What a focal point does with one member: fill in, substitute, withdraw. What has consequences is confirmed first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.formats import day_text
from conference.models import Conference, User
from conference.views.pages import get_conference, page, signed_in
from registration.actions.answers import answers_known, questions_for_focal_point, tell_answers
from registration.actions.changes import propose_change, propose_substitution
from registration.actions.nominate import complete_nomination, substitute_member
from registration.actions.withdraw import withdraw_registration
from registration.errors import RegistrationError
from registration.forms.nomination import CompletionForm, SubstituteForm, WithdrawalForm, role_text
from registration.models import Registration
from registration.queries.outstanding import everything_outstanding
from registration.queries.pending_changes import asks_first, is_moderated, told_first
from registration.queries.windows import registration_window
from registration.states import RegistrationState
from registration.views.actors import signed_in_user
from registration.views.delegation import delegations_of
from registration.views.delegation_page import formal_name

ASKED_FIRST = gettext_lazy(
    "What you enter here is kept as a request; the Secretariat decides on it and tells you by letter. Until then "
    "everything stands as it was."
)


def member_or_404(request: HttpRequest, conference: Conference, pk: UUID) -> Registration:
    """A member of a delegation whose focal point one is."""
    visible = Registration.objects.visible_to(request.user, conference)
    own = visible.filter(delegation__in=delegations_of(request.user, conference)).distinct()
    return get_object_or_404(own.select_related("participant", "conference", "delegation__state", "category"), pk=pk)


def to_the_delegation(registration: Registration) -> str:
    return reverse("registration:delegation-members", args=[registration.conference.slug, registration.delegation_id])


def member_context(registration: Registration, **context: Any) -> dict[str, Any]:
    assert registration.delegation is not None  # noqa: S101  a member has a delegation
    return {
        "label": formal_name(registration.delegation),
        "back_url": to_the_delegation(registration),
        "back_text": _("Back to the delegation"),
        **context,
    }


def _what_is_outstanding(member: Registration, conference: Conference) -> str:
    """The role, and what is still missing of the member by when."""
    role, missing = role_text(member.role), ", ".join(everything_outstanding(member))
    office = office_sentence(member)
    if not missing:
        return " ".join(filter(None, (f"{role}.", office)))
    closes_at = registration_window(conference, member.category).closes_at
    day = day_text(closes_at.astimezone(conference.zone).date())
    text = _("%(role)s. Outstanding by %(day)s: %(missing)s.") % {"role": role, "day": day, "missing": missing}
    return " ".join(filter(None, (text, office)))


def office_sentence(member: Registration) -> str:
    """Who of a private office receives copies and may act, where the member has one."""
    if not member.participant.office_email:
        return ""
    return _(
        "The private office, %(address)s, receives a copy of what we write, and may fill in and confirm on the "
        "member’s behalf with a code of its own."
    ) % {"address": member.participant.office_email}


def _asks(member: Registration, by: User) -> bool:
    """Whether a correction is kept as a request: after the deadline, and of whoever is registered already."""
    return member.state == RegistrationState.REGISTERED or asks_first(by, member)


@signed_in
def complete(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """What was still missing of a member."""
    shown = get_conference(conference)
    member = member_or_404(request, shown, registration)
    data = request.POST if request.method == "POST" else None
    known = answers_known(member)
    asked = questions_for_focal_point(member, signed_in_user(request))
    form = CompletionForm(data, conference=shown, instance=member.participant, questions=asked, answers=known)
    name = member.participant.formal_name
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _saved(request, member, form))
        except RegistrationError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(to_the_delegation(member))
    asks = _asks(member, signed_in_user(request))
    context = member_context(
        member,
        form=form,
        title=name,
        lede=_what_is_outstanding(member, shown),
        warning=ASKED_FIRST if asks else "",
    )
    return page(request, "registration/member_form.html", shown, context, current="registration")


def _saved(request: HttpRequest, member: Registration, form: CompletionForm) -> str:
    """Saves what was entered, or keeps it as a request; the sentence that tells so."""
    by, version = signed_in_user(request), form.cleaned_data["seen_version"]
    if not _asks(member, by):
        with transaction.atomic():
            saved = complete_nomination(member.pk, person_changes=form.changes(), by=by, version=version)
            return _saved_sentence(_told(saved, form, by))
    with transaction.atomic():
        _told(member, form, by)
        return _proposed(member, form, by, version)


def _told(member: Registration, form: CompletionForm, by: User) -> Registration:
    """Keeps the answers to the Secretariat's own questions, where some are asked."""
    if not form.questions:
        return member
    seen = form.cleaned_data["seen_answers"]
    return tell_answers(member.pk, values=form.values_told(), by=by, seen=seen, is_whole=False)


def _proposed(member: Registration, form: CompletionForm, by: User, version: int) -> str:
    if propose_change(member.pk, form.changes(), by=by, version=version) is None:
        return _("What you entered is saved.")
    return _("Your request is with the Secretariat, which will tell you by letter; until then everything stands.")


def _saved_sentence(member: Registration) -> str:
    """That it is saved, of whom, and what is still missing."""
    name, missing = member.participant.formal_name, ", ".join(everything_outstanding(member))
    if not missing:
        return _("What you entered of %(name)s is saved; nothing is outstanding.") % {"name": name}
    return _("%(name)s: what you entered is saved. Still outstanding: %(missing)s.") % {
        "name": name,
        "missing": missing,
    }


@signed_in
def substitute(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """Who takes the member's place; then, named with its effect, the confirmation."""
    shown = get_conference(conference)
    member = member_or_404(request, shown, registration)
    form = SubstituteForm(request.POST if request.method == "POST" else None, conference=shown)
    name = member.participant.formal_name
    step = request.POST.get("step")
    if request.method == "POST" and form.is_valid() and step != "change":
        if step != "confirm":
            return _confirm_substitution(request, shown, member, form)
        try:
            messages.success(request, _substituted(request, member, form))
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(to_the_delegation(member))
    context = member_context(
        member,
        form=form,
        title=_("A substitute for %(name)s") % {"name": name},
        warning=told_first(shown, member.category),
        lede=_("The seat and the role (%(role)s) stay; whoever you enter takes them.")
        % {"role": role_text(member.role)},
    )
    return page(request, "registration/member_form.html", shown, context, current="registration")


def _substituted(request: HttpRequest, member: Registration, form: SubstituteForm) -> str:
    """Substitutes, or after the deadline asks for it; the sentence that tells so."""
    by, token = signed_in_user(request), form.cleaned_data["form_token"]
    names = {"new": form.person().formal_name, "old": member.participant.formal_name}
    if is_moderated(member.conference, member.category):
        propose_substitution(member.pk, person=form.person(), by=by, form_token=token)
        sentence = _(
            "Your request to put %(new)s in the place of %(old)s is with the Secretariat; both stand as before."
        )
        return sentence % names
    substitute_member(member.pk, person=form.person(), by=by, form_token=token)
    return _("%(new)s takes the place of %(old)s.") % names


def _confirm_substitution(
    request: HttpRequest, conference: Conference, member: Registration, form: SubstituteForm
) -> HttpResponse:
    names = {"old": member.participant.formal_name, "new": form.person().formal_name}
    asks = is_moderated(conference, member.category)
    context = member_context(
        member,
        title=_("Substitute a member"),
        question=_("Shall %(new)s take the place of %(old)s?") % names,
        effects=[
            *([_("Nothing changes until the Secretariat has decided on your request. Then:")] if asks else []),
            _("%(new)s takes the seat, the role “%(role)s” and the rank.") % {**names, "role": role_text(member.role)},
            _("%(old)s is no longer a member of the delegation, nor expected at the conference.") % names,
            _("The badge code of %(old)s is no longer valid.") % names,
            _("This is not undone by itself: to bring %(old)s back, substitute once more.") % names,
        ],
        hidden=[
            *({"name": field.html_name, "value": form.data.get(field.html_name, "")} for field in form),
            {"name": "step", "value": "confirm"},
        ],
        confirm_label=_("Ask for the substitution") if asks else _("Substitute"),
        cancel_url=to_the_delegation(member),
        cancel_label=_("Leave as it is"),
    )
    return page(request, "registration/confirm.html", conference, context, current="registration")


@signed_in
def withdraw(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """Takes a member out of the delegation, once the effect was read."""
    shown = get_conference(conference)
    member = member_or_404(request, shown, registration)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    name = member.participant.formal_name
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_registration(member.pk, by=signed_in_user(request), reason=form.cleaned_data["reason"])
        except RegistrationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(name)s is no longer a member of the delegation.") % {"name": name})
        return HttpResponseRedirect(to_the_delegation(member))
    context = member_context(
        member,
        title=_("Withdraw a member"),
        question=_("Shall %(name)s be withdrawn from the delegation?") % {"name": name},
        effects=[
            _("The seat becomes free: for the first on your waiting list, if anybody waits, else for another member."),
            _("%(name)s is no longer expected at the conference.") % {"name": name},
            _("To name somebody else in the same place, choose “Substitute” instead."),
        ],
        form=form,
        tone="trouble",
        confirm_label=_("Withdraw"),
        cancel_url=to_the_delegation(member),
        cancel_label=_("Leave as it is"),
    )
    return page(request, "registration/confirm.html", shown, context, current="registration")
