"""What a session still lacks, as conditions of the database: lists are cut by them, and counted in one aggregate."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agenda.models import Appearance, AppearanceRole, PaperKind, RoomBooking, SessionType, SpeakerPaper
from agenda.models.session import LED
from agenda.queries.genders import Gender, has_said
from agenda.queries.speaker_requests import ROLES_WITH_A_STATEMENT, requests_of
from agenda.states import AppearanceState, SessionState
from conference.clock import conference_now
from conference.models import Conference

#: What is discussed in a room, and therefore has somebody who leads, an abstract and languages.
DISCUSSED = LED | {SessionType.SIDE_EVENT}
SINGLE_SEX = "single-sex"


@dataclass(frozen=True)
class Lack:
    """``is_lacking`` is a condition on sessions that are still to come (:func:`still_to_come`)."""

    key: str
    label: Promise
    is_lacking: Q

    @property
    def column(self) -> "ExpressionWrapper[Q]":
        """The condition as a column, so that an aggregate can count it."""
        return ExpressionWrapper(self.is_lacking, output_field=BooleanField())


def still_to_come(conference: Conference) -> Q:
    """What is held and not over; what is over or cancelled lacks nothing any more."""
    not_over = Q(starts_at__isnull=True) | Q(ends_at__gt=conference_now(conference))
    return Q(state=SessionState.SCHEDULED) & not_over


def lacks_of(conference: Conference) -> Iterator[Lack]:
    """All that a session of this conference may lack; one query, for what is asked of speakers."""
    discussed = Q(type__in=DISCUSSED)
    asked = _here().filter(participant__isnull=False)
    led = _here().filter(role__in=(AppearanceRole.CHAIR, AppearanceRole.MODERATOR))
    yield Lack("moderator", _("no chair or moderator"), Q(type__in=LED) & Q(~Exists(led)))
    yield Lack("abstract", _("no abstract"), discussed & Q(abstract={}))
    rooms = RoomBooking.objects.filter(session=OuterRef("pk"))
    yield Lack("room", _("no room"), discussed & Q(starts_at__isnull=False) & Q(~Exists(rooms)))
    yield Lack("languages", _("no languages"), discussed & Q(languages=[]))
    unbriefed = asked.filter(brief_sent_at__isnull=True)
    yield Lack("brief", _("brief not sent"), Q(starts_at__isnull=False) & Q(Exists(unbriefed)))
    if requests_of(conference).asks_statement:
        confirmed = asked.filter(state=AppearanceState.CONFIRMED, role__in=ROLES_WITH_A_STATEMENT)
        owed = confirmed.exclude(Exists(statements_of_appearance()))
        yield Lack("statement", _("statement outstanding"), Q(Exists(owed)))
    yield Lack(SINGLE_SEX, _("single-sex panel"), discussed & is_of_one_gender())


def statements_of_appearance() -> QuerySet[SpeakerPaper]:
    """The statement that a speaker has sent and not taken back; within a query on appearances."""
    current: QuerySet[SpeakerPaper] = SpeakerPaper.objects.current()
    return current.filter(appearance=OuterRef("pk"), kind=PaperKind.STATEMENT)


def is_of_one_gender() -> Q:
    """Two persons at least, of whom every one has said the same; where one has said nothing, nothing is said."""
    people = _here().order_by().values("session").annotate(count=Count("participant", distinct=True)).values("count")
    all_alike = Q()
    for gender in (Gender.WOMAN, Gender.MAN):
        all_alike |= ~Q(Exists(_here().exclude(has_said(gender))))
    return Q(GreaterThanOrEqual(Subquery(people), 2)) & all_alike


def _here() -> QuerySet[Appearance]:
    """Who is in the session and has not sent regrets, static lines too."""
    return Appearance.objects.filter(session=OuterRef("pk")).exclude(state=AppearanceState.DECLINED)
