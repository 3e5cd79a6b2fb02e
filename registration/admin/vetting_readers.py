"""Who reads which application of a category: given by hand, or spread evenly over the officers who are ticked."""

import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import current_roles, officer, required_conference
from conference.admin.markup import at_text
from conference.formats import day_text
from conference.models import TeamMembership, TeamRole, User
from conference.permissions import ROLES_THAT_ARRANGE, ROLES_THAT_DECIDE
from registration.actions.readers import Spread, assign_reader, spread_applications, take_back_reading
from registration.admin.chosen import chosen_ids
from registration.admin.guard import is_of_another_conference
from registration.admin.naming import person_line
from registration.errors import RegistrationError
from registration.models import READERS, ParticipantCategory, Reading, ReadingEnd, Registration, Route
from registration.queries.vetting import applications_to_vet, as_many_as_fit, opened_to_all, with_both_readers
from registration.states import TO_VET

ROWS_SHOWN = 500


def readers_view(model_admin: ModelAdmin[Any]) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """The applications with their readers, and the officers with what each has to read."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        conference = required_conference(request)
        category = get_object_or_404(conference.categories, pk=pk, route=Route.APPLICATION)
        if not current_roles(request) & ROLES_THAT_ARRANGE:
            raise PermissionDenied
        if request.method == "POST":
            if not is_of_another_conference(request):
                _done(request, category)
            return HttpResponseRedirect(request.get_full_path())
        context = {**model_admin.admin_site.each_context(request), **_context(request, category)}
        return TemplateResponse(
            request, "admin/registration/reading/readers.html", {"opts": model_admin.opts} | context
        )

    return view


def _done(request: HttpRequest, category: ParticipantCategory) -> None:
    """One of three buttons: spread those ticked, give one by hand, take one back."""
    by = officer(request)
    try:
        if taken_back := _uuid(request.POST.get("take_back", "")):
            get_object_or_404(Reading, pk=taken_back, registration__category=category)
            reading = take_back_reading(taken_back, by=by)
            messages.success(request, _("Taken back from %(reader)s.") % {"reader": reading.reader})
        elif given := _uuid(request.POST.get("give", "")):
            get_object_or_404(Registration, pk=given, category=category)
            _give(request, given, by=by)
        else:
            ids = chosen_ids(request, "chosen")[:ROWS_SHOWN]
            among = chosen_ids(request, "reader")
            _tell(request, spread_applications(category.conference, category.pk, ids, among=among, by=by), ids)
    except RegistrationError as error:
        messages.error(request, str(error))


def _give(request: HttpRequest, registration_id: uuid.UUID, *, by: User) -> None:
    reader = _uuid(request.POST.get(f"reader-{registration_id}", ""))
    if reader is None:
        messages.error(request, _("Please choose the officer to whom the application is given."))
        return
    made = assign_reader(registration_id, reader, by=by)
    messages.success(request, _("Given to %(reader)s.") % {"reader": made.reader})


def _tell(request: HttpRequest, spread: Spread, ids: list[uuid.UUID]) -> None:
    if not ids:
        messages.error(request, _("Please tick the applications that shall be spread."))
        return
    sentence = ngettext("%(count)d reading was given out.", "%(count)d readings were given out.", spread.given) % {
        "count": spread.given
    }
    messages.success(request, sentence)
    if spread.lacking:
        names = ", ".join(person_line(request, row.participant).name for row in spread.lacking[:10])
        messages.warning(
            request,
            _("A reader is still lacking for %(names)s: among those ticked nobody may read it.") % {"names": names},
        )


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _context(request: HttpRequest, category: ParticipantCategory) -> dict[str, Any]:
    conference = required_conference(request)
    waiting = applications_to_vet(conference).filter(category=category)
    rows = as_many_as_fit(waiting.select_related("participant"), ROWS_SHOWN, done=with_both_readers())
    officers = _officers(request)
    readings = Reading.objects.filter(registration__in=rows).select_related("reader").order_by("place")
    of_row: dict[uuid.UUID, list[Reading]] = {row.pk: [] for row in rows}
    for reading in readings:
        of_row[reading.registration_id].append(reading)
    opened = opened_to_all(of_row)
    lines = [_line(request, row, of_row[row.pk], [] if row.pk in opened else officers) for row in rows]
    return {
        "title": _("Readers"),
        "category": category,
        "decide_by_text": day_text(category.decide_by) if category.decide_by else "",
        "rows": lines,
        "shown": len(rows),
        "waiting": len(rows) if len(rows) < ROWS_SHOWN else waiting.count(),
        "officers": officers,
        "lacking": sum(1 for line in lines if line["choices"]),
    }


def _line(request: HttpRequest, row: Registration, readings: list[Reading], officers: list[Any]) -> dict[str, Any]:
    live = [each for each in readings if each.ended_at is None]
    conflicts = [each for each in readings if each.ended_how == ReadingEnd.CONFLICT]
    barred = {each.reader_id for each in (*live, *conflicts)}
    choices = [each for each in officers if each["user"].pk not in barred] if len(live) < READERS else []
    return {
        "registration": row,
        "person": person_line(request, row.participant),
        "submitted_text": at_text(required_conference(request), row.submitted_at),
        "readings": live,
        "conflicts": conflicts,
        "choices": choices,
        "has_been_open": not officers and len(live) < READERS,
    }


def _officers(request: HttpRequest) -> list[dict[str, Any]]:
    """Those of the team who may read, with how many they have left and have read; vetting officers are ticked."""
    conference = required_conference(request)
    members = TeamMembership.objects.filter(conference=conference, role__in=ROLES_THAT_DECIDE, user__is_active=True)
    found: dict[User, set[str]] = {}
    for member in members.select_related("user").order_by("user__name", "user"):
        found.setdefault(member.user, set()).add(member.role)
    live = Reading.objects.live().filter(registration__conference=conference, registration__state__in=TO_VET)
    load: Counter[uuid.UUID] = Counter()
    read: Counter[uuid.UUID] = Counter()
    for reader, given in live.values_list("reader", "given_at"):
        (load if given is None else read)[reader] += 1
    return [
        {"user": user, "left": load[user.pk], "read": read[user.pk], "is_ticked": TeamRole.VETTING in roles}
        for user, roles in found.items()
    ]
