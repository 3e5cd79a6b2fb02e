"""A registration form in steps: entered, read again on a page of its own, submitted; kept between the steps."""

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import on_the_clock
from conference.formats import moment_text
from conference.headers import come_again
from conference.models import Conference
from conference.views.pages import page, sign_in_url
from registration.actions.throttle import HOUR
from registration.actions.travel import keep_travel
from registration.actions.unfinished import (
    Keeper,
    end_with_submit,
    entries_of,
    hand_over_files,
    keep_entries,
    was_submitted,
)
from registration.errors import LostUpdateError, NoticeChangedError, RegistrationError, TooManyApplicationsError
from registration.forms.drawn import drawn, drawn_once
from registration.forms.register import RegistrationForm
from registration.forms.summary import files_summary, travel_summary
from registration.forms.travel import PREFIX, TravelForm
from registration.models import (
    Document,
    ParticipantCategory,
    Particular,
    Question,
    Registration,
    UnfinishedForm,
)
from registration.queries.asked import asks_a_file
from registration.queries.windows import registration_window
from registration.views.form_entries import COOKIE, as_initial, as_query, number_in
from registration.views.form_kept_files import files_by_question, files_to_hand_over, missing_files
from registration.views.form_parts import parts_of, steps_of

# What a form carries that is no answer.
NO_ANSWERS = frozenset({"csrfmiddlewaretoken", "step", "seen_version"})
CHANGED_ELSEWHERE = gettext_lazy(
    "This form was changed in another window or on another device meanwhile. What you typed here stands below; go on "
    "to keep it in place of the other."
)
READ_AGAIN = gettext_lazy(
    "What you entered was changed in another window or on another device meanwhile. Nothing was sent: please read it "
    "once more as it stands now, and then submit it."
)
# Whoever goes back after the submit: the same for a duplicate, of which nobody is told.
SUBMITTED_ALREADY = gettext_lazy(
    "This form has been submitted already. What you change here now is not sent: to correct something, sign in to your "
    "own page, or write to the Secretariat."
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
        if step == "submit" and self.next_url("details") == self.part_url("check"):
            return self._submit(request, form)
        return self._keep(request, form, self.next_url("details"))

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
        travel = self.travel_form(entries)
        if (travel and not travel.is_valid()) or self.missing_files(form):
            return HttpResponseRedirect(self.part_url("travel" if travel and not travel.is_valid() else "files"))
        is_seen = request.POST.get("seen_version", self._version()) == self._version()
        if request.method == "POST" and is_seen:
            return self._submit(request, form, travel)
        files = files_to_hand_over(self._files(), form.files_wanted())
        sections = [*form.summary(), *travel_summary(travel), *files_summary(files)]
        context = {"sections": sections, "form_token": form.cleaned_data["form_token"], **self._shared("check")}
        context |= {"change_url": self.part_url(""), "seen_version": self._version()}
        context["changed_text"] = "" if is_seen else READ_AGAIN
        status = HTTPStatus.OK if is_seen else HTTPStatus.CONFLICT
        return page(request, "registration/check.html", self.conference, context, current="registration", status=status)

    def _version(self) -> str:
        return str(self.kept.version) if self.kept else "0"

    def _keep(self, request: HttpRequest, form: RegistrationForm, next_url: str) -> HttpResponse:
        """Keeps the answers and goes on; told, and nothing overwritten, where another device has kept others."""
        if was_submitted(self.kept, request.POST.get("form_token", "")):
            form.add_error(None, str(SUBMITTED_ALREADY))
            return self._entry_page(request, form, status=409)
        answers = {name: values for name, values in request.POST.lists() if name not in NO_ANSWERS}
        known = {name: values for name, values in answers.items() if name in form.fields}
        before = entries_of(self.kept) or {}
        known |= {name: values for name, values in before.items() if name.startswith(f"{PREFIX}-")}
        keeper = self.keeper
        key = ""
        if not keeper.address and not keeper.key:
            key = secrets.token_urlsafe(24)
            keeper = replace(keeper, key=key)
        try:
            keep_entries(keeper, known, seen_version=number_in(request.POST.get("seen_version")))
        except LostUpdateError:
            form.add_error(None, str(CHANGED_ELSEWHERE))
            self.kept = keeper.form()
            return self._entry_page(request, form, status=409)
        response = HttpResponseRedirect(next_url)
        if key:
            secure = bool(settings.SESSION_COOKIE_SECURE)
            response.set_cookie(COOKIE, key, httponly=True, secure=secure, samesite="Lax")
        return response

    def _submit(self, request: HttpRequest, form: RegistrationForm, travel: TravelForm | None = None) -> HttpResponse:
        """One transaction for the registration and the end of the kept form; a refusal keeps everything typed."""
        try:
            form.files_sent = files_by_question(self._files())
            with transaction.atomic():
                registration = self.submit(form)
                if travel is not None and registration is not None:
                    keep_travel(registration, travel.travel(), travel.passport())
                if self.kept is not None:
                    self._end(self.kept, form, registration)
        except TooManyApplicationsError as error:
            form.add_error(None, str(error))
            return come_again(self._entry_page(request, form), HOUR)
        except NoticeChangedError:  # between the reading of this page and its act
            self.conference.refresh_from_db(fields=["privacy_notice_number"])
            return self._entry_page(request, self.make_form(form.data), status=409)
        except RegistrationError as error:
            form.add_error(None, str(error))
            return self._entry_page(request, form, status=409)
        return HttpResponseRedirect(self._received_url())

    def travel_form(self, entries: dict[str, list[str]]) -> TravelForm | None:
        """What was said of travel and visa; nothing where the category does not ask."""
        if Particular.TRAVEL not in self.category.asks:
            return None
        return TravelForm(as_query(entries), conference=self.conference)

    def missing_files(self, form: RegistrationForm | None = None) -> str:
        """A sentence where a file must be there and is not."""
        wanted = form.files_wanted() if form else self.files_wanted()
        return missing_files(self.category, self._files(), wanted)

    def files_wanted(self) -> list[Question]:
        """The questions that a file answers, of those that are shown with what was entered."""
        if not asks_a_file(self.category):
            return []
        form = self.make_form(as_query(entries_of(self.kept) or {}))
        form.is_valid()
        return form.files_wanted()

    def _files(self) -> list[Document]:
        return list(self.kept.documents.select_related("question")) if self.kept and self.has_part("files") else []

    def _end(self, kept: UnfinishedForm, form: RegistrationForm, registration: Registration | None) -> None:
        if self.has_part("files"):
            hand_over_files(kept, registration)
        end_with_submit(kept, str(form.cleaned_data["form_token"]))

    def _received_url(self) -> str:
        return reverse("registration:received", args=[self.conference.slug, self.category.slug])

    def _entry_page(self, request: HttpRequest, form: RegistrationForm | None, *, status: int = 200) -> HttpResponse:
        """With what was sent, else with what was kept, else empty: then drawn once for all who open it."""
        is_bound = form is not None
        entries = None if is_bound else entries_of(self.kept)
        if form is None and entries is None and self.key is not None:
            fields = drawn_once(self.key, lambda: self.make_form(None))
            token = str(uuid4())
        else:
            form = form or self.make_form(None, initial=as_initial(entries or {}))
            fields, token = drawn(form), form["form_token"].value()
        context = {
            "form": form,
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
        saved = moment_text(on_the_clock(self.conference, self.kept.saved_at), self.conference.zone)
        return _("Here is what you entered before, as it was kept on %(moment)s.") % {"moment": saved}

    def _shared(self, part: str) -> dict[str, Any]:
        return {
            "label": _("Registration: %(category)s") % {"category": self.category},
            "notice": self.notice,
            "steps": self.steps(part),
        }

    def has_part(self, part: str) -> bool:
        return part in parts_of(self.category)

    def next_url(self, part: str) -> str:
        """Where one goes on from a part."""
        parts = list(parts_of(self.category))
        return self.part_url(parts[parts.index(part) + 1])

    def steps(self, current: str) -> list[dict[str, str]]:
        return [*self.first_steps, *steps_of(self.category, current, self.part_url)]
