"""On whom the wording of registration's letters is tried: invitations, registrations and focal points of a conference.

Everything starts from what the officer may see; protected persons are left out for whoever is not told their names.
Rows are changed in memory only, so that the letter is made in the language that is tried.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import override

from conference.correspondence.letter import Letter
from conference.formats import day_text
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from conference.reference.sort_keys import sort_key
from conference.registry import LetterExamples
from registration import emails
from registration.emails.addressing import closing_day, salutation_of
from registration.emails.delegations import delegation_values
from registration.emails.registrations import visibility_sentence
from registration.emails.sheets import sheets_of
from registration.models import Delegation, FocalPoint, Invitation, Registration, Visibility, searchable
from registration.states import RegistrationState

OFFERED = 20
TO_STATES = ("invitation_state", "note_verbale", "reminder_to_reply")
TO_ORGANISATIONS = ("invitation_organisation", "reminder_to_reply_organisation")
TO_PERSONS = ("invitation_person", "reminder_to_reply_person", "registration_awaited")
TO_PARTICIPANTS = (
    "member_asked",
    "registration_received",
    "registration_entered",
    "application_received",
    "application_already_held",
    "registration_confirmed",
    "code_replaced",
    "application_declined",
    "changes_requested",
    "waitlisted",
    "promoted",
    "visa_awaited",
    "journey_awaited",
    "withdrawn",
)
TO_WHO_TAKES_PART = ("check_in_information", "day_before", "thank_you")
TO_FOCAL_POINTS = (
    "focal_point_designated",
    "backup_named",
    "nomination_incomplete",
    "member_confirmed",
    "member_code_replaced",
    "member_waitlisted",
    "member_promoted",
    "member_withdrawn",
)
ADDRESSEES = {
    **dict.fromkeys(TO_STATES, Q(delegation__state__isnull=False)),
    **dict.fromkeys(TO_ORGANISATIONS, Q(delegation__organisation__isnull=False)),
    **dict.fromkeys(TO_PERSONS, Q(participant__isnull=False)),
}


def _invitations(purpose: str, conference: Conference, reader: User) -> QuerySet[Invitation]:
    rows = Invitation.objects.visible_to(reader, conference).filter(ADDRESSEES[purpose]).for_listing()
    if not has_role(reader, conference, ROLES_THAT_SEE_PROTECTED):
        rows = rows.exclude(participant__visibility=Visibility.HIDDEN)
    return rows.order_by("participant__search_text", "delegation__state__code", "pk")


def _choose_invitation(purpose: str, conference: Conference, reader: User, words: str) -> Iterable[tuple[UUID, str]]:
    rows = _invitations(purpose, conference, reader)
    if purpose in TO_PERSONS:
        rows = rows.filter(participant__search_text__contains=searchable(words))[:OFFERED]
        return [(row.pk, row.addressee) for row in rows]
    # States and organisations are some hundreds at most, and their names stand in the register.
    named = [(row.pk, row.addressee) for row in rows if searchable(words) in searchable(row.addressee)]
    return sorted(named, key=lambda row: sort_key(row[1]))[:OFFERED]


def _letter_of_invitation(purpose: str, conference: Conference, reader: User, pk: UUID, language: str) -> Letter | None:
    row = _invitations(purpose, conference, reader).filter(pk=pk).first()
    if row is None:
        return None
    row.language = language
    if row.participant is not None:
        row.participant.language = language
    return replace(emails.on_paper(row), purpose=purpose)


def _registrations(purpose: str, conference: Conference, reader: User) -> QuerySet[Registration]:
    rows = Registration.objects.visible_to(reader, conference).for_listing()
    if purpose in TO_WHO_TAKES_PART:
        rows = rows.filter(state=RegistrationState.REGISTERED)
    if not has_role(reader, conference, ROLES_THAT_SEE_PROTECTED):
        rows = rows.exclude(participant__visibility=Visibility.HIDDEN)
    return rows.order_by("participant__search_text", "pk")


def _choose_registration(purpose: str, conference: Conference, reader: User, words: str) -> Iterable[tuple[UUID, str]]:
    rows = _registrations(purpose, conference, reader).filter(participant__search_text__contains=searchable(words))
    return [(row.pk, row.participant.formal_name) for row in rows[:OFFERED]]


def _letter_of_registration(
    purpose: str, conference: Conference, reader: User, pk: UUID, language: str
) -> Letter | None:
    row = _registrations(purpose, conference, reader).filter(pk=pk).first()
    if row is None:
        return None
    person = row.participant
    if row.delegation is not None:
        row.delegation.conference = conference
    with override(language):
        values = {
            "participant_name": person.name_in_letters,
            "category": row.category.name.in_language(language),
            "delegation_name": row.delegation.name_in(language) if row.delegation else "",
            "registration_closes_on": day_text(closing_day(conference), language),
            "visibility_sentence": visibility_sentence(person, language),
            "opening_day": day_text(conference.starts_on, language),
        }
        name = person.letter_name
    return Letter(
        conference=conference,
        purpose=purpose,
        recipient="",
        recipient_name=name,
        salutation=salutation_of(person),
        language=language,
        values=values,
        sheets=sheets_of(row),
    )


def _focal_points(conference: Conference, reader: User) -> QuerySet[FocalPoint]:
    delegations = Delegation.objects.visible_to(reader, conference).prefetch_related(
        "state__names", "organisation__names"
    )
    rows = FocalPoint.objects.filter(delegation__in=delegations, ended_at__isnull=True).order_by("name", "pk")
    return rows.prefetch_related(Prefetch("delegation", delegations))


def _choose_focal_point(conference: Conference, reader: User, words: str) -> Iterable[tuple[UUID, str]]:
    rows = _focal_points(conference, reader)
    if words:
        rows = rows.filter(name__icontains=words)
    return [(row.pk, f"{row.name} ({_of(row, conference)})") for row in rows[:OFFERED]]


def _of(row: FocalPoint, conference: Conference) -> str:
    row.delegation.conference = conference
    return str(row.delegation)


def _letter_of_focal_point(
    purpose: str, conference: Conference, reader: User, pk: UUID, language: str
) -> Letter | None:
    row = _focal_points(conference, reader).filter(pk=pk).first()
    if row is None:
        return None
    row.language, row.delegation.conference = language, conference
    values = delegation_values(row)
    return Letter(
        conference=conference,
        purpose=purpose,
        recipient="",
        recipient_name=row.name,
        language=language,
        values=values,
    )


EXAMPLES = {
    **{
        purpose: LetterExamples(partial(_choose_invitation, purpose), partial(_letter_of_invitation, purpose))
        for purpose in ADDRESSEES
    },
    **{
        purpose: LetterExamples(partial(_choose_registration, purpose), partial(_letter_of_registration, purpose))
        for purpose in (*TO_PARTICIPANTS, *TO_WHO_TAKES_PART)
    },
    **{
        purpose: LetterExamples(_choose_focal_point, partial(_letter_of_focal_point, purpose))
        for purpose in TO_FOCAL_POINTS
    },
}
