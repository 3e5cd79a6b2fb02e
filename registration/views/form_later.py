"""Saving a form to finish it later: under an address that a code has shown to be one's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.actions.sign_in import redeem_code, send_form_code
from conference.clock import on_the_clock
from conference.errors import CodeNotValidError, TooManyAttemptsError
from conference.formats import moment_text
from conference.headers import come_again
from conference.http import client_address
from conference.models import CodePurpose
from conference.views.pages import page, sign_in_url
from conference.views.sign_in import asker_of
from registration.actions.unfinished import bind_to_address, entries_of
from registration.forms.later import KeepCodeForm, KeepForm
from registration.models import UnfinishedForm
from registration.views.form_flow import FormFlow


def later(flow: FormFlow, request: HttpRequest) -> HttpResponse:
    """Asks for the address and for the code sent there; then says until when the form is kept and how it is opened."""
    kept, entries = flow.kept, entries_of(flow.kept)
    if kept is None or entries is None:
        return HttpResponseRedirect(flow.part_url(""))
    if kept.address:
        return _kept_page(flow, request, kept)
    if request.method != "POST":
        return _address_page(flow, request, KeepForm(initial={"email": (entries.get("email") or [""])[0]}))
    if request.POST.get("step") == "redeem":
        return _redeem(flow, request, kept)
    return _send(flow, request, kept)


def _send(flow: FormFlow, request: HttpRequest, kept: UnfinishedForm) -> HttpResponse:
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _address_page(flow, request, form)
    address = form.cleaned_data["email"]
    try:
        send_form_code(
            address,
            conference=flow.conference,
            language=get_language() or "en",
            about_id=kept.pk,
            asker=asker_of(request),
            client=client_address(request),
        )
    except TooManyAttemptsError as error:
        form.add_error("email", str(error))
        return come_again(_address_page(flow, request, form), error.wait)
    return _code_page(flow, request, KeepCodeForm(initial={"email": address}), address)


def _redeem(flow: FormFlow, request: HttpRequest, kept: UnfinishedForm) -> HttpResponse:
    form = KeepCodeForm(request.POST)
    if not form.is_valid():
        return _code_page(flow, request, form, str(request.POST.get("email", "")))
    address = form.cleaned_data["email"]
    try:
        user = redeem_code(
            address,
            form.cleaned_data["code"],
            purpose=CodePurpose.FORM,
            about_id=kept.pk,
            asker=asker_of(request),
        )
    except CodeNotValidError as error:
        form.add_error("code", str(error))
        return _code_page(flow, request, form, address)
    except TooManyAttemptsError as error:
        form.add_error("code", str(error))
        return come_again(_code_page(flow, request, form, address), error.wait)
    gave_way = bind_to_address(kept, address, url=flow.part_url(""), language=get_language() or "en")
    if gave_way is not None:
        sentence = _("The form that you had saved under this address on %(moment)s has given way to this one.")
        moment = moment_text(on_the_clock(flow.conference, gave_way), flow.conference.zone)
        messages.info(request, sentence % {"moment": moment})
    login(request, user)
    return HttpResponseRedirect(flow.part_url("later"))


def _address_page(flow: FormFlow, request: HttpRequest, form: KeepForm) -> HttpResponse:
    return _page(flow, request, {"form": form, "title": _("Save and finish later"), "asks": "address"})


def _code_page(flow: FormFlow, request: HttpRequest, form: KeepCodeForm, address: str) -> HttpResponse:
    return _page(flow, request, {"form": form, "title": _("Enter the code"), "asks": "code", "address": address})


def _kept_page(flow: FormFlow, request: HttpRequest, kept: UnfinishedForm) -> HttpResponse:
    context = {
        "title": _("Your form is kept"),
        "address": kept.address,
        "until_text": moment_text(on_the_clock(flow.conference, kept.expires_at), flow.conference.zone),
        "url": request.build_absolute_uri(flow.part_url("")),
    }
    return _page(flow, request, context)


def _page(flow: FormFlow, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    shared = {
        "label": _("Registration: %(category)s") % {"category": flow.category},
        "back_url": flow.part_url(""),
        "sign_in_url": sign_in_url(flow.conference, flow.part_url("")),
    }
    return page(request, "registration/form_later.html", flow.conference, shared | context, current="registration")
