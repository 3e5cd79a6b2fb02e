"""The lines of a delegation's table of members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import on_the_clock
from conference.formats import day_text
from conference.models import Conference
from registration.forms.nomination import role_text
from registration.models import Registration
from registration.queries.due import Due
from registration.states import LIVE, Track, may_move
from registration.states import RegistrationState as S
from registration.views.standing import tone_of

COMPLETE_TEXTS = {
    S.NOMINATED: gettext_lazy("Fill in"),
    S.COMPLETE: gettext_lazy("Correct"),
    S.WAITLISTED: gettext_lazy("Correct"),
    S.REGISTERED: gettext_lazy("Correct"),
}


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """What is outstanding, and “by Friday, 14 June”."""

    what: str
    by_text: str
    is_needed: bool = True


@dataclass(frozen=True, kw_only=True)
class Member:
    """A line of the table of members."""

    id: UUID
    name: str
    function: str
    role: str
    seat: str = ""
    status: str
    tone: str
    status_detail: list[str] = field(default_factory=list)
    office: str = ""
    dues: list[DueLine] = field(default_factory=list)
    complete_text: str = ""
    may_be_asked: bool = False
    may_substitute: bool = False
    may_withdraw: bool = False


def member_rows(
    conference: Conference, members: Sequence[Registration], dues: Mapping[UUID, list[Due]]
) -> list[Member]:
    """The members as the focal point sees them, in the order given."""
    waiting = sorted(
        (each for each in members if each.state == S.WAITLISTED), key=lambda each: (each.state_since, each.created_at)
    )
    in_line = {each.pk: place for place, each in enumerate(waiting, start=1)}
    return [member_row(conference, each, dues.get(each.pk, []), in_line.get(each.pk, 0)) for each in members]


def member_row(
    conference: Conference, registration: Registration, dues: Sequence[Due] = (), place_in_line: int = 0
) -> Member:
    """A registration as the focal point sees it."""
    state, track = S(registration.state), Track(registration.track)
    person = registration.participant
    return Member(
        id=registration.pk,
        name=person.formal_name,
        function=person.function,
        role=role_text(registration.role),
        seat=str(registration.get_seat_type_display()),
        status=capfirst(registration.get_state_display()),
        tone=tone_of(registration),
        status_detail=_status_detail(conference, registration, place_in_line),
        office=person.office_email if state in LIVE else "",
        dues=[due_line(due) for due in dues],
        complete_text=str(COMPLETE_TEXTS.get(state, "")),
        may_be_asked=state in LIVE - {S.REGISTERED} and any(due.is_needed for due in dues),
        may_substitute=may_move(track, state, S.REPLACED),
        may_withdraw=may_move(track, state, S.WITHDRAWN),
    )


def due_line(due: Due) -> DueLine:
    return DueLine(
        what=capfirst(due.what), by_text=_("by %(day)s") % {"day": day_text(due.by)}, is_needed=due.is_needed
    )


def _status_detail(conference: Conference, registration: Registration, place_in_line: int) -> list[str]:
    """Which in line one who waits is; since when the member has been asked."""
    details = [_("number %(number)s in line") % {"number": place_in_line}] if place_in_line else []
    if registration.asked_member_at and registration.state in LIVE - {S.REGISTERED}:
        day = day_text(on_the_clock(conference, registration.asked_member_at).date())
        details.append(_("sent to the member on %(day)s") % {"day": day})
    return details
