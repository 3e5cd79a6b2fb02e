"""A personal invitation: opened with a code sent to the invited address, answered by registering or with regret."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.actions.sign_in import Addressed, redeem_code, send_invitation_code
from conference.errors import CodeNotValidError, TooManyAttemptsError
from conference.formats import day_text
from conference.headers import come_again
from conference.http import client_address
from conference.models import CodePurpose, Conference
from conference.views.pages import get_conference, page
from conference.views.sign_in import asker_of
from registration.actions.invite import acknowledge_invitation, record_reply
from registration.actions.register import register_invited
from registration.actions.regret import regret_by_code
from registration.actions.unfinished import Keeper
from registration.emails.addressing import salutation_of
from registration.errors import RegistrationError
from registration.forms.invitation import EmailedCodeForm, RegretForm
from registration.forms.register import InvitedForm, RegistrationForm
from registration.models import Invitation, Participant, Registration
from registration.permissions import is_addressee
from registration.queries.places import places_left
from registration.queries.windows import registration_window
from registration.views.actors import signed_in_user
from registration.views.code_tries import counted_code
from registration.views.designation import designate_by_link
from registration.views.form_flow import FormFlow
from registration.views.form_parts import questions_once
from registration.views.links import LinkNotOpenError, invitation_behind
from registration.views.register import answer, not_now


def masked(address: str) -> str:
    """Enough of an address to know one's own by: “a•••@example.org”."""
    local, _at, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"


def _url(name: str, conference: Conference, token: str) -> str:
    return reverse(f"registration:{name}", args=[conference.slug, token])


def words_of_invitation(invitation: Invitation, conference: Conference) -> dict[str, Any]:
    """Who invites to what, and by when a reply is asked."""
    reply_by = invitation.reply_by
    return {
        "signatory": str(conference.signatory),
        "by_text": _("Kindly reply by %(day)s.") % {"day": day_text(reply_by)} if reply_by else "",
        "category": str(invitation.category),
    }


def invitation(request: HttpRequest, conference: str, token: str) -> HttpResponse:
    """Who invites to what. Opening it consumes nothing; a code proves the address, and a POST asks for one."""
    shown = get_conference(conference)
    try:
        found = invitation_behind(request, shown, token)
    except LinkNotOpenError as closed:
        return closed.response
    if found.delegation_id:
        return designate_by_link(request, shown, found, token)
    if request.method == "POST":
        try:
            _send_code(request, found, shown)
        except TooManyAttemptsError as error:
            messages.error(request, str(error))
            return come_again(_code_page(request, shown, found, token, EmailedCodeForm()), error.wait)
        return HttpResponseRedirect(_url("invitation-code", shown, token))
    context = {
        "invitation": words_of_invitation(found, shown),
        "masked": masked(found.email),
        "is_addressee": is_addressee(request.user, found),
        "form_url": _url("invitation-form", shown, token),
        "regret_url": _url("invitation-regret", shown, token),
    }
    return page(request, "registration/invitation.html", shown, context, current="registration")


def invitation_code(request: HttpRequest, conference: str, token: str) -> HttpResponse:
    """Enters the code; the right one signs in with the invited address and leads to the form."""
    shown = get_conference(conference)
    try:
        found = invitation_behind(request, shown, token)
    except LinkNotOpenError as closed:
        return closed.response
    form = EmailedCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = redeem_code(
                found.email,
                form.cleaned_data["code"],
                purpose=CodePurpose.INVITATION,
                about_id=found.pk,
                asker=asker_of(request),
            )
        except CodeNotValidError as error:
            form.add_error("code", str(error))
        except TooManyAttemptsError as error:
            form.add_error("code", str(error))
            return come_again(_code_page(request, shown, found, token, form), error.wait)
        else:
            login(request, user)
            acknowledge_invitation(found.pk)
            return HttpResponseRedirect(_url("invitation-form", shown, token))
    return _code_page(request, shown, found, token, form)


def _send_code(request: HttpRequest, found: Invitation, conference: Conference) -> None:
    send_invitation_code(
        found.email,
        conference=conference,
        language=get_language() or "en",
        about_id=found.pk,
        asker=asker_of(request),
        client=client_address(request),
        addressed=_addressed(found.participant),
    )


def _addressed(person: Participant | None) -> Addressed:
    """Greeted by name, as in the letter of invitation."""
    return Addressed(person.letter_name, salutation_of(person)) if person else Addressed()


