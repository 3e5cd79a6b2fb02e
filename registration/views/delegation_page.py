"""What the page of a delegation prints: seats, members, what is outstanding and by when, who answers for it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.clock import conference_today, on_the_clock
from conference.formats import date_text, day_text
from conference.models import Conference, User
from conference.views.landing import dates_of
from registration.forms.summary import SummaryRow
from registration.models import Delegation, Document, FocalPoint, FocalPointRank, Question, Registration
from registration.queries.answer_lines import AnswerLine, answer_lines, values_of
from registration.queries.asked import asked_of_owner, still_wanted
from registration.queries.due import dues_of_members, needs_a_head, nomination_letters, particulars_by
from registration.queries.pending_changes import PendingView, pending_changes_of
from registration.queries.rank import in_rank
from registration.queries.windows import registration_window
from registration.states import ENDED, InvitationState
from registration.views.answering import rows_of
from registration.views.delegation_members import Member, member_rows
from registration.views.delegation_seats import SeatRow, seat_rows, seats_counted, seats_text
from registration.views.naming_text import waiting_sentence

Todo = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A nomination letter as the page shows it."""

    id: UUID
    name: str
    url: str
    replace_url: str
    received_text: str


@dataclass(frozen=True, kw_only=True)
class DelegationPage:
    """Everything that the page prints, in the active language."""

    id: UUID
    name: str
    formal_name: str
    lede: str
    seat_rows: list[SeatRow]
    seats_text: str
    waiting_text: str
    members: list[Member]
    former_members: list[Member]
    todo: list[Todo]
    dates: list[dict[str, Any]]
    focal_points: list[FocalPoint]
    may_name_backup: bool
    has_backup: bool
    letters: list[Letter]
    letter_by_text: str
    answers: list[SummaryRow]
    is_asked: bool
    requests: list[PendingView]
    has_own_order: bool
    is_open: bool
    is_moderated: bool
    has_no_head: bool
    window_text: str


