"""The application form: filled in, checked, submitted, answered."""

from collections.abc import Hashable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.http import client_address
from conference.models import Conference
from conference.views.pages import page, public_page
from conference.views.rendered_once import rendered_once
from registration.actions.register import apply
from registration.forms.register import RegistrationForm
from registration.models import ParticipantCategory, Registration, Route, notice_in_force
from registration.queries.asked import marks_of, with_marks_of_questions
from registration.queries.places import places_left
from registration.queries.windows import registration_window
from registration.views.categories import what_to_do
from registration.views.form_entries import keeper_of
from registration.views.form_files import files
from registration.views.form_flow import FormFlow
from registration.views.form_later import later
from registration.views.form_parts import questions_once
from registration.views.form_travel import travel


def form(request: HttpRequest, conference: str, category: str, part: str = "") -> HttpResponse:
    """The form of an open application; for other routes, closed or full, a page that says so beforehand."""
    chosen = _category_or_404(conference, category)
    shown = chosen.conference
    if chosen.route != Route.APPLICATION:
        return other_route(request, shown, chosen)
    flow = _flow(request, shown, chosen)
    if request.method != "POST" and not part:
        refusal = why_not_now(shown, chosen)
        if refusal:
            return not_now(request, shown, chosen, refusal)
    return answer(flow, request, part)


def answer(flow: FormFlow, request: HttpRequest, part: str) -> HttpResponse:
    """The page of a part of the form; 404 for one that it does not have."""
    parts = {"": FormFlow.entry, "check": FormFlow.check, "later": later, "travel": travel, "files": files}
    if part not in parts or (part in {"travel", "files"} and not flow.has_part(part)):
        raise Http404
    return parts[part](flow, request)


def _category_or_404(conference: str, category: str) -> ParticipantCategory:
    """With its conference, in one query."""
    public = ParticipantCategory.objects.select_related("conference").filter(conference__is_public=True)
    marked = with_marks_of_questions(public)
    return get_object_or_404(marked.exclude(route=Route.ON_THE_SPOT), conference__slug=conference, slug=category)


def _flow(request: HttpRequest, shown: Conference, chosen: ParticipantCategory) -> FormFlow:
    def submit(entered: RegistrationForm) -> Registration | None:
        return apply(
            conference=shown,
            category=chosen,
            person=entered.person(),
            application=entered.application(),
            form_token=entered.cleaned_data["form_token"],
            privacy_notice_version=entered.cleaned_data["consent"],
            client=client_address(request),
            needs=entered.needs(),
            answered=entered.answered(),
        )

    def part_url(part: str) -> str:
        address = [shown.slug, chosen.slug]
        return (
            reverse("registration:form-part", args=[*address, part])
            if part
            else reverse("registration:form", args=address)
        )

    asked = questions_once(chosen)

    def make_form(data: QueryDict | None, **kwargs: Any) -> RegistrationForm:
        return RegistrationForm(data, conference=shown, category=chosen, questions=asked(), **kwargs)

    return FormFlow(
        conference=shown,
        category=chosen,
        make_form=make_form,
        submit=submit,
        part_url=part_url,
        keeper=keeper_of(request, chosen),
        key=key_of_empty_form(shown, chosen),
    )


def key_of_empty_form(conference: Conference, category: ParticipantCategory) -> Hashable:
    """Everything that an empty form shows of the conference and the category, and in which language."""
    return (
        get_language(),
        conference.slug,
        tuple(conference.languages),
        category.pk,
        category.asks_about_organisation,
        tuple(category.asks),
        tuple(category.requires),
        category.default_visibility,
        notice_in_force(conference),
        marks_of(category),
    )


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


@rendered_once(seconds=60)
def received(request: HttpRequest, shown: Conference, category: str) -> HttpResponse:
    """The answer after a submit: one address for all, so that it cannot tell a first submit from a duplicate."""
    chosen = get_object_or_404(shown.categories, slug=category)
    context = {"category": chosen, "is_application": chosen.route == Route.APPLICATION}
    return public_page(request, "registration/received.html", shown, context, current="registration")
