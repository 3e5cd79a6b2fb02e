"""Those who were asked to speak, as a list: where their answers stand, in which sessions, what is outstanding."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agenda.models import Appearance, Speaker, SpeakerProfile, SpeakerRequests
from agenda.queries.asked_of_speakers import Asked, Outstanding, by_person
from agenda.queries.lacking import statements_of_appearance
from agenda.queries.panels import last_letters
from agenda.queries.speaker_requests import ROLES_WITH_A_STATEMENT
from agenda.states import AppearanceState, SessionState
from conference.clock import conference_now
from conference.correspondence.models import OutgoingMessage
from conference.models import Conference
from registration.models import Visibility

STATUSES = (
    (AppearanceState.INVITED.value, _("not answered")),
    (AppearanceState.CONFIRMED.value, _("confirmed")),
    (AppearanceState.DECLINED.value, _("regrets")),
)


@dataclass(frozen=True)
class Owed:
    """Something that is outstanding of a speaker, as a condition on the list."""

    key: str
    label: str | Promise
    condition: Q


def as_column(condition: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def speakers_for_list(conference: Conference, *, with_protected: bool) -> QuerySet[Any]:
    """By name; who is not named stands first, for the place among the others would tell the initial."""
    hidden = When(visibility=Visibility.HIDDEN, then=Value(""))
    shown = F("search_text") if with_protected else Case(hidden, default=F("search_text"), output_field=CharField())
    asked: QuerySet[Any] = Speaker.objects.filter(conference=conference).filter(Exists(held_appearances()))
    named: QuerySet[Any] = asked.annotate(name_shown=shown)
    return named.order_by("name_shown", "pk")


def held_appearances() -> QuerySet[Appearance]:
    """Of the person of an outer query, in sessions that are held."""
    return Appearance.objects.filter(participant=OuterRef("pk"), session__state=SessionState.SCHEDULED)


def has_answered(status: str) -> Q:
    return Q(Exists(held_appearances().filter(state=status)))


def owed_by_speakers(conference: Conference, requests: SpeakerRequests) -> Iterable[Owed]:
    """For sessions still to come; what the conference does not ask is no one's to give."""
    now = conference_now(conference)
    to_come = Q(session__starts_at__isnull=True) | Q(session__ends_at__gt=now)
    expected = held_appearances().filter(to_come).exclude(state=AppearanceState.DECLINED)
    is_expected, given = Q(Exists(expected)), SpeakerProfile.objects.filter(participant=OuterRef("pk"))
    if requests.asks_biography:
        yield Owed(Asked.BIOGRAPHY, _("no biography"), is_expected & Q(~Exists(given.exclude(biography={}))))
    if requests.asks_portrait:
        yield Owed(Asked.PORTRAIT, _("no portrait"), is_expected & Q(~Exists(given.exclude(portrait=""))))
    if requests.asks_statement:
        confirmed = expected.filter(state=AppearanceState.CONFIRMED, role__in=ROLES_WITH_A_STATEMENT)
        owed = confirmed.exclude(Exists(statements_of_appearance()))
        yield Owed(Asked.STATEMENT, _("statement outstanding"), Q(Exists(owed)))
    unbriefed = expected.filter(session__starts_at__isnull=False, brief_sent_at__isnull=True)
    yield Owed("brief", _("brief not sent"), Q(Exists(unbriefed)))


@dataclass(frozen=True)
class SpeakerLine:
    """One person's appearances in sessions that are held, by time; what is outstanding for those still to come."""

    appearances: Sequence[Appearance] = ()
    asked: Sequence[Asked] = ()
    is_unbriefed: bool = False
    last_message: OutgoingMessage | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


def speaker_lines(
    conference: Conference, people: Collection[UUID], requests: SpeakerRequests | None = None
) -> dict[UUID, SpeakerLine]:
    """Of these persons; three queries, however many they are, and one for what is asked unless the caller has it."""
    rows = list(
        Appearance.objects.filter(participant__in=people, session__state=SessionState.SCHEDULED)
        .select_related("session")
        .order_by(F("session__starts_at").asc(nulls_last=True), "position", "pk")
    )
    outstanding, messages = Outstanding(conference, rows, requests), last_letters(rows)
    now = conference_now(conference)
    lines = {}
    for person, own in by_person(rows).items():
        ahead = [row for row in own if row.session.ends_at is None or row.session.ends_at > now]
        owed = {each for row in ahead for each in outstanding.of(row)}
        letters = [messages[row.pk] for row in own if row.pk in messages]
        lines[person] = SpeakerLine(
            appearances=own,
            asked=[each for each in Asked if each in owed],
            is_unbriefed=any(_is_unbriefed(row) for row in ahead),
            last_message=max(letters, key=lambda letter: letter.created_at, default=None),
            counts={status: sum(row.state == status for row in own) for status, _label in STATUSES},
        )
    return lines


def _is_unbriefed(row: Appearance) -> bool:
    is_expected = row.state != AppearanceState.DECLINED and row.session.starts_at is not None
    return is_expected and row.brief_sent_at is None
