"""Until when a review of a declined application can be asked for, and which were."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from conference.clock import conference_today, on_the_clock
from conference.models import Conference, User
from registration.models import Registration, RegistrationTransition, ReviewRequest
from registration.states import RegistrationState

DAYS_FOR_A_REVIEW = 7
SATURDAY = 5


def last_day_of_review(declined_on: datetime.date) -> datetime.date:
    """A week after the decision, never on a weekend."""
    day = declined_on + datetime.timedelta(days=DAYS_FOR_A_REVIEW)
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def review_until(registration: Registration) -> datetime.date | None:
    """The day that the letter named; nothing for one that was never declined."""
    declined = registration.transitions.filter(target=RegistrationState.DECLINED).order_by("-pk").first()
    if declined is None:
        return None
    return last_day_of_review(on_the_clock(registration.conference, declined.at).date())


def declined_by(officer: User, registration_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these applications that the officer has declined; a review is for somebody else. One query."""
    return set(declines_by(officer, registration_ids).values_list("registration", flat=True))


def declines_by(officer: User, registration_ids: Iterable[uuid.UUID]) -> QuerySet[RegistrationTransition]:
    """The officer's declines of these applications, but for those undone: they were never told.

    Of an act on many some may have been left as they were when it was undone: those are declined still.
    """
    moves = RegistrationTransition.objects.filter(by=officer, target=RegistrationState.DECLINED)
    undone = RegistrationTransition.objects.filter(registration=OuterRef("registration"), undoes=OuterRef("act"))
    return moves.filter(~Exists(undone), registration__in=list(registration_ids))


def may_ask_for_review(registration: Registration) -> bool:
    """Whether one may be asked for today: of a declined application, once, within the time that the letter named."""
    if registration.state != RegistrationState.DECLINED:
        return False
    if ReviewRequest.objects.filter(registration=registration).exists():
        return False
    until = review_until(registration)
    return until is not None and conference_today(registration.conference) <= until


def review_told(registration: Registration) -> str:
    """What became of the request, in a sentence for who asked; nothing where none was asked or it is decided anew."""
    if registration.state != RegistrationState.DECLINED:
        return ""
    asked = ReviewRequest.objects.filter(registration=registration).first()
    if asked is None:
        return ""
    if asked.taken_up_at is not None:
        return _("Your application was reviewed; the decision stands.")
    return _("You have asked for a review; an officer who was not involved considers it and writes to you.")


def review_asked(registration: Registration, *, is_open: bool = False) -> ReviewRequest | None:
    """The review that was asked for, if one was; ``is_open``: and that nobody has taken up yet."""
    asked: ReviewRequest | None = ReviewRequest.objects.filter(registration=registration).first()
    return None if asked is None or (is_open and asked.taken_up_at is not None) else asked


def open_reviews(conference: Conference) -> QuerySet[ReviewRequest]:
    """Those asked for and not taken up, the oldest first."""
    waiting = ReviewRequest.objects.filter(
        registration__conference=conference,
        registration__state=RegistrationState.DECLINED,
        taken_up_at__isnull=True,
    )
    return waiting.order_by("asked_at")
