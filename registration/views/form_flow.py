"""A registration form in steps: entered, read again on a page of its own, submitted; kept between the steps."""

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.formats import moment_text
from conference.headers import come_again
from conference.models import Conference, User
from conference.views.pages import page, sign_in_url
from registration.actions.throttle import HOUR
from registration.actions.unfinished import (
    Keeper,
    end_with_submit,
    entries_of,
    hand_over_files,
    keep_entries,
    was_submitted,
)
from registration.errors import LostUpdateError, RegistrationError, TooManyApplicationsError
from registration.forms.drawn import drawn, drawn_once
from registration.forms.register import RegistrationForm
from registration.models import ParticipantCategory, Registration, UnfinishedForm
from registration.queries.windows import registration_window

COOKIE = "registration_form"
# What a form carries that is no answer.
NO_ANSWERS = frozenset({"csrfmiddlewaretoken", "step", "seen_version"})
CHANGED_ELSEWHERE = gettext_lazy(
    "This form was changed in another window or on another device meanwhile. What you typed here stands below; go on "
    "to keep it in place of the other."
)


@dataclass(kw_only=True)
class FormFlow:
    """One person's way through the form. ``key`` is all that the empty form depends on, where it is alike for all."""

    conference: Conference
    category: ParticipantCategory
    make_form: Callable[..., RegistrationForm]
    submit: Callable[[RegistrationForm], Registration | None]
    part_url: Callable[[str], str]
    keeper: Keeper
    first_steps: list[dict[str, str]] = field(default_factory=list)
    notice: str = ""
    key: Hashable = None
    kept: UnfinishedForm | None = None

    def __post_init__(self) -> None:
        self.kept = self.keeper.form()

    def entry(self, request: HttpRequest) -> HttpResponse:
        """The form itself. What was kept is in it; what is sent is kept before anything else is asked."""
        if request.method != "POST":
            return self._entry_page(request, None)
        step = request.POST.get("step")
        form = self.make_form(request.POST)
        if step == "later":
            return self._keep(request, form, self.part_url("later"))
        if not form.is_valid() or step == "change":
            return self._entry_page(request, form)
        if step == "submit":
            return self._submit(request, form)
        return self._keep(request, form, self.part_url("check"))

    def check(self, request: HttpRequest) -> HttpResponse:
        """Everything once more, on a page of its own that may be reloaded; its button submits."""
        token = request.POST.get("form_token", "")
        entries = entries_of(self.kept)
        if entries is None:
            is_done = request.method == "POST" and was_submitted(self.kept, token)
            return HttpResponseRedirect(self._received_url() if is_done else self.part_url(""))
        form = self.make_form(as_query(entries))
        if not form.is_valid():
            return self._entry_page(request, form)
        if request.method == "POST":
            return self._submit(request, form)
        context = {"sections": form.summary(), "form_token": form.cleaned_data["form_token"], **self._shared("check")}
        context["change_url"] = self.part_url("")
        return page(request, "registration/check.html", self.conference, context, current="registration")

    def _keep(self, request: HttpRequest, form: RegistrationForm, next_url: str) -> HttpResponse:
        """Keeps the answers and goes on; told, and nothing overwritten, where another device has kept others."""
        answers = {name: values for name, values in request.POST.lists() if name not in NO_ANSWERS}
        known = {name: values for name, values in answers.items() if name in form.fields}
        keeper = self.keeper
        key = ""
        if not keeper.address and not keeper.key:
            key = secrets.token_urlsafe(24)
            keeper = Keeper(keeper.category, key=key, invitation=keeper.invitation)
        try:
            keep_entries(keeper, known, seen_version=_number(request.POST.get("seen_version")))
        except LostUpdateError:
            form.add_error(None, str(CHANGED_ELSEWHERE))
            self.kept = keeper.form()
            return self._entry_page(request, form, status=409)
        response = HttpResponseRedirect(next_url)
        if key:
            secure = bool(settings.SESSION_COOKIE_SECURE)
            response.set_cookie(COOKIE, key, httponly=True, secure=secure, samesite="Lax")
        return response

    def _submit(self, request: HttpRequest, form: RegistrationForm) -> HttpResponse:
        """One transaction for the registration and the end of the kept form; a refusal keeps everything typed."""
        try:
            with transaction.atomic():
                registration = self.submit(form)
                if self.kept is not None:
                    self._end(self.kept, form, registration)
        except TooManyApplicationsError as error:
            form.add_error(None, str(error))
            return come_again(self._entry_page(request, form), HOUR)
        except RegistrationError as error:
            form.add_error(None, str(error))
            return self._entry_page(request, form, status=409)
        return HttpResponseRedirect(self._received_url())

    def _end(self, kept: UnfinishedForm, form: RegistrationForm, registration: Registration | None) -> None:
        if {"photograph", "documents"} & set(self.category.asks):
            hand_over_files(kept, registration)
        end_with_submit(kept, str(form.cleaned_data["form_token"]))

    def _received_url(self) -> str:
        return reverse("registration:received", args=[self.conference.slug, self.category.slug])

    def _entry_page(self, request: HttpRequest, form: RegistrationForm | None, *, status: int = 200) -> HttpResponse:
        """With what was sent, else with what was kept, else empty: then drawn once for all who open it."""
        is_bound = form is not None
        entries = None if is_bound else entries_of(self.kept)
        shown: Any = form
        if form is None and entries is None and self.key is not None:
            shown = SimpleLazyObject(lambda: self.make_form(None))
            fields = drawn_once(self.key, lambda: self.make_form(None))
            token = str(uuid4())
        else:
            shown = form = form or self.make_form(None, initial=as_initial(entries or {}))
            fields, token = drawn(form), form["form_token"].value()
        context = {
            "form": shown,
            "is_bound": is_bound,
            "fields": fields,
            "form_token": token,
            "seen_version": self.kept.version if self.kept else 0,
            "action": self.part_url(""),
            "kept_text": self._kept_text() if entries is not None else "",
            "continue_url": "" if self.keeper.address or is_bound else sign_in_url(self.conference, self.part_url("")),
            "lede": registration_window(self.conference, self.category).sentence,
            **self._shared("details"),
        }
        return page(request, "registration/form.html", self.conference, context, current="registration", status=status)

    def _kept_text(self) -> str:
        """That the form is filled with what was kept, and since when."""
        assert self.kept is not None  # noqa: S101  there are entries
        saved = moment_text(self.kept.saved_at, self.conference.zone)
        return _("Here is what you entered before, as it was kept on %(moment)s.") % {"moment": saved}

    def _shared(self, part: str) -> dict[str, Any]:
        return {
            "label": _("Registration: %(category)s") % {"category": self.category},
            "notice": self.notice,
            "steps": self.steps(part),
        }

    def steps(self, current: str) -> list[dict[str, str]]:
        """Where one is; done ones may be opened again."""
        parts = {"details": _("Your details"), "check": _("Check and submit")}
        at = list(parts).index(current)
        own = []
        for number, (part, label) in enumerate(parts.items()):
            state = "done" if number < at else "current" if number == at else "todo"
            url = self.part_url("" if part == "details" else part) if state == "done" else ""
            own.append({"label": label, "state": state, "url": url})
        return [*self.first_steps, *own]


def keeper_of(request: HttpRequest, category: ParticipantCategory) -> Keeper:
    """Whoever has signed in by code keeps a form by that address, anybody else by the browser."""
    user = request.user
    if isinstance(user, User) and not user.is_staff:
        return Keeper(category, address=user.email)
    return Keeper(category, key=request.COOKIES.get(COOKIE, ""))


def as_query(entries: dict[str, list[str]]) -> QueryDict:
    """Kept answers as if they had just been sent."""
    query = QueryDict(mutable=True)
    for name, values in entries.items():
        query.setlist(name, values)
    return query


def as_initial(entries: dict[str, list[str]]) -> dict[str, Any]:
    """Kept answers as a form shows them, unchecked."""
    return {name: values if len(values) > 1 else values[0] for name, values in entries.items() if values}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004  fits
