"""One application a page: on the left what was told, on the right the opinion; saved, and the next one opens."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference
from conference.admin.markup import at_text
from registration.actions.opinions import declare_conflict, give_opinion, take_back_conflict
from registration.admin.guard import is_of_another_conference
from registration.admin.naming import person_line
from registration.admin.vetting_forms import CONFLICT, OpinionForm
from registration.admin.vetting_keys import keys_of_opinion
from registration.admin.vetting_told import RECOMMENDATION_TONES, application_to_show, told_context
from registration.errors import RegistrationError
from registration.models import Opinion, Reading, Recommendation, Registration
from registration.queries.opinions import Read, opinions_on
from registration.queries.vetting import digest_of, readings_of
from registration.states import TO_VET

View = Callable[[HttpRequest, uuid.UUID], HttpResponse]


def read_view(model_admin: ModelAdmin[Any]) -> View:
    """The page, and the opinion that is saved on it."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        registration = application_to_show(request, pk)
        if request.method != "POST":
            return _page(model_admin, request, registration)
        if is_of_another_conference(request):
            return HttpResponseRedirect(request.path)
        form = OpinionForm(request.POST)
        if not form.is_valid():
            return _page(model_admin, request, registration, form)
        return _saved(model_admin, request, registration, form)

    return view


def next_view(request: HttpRequest) -> HttpResponse:
    """Leads to the first application that the officer has to read; to the desk where there is none."""
    return HttpResponseRedirect(_url_of_next(request, None))


def conflict_view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Takes back a conflict of interest that was declared by mistake."""
    get_object_or_404(Registration, pk=pk, conference=required_conference(request))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    registration = application_to_show(request, pk)
    if not is_of_another_conference(request):
        try:
            take_back_conflict(registration.pk, by=officer(request))
        except RegistrationError as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(reverse("admin:registration_reading_read", args=[registration.pk]))


def _saved(
    model_admin: ModelAdmin[Any], request: HttpRequest, registration: Registration, form: OpinionForm
) -> HttpResponse:
    given, by = form.cleaned_data, officer(request)
    was_revised = Reading.objects.live().filter(registration=registration, reader=by, given_at__isnull=False).exists()
    onwards = request.path if was_revised else _url_of_next(request, registration)
    try:
        if given["recommendation"] == CONFLICT:
            declare_conflict(registration.pk, by=by, words=given["reason"])
        else:
            give_opinion(
                registration.pk,
                recommendation=Recommendation(given["recommendation"]),
                grade=given["grade"],
                reason=given["reason"],
                seen=request.POST.get("seen", ""),
                form_token=given["form_token"],
                by=by,
            )
    except RegistrationError as error:
        form.add_error(None, str(error))
        return _page(model_admin, request, application_to_show(request, registration.pk), form)
    _tell(request, registration, form)
    return HttpResponseRedirect(onwards)


def _tell(request: HttpRequest, registration: Registration, form: OpinionForm) -> None:
    label = dict(form.fields["recommendation"].choices)[form.cleaned_data["recommendation"]]  # type: ignore[attr-defined]
    name = person_line(request, registration.participant).name
    left = readings_of(officer(request), registration.conference).outstanding().count()
    messages.success(request, _("Saved: %(name)s – %(label)s.") % {"name": name, "label": label})
    if not left:
        messages.info(request, _("You have read everything that was given to you."))


def _in_order(request: HttpRequest, registration: Registration | None) -> list[tuple[uuid.UUID, bool]]:
    """What the officer has to read, in order, each and whether it has been read; within one category, of one."""
    mine = readings_of(officer(request), required_conference(request))
    if registration is not None:
        mine = mine.filter(registration__category=registration.category_id)
    return [(pk, given is not None) for pk, given in mine.values_list("registration", "given_at")]


def _url_of_next(request: HttpRequest, registration: Registration | None) -> str:
    """The next one to read after this one, beginning anew at the end; the desk where all are read."""
    in_order = _in_order(request, registration)
    pks = [pk for pk, _given in in_order]
    start = pks.index(registration.pk) + 1 if registration is not None and registration.pk in pks else 0
    left = [pk for pk, given in in_order[start:] + in_order[:start] if not given]
    left = [pk for pk in left if registration is None or pk != registration.pk]
    if not left:
        return reverse("admin:registration_reading_changelist")
    return reverse("admin:registration_reading_read", args=[left[0]])


def _page(
    model_admin: ModelAdmin[Any], request: HttpRequest, registration: Registration, form: OpinionForm | None = None
) -> HttpResponse:
    user, conference = officer(request), registration.conference
    both = opinions_on([registration.pk], conference=conference, user=user)[registration.pk]
    mine = next((each for each in both.readers if each.reading.reader_id == user.pk), None)
    digest = digest_of(registration)
    if form is None:
        form = OpinionForm(initial=_initial(mine))
    in_order = _in_order(request, registration)
    context = {
        **model_admin.admin_site.each_context(request),
        **told_context(request, registration),
        "title": person_line(request, registration.participant).name,
        "opts": model_admin.opts,
        "seen": digest,
        "form": form if mine and registration.state in TO_VET else None,
        "mine": mine,
        "is_reader": mine is not None,
        "opinions": [opinion_row(registration, each, digest) for each in both.readers if each.opinions],
        "is_open": both.are_both_given,
        "conflict": next((each for each in both.conflicts if each.reader_id == user.pk), None),
        "progress": _progress(in_order, registration),
        "is_over": registration.state not in TO_VET,
        "keys": keys_of_opinion(),
    }
    return TemplateResponse(request, "admin/registration/reading/read.html", context)


def _initial(mine: Read | None) -> dict[str, Any]:
    last = mine.last if mine else None
    return {"recommendation": last.recommendation, "grade": last.grade, "reason": last.reason} if last else {}


def _progress(in_order: list[tuple[uuid.UUID, bool]], registration: Registration) -> dict[str, Any]:
    """Which of how many, how many are read, and the ways to the neighbours."""
    pks = [pk for pk, _given in in_order]
    if registration.pk not in pks:
        return {}
    here = pks.index(registration.pk)

    def url(place: int) -> str:
        return reverse("admin:registration_reading_read", args=[pks[place]]) if 0 <= place < len(pks) else ""

    return {
        "position": here + 1,
        "total": len(pks),
        "read": sum(given for _pk, given in in_order),
        "previous_url": url(here - 1),
        "next_url": url(here + 1),
    }


def opinion_row(registration: Registration, read: Read, digest: str) -> dict[str, Any]:
    """One reader's opinion as the pages print it: the last, the first where it was another, what has changed since."""
    last, first = read.last, read.first
    assert last is not None  # noqa: S101  the caller leaves out who has given none that may be known
    return {
        "reader": str(read.reading.reader),
        "tone": RECOMMENDATION_TONES[last.recommendation],
        "text": last.get_recommendation_display(),
        "grade": last.get_grade_display(),
        "reason": last.reason,
        "at_text": at_text(registration.conference, last.given_at),
        "is_of_an_older_version": last.read_digest != digest,
        "first": _first(registration, first) if first else None,
    }


def _first(registration: Registration, first: Opinion) -> dict[str, str]:
    return {
        "text": str(first.get_recommendation_display()),
        "reason": first.reason,
        "at_text": at_text(registration.conference, first.given_at),
    }
