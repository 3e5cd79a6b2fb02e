"""A State or an organisation designates its focal point, with the one-time code that its note bears."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.errors import TooManyAttemptsError
from conference.formats import date_text, day_text
from conference.headers import come_again
from conference.http import public
from conference.models import Conference
from conference.views.pages import get_conference, page, public_page
from registration.actions.designate import designate_focal_point
from registration.errors import InvitationNotValidError, RegistrationError
from registration.forms.invitation import DesignationCodeForm, FocalPointForm
from registration.models import Invitation
from registration.queries.invitations import find_by_code
from registration.views.code_tries import counted_code
from registration.views.delegation_page import formal_name
from registration.views.links import is_used


def designate_by_link(request: HttpRequest, conference: Conference, invitation: Invitation, token: str) -> HttpResponse:
    """Behind the link of a note: the page names who is invited, and asks for the code and the focal point."""
    form = FocalPointForm(request.POST if request.method == "POST" else None, conference=conference, asks_code=True)
    regret_url = reverse("registration:invitation-regret", args=[conference.slug, token])
    try:
        if request.method == "POST" and form.is_valid():
            with counted_code(request, conference):
                designate_focal_point(invitation.pk, **form.cleaned_data)
            return HttpResponseRedirect(reverse("registration:designated", args=[conference.slug]))
    except InvitationNotValidError as error:
        form.add_error("code", str(error))
    except RegistrationError as error:
        form.add_error(None, str(error))
    except TooManyAttemptsError as error:
        form.add_error("code", str(error))
        return come_again(_details(request, conference, invitation, form, regret_url=regret_url), error.wait)
    return _details(request, conference, invitation, form, regret_url=regret_url)


def designate(request: HttpRequest, conference: str) -> HttpResponse:
    """For a note on paper: first the code alone, which leads to the page of the one whom it was written to."""
    shown = get_conference(conference)
    code_form = DesignationCodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not code_form.is_valid():
        return _code_page(request, shown, code_form)
    try:
        with counted_code(request, shown):
            invitation = _unused_invitation(code_form.cleaned_data["code"], shown)
    except InvitationNotValidError as error:
        code_form.add_error("code", str(error))
        return _code_page(request, shown, code_form)
    except TooManyAttemptsError as error:
        code_form.add_error("code", str(error))
        return come_again(_code_page(request, shown, code_form), error.wait)
    is_filled_in = request.POST.get("step") == "designate"
    form = FocalPointForm(
        request.POST if is_filled_in else None,
        conference=shown,
        asks_code=False,
        initial={"code": code_form.cleaned_data["code"]},
    )
    if is_filled_in and form.is_valid() and _designated(form, invitation):
        return HttpResponseRedirect(reverse("registration:designated", args=[shown.slug]))
    return _details(request, shown, invitation, form)


def _unused_invitation(code: str, conference: Conference) -> Invitation:
    invitation = find_by_code(code, conference=conference)
    if is_used(invitation):
        raise InvitationNotValidError(
            _("A focal point was already designated with this code. Please write to %(email)s.")
            % {"email": conference.contact_email}
        )
    return invitation


def _designated(form: FocalPointForm, invitation: Invitation) -> bool:
    """Whether the act went through; a refusal stands in the form."""
    try:
        designate_focal_point(invitation.pk, **form.cleaned_data)
    except InvitationNotValidError as error:
        form.add_error("code", str(error))
    except RegistrationError as error:
        form.add_error(None, str(error))
    return form.is_valid()


def _code_page(request: HttpRequest, conference: Conference, form: DesignationCodeForm) -> HttpResponse:
    return page(request, "registration/designate_code.html", conference, {"form": form}, current="registration")


def _details(
    request: HttpRequest, conference: Conference, invitation: Invitation, form: FocalPointForm, **context: Any
) -> HttpResponse:
    assert invitation.delegation is not None  # noqa: S101  designated for a delegation
    context |= {
        "form": form,
        "formal_name": formal_name(invitation.delegation),
        "signatory": str(conference.signatory),
        "facts": _facts(invitation),
    }
    return page(request, "registration/designate.html", conference, context, current="registration")


def _facts(invitation: Invitation) -> list[str]:
    """“Note verbale MFA/2019/011 of 6 May 2019”, the seats, the day."""
    note = capfirst(" ".join(part for part in (invitation.get_channel_display(), invitation.reference) if part))
    if invitation.dated_on:
        note = _("%(note)s of %(date)s") % {"note": note, "date": date_text(invitation.dated_on)}
    facts = [note]
    if invitation.quota:
        seats = ngettext("%(count)s seat is offered", "%(count)s seats are offered", invitation.quota)
        facts.append(seats % {"count": invitation.quota})
    if invitation.reply_by:
        facts.append(_("Kindly reply by %(day)s") % {"day": day_text(invitation.reply_by)})
    return facts


@public(60)
def designated(request: HttpRequest, conference: str) -> HttpResponse:
    """The answer after a designation."""
    return public_page(request, "registration/designated.html", get_conference(conference), current="registration")


@public(60)
def regretted(request: HttpRequest, conference: str) -> HttpResponse:
    """The answer after a regret."""
    return public_page(request, "registration/regretted.html", get_conference(conference), current="registration")
