"""Readers, their opinions, and objections of States: rows as if the acts had made them."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from conference.models import State, User
from registration.actions.opinions import give_opinion
from registration.models import Objection, ObjectionChannel, Opinion, Reading, Recommendation, Registration
from registration.queries.vetting import digest_of


def make_reading(registration: Registration, reader: User, *, place: int = 1, **changes: Any) -> Reading:
    """An application given to a reader, who has said nothing yet."""
    return Reading.objects.create(registration=registration, reader=reader, place=place, **changes)


def make_opinion(
    registration: Registration,
    reader: User,
    recommendation: Recommendation = Recommendation.REGISTER,
    *,
    place: int = 1,
    reason: str = "Relevant to the second panel.",
    **changes: Any,
) -> Opinion:
    """A reader's first opinion, with the reading that it belongs to."""
    reading = make_reading(registration, reader, place=place, given_at=timezone.now())
    return Opinion.objects.create(
        **{
            "reading": reading,
            "number": 1,
            "recommendation": recommendation,
            "reason": reason,
            "read_digest": digest_of(registration),
            "form_token": uuid.uuid4(),
        }
        | changes
    )


def make_objection(registration: Registration, state: State, **changes: Any) -> Objection:
    return Objection.objects.create(
        **{
            "registration": registration,
            "state": state,
            "made_on": datetime.date(2019, 5, 28),
            "channel": ObjectionChannel.NOTE,
            "words": "The Mission objects to the participation of this organisation.",
            "form_token": uuid.uuid4(),
        }
        | changes
    )


def say(
    registration: Registration,
    by: User,
    recommendation: Recommendation = Recommendation.REGISTER,
    *,
    seen: str | None = None,
    token: uuid.UUID | None = None,
    **changes: Any,
) -> Opinion:
    """A reader's opinion given by the act, on the application as it is now."""
    seen = digest_of(registration) if seen is None else seen
    token = token or uuid.uuid4()
    return give_opinion(registration.pk, recommendation=recommendation, by=by, form_token=token, seen=seen, **changes)


def known_to(user: User, registration: Registration) -> set[tuple[User, int]]:
    """Whose opinions, the first or a later one, somebody may read."""
    opinions = Opinion.objects.visible_to(user, registration.conference)
    return {(each.reading.reader, each.number) for each in opinions}