def delegation_page(delegation: Delegation, conference: Conference, actor: User) -> DelegationPage:
    """Reads the members once and prints everything from them."""
    window = registration_window(conference, delegation.category)
    visible = Registration.objects.visible_to(actor, conference).filter(delegation=delegation)
    registrations = in_rank(delegation, visible.select_related("participant"))
    live = [each for each in registrations if each.state not in ENDED]
    former = [each for each in registrations if each.state in ENDED]
    rows = member_rows(conference, live, dues_of_members(conference, delegation, live))
    counted = seats_counted(delegation, live)
    present = [each for each in delegation.focal_points.all() if each.ended_at is None]
    letters, lacks_head = nomination_letters(delegation), needs_a_head(live)
    own_rank = next((each.rank for each in present if each.email == actor.email), "")
    asked, lines = asked_of_owner(delegation), answer_lines(delegation)
    todo = _todo(delegation, rows, lacks_head=lacks_head, has_letter=bool(letters), has_opened=window.has_opened)
    return DelegationPage(
        id=delegation.pk,
        name=str(delegation),
        formal_name=formal_name(delegation),
        lede=_lede(delegation, own_rank),
        seat_rows=seat_rows(counted, live),
        seats_text=seats_text(counted, [each.get_role_display() for each in live if each.is_outside_quota]),
        waiting_text=waiting_sentence(delegation, counted) if window.is_open else "",
        members=rows,
        former_members=member_rows(conference, former, {}),
        todo=[*todo, *_questions(delegation, asked, lines)],
        answers=rows_of(lines, conference),
        is_asked=bool(asked),
        dates=_dates(conference),
        focal_points=present,
        may_name_backup=own_rank == FocalPointRank.PRIMARY,
        has_backup=any(each.rank == FocalPointRank.BACKUP for each in present),
        letters=[_letter(conference, delegation, each) for each in letters],
        letter_by_text=_by_text(conference.nomination_letters_by),
        requests=pending_changes_of(actor, conference, delegation=delegation),
        has_own_order=delegation.has_own_order,
        is_open=window.has_opened,
        is_moderated=window.has_closed,
        has_no_head=bool(live) and lacks_head,
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


def _lede(delegation: Delegation, own_rank: str) -> str:
    """“Asian Partner for Co-operation · invited by note verbale of 2 April 2019 · you are the focal point”."""
    invited = [
        _("invited by %(channel)s of %(date)s")
        % {"channel": invitation.get_channel_display(), "date": date_text(invitation.dated_on)}
        for invitation in delegation.invitations.all()
        if invitation.dated_on and invitation.state != InvitationState.DRAFT
    ]
    own = {
        FocalPointRank.PRIMARY: _("you are the focal point"),
        FocalPointRank.BACKUP: _("you are the backup focal point"),
    }
    return " · ".join([group_text(delegation), *invited, *([own[FocalPointRank(own_rank)]] if own_rank else [])])


def _by_text(day: datetime.date | None) -> str:
    return _("by %(day)s") % {"day": day_text(day)} if day else ""


def _todo(
    delegation: Delegation, rows: Sequence[Member], *, lacks_head: bool, has_letter: bool, has_opened: bool
) -> list[Todo]:
    """What registration waits for comes first: the head, then each member who lacks something; then the letter."""
    conference, todo = delegation.conference, list[Todo]()
    if lacks_head:
        by_text = _by_text(particulars_by(conference, delegation))
        url = _url(delegation, "nominate") if has_opened else ""
        todo.append({"text": _("Name the head of delegation"), "by_text": by_text, "url": url})
    todo += [
        {
            "text": _("%(name)s: %(what)s") % {"name": row.name, "what": due.what},
            "url": reverse("registration:member-complete", args=[conference.slug, row.id]),
            "by_text": due.by_text,
        }
        for row in rows
        for due in row.dues
        if due.is_needed
    ]
    if conference.nomination_letters_by and not has_letter:
        by_text = _by_text(conference.nomination_letters_by)
        todo.append({"text": _("Upload the nomination letter"), "by_text": by_text, "url": _url(delegation, "letter")})
    return todo + _together(rows)


def _questions(delegation: Delegation, asked: list[Question], lines: list[AnswerLine]) -> list[Todo]:
    """What must be answered for the delegation as a whole, and is not yet."""
    url = reverse("registration:delegation-questions", args=[delegation.conference.slug, delegation.pk])
    return [
        {"text": _("Answer: %(question)s") % {"question": each}, "url": url, "by_text": ""}
        for each in still_wanted(asked, values_of(lines))
    ]


def _together(rows: Sequence[Member]) -> list[Todo]:
    """What is asked of many and holds nobody up is said once, with how many."""
    asked: dict[tuple[str, str], int] = {}
    for row in rows:
        for due in row.dues:
            if not due.is_needed:
                asked[due.what, due.by_text] = asked.get((due.what, due.by_text), 0) + 1
    return [
        {"text": _("%(what)s: still outstanding of %(count)s") % {"what": what, "count": count}, "by_text": by_text}
        for (what, by_text), count in asked.items()
    ]


def _url(delegation: Delegation, name: str) -> str:
    names = {"nominate": "registration:nominate", "letter": "registration:nomination-letter"}
    return reverse(names[name], args=[delegation.conference.slug, delegation.pk])


def _dates(conference: Conference) -> list[dict[str, Any]]:
    """The conference's dates, and those by which delegations owe something."""
    today = conference_today(conference)
    owed = [
        (conference.nomination_letters_by, _("Nomination letters are kindly requested.")),
        (conference.photographs_by, _("Photographs are kindly requested.")),
        (conference.visa_by, _("Particulars for visas are kindly requested.")),
        (conference.travel_by, _("Arrivals and departures are kindly requested.")),
    ]
    dates = dates_of(conference)
    dates += [{"on": on, "date_text": day_text(on), "text": what, "is_past": on < today} for on, what in owed if on]
    dates.sort(key=lambda date: date["on"])
    coming = [date for date in dates if not date["is_past"]]
    return [date | {"is_next": date is coming[0] if coming else False} for date in dates]


def _letter(conference: Conference, delegation: Delegation, document: Document) -> Letter:
    return Letter(
        id=document.pk,
        name=document.name,
        url=reverse("registration:document", args=[conference.slug, document.pk]),
        replace_url=reverse("registration:nomination-letter", args=[conference.slug, delegation.pk]),
        received_text=_("received on %(day)s")
        % {"day": day_text(on_the_clock(conference, document.uploaded_at).date())},
    )
