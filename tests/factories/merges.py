"""A merge as an officer makes it, what each side brings, and all that must be there again once it is undone."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from agenda.models import AppearanceRole
from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import User
from registration.actions.merge import Merged, merge_registrations, versions_of
from registration.models import (
    Answer,
    Document,
    DocumentKind,
    Invitation,
    Participant,
    ParticipantNeeds,
    Passport,
    Question,
    Registration,
    Travel,
)
from tests.factories.agenda import make_appearance, make_session
from tests.factories.questions import make_answer, make_question
from tests.factories.registration import make_document, make_invitation


def fresh(row: Any) -> Any:
    """The row as it stands in the database now."""
    return type(row).objects.get(pk=row.pk)


def merge(kept: Registration, merged: Registration, by: User, take: Collection[str] = (), *, note: str = "") -> Merged:
    """Merged by an officer who has seen both as they are."""
    seen = versions_of(fresh(kept), fresh(merged))
    return merge_registrations(kept.pk, merged.pk, take=take, by=by, seen=seen, note=note)


def everything_of(*rows: Registration) -> list[Any]:
    """All that a merge may touch, but versions and what is appended to histories."""
    facts: list[Any] = []
    for row in rows:
        registration: Any = Registration.objects.values().get(pk=row.pk)
        person: Any = Participant.objects.values().get(pk=row.participant_id)
        del registration["version"], person["version"]
        of_row = {"registration": row.pk}
        facts += [registration, person]
        facts += [list(row.badges.values()), list(Document.objects.filter(**of_row).order_by("pk").values())]
        facts += [list(model.objects.filter(**of_row).order_by("pk").values()) for model in (Travel, Passport, Answer)]
        facts += [list(ParticipantNeeds.objects.filter(participant=row.participant_id).values())]
        facts += [sorted(fresh(row.participant).invitations.values_list("pk", flat=True))]
        facts += [list(fresh(row.participant).appearances.order_by("pk").values())]
        letters = OutgoingMessage.objects.filter(about_id__in=(row.pk, row.participant_id))
        facts += [list(letters.order_by("pk").values_list("pk", "state"))]
    return facts


def belongings(kept: Registration, merged: Registration) -> tuple[Document, Invitation, Question, Question]:
    """What follows a merge, on both sides."""
    conference = kept.conference
    letter = make_document(merged, DocumentKind.SUPPORTING)
    for row, note in ((kept, "first"), (merged, "second")):
        make_document(row, DocumentKind.PHOTOGRAPH, name=f"{note}.jpg")
        Travel.objects.create(registration=row, note=note)
        Passport.objects.create(registration=row, name=note, number=f"P-{note}", issuer="MN", expires_on="2030-01-01")
        ParticipantNeeds.objects.create(participant=row.participant, diet_note=note)
    invitation = make_invitation(to=merged.participant)
    asked, also = make_question(conference), make_question(conference)
    for row, value in ((kept, "mine"), (merged, "theirs")):
        make_answer(asked, value, of=row)
    make_answer(also, "only theirs", of=merged)
    sessions = make_session(conference), make_session(conference, "14:00–15:00")
    make_appearance(sessions[0], merged.participant, state=AppearanceState.CONFIRMED)
    for row in (kept, merged):
        make_appearance(sessions[1], row.participant, role=AppearanceRole.CHAIR)
    return letter, invitation, asked, also


def letter_about(row: Registration, state: MessageState | str = MessageState.QUEUED) -> OutgoingMessage:
    return OutgoingMessage.objects.create(
        conference=row.conference,
        key=f"{row.pk}-{state}",
        purpose="reminder",
        state=state,
        recipient="somebody@people.example",
        language="en",
        subject="Please",
        text="Please.",
        about_id=row.pk,
        sent_at=timezone.now() if state == MessageState.SENT else None,
        secrets={"code": "123456"},
    )
