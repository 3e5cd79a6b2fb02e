"""The application form: filled in, checked, submitted, answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.headers import come_again
from conference.http import client_address, public
from conference.models import Conference
from conference.views.pages import get_conference, page, public_page
from registration.actions.register import apply
from registration.actions.throttle import HOUR
from registration.errors import RegistrationError, TooManyApplicationsError
from registration.forms.register import PRIVACY_NOTICE_VERSION, RegistrationForm
from registration.models import ParticipantCategory, Route
from registration.queries.places import places_left
from registration.queries.windows import registration_window
from registration.views.categories import what_to_do


@dataclass(frozen=True, kw_only=True)
class FormFlow:
    """A form in two steps, without a session: entered, then read again with hidden values, then submitted."""

    conference: Conference
    category: ParticipantCategory
    make_form: Callable[[QueryDict | None], RegistrationForm]
    submit: Callable[[RegistrationForm], object]
    first_steps: list[dict[str, str]] = field(default_factory=list)
    notice: str = ""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page for this step. A refusal by the act keeps everything typed."""
        if request.method != "POST":
            return self._entry(request, self.make_form(None))
        form = self.make_form(request.POST)
        step = request.POST.get("step")
        if not form.is_valid() or step == "change":
            return self._entry(request, form)
        if step != "submit":
            return self._check(request, form)
        try:
            self.submit(form)
        except TooManyApplicationsError as error:
            form.add_error(None, str(error))
            return come_again(self._entry(request, form), HOUR)
        except RegistrationError as error:
            form.add_error(None, str(error))
            return self._entry(request, form, status=409)
        return HttpResponseRedirect(reverse("registration:received", args=[self.conference.slug, self.category.slug]))

    def _entry(self, request: HttpRequest, form: RegistrationForm, *, status: int = 200) -> HttpResponse:
        window = registration_window(self.conference, self.category)
        context = {"form": form, "lede": window.sentence, "steps": self._steps(current=0), **self._shared()}
        return page(request, "registration/form.html", self.conference, context, current="registration", status=status)

    def _check(self, request: HttpRequest, form: RegistrationForm) -> HttpResponse:
        context = {"form": form, "sections": form.summary(), "steps": self._steps(current=1), **self._shared()}
        return page(request, "registration/check.html", self.conference, context, current="registration")

    def _shared(self) -> dict[str, Any]:
        return {"label": _("Registration: %(category)s") % {"category": self.category}, "notice": self.notice}

    def _steps(self, *, current: int) -> list[dict[str, str]]:
        own = [_("Your details"), _("Check and submit")]
        states = ["done" if number < current else "current" if number == current else "todo" for number in range(2)]
        return [*self.first_steps, *({"label": text, "state": state} for text, state in zip(own, states, strict=True))]


def form(request: HttpRequest, conference: str, category: str) -> HttpResponse:
    """The form of an open application; for other routes, closed or full, a page that says so beforehand."""
    shown = get_conference(conference)
    chosen = get_object_or_404(shown.categories.exclude(route=Route.ON_THE_SPOT), slug=category)
    if chosen.route != Route.APPLICATION:
        return other_route(request, shown, chosen)
    if request.method != "POST":
        refusal = why_not_now(shown, chosen)
        if refusal:
            return not_now(request, shown, chosen, refusal)
    return FormFlow(
        conference=shown,
        category=chosen,
        make_form=lambda data: RegistrationForm(data, conference=shown, category=chosen),
        submit=lambda entered: apply(
            conference=shown,
            category=chosen,
            person=entered.person(),
            application=entered.application(),
            form_token=entered.cleaned_data["form_token"],
            privacy_notice_version=PRIVACY_NOTICE_VERSION,
            client=client_address(request),
        ),
    ).answer(request)


def why_not_now(conference: Conference, category: ParticipantCategory) -> str:
    """A sentence where the category is closed or full; empty where one may fill in the form."""
    window = registration_window(conference, category)
    if not window.is_open:
        return str(window.sentence)
    if places_left(category) == 0:
        return _("All places in this category are taken.")
    return ""


def not_now(request: HttpRequest, conference: Conference, category: ParticipantCategory, sentence: str) -> HttpResponse:
    """Closed or full: what that means, and whom to write to."""
    context = {"category": category, "sentence": sentence}
    return page(request, "registration/not_now.html", conference, context, current="registration")


def other_route(request: HttpRequest, conference: Conference, category: ParticipantCategory) -> HttpResponse:
    """There is no form: one comes here by nomination or by invitation."""
    context = {"category": category, "what_to_do": what_to_do(category), "route": category.route}
    return page(request, "registration/other_route.html", conference, context, current="registration")


@public(60)
def received(request: HttpRequest, conference: str, category: str) -> HttpResponse:
    """The answer after a submit: one address for all, so that it cannot tell a first submit from a duplicate."""
    shown = get_conference(conference)
    chosen = get_object_or_404(shown.categories, slug=category)
    context = {"category": chosen, "is_application": chosen.route == Route.APPLICATION}
    return public_page(request, "registration/received.html", shown, context, current="registration")
