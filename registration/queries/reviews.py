"""Until when a review of a declined application can be asked for, and which were."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from conference.clock import conference_today, on_the_clock
from conference.models import Conference, User
from registration.models import Merge, Registration, RegistrationTransition, ReviewRequest
from registration.queries.duplicates import merge_in_force
from registration.states import RegistrationState, Track

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
    """Those of these applications that the officer has declined, or what was merged into them: a review is for others.

    One query; more only where the officer has declined one of them, or anything that was merged.
    """
    ids = list(registration_ids)
    return declined_among(ids, declines_by(officer, ids).values_list("registration", flat=True))


def declines_by(
    officer: User, registration_ids: Iterable[uuid.UUID], *, besides: uuid.UUID | None = None
) -> QuerySet[RegistrationTransition]:
    """The officer's declines of these applications, and of any that were merged: what these are made of by now.

    Declines that were undone were never told; of an act on many some may have been left as they were when it was
    undone: those are declined still. ``besides`` is an act that does not count: one's own, to be undone.
    """
    moves = RegistrationTransition.objects.filter(by=officer, target=RegistrationState.DECLINED)
    undone = RegistrationTransition.objects.filter(registration=OuterRef("registration"), undoes=OuterRef("act"))
    merged = Merge.objects.filter(merged=OuterRef("registration"), undone_at__isnull=True)
    told = moves.filter(~Exists(undone), Q(registration__in=list(registration_ids)) | Exists(merged))
    return told.exclude(act=besides) if besides else told


def declined_among(registration_ids: Iterable[uuid.UUID], declined: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these applications of which one of the declined is a part."""
    found = set(declined)
    into = merged_into(registration_ids) if found else {}
    return {pk for each in found for pk in into.get(each, ())}


def merged_into(registration_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """These applications and all that was merged into them: each with those of these that it is part of by now.

    One query, and one more for each merge after a merge.
    """
    found: dict[uuid.UUID, set[uuid.UUID]] = {pk: {pk} for pk in registration_ids}
    latest = found
    while latest:
        merges = Merge.objects.filter(undone_at__isnull=True, kept__in=latest, kept__track=Track.APPLICATION)
        further: dict[uuid.UUID, set[uuid.UUID]] = {}
        for merged, kept in merges.values_list("merged", "kept"):
            further.setdefault(merged, set()).update(latest[kept] - found.get(merged, set()))
        latest = {pk: of for pk, of in further.items() if of}
        for pk, of in latest.items():
            found[pk] = found.get(pk, set()) | of
    return found


def may_ask_for_review(registration: Registration) -> bool:
    """Whether one may be asked for today: of a declined application, once, within the time that the letter named."""
    if registration.state != RegistrationState.DECLINED:
        return False
    if ReviewRequest.objects.filter(registration=registration).exists() or merge_in_force(registration) is not None:
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
    """Those asked for and not taken up, the oldest first; what was merged is decided where it went."""
    gone = Merge.objects.filter(merged=OuterRef("registration"), undone_at__isnull=True)
    waiting = ReviewRequest.objects.filter(
        ~Exists(gone),
        registration__conference=conference,
        registration__state=RegistrationState.DECLINED,
        taken_up_at__isnull=True,
    )
    return waiting.order_by("asked_at")
