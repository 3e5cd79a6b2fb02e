"""Who has a seat in a session and who waits for one; an officer gives one, or takes one with a reason."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.actions.seats import give_seat, take_seat
from agenda.admin.people_found import people_found, person_text
from agenda.errors import AgendaError
from agenda.forms.seats import GiveSeatForm, TakeSeatForm
from agenda.models import SeatBooking, Session
from agenda.queries.entitlement import Entitlement
from agenda.queries.seats import SeatCount, seat_counts
from agenda.states import SEAT_IN_FORCE, SeatState
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.markup import on_one_line
from conference.admin.scoped import ScopedAdmin
from conference.clock import on_the_clock
from conference.formats import moment_text
from registration.admin.naming import person_line

View = Callable[..., HttpResponse]
TONES = {SeatState.BOOKED: "good", SeatState.WAITING: "waiting", SeatState.TAKEN: "trouble"}


def seats_view(model_admin: ScopedAdmin) -> View:
    """The list, in the order in which seats were asked for, and the form by which one is given."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        session = _session(request, pk)
        may_change = model_admin.has_change_permission(request)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        people, is_more = people_found(request, session.conference) if may_change else ([], False)
        found = [(str(person.pk), person_text(request, person)) for person in people]
        first = {"participant": found[0][0]} if len(found) == 1 else {}
        form = GiveSeatForm(request.POST or None, found=found, initial=first)
        if request.method == "POST" and _is_given(request, session, form):
            return HttpResponseRedirect(_seats_url(session))
        context = {
            "title": _("Seats"),
            "rows": _rows(request, session),
            "count": seat_counts([session.pk])[session.pk],
            "query": request.GET.get("q", "").strip(),
            "form": form if people else None,
            "is_more": is_more,
            "may_change": may_change,
        }
        return _answer(model_admin, request, session, "seats", context)

    return view


def take_view(model_admin: ScopedAdmin) -> View:
    """One seat, or one place in line, is taken with a reason that the person is told."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        own = SeatBooking.objects.visible_to(request.user, required_conference(request)).in_force()
        booking = get_object_or_404(own.select_related("participant", "session__conference"), pk=pk)
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        form = TakeSeatForm(request.POST or None)
        if request.method == "POST" and _is_taken(request, booking, form):
            return HttpResponseRedirect(_seats_url(booking.session))
        name = person_line(request, booking.participant).name
        context = {
            "title": _("Withdraw the seat of %(name)s") % {"name": name}
            if booking.is_booked
            else _("Take %(name)s off the waiting list") % {"name": name},
            "form": form,
            "booking": booking,
            "seats_url": _seats_url(booking.session),
        }
        return _answer(model_admin, request, booking.session, "seat_take", context)

    return view


def seats_row(session: Session) -> list[dict[str, str]]:
    """“Seats: 12 of 20 booked”, beside the form of a session in which seats are booked; in one query."""
    if not session.needs_booking:
        return []
    count = seat_counts([session.pk])[session.pk]
    waits = _("%(count)d on the waiting list") % {"count": count.waiting} if count.waiting else ""
    return [{"term": _("Seats"), "text": booked_text(count), "detail": waits, "url": _seats_url(session)}]


def booked_text(count: SeatCount) -> str:
    """“12 of 20 booked”."""
    return _("%(booked)d of %(capacity)d booked") % {"booked": count.booked, "capacity": count.capacity or 0}


def _rows(request: HttpRequest, session: Session) -> list[dict[str, Any]]:
    """Who has one, who waits in order, and whose has ended last."""
    seats = list(SeatBooking.objects.filter(session=session).select_related("participant").order_by("turn"))
    entitled = Entitlement.of_participants({seat.participant_id for seat in seats}, session.conference)
    entry = [category.pk for category in session.entry.all()]
    order = (SeatState.BOOKED, SeatState.WAITING, SeatState.TAKEN, SeatState.GIVEN_BACK)
    rows, place = [], 0
    for seat in sorted(seats, key=lambda one: (order.index(SeatState(one.state)), one.turn)):
        place += seat.state == SeatState.WAITING
        rows.append(_row(request, seat, session, place) | {"beside": _beside(seat, entitled, entry)})
    return rows


def _row(request: HttpRequest, seat: SeatBooking, session: Session, place: int) -> dict[str, Any]:
    person, conference = person_line(request, seat.participant), session.conference
    since = seat.ended_at or seat.booked_at or seat.asked_at
    text = str(seat.get_state_display())
    is_in_force = seat.state in SEAT_IN_FORCE
    return {
        "name": person.name,
        "detail": on_one_line(person.function, person.institution),
        "tone": TONES.get(SeatState(seat.state), "neutral"),
        "text": f"{capfirst(text)}, {place}" if seat.state == SeatState.WAITING else capfirst(text),
        "since": moment_text(on_the_clock(conference, since), conference.zone),
        "reason": seat.reason,
        "take_url": reverse("admin:agenda_session_seat_take", args=[seat.pk]) if is_in_force else "",
        "take_label": _("Withdraw the seat") if seat.is_booked else _("Take off the waiting list"),
    }


def _beside(seat: SeatBooking, entitled: dict[uuid.UUID, Entitlement], entry: list[uuid.UUID]) -> str:
    """That somebody with a seat may not come in as things stand."""
    person = entitled[seat.participant_id]
    if seat.state not in SEAT_IN_FORCE or (person.is_participant and person.may_enter(entry, seat.session_id)):
        return ""
    return _("May not enter at present: the registration is not confirmed, or the category has been left out.")


def _is_given(request: HttpRequest, session: Session, form: GiveSeatForm) -> bool:
    if not is_of_current_conference(request):
        messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        return False
    if not form.is_valid():
        return False
    try:
        person, reason = uuid.UUID(form.cleaned_data["participant"]), form.cleaned_data["reason"]
        give_seat(session.pk, person, by=officer(request), reason=reason)
    except AgendaError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The seat is given; the person is told by letter."))
    return True


def _is_taken(request: HttpRequest, booking: SeatBooking, form: TakeSeatForm) -> bool:
    if not is_of_current_conference(request):
        messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        return True
    if not form.is_valid():
        return False
    try:
        take_seat(booking.pk, by=officer(request), reason=form.cleaned_data["reason"])
    except AgendaError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("It is taken; the person is told by letter, and a free seat goes to who is next."))
    return True


def _session(request: HttpRequest, pk: uuid.UUID) -> Session:
    own = Session.objects.visible_to(request.user, required_conference(request))
    session: Session = get_object_or_404(own.select_related("conference"), pk=pk)
    return session


def _seats_url(session: Session) -> str:
    return reverse("admin:agenda_session_seats", args=[session.pk])


def _answer(
    model_admin: ScopedAdmin, request: HttpRequest, session: Session, template: str, context: dict[str, Any]
) -> HttpResponse:
    shared = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "session": session,
        "session_url": reverse("admin:agenda_session_change", args=[session.pk]),
    }
    return TemplateResponse(request, f"admin/agenda/{template}.html", shared | context)