def _code_page(
    request: HttpRequest, conference: Conference, found: Invitation, token: str, form: EmailedCodeForm
) -> HttpResponse:
    context = {"form": form, "masked": masked(found.email), "again_url": _url("invitation", conference, token)}
    return page(request, "registration/invitation_code.html", conference, context, current="registration")


def invitation_form(request: HttpRequest, conference: str, token: str, part: str = "") -> HttpResponse:
    """The form of somebody invited, filled with what is known; only for the address that the invitation went to."""
    shown = get_conference(conference)
    try:
        found = invitation_behind(request, shown, token)
    except LinkNotOpenError as closed:
        return closed.response
    if not is_addressee(request.user, found) or found.participant is None:
        return HttpResponseRedirect(_url("invitation", shown, token))
    is_full = places_left(found.category) == 0
    if request.method != "POST" and not part:
        window = registration_window(shown, found.category)
        if not window.is_open:
            return not_now(request, shown, found.category, str(window.sentence))
        if is_full and not found.category.has_waiting_list:
            return not_now(request, shown, found.category, _("All places in this category are taken."))
    flow = _flow(shown, found, token, is_full=is_full, client=client_address(request))
    return answer(flow, request, part)


def _flow(conference: Conference, found: Invitation, token: str, *, is_full: bool, client: str) -> FormFlow:
    known = found.participant
    assert known is not None  # noqa: S101  the caller has looked

    asked = questions_once(found.category)

    def make_form(data: QueryDict | None, **kwargs: Any) -> RegistrationForm:
        kwargs |= {"category": found.category, "questions": asked()}
        return InvitedForm(data, known=known, conference=conference, **kwargs)

    def submit(form: RegistrationForm) -> Registration:
        return register_invited(
            found.pk,
            person=form.person(),
            form_token=form.cleaned_data["form_token"],
            privacy_notice_version=form.cleaned_data["consent"],
            needs=form.needs(),
            answered=form.answered(),
        )

    def part_url(part: str) -> str:
        if not part:
            return _url("invitation-form", conference, token)
        return reverse("registration:invitation-part", args=[conference.slug, token, part])

    waiting = _("All places are taken at present. You may register all the same: you then stand on the waiting list.")
    return FormFlow(
        conference=conference,
        category=found.category,
        make_form=make_form,
        submit=submit,
        part_url=part_url,
        keeper=Keeper(found.category, address=found.email, invitation=found, client=client),
        first_steps=[{"label": _("Invitation"), "state": "done"}],
        notice=waiting if is_full else "",
    )


def regret(request: HttpRequest, conference: str, token: str) -> HttpResponse:
    """Declines with thanks: a person signed in by code, a State or organisation with the code of its note."""
    shown = get_conference(conference)
    try:
        found = invitation_behind(request, shown, token)
    except LinkNotOpenError as closed:
        return closed.response
    by_code = bool(found.delegation_id)
    if not by_code and not is_addressee(request.user, found):
        return HttpResponseRedirect(_url("invitation", shown, token))
    form = RegretForm(request.POST if request.method == "POST" else None, asks_code=by_code)
    if request.method == "POST" and form.is_valid():
        try:
            _keep_regret(request, found, form)
        except RegistrationError as error:
            form.add_error("code" if by_code else None, str(error))
        except TooManyAttemptsError as error:
            form.add_error("code", str(error))
            return come_again(_regret_page(request, shown, found, token, form), error.wait)
        else:
            return HttpResponseRedirect(reverse("registration:regretted", args=[shown.slug]))
    return _regret_page(request, shown, found, token, form)


def _regret_page(
    request: HttpRequest, conference: Conference, found: Invitation, token: str, form: RegretForm
) -> HttpResponse:
    back_url = _url("invitation", conference, token)
    context = {"form": form, "addressee": str(found.delegation or ""), "back_url": back_url}
    return page(request, "registration/regret.html", conference, context, current="registration")


def _keep_regret(request: HttpRequest, found: Invitation, form: RegretForm) -> None:
    reason = form.cleaned_data["reason"]
    if found.delegation_id:
        with counted_code(request, found.conference):
            regret_by_code(found.pk, code=form.cleaned_data["code"], reason=reason)
    else:
        record_reply(found.pk, accepted=False, reason=reason, by=signed_in_user(request))
