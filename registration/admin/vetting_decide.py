"""One application decided: both opinions beside one another, the places of the round in view; then the next."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import officer, sees_protected
from conference.admin.markup import at_text
from conference.formats import day_text, language_name
from conference.models import User
from registration.actions.round_decisions import decide_in_round, refuse_who_may_not_decide
from registration.admin.guard import is_of_another_conference
from registration.admin.naming import person_line
from registration.admin.vetting_forms import NOT_DECIDED, DecisionForm
from registration.admin.vetting_keys import keys_of_decision
from registration.admin.vetting_read import opinion_row
from registration.admin.vetting_told import application_to_show, told_context
from registration.errors import RegistrationError
from registration.models import (
    DecisionRound,
    Objection,
    Outcome,
    Registration,
    RegistrationTransition,
    RoundDecision,
    Visibility,
)
from registration.queries.decline_grounds import Ground, grounds_of, reason_in_letter
from registration.queries.opinions import opinions_on
from registration.queries.reviews import merged_into, review_asked
from registration.queries.round_quota import open_round_of, round_quota, undecided_with_both_opinions
from registration.queries.vetting import applications_to_vet, digest_of
from registration.states import TO_VET, RegistrationState


def decide_view(model_admin: ModelAdmin[Any]) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """The page, and the decision that is recorded on it."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        registration = application_to_show(request, pk)
        found, grounds = open_round_of(registration.category), grounds_of(registration.conference)
        if request.method != "POST":
            return _page(model_admin, request, registration, found, grounds)
        if is_of_another_conference(request):
            return HttpResponseRedirect(request.path)
        form = DecisionForm(request.POST, grounds=grounds)
        if found is None:
            form.add_error(None, _("No round of this category is in preparation any more; nothing was recorded."))
        if found is None or not form.is_valid():
            return _page(model_admin, request, registration, found, grounds, form)
        return _recorded(model_admin, request, registration, found, grounds, form)

    return view


def _recorded(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    registration: Registration,
    found: DecisionRound,
    grounds: list[Ground],
    form: DecisionForm,
) -> HttpResponse:
    given = form.cleaned_data
    outcome = None if given["outcome"] == NOT_DECIDED else Outcome(given["outcome"])
    try:
        decide_in_round(
            found.pk,
            registration.pk,
            outcome=outcome,
            ground=given["ground"],
            words=given["words"],
            seen=given["seen"] or 0,
            by=officer(request),
        )
    except RegistrationError as error:
        form.add_error(None, str(error))
        return _page(model_admin, request, application_to_show(request, registration.pk), found, grounds, form)
    name = person_line(request, registration.participant).name
    label = outcome.label if outcome else _("not decided")
    messages.success(
        request, _("Recorded, and told to nobody yet: %(name)s – %(label)s.") % {"name": name, "label": label}
    )
    return HttpResponseRedirect(_url_of_next(request, registration, found))


def _in_order(request: HttpRequest, registration: Registration) -> list[uuid.UUID]:
    """The applications of the category that this officer may know, in the order in which they came."""
    waiting = applications_to_vet(registration.conference).filter(category=registration.category_id)
    if not sees_protected(request):
        waiting = waiting.exclude(participant__visibility=Visibility.HIDDEN)
    return list(waiting.order_by("submitted_at", "pk").values_list("pk", flat=True))


def _url_of_next(request: HttpRequest, registration: Registration, found: DecisionRound) -> str:
    """The next one after this that is undecided and has both opinions; the list where there is none."""
    pks = _in_order(request, registration)
    start = pks.index(registration.pk) + 1 if registration.pk in pks else 0
    ready = set(undecided_with_both_opinions(found).values_list("pk", flat=True)) - {registration.pk}
    for pk in pks[start:] + pks[:start]:
        if pk in ready:
            return reverse("admin:registration_reading_decide", args=[pk])
    return reverse("admin:registration_reading_decisions", args=[registration.category_id])


