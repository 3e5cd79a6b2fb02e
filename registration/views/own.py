"""A person's own page, and what they change there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.actions.changes import take_back
from registration.actions.correct import correct_registration
from registration.actions.visibility import choose_visibility
from registration.actions.withdraw import withdraw_registration
from registration.errors import RegistrationError
from registration.forms.nomination import WithdrawalForm
from registration.forms.own import CorrectionForm, LevelForm
from registration.forms.visibility import STORED, Level, level_of
from registration.models import PendingChange, Registration
from registration.queries.own import correctable_fields, own_registrations
from registration.views.actors import signed_in_user
from registration.views.own_page import own_page
from registration.views.standing import may_withdraw


@signed_in
def own(request: HttpRequest, conference: str) -> HttpResponse:
    """Everything that is the signed-in person's in this conference; of several participations, which they are."""
    shown = get_conference(conference)
    context = {"own": own_page(signed_in_user(request), shown)}
    return page(request, "registration/own.html", shown, context, current="registration")


@signed_in
def own_one(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """One participation of the address, where a mailbox or a private office has several."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    context = {"own": own_page(signed_in_user(request), shown, mine)}
    return page(request, "registration/own.html", shown, context, current="registration")


@require_POST
@signed_in
def take_request_back(request: HttpRequest, conference: str, change: UUID) -> HttpResponse:
    """Asks no longer for what was asked for; everything stays as it stands."""
    shown = get_conference(conference)
    user = signed_in_user(request)
    own = PendingChange.objects.filter(registration__in=own_registrations(user, shown), asked_by=user)
    found = get_object_or_404(own, pk=change)
    try:
        take_back(found.pk, by=user)
    except RegistrationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your request is taken back; everything stays as it stands."))
    return HttpResponseRedirect(_back_to(shown, found.registration_id))


def own_or_404(request: HttpRequest, conference: Conference, pk: UUID) -> Registration:
    return get_object_or_404(own_registrations(signed_in_user(request), conference), pk=pk)


def _back_to(conference: Conference, registration_id: UUID) -> str:
    """Back to the page of this participation, also where the address has several."""
    return reverse("registration:own-one", args=[conference.slug, registration_id])


def _context(conference: Conference, registration: Registration, **context: Any) -> dict[str, Any]:
    return {
        "label": registration.participant.formal_name,
        "back_url": _back_to(conference, registration.pk),
        "back_text": _("Back to my page"),
        **context,
    }


@signed_in
def correct(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """One's own particulars, as far as they can still be corrected without the Secretariat."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    correctable = correctable_fields(mine, signed_in_user(request))
    if not correctable:
        messages.warning(request, _("This can no longer be changed here. Please write to the Secretariat."))
        return HttpResponseRedirect(_back_to(shown, mine.pk))
    context = _context(shown, mine, title=_("Correct my data"), lede=_correction_text(correctable))
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, registration=mine, correctable=correctable
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct_registration(
                mine.pk,
                person_changes=form.changes(),
                application_changes=form.application_changes(),
                by=signed_in_user(request),
                version=form.cleaned_data["seen_version"],
            )
        except RegistrationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("What you entered is saved."))
            return HttpResponseRedirect(_back_to(shown, mine.pk))
    return page(request, "registration/member_form.html", shown, context | {"form": form}, current="registration")


def _correction_text(correctable: frozenset[str]) -> str:
    if "given_names" in correctable:
        return _("Your e-mail address is changed by the Secretariat, since it opens this page.")
    return _(
        "At this stage you can change how you are reached. For your name and function, please write to the Secretariat."
    )


@signed_in
def visibility(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """Who may see that one takes part: changed at any time."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    data = request.POST if request.method == "POST" else None
    form = LevelForm(data, initial={"level": level_of(mine.participant)})
    if request.method == "POST" and form.is_valid():
        chosen, named_on_agenda = STORED[Level(form.cleaned_data["level"])]
        choose_visibility(mine.pk, visibility=chosen, named_on_agenda=named_on_agenda, by=signed_in_user(request))
        messages.success(request, _("Your choice is saved."))
        return HttpResponseRedirect(_back_to(shown, mine.pk))
    context = _context(
        shown,
        mine,
        form=form,
        title=_("Who may see that you take part"),
        lede=_("The choice is yours alone. It holds from the moment you save it; it cannot call back what is printed."),
    )
    return page(request, "registration/member_form.html", shown, context, current="registration")


@signed_in
def withdraw(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """Steps back, once the effect was read."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_registration(mine.pk, by=signed_in_user(request), reason=form.cleaned_data["reason"])
        except RegistrationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("You have withdrawn. Thank you for letting us know."))
        return HttpResponseRedirect(_back_to(shown, mine.pk))
    if not may_withdraw(mine):
        return HttpResponseRedirect(_back_to(shown, mine.pk))
    context = _context(
        shown,
        mine,
        form=form,
        title=_("Withdraw"),
        question=_("Do you wish to withdraw from the conference?"),
        effects=_effects(mine),
        tone="trouble",
        confirm_label=_("Withdraw"),
        cancel_url=_back_to(shown, mine.pk),
        cancel_label=_("Leave as it is"),
    )
    return page(request, "registration/confirm.html", shown, context, current="registration")


def _effects(registration: Registration) -> list[str]:
    effects = [_("You are no longer expected, and your place may go to somebody else.")]
    if registration.delegation_id:
        effects.append(_("The focal point of your delegation sees it, and may name a substitute."))
    effects.append(_("It cannot be undone here; to take part after all, please write to the Secretariat."))
    return effects
