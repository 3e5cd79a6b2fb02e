"""What the page of a delegation prints: seats, members, what is outstanding and by when."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.formats import date_text, day_text
from conference.models import Conference
from conference.permissions import Actor
from conference.views.landing import dates_of
from registration.forms.nomination import role_text
from registration.models import Delegation, DelegationRole, FocalPointRank, Registration
from registration.queries.outstanding import outstanding
from registration.queries.windows import registration_window
from registration.states import ENDED, HOLDING_A_SEAT, InvitationState, Track, may_move
from registration.states import RegistrationState as S
from registration.views.standing import tone_of

ROLE_ORDER = {role.value: number for number, role in enumerate(DelegationRole)}
COMPLETE_TEXTS = {
    S.NOMINATED: gettext_lazy("Complete"),
    S.COMPLETE: gettext_lazy("Correct"),
    S.WAITLISTED: gettext_lazy("Correct"),
}
SEAT_TONES = {S.NOMINATED: "waiting"}


@dataclass(frozen=True)
class Member:
    """A line of the table of members."""

    id: UUID
    name: str
    function: str
    role: str
    status: str
    tone: str
    outstanding: str = ""
    by_text: str = ""
    complete_text: str = ""
    may_substitute: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True, kw_only=True)
class DelegationPage:
    """Everything that the page prints, in the active language."""

    id: UUID
    name: str
    formal_name: str
    lede: str
    marks: list[dict[str, str]]
    seats_text: str
    members: list[Member]
    former_members: list[Member]
    todo: list[dict[str, str]]
    dates: list[dict[str, Any]]
    is_open: bool
    window_text: str


def delegation_page(delegation: Delegation, conference: Conference, actor: Actor) -> DelegationPage:
    """Reads the members once and prints everything from them."""
    window = registration_window(conference, delegation.category)
    registrations = list(
        Registration.objects.visible_to(actor, conference).filter(delegation=delegation).select_related("participant")
    )
    registrations.sort(key=_protocol_order)
    live = [each for each in registrations if each.state not in ENDED]
    former = [each for each in registrations if each.state in ENDED]
    closes_on = day_text(window.closes_at.astimezone(conference.zone).date())
    rows = [member_row(each, closes_on) for each in live]
    return DelegationPage(
        id=delegation.pk,
        name=str(delegation),
        formal_name=formal_name(delegation),
        lede=_lede(delegation, actor),
        marks=_marks(delegation, live),
        seats_text=_seats_text(delegation, live),
        members=rows,
        former_members=[member_row(each, closes_on) for each in former],
        todo=_todo(conference, rows, live, closes_on),
        dates=dates_of(conference),
        is_open=window.is_open,
        window_text=str(window.sentence),
    )


def formal_name(delegation: Delegation) -> str:
    """The formal name of the State, or the organisation's name, in force at the conference."""
    if delegation.state is None:
        return str(delegation)
    name = delegation.state.name_on(delegation.conference.starts_on)
    return str(name.formal_name) or str(name)


def group_text(delegation: Delegation) -> str:
    """“Asian Partner for Co-operation”, or the category of an organisation."""
    text = delegation.state.get_group_display() if delegation.state else str(delegation.category)
    return capfirst(text)


def _lede(delegation: Delegation, actor: Actor) -> str:
    """“Asian Partner for Co-operation · invited by note verbale of 2 April 2019 · you are the focal point”."""
    invited = [
        _("invited by %(channel)s of %(date)s")
        % {"channel": invitation.get_channel_display(), "date": date_text(invitation.dated_on)}
        for invitation in delegation.invitations.all()
        if invitation.dated_on and invitation.state != InvitationState.DRAFT
    ]
    own = [
        _("you are the backup focal point")
        if focal_point.rank == FocalPointRank.BACKUP
        else _("you are the focal point")
        for focal_point in delegation.focal_points.all()
        if actor.is_authenticated and focal_point.email == actor.email and focal_point.ended_at is None
    ]
    return " · ".join([group_text(delegation), *invited, *own])


def _protocol_order(registration: Registration) -> tuple[int, int, str]:
    return (ROLE_ORDER.get(registration.role, 99), registration.position, registration.participant.sort_name)


def member_row(registration: Registration, closes_on: str) -> Member:
    """A registration as the focal point sees it."""
    missing = outstanding(registration) if registration.state == S.NOMINATED else []
    state, track = S(registration.state), Track(registration.track)
    return Member(
        id=registration.pk,
        name=registration.participant.formal_name,
        function=registration.participant.function,
        role=role_text(registration.role),
        status=capfirst(registration.get_state_display()),
        tone=tone_of(registration),
        outstanding=capfirst(", ".join(missing)),
        by_text=_("by %(day)s") % {"day": closes_on} if missing else "",
        complete_text=str(COMPLETE_TEXTS.get(state, "")),
        may_substitute=may_move(track, state, S.REPLACED),
        may_withdraw=may_move(track, state, S.WITHDRAWN),
    )


def _in_quota(registrations: list[Registration]) -> list[Registration]:
    return [each for each in registrations if each.state in HOLDING_A_SEAT and not each.is_outside_quota]


def _marks(delegation: Delegation, live: list[Registration]) -> list[dict[str, str]]:
    taken = [
        {
            "tone": SEAT_TONES.get(S(each.state), "taken"),
            "label": f"{each.participant.formal_name}, {each.get_state_display()}",
        }
        for each in _in_quota(live)
    ]
    free = max(0, (delegation.quota or 0) - len(taken))
    return taken + [{"tone": "free", "label": _("free")}] * free


def _seats_text(delegation: Delegation, live: list[Registration]) -> str:
    used, outside = len(_in_quota(live)), [each for each in live if each.is_outside_quota]
    if delegation.quota is None:
        text = ngettext("%(used)s seat taken", "%(used)s seats taken", used) % {"used": used}
    else:
        text = ngettext("%(used)s of %(quota)s seat taken", "%(used)s of %(quota)s seats taken", delegation.quota) % {
            "used": used,
            "quota": delegation.quota,
        }
    if outside:
        roles = ", ".join(dict.fromkeys(each.get_role_display() for each in outside))
        text += "; " + ngettext(
            "%(count)s member outside quota (%(roles)s)", "%(count)s members outside quota (%(roles)s)", len(outside)
        ) % {"count": len(outside), "roles": roles}
    return text


def _todo(conference: Conference, rows: list[Member], live: list[Registration], closes_on: str) -> list[dict[str, str]]:
    by_text = _("by %(day)s") % {"day": closes_on}
    todo = []
    if not any(each.role == DelegationRole.HEAD for each in live):
        todo.append({"text": _("Name the head of delegation"), "by_text": by_text})
    todo += [
        {
            "text": _("%(name)s: %(what)s") % {"name": row.name, "what": row.outstanding},
            "url": reverse("registration:member-complete", args=[conference.slug, row.id]),
            "by_text": by_text,
        }
        for row in rows
        if row.outstanding
    ]
    return todo
