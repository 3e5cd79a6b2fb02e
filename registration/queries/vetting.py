"""Applications as they are read by two officers: whose they are, by when, how far it has come."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from conference.clock import conference_today
from conference.models import Conference, User
from registration.models import (
    APPLICATION_FIELDS,
    Answer,
    Application,
    Document,
    ParticipantCategory,
    Reading,
    ReadingEnd,
    Registration,
    Route,
)
from registration.models.vetting import READERS, ReadingQuerySet, both_are_given, were_both_given
from registration.states import TO_VET, Track

#: The nearest deadline first, then in the order in which the applications came.
IN_READING_ORDER = (
    F("registration__category__decide_by").asc(nulls_last=True),
    "registration__category__position",
    "registration__submitted_at",
    "registration",
)


def applications_to_vet(conference: Conference) -> QuerySet[Registration]:
    """Applications that wait for a decision."""
    return Registration.objects.filter(conference=conference, track=Track.APPLICATION, state__in=TO_VET)


def as_many_as_fit(applications: QuerySet[Registration], most: int, *, done: Exists | Q) -> list[Registration]:
    """In the order in which they came, as many as a page holds. Where there are more, what is done makes room.

    One query.
    """
    not_done_first = applications.annotate(is_done=Case(When(done, then=Value(1)), default=Value(0)))
    chosen = not_done_first.order_by("is_done", "submitted_at", "pk")[:most]
    return sorted(chosen, key=lambda row: (row.submitted_at or row.created_at, row.pk))


def with_both_readers() -> Q:
    """Whether an application is given to two."""
    live = Reading.objects.live().filter(registration=OuterRef("pk"))
    return Q(Exists(live.filter(place=1))) & Q(Exists(live.filter(place=2)))


def readings_of(reader: User, conference: Conference) -> ReadingQuerySet:
    """Those given to an officer, of applications that still wait for a decision, in the order to read them."""
    mine: ReadingQuerySet = Reading.objects.visible_to(reader, conference).live().filter(reader=reader)
    waiting: ReadingQuerySet = mine.filter(registration__state__in=TO_VET).order_by(*IN_READING_ORDER)
    return waiting


def overdue_applications(conference: Conference) -> QuerySet[Registration]:
    """Applications not decided by the day that their category names."""
    return applications_to_vet(conference).filter(category__decide_by__lt=conference_today(conference))


def in_conflict(officer: User, registration_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these applications of which the officer has declared a conflict of interest; one query."""
    return set(conflicts_of(officer, registration_ids).values_list("registration", flat=True))


def conflicts_of(officer: User, registration_ids: Iterable[uuid.UUID]) -> ReadingQuerySet:
    """The officer's conflicts of interest in these applications."""
    declared: ReadingQuerySet = Reading.objects.filter(reader=officer, ended_how=ReadingEnd.CONFLICT)
    return declared.filter(registration__in=list(registration_ids))


def opened_to_all(registration_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these applications of which both first opinions have been open to whoever decides; one query.

    Who has looked is not recorded, nor when somebody joined the team: so nobody is left to give a blind opinion.
    """
    rows = Registration.objects.filter(were_both_given("pk"), pk__in=list(registration_ids))
    return set(rows.values_list("pk", flat=True))


def readings_not_over(officer: User, registration_ids: Iterable[uuid.UUID]) -> ReadingQuerySet:
    """The officer's readings of these applications while an opinion is outstanding, their own or the other reader's.

    A decision that they recorded now would tell the other reader their opinion.
    """
    outstanding = Reading.objects.outstanding().filter(registration=OuterRef("registration"))
    own: ReadingQuerySet = Reading.objects.live().filter(Exists(outstanding), reader=officer)
    return own.filter(registration__in=list(registration_ids))


@dataclass(frozen=True)
class CategoryProgress:
    """How far the vetting of one category has come; what was recommended is counted nowhere."""

    category: ParticipantCategory
    applications: int
    without_readers: int
    both_given: int
    mine: int
    mine_given: int
    is_overdue: bool

    @property
    def mine_left(self) -> int:
        return self.mine - self.mine_given


def progress_of(conference: Conference, reader: User) -> list[CategoryProgress]:
    """Each category of open applications, in three queries."""
    categories = ParticipantCategory.objects.filter(conference=conference, route=Route.APPLICATION)
    waiting = applications_to_vet(conference).annotate(is_given=both_are_given("pk"), was_open=were_both_given("pk"))
    to_be_read = Q(was_open=False)
    counted = waiting.values("category").annotate(
        applications=Count("pk", distinct=True),
        both_given=Count("pk", filter=Q(is_given=True), distinct=True),
        to_be_read=Count("pk", filter=to_be_read, distinct=True),
        readers=Count("readings", filter=to_be_read & Q(readings__ended_at__isnull=True), distinct=True),
    )
    by_category: dict[Any, dict[str, Any]] = {each["category"]: dict(each) for each in counted}
    given = Count("pk", filter=Q(given_at__isnull=False))
    mine = readings_of(reader, conference).order_by().values("registration__category")
    numbers = mine.annotate(total=Count("pk"), given=given)
    own: dict[Any, dict[str, Any]] = {each["registration__category"]: dict(each) for each in numbers}
    return [
        _progress(conference, each, by_category.get(each.pk, {}), own.get(each.pk, {}))
        for each in categories.order_by("position")
    ]


def _progress(
    conference: Conference, category: ParticipantCategory, counted: dict[str, Any], own: dict[str, Any]
) -> CategoryProgress:
    applications = counted.get("applications", 0)
    decide_by = category.decide_by
    return CategoryProgress(
        category=category,
        applications=applications,
        without_readers=READERS * counted.get("to_be_read", 0) - counted.get("readers", 0),
        both_given=counted.get("both_given", 0),
        mine=own.get("total", 0),
        mine_given=own.get("given", 0),
        is_overdue=bool(applications and decide_by and decide_by < conference_today(conference)),
    )


def digest_of(registration: Registration) -> str:
    """Of everything that a reader is shown: another one, and the application is not what was read.

    Three queries where application and participant are loaded.
    """
    person = registration.participant
    application = application_of(registration)
    told: list[Any] = [person.formal_name, person.native_name, person.function, person.institution]
    told += [getattr(application, name) for name in APPLICATION_FIELDS] if application else []
    files = Document.objects.filter(registration=registration).order_by("sha256")
    told.append(list(files.values_list("sha256", flat=True)))
    answers = Answer.objects.filter(registration=registration).order_by("question")
    told.append([[str(question), value] for question, value in answers.values_list("question", "value")])
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def application_of(registration: Registration) -> Application | None:
    """What was told of the organisation; nothing where the category does not ask."""
    return getattr(registration, "application", None)
