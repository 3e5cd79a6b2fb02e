"""Who receives a letter, in which language, and the addresses of the pages that letters name."""

import datetime
from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from conference.correspondence.letter import Letter
from conference.models import Conference, Identified
from registration.models import Delegation, FocalPoint, Participant, ParticipantCategory
from registration.queries.written_to import never_written_to

NOTHING: Mapping[str, str] = {}


def page_address(conference: Conference, language: str, url_name: str, *args: str) -> str:
    """The full address of a page in the language of a letter."""
    with override(language):
        return f"{settings.PUBLIC_URL}{reverse(url_name, args=[conference.slug, *args])}"


def letter_to_participant(
    purpose: str,
    participant: Participant,
    *,
    about: Identified,
    version: str,
    values: Mapping[str, str] = NOTHING,
    secrets: Mapping[str, str] = NOTHING,
    calendar: str = "",
    copy_to_office: bool = True,
) -> Letter | None:
    """A letter to a participant, with a copy to the private office; by hand to those who must not be written to.

    Nothing where there is no address. Whoever builds a letter to a participant uses this. ``version`` tells one
    occurrence of the letter about the same thing from the next.
    """
    recipient = participant.email or participant.office_email
    by_hand = participant.never_write_automatically
    if not recipient and not by_hand:
        return None
    with override(language_of(participant)):
        recipient_name = participant.letter_name
    return Letter(
        conference=participant.conference,
        purpose=purpose,
        recipient=recipient,
        recipient_name=recipient_name,
        salutation=salutation_of(participant),
        copy_to=participant.office_email if participant.email and copy_to_office else "",
        language=language_of(participant),
        about=about,
        version=version,
        values=values,
        secrets=secrets,
        calendar=calendar,
        by_hand=by_hand,
    )


def salutation_of(participant: Participant) -> str:
    """How an English letter begins where it is not “Dear …”."""
    return "Excellency" if participant.is_excellency else ""


def letter_to_focal_point(
    purpose: str,
    focal_point: FocalPoint,
    *,
    about: Identified,
    version: str,
    values: Mapping[str, str],
    secrets: Mapping[str, str] = NOTHING,
) -> Letter:
    """A letter to who answers for a delegation."""
    conference = focal_point.delegation.conference
    return Letter(
        conference=conference,
        purpose=purpose,
        recipient=focal_point.email,
        recipient_name=focal_point.name,
        language=conference.language_or_default(focal_point.language),
        about=about,
        version=version,
        values=values,
        secrets=secrets,
    )


def language_of(participant: Participant) -> str:
    """In which of the conference's languages a participant is written to."""
    return participant.conference.language_or_default(participant.language)


def closing_day(conference: Conference, category: ParticipantCategory | None = None) -> datetime.date:
    """The last day of registration at the venue, as letters name it: of a category that has one of its own, that."""
    closes_at: datetime.datetime = (category and category.closes_at) or conference.registration_closes_at
    return closes_at.astimezone(conference.zone).date()


def primary_focal_point(delegation: Delegation) -> FocalPoint | None:
    """Who answers for a delegation at present and may be written to: the primary focal point, else the backup."""
    present = delegation.focal_points.filter(ended_at__isnull=True)
    focal_point: FocalPoint | None = present.exclude(email__in=never_written_to(delegation.conference)).first()
    if focal_point is not None:
        focal_point.delegation = delegation
    return focal_point
