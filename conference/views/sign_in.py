"""Signing in by a code sent to one's address. What is answered never tells whether an address is known."""

import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import activate, get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.actions.sign_in import redeem_code, send_sign_in_code
from conference.errors import CodeNotValidError, TooManyAttemptsError
from conference.formats import language_name
from conference.forms.sign_in import AddressForm, CodeForm
from conference.headers import come_again
from conference.http import client_address
from conference.models import CodePurpose, Conference
from conference.views.pages import current_conference, page

SESSION_KEY = "sign_in"
ASKER_KEY = "code_asker"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Errand:
    """Where somebody wants to go, in which conference and language. Kept in the session once the code is asked for."""

    next: str
    conference: str
    address: str = ""

    @classmethod
    def from_query(cls, request: HttpRequest) -> "Errand":
        wanted = request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return cls(
            next=wanted if is_ours and wanted.startswith("/") else "", conference=request.GET.get("conference", "")
        )

    @property
    def language(self) -> str | None:
        """That of the page one comes from: these addresses carry none themselves."""
        code = self.next.split("/")[1] if self.next else ""
        return code if code in dict(settings.LANGUAGES) else None

    def shown_conference(self) -> Conference | None:
        named = Conference.objects.for_public_pages().filter(slug=self.conference).first()
        return named or current_conference()

    def destination(self, conference: Conference | None) -> str:
        if self.next:
            return self.next
        return reverse("registration:own", args=[conference.slug]) if conference else "/"

    def destination_in(self, language: str, conference: Conference) -> str:
        """The same page in another language; where the page has none, one's own page."""
        if self.language:
            return f"/{language}/{self.next.split('/', 2)[2]}" if self.next.count("/") > 1 else f"/{language}/"
        with override(language):
            return reverse("registration:own", args=[conference.slug])


def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for the address; the answer is the same for known and unknown ones."""
    errand = Errand.from_query(request)
    if errand.language:
        activate(errand.language)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        errand = replace(errand, address=form.cleaned_data["email"])
        try:
            _send_code(request, errand)
        except TooManyAttemptsError as error:
            form.add_error("email", str(error))
            return come_again(_page(request, "conference/sign_in/address.html", errand, {"form": form}), error.wait)
        request.session[SESSION_KEY] = asdict(errand)
        return HttpResponseRedirect(reverse("accounts:code"))
    return _page(request, "conference/sign_in/address.html", errand, {"form": form})


def code(request: HttpRequest) -> HttpResponse:
    """Takes the code, or sends a new one."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return HttpResponseRedirect(reverse("accounts:sign-in"))
    errand = Errand(**kept)
    if errand.language:
        activate(errand.language)
    form = CodeForm(request.POST or None)
    try:
        if request.method == "POST" and "again" in request.POST:
            return _send_again(request, errand)
        if request.method == "POST" and form.is_valid():
            return _redeem(request, errand, form.cleaned_data["code"])
    except CodeNotValidError as error:
        form.add_error("code", str(error))
    except TooManyAttemptsError as error:
        form.errors.pop("code", None)
        form.add_error("code", str(error))
        return come_again(_code_page(request, errand, form), error.wait)
    return _code_page(request, errand, form)


def _redeem(request: HttpRequest, errand: Errand, typed: str) -> HttpResponse:
    user = redeem_code(errand.address, typed, purpose=CodePurpose.SIGN_IN, asker=asker_of(request))
    login(request, user, backend=BACKEND)
    request.session.pop(SESSION_KEY, None)
    return HttpResponseRedirect(errand.destination(errand.shown_conference()))


def _code_page(request: HttpRequest, errand: Errand, form: CodeForm) -> HttpResponse:
    context = {
        "form": form,
        "address": errand.address,
        "address_page_url": _address_page(errand.conference, errand.next),
    }
    return _page(request, "conference/sign_in/code.html", errand, context)


def _send_again(request: HttpRequest, errand: Errand) -> HttpResponse:
    _send_code(request, errand)
    messages.info(request, _("If this address is known to the Secretariat, a new code is on its way."))
    return HttpResponseRedirect(reverse("accounts:code"))


def _send_code(request: HttpRequest, errand: Errand) -> None:
    send_sign_in_code(
        errand.address,
        conference=errand.shown_conference(),
        language=get_language() or "en",
        asker=asker_of(request),
        client=client_address(request),
    )


def asker_of(request: HttpRequest) -> str:
    """A random word, made at first need and kept in the session: a code opens only in the browser that asked for it."""
    word: str = request.session.setdefault(ASKER_KEY, secrets.token_urlsafe(32))
    return word


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    conference = Errand.from_query(request).shown_conference()
    logout(request)
    if conference is None:
        return HttpResponseRedirect("/")
    return HttpResponseRedirect(reverse("conference:landing", args=[conference.slug]))


def _page(request: HttpRequest, template: str, errand: Errand, context: dict[str, Any]) -> HttpResponse:
    conference = errand.shown_conference()
    if conference is None:
        return render(request, template, context)
    return page(request, template, conference, context | {"languages": _languages(errand, conference)})


def _languages(errand: Errand, conference: Conference) -> list[dict[str, Any]]:
    """The language switch of pages whose address carries no language: it changes that of where one goes."""
    goals = {language: errand.destination_in(language, conference) for language in conference.languages}
    return [
        {
            "code": language,
            "label": language_name(language),
            "url": _address_page(conference.slug, goal),
            "current": language == get_language(),
        }
        for language, goal in goals.items()
    ]


def _address_page(conference: str, goal: str) -> str:
    return f"{reverse('accounts:sign-in')}?{urlencode({'conference': conference, 'next': goal})}"