def _page(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    registration: Registration,
    found: DecisionRound | None,
    grounds: list[Ground],
    form: DecisionForm | None = None,
) -> HttpResponse:
    user, conference = officer(request), registration.conference
    both = opinions_on([registration.pk], conference=conference, user=user)[registration.pk]
    standing = found.decisions.filter(registration=registration).select_related("decided_by").first() if found else None
    form = form or DecisionForm(grounds=grounds, initial=_initial(standing, registration, grounds))
    digest = digest_of(registration)
    why_not = _why_not(user, registration, found)
    context = {
        **model_admin.admin_site.each_context(request),
        **told_context(request, registration),
        "title": person_line(request, registration.participant).name,
        "opts": model_admin.opts,
        "form": None if why_not else form,
        "why_not": why_not,
        "round": found,
        "quota": round_quota(registration.category, found),
        "decision": standing,
        "decided_text": at_text(conference, standing.decided_at) if standing else "",
        "both": both,
        "opinions": [opinion_row(registration, each, digest) for each in both.readers if each.opinions],
        "closed": [each for each in both.readers if not each.opinions],
        "objections": _objections(request, registration),
        "review": _review(registration),
        "grounds": grounds,
        "letter_language": language_name(registration.participant.language),
        "keys": keys_of_decision(grounds),
        "neighbours": _neighbours(request, registration),
    }
    return TemplateResponse(request, "admin/registration/reading/decide.html", context)


def _initial(standing: RoundDecision | None, registration: Registration, grounds: list[Ground]) -> dict[str, Any]:
    """What is recorded; the ground's own text is not shown among the officer's words."""
    if standing is None:
        return {"seen": 0}
    ground = next((each for each in grounds if each.key == standing.ground), None)
    text = reason_in_letter(ground, "", registration.participant.language)
    words = standing.reason.removeprefix(text).strip() if text else standing.reason
    return {"seen": standing.pk, "outcome": standing.outcome, "ground": standing.ground, "words": words}


def _why_not(user: User, registration: Registration, found: DecisionRound | None) -> str:
    """Why this officer records nothing here, in the words of the act; nothing where they may."""
    if registration.state not in TO_VET:
        return _("This application is “%(status)s”; nothing is decided on it in a round.") % {
            "status": registration.get_state_display()
        }
    try:
        refuse_who_may_not_decide(registration, by=user)
    except RegistrationError as error:
        return str(error)
    return "" if found else _("No round of this category is in preparation: begin one, then decide.")


def _objections(request: HttpRequest, registration: Registration) -> list[dict[str, Any]]:
    visible = Objection.objects.visible_to(officer(request), registration.conference).filter(registration=registration)
    return [
        {
            "objection": each,
            "made_text": day_text(each.made_on),
            "recorded_text": at_text(registration.conference, each.recorded_at),
            "withdrawn_text": day_text(each.withdrawn_on) if each.withdrawn_on else "",
        }
        for each in visible.select_related("state", "recorded_by").prefetch_related("state__names")
    ]


def _review(registration: Registration) -> dict[str, Any] | None:
    """The one review that was asked for, and who was involved in the decision before."""
    asked = review_asked(registration)
    if asked is None:
        return None
    of_person = merged_into([registration.pk])
    declined = RegistrationTransition.objects.filter(registration__in=of_person, target=RegistrationState.DECLINED)
    return {
        "words": asked.words,
        "asked_text": at_text(registration.conference, asked.asked_at),
        "declined_by": [str(each.by) for each in declined.select_related("by") if each.by],
    }


def _neighbours(request: HttpRequest, registration: Registration) -> dict[str, Any]:
    pks = _in_order(request, registration)
    if registration.pk not in pks:
        return {}
    here = pks.index(registration.pk)

    def url(place: int) -> str:
        return reverse("admin:registration_reading_decide", args=[pks[place]]) if 0 <= place < len(pks) else ""

    return {"position": here + 1, "total": len(pks), "previous_url": url(here - 1), "next_url": url(here + 1)}
