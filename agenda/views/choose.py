"""Stars and seats, chosen by plain forms: each act is one button, and leads back to where it was pressed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agenda.actions.seats import book_seat, give_back_seat
from agenda.actions.stars import star_session, unstar_session
from agenda.errors import AgendaError
from agenda.models import SeatBooking, Session
from agenda.queries.entitlement import Entitlement
from agenda.queries.own_choices import own_choices, principals_of
from agenda.queries.seats import place_in_line, released_session
from agenda.views.own_agenda import ASKED, own_session_url
from agenda.views.speaking import user_of
from conference.models import Conference, User
from conference.views.pages import get_conference, signed_in
from registration.models import Participant

ACTS: dict[str, Callable[..., Any]] = {
    "star": star_session,
    "unstar": unstar_session,
    "book": book_seat,
    "give-back": give_back_seat,
}
LONGEST_QUERY = 500


@require_POST
@signed_in
def choose(request: HttpRequest, conference: str) -> HttpResponse:
    """One act on one session for one's own participant. Anybody else's, and what one may not know of, is not there."""
    held, user = get_conference(conference), user_of(request)
    person = own_person(request, user, held)
    act, session_id = _asked(request)
    if not _may_know(person, session_id, held):
        raise Http404
    try:
        is_said = _say(request, act, ACTS[act](session_id, person.pk, by=user))
    except AgendaError as error:
        messages.error(request, str(error))
        is_said = True
    return HttpResponseRedirect(_back(request, held, session_id, to_line=not is_said))


def own_person(request: HttpRequest, user: User, held: Conference) -> Participant:
    """The participant that the form names, of the address's own."""
    wanted = request.POST.get("person", "")
    person = next((one for one in principals_of(user, held) if str(one.pk) == wanted), None)
    if person is None:
        raise Http404
    return person


def _asked(request: HttpRequest) -> tuple[str, UUID]:
    for act in ACTS:
        if act in request.POST:
            try:
                return act, UUID(request.POST[act])
            except ValueError as error:
                raise Http404 from error
    raise Http404


def _may_know(person: Participant, session_id: UUID, held: Conference) -> bool:
    """Whether the agenda tells this person of it; what one holds one may always give back."""
    own = own_choices(person, held)
    if session_id in own.chosen:
        return Session.objects.filter(pk=session_id, conference=held).exists()
    released = released_session(session_id, held)
    entitled: Entitlement = own.entitled
    return released is not None and entitled.may_know(released.entry["listing"], released.entry_ids, session_id)


def _say(request: HttpRequest, act: str, done: Any) -> bool:
    """A star shows by itself; of a seat it is said what became of it. Gives whether anything is."""
    if act not in {"book", "give-back"} or done is None:
        return False
    if act == "book":
        text = _booked_text(done)
    else:
        had_seat = done.booked_at is not None
        text = _("Your seat is given back.") if had_seat else _("You are no longer on the waiting list.")
    messages.success(request, text)
    return True


def _booked_text(booking: SeatBooking) -> str:
    title = {"title": booking.session.title}
    if booking.is_booked:
        return _("Your seat in “%(title)s” is booked.") % title
    return _(
        "All seats in “%(title)s” are booked. You are number %(place)d on the waiting list, and are told by letter as "
        "soon as a seat is yours."
    ) % {**title, "place": place_in_line(booking)}


def _back(request: HttpRequest, held: Conference, session_id: UUID, *, to_line: bool) -> str:
    """To the session's own page, or to the agenda as it was shown: its line there, or the top, where notices stand."""
    if request.POST.get("page") == "session":
        return own_session_url(held, session_id)
    asked = parse_qsl(request.POST.get("back", "")[:LONGEST_QUERY])
    query = urlencode([(name, value) for name, value in asked if name in ASKED])
    line = f"#session-{session_id}" if to_line else ""
    return f"{reverse('agenda:own', args=[held.slug])}{'?' + query if query else ''}{line}"
