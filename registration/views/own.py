"""A person's own page, and what they change there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.models import Conference, User
from conference.views.pages import get_conference, page, signed_in
from registration.actions.changes import take_back
from registration.actions.withdraw import withdraw_registration
from registration.errors import RegistrationError
from registration.forms.nomination import WithdrawalForm
from registration.models import PendingChange, Registration
from registration.queries.own import own_registrations
from registration.states import RegistrationState
from registration.views.actors import signed_in_user
from registration.views.own_page import own_page
from registration.views.standing import is_on_behalf, may_withdraw


@signed_in
def own(request: HttpRequest, conference: str) -> HttpResponse:
    """Everything that is the signed-in person's in this conference; of several participations, which they are."""
    shown = get_conference(conference)
    own = own_page(signed_in_user(request), shown)
    context = {"own": own, "own_pages": own.own_pages}
    return page(request, "registration/own.html", shown, context, current="registration")


@signed_in
def own_one(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """One participation of the address, where a mailbox or a private office has several."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    own = own_page(signed_in_user(request), shown, mine)
    context = {"own": own, "own_pages": own.own_pages}
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
    return HttpResponseRedirect(back_to(shown, found.registration_id))


def own_or_404(request: HttpRequest, conference: Conference, pk: UUID) -> Registration:
    return get_object_or_404(own_registrations(signed_in_user(request), conference), pk=pk)


def back_to(conference: Conference, registration_id: UUID | None) -> str:
    """Back to the page of this participation, also where the address has several."""
    return reverse("registration:own-one", args=[conference.slug, registration_id])


def context_of(conference: Conference, registration: Registration, **context: Any) -> dict[str, Any]:
    return {
        "label": registration.participant.formal_name,
        "registration_id": registration.pk,
        "back_url": back_to(conference, registration.pk),
        "back_text": _("Back to my page"),
        **context,
    }


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
        return HttpResponseRedirect(back_to(shown, mine.pk))
    if not may_withdraw(mine):
        return HttpResponseRedirect(back_to(shown, mine.pk))
    context = context_of(
        shown,
        mine,
        form=form,
        title=_("Withdraw"),
        question=_question(mine, signed_in_user(request)),
        effects=_effects(mine),
        tone="trouble",
        confirm_label=_("Withdraw"),
        cancel_url=back_to(shown, mine.pk),
        cancel_label=_("Leave as it is"),
    )
    return page(request, "registration/confirm.html", shown, context, current="registration")


def _question(registration: Registration, user: User) -> str:
    if is_on_behalf(registration, user):
        name = registration.participant.formal_name
        return _("Do you wish to withdraw %(name)s from the conference?") % {"name": name}
    return _("Do you wish to withdraw from the conference?")


def _effects(registration: Registration) -> list[str]:
    effects = [_("You are no longer expected, and your place may go to somebody else.")]
    if registration.state == RegistrationState.REGISTERED:
        effects.append(_("Your code for the entrance opens nothing any more."))
    effects.append(_("Where you were to speak, your appearance ends too, and the Secretariat sees it."))
    if registration.delegation_id:
        effects.append(_("The focal point of your delegation sees it, and may name a substitute."))
    effects.append(
        _("You cannot undo it here. Should you be able to come after all, please write to %(email)s.")
        % {"email": registration.conference.contact_email}
    )
    return effects
