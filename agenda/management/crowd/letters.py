"""The letters of a crowd: worded once as the site words them, then filled in for each person."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.translation import override

from agenda.management.crowd.histories import Values
from agenda.management.crowd.people import Arrival
from agenda.management.crowd.stage import Stage
from agenda.management.crowd.writers import Writer, writer_of
from conference.correspondence.compose import SECRET, Composed, compose, salutation_in
from conference.correspondence.letter import Letter
from conference.correspondence.models import COPY
from conference.correspondence.outbox import message_id_of
from conference.correspondence.states import IN_TROUBLE, MessageState
from registration import emails
from registration.emails.addressing import salutation_of
from registration.models import FocalPoint, Invitation, Participant, Registration
from registration.states import RegistrationState as S

#: Words of a wording that stand for what is each person's own; nobody's name reads so.
ADDRESSEE, SALUTATION, PERSON, DELEGATION, LINK = "Qaddresseeq", "Qsalutationq", "Qpersonq", "Qdelegationq", "Qlinkq"
PERSONAL = {"participant_name": PERSON, "delegation_name": DELEGATION, "invitation_link": LINK}
BECAME = {
    MessageState.SENT: 968,
    MessageState.FAILED: 12,
    MessageState.HELD: 10,
    MessageState.CANCELLED: 8,
    MessageState.UNKNOWN: 2,
}
ANSWERS = {
    MessageState.SENT: "250 2.0.0 Ok: queued",
    MessageState.FAILED: "550 5.1.1 User unknown",
    MessageState.UNKNOWN: "The worker ended between hand-over and answer.",
    MessageState.CANCELLED: "Cancelled by an officer.",
}
NEVER_TRIED = frozenset({MessageState.HELD, MessageState.BY_HAND})
SECOND = datetime.timedelta(seconds=1)


@dataclass(frozen=True)
class Addressed:
    """To whom one letter goes, what it is about, and what is this person's own in it."""

    recipient: str
    name: str
    salutation: str
    language: str
    own: dict[str, str]
    about: uuid.UUID
    about_type: str
    version: str
    at: datetime.datetime
    by_hand: bool = False


class Letters:
    """Words each letter once for a purpose, a language, a category and a visibility; that is what its text depends on.

    Composing 100,000 letters one by one would take ten minutes; what is written is the same.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._worded: dict[tuple[object, ...], tuple[str, Composed]] = {}
        self._names: dict[tuple[object, ...], str] = {}

    def about(self, arrival: Arrival) -> Iterator[Values]:
        """Every letter that the steps of one registration have caused, and the copies of private offices."""
        registration = arrival.registration
        if registration.invitation and not arrival.person.never_write_automatically:
            yield self._invitation(registration, registration.invitation)
        for version, (state, at) in enumerate(zip(arrival.way, arrival.steps, strict=True), start=1):
            writer = writer_of(registration, state)
            if writer is not None:
                yield from self._written(registration, state, writer, str(version), at)

    def attempts(self, messages: Iterable[Values]) -> Iterator[Values]:
        """What became of each letter that was tried, and of those that an officer gave up."""
        for message in messages:
            state = message["state"]
            if state not in NEVER_TRIED:
                yield {
                    "message_id": message["id"],
                    "at": message["sent_at"] or message["created_at"] + SECOND,
                    "outcome": state,
                    "answer": message["answer"],
                    "by_id": self._stage.officer.pk if state == MessageState.CANCELLED else None,
                }

    def _invitation(self, registration: Registration, invitation: Invitation) -> Values:
        person = registration.participant
        to = _to_person(person, invitation, "1", invitation.created_at)
        to.own[LINK] = emails.page_address(
            self._stage.conference, person.language, "registration:invitation", invitation.link_token
        )
        purpose, text = self._text(("invitation", person.language), lambda: emails.invitation(invitation, version="1"))
        return self._row(purpose, text, to)

    def _written(
        self, registration: Registration, state: S, writer: Writer, version: str, at: datetime.datetime
    ) -> Iterator[Values]:
        person = registration.participant
        focal_point = self._stand_in(registration)
        key = (writer, registration.category_id, person.visibility)
        if focal_point is not None:
            to = self._to_focal_point(focal_point, registration, version, at)
        else:
            to = _to_person(person, registration, version, at)
            to.own[DELEGATION] = self._delegation_name(registration, to.language)
        purpose, text = self._text((*key, to.language, focal_point is None), lambda: writer(registration))
        yield self._row(purpose, text, to)
        if state == S.REGISTERED and person.email and person.office_email and not to.by_hand:
            yield self._row(purpose, text, to, office=person.office_email)

    def _stand_in(self, registration: Registration) -> FocalPoint | None:
        """Who is written to of a member without an address."""
        person = registration.participant
        if registration.delegation_id is None or person.email or person.office_email:
            return None
        return self._stage.focal_points[registration.delegation_id]

    def _to_focal_point(
        self, focal_point: FocalPoint, registration: Registration, version: str, at: datetime.datetime
    ) -> Addressed:
        language = focal_point.language
        with override(language):
            name = registration.participant.formal_name
        own = {PERSON: name, DELEGATION: self._delegation_name(registration, language)}
        greeting = f"Dear {focal_point.name}"
        return Addressed(
            focal_point.email,
            focal_point.name,
            greeting,
            language,
            own,
            registration.pk,
            registration._meta.label_lower,
            version,
            at,
        )

    def _delegation_name(self, registration: Registration, language: str) -> str:
        delegation = registration.delegation
        if delegation is None:
            return ""
        key = (delegation.pk, language)
        if key not in self._names:
            self._names[key] = delegation.name_in(language)
        return self._names[key]

    def _text(self, key: tuple[object, ...], write: Callable[[], list[Letter]]) -> tuple[str, Composed]:
        if key not in self._worded:
            (letter,) = write()
            values = dict(letter.values) | {name: mark for name, mark in PERSONAL.items() if name in letter.values}
            letter = replace(letter, recipient_name=ADDRESSEE, salutation=SALUTATION, values=values)
            self._worded[key] = (letter.purpose, compose(letter))
        return self._worded[key]

    def _row(self, purpose: str, text: Composed, to: Addressed, *, office: str = "") -> Values:
        recipient = office or to.recipient
        key = f"{COPY if office else ''}{purpose}:{to.recipient}:{to.about}:{to.version}"
        state = MessageState.BY_HAND if to.by_hand else self._stage.chance.weighted(BECAME)
        if SECRET.search(text.text):
            state = MessageState.SENT  # its code is wiped, and nobody could send it again
        was_tried = state in IN_TROUBLE or state == MessageState.SENT
        return {
            "id": self._stage.chance.identifier(),
            "conference_id": self._stage.conference.pk,
            "key": key,
            "purpose": purpose,
            "state": state,
            "recipient": recipient,
            "recipient_name": to.name,
            "language": to.language,
            "subject": _filled(text.subject, to)[:400],
            "text": _filled(text.text, to),
            "html": _filled(text.html, to, escape),
            "about_type": to.about_type,
            "about_id": to.about,
            "message_id": message_id_of(key),
            "created_at": to.at,
            "next_attempt_at": to.at,
            "answer": ANSWERS.get(state, ""),
            "attempts": int(was_tried),
            "claimed_at": to.at + SECOND if was_tried else None,
            "handed_over_at": to.at + SECOND if was_tried else None,
            "sent_at": to.at + 2 * SECOND if state == MessageState.SENT else None,
        }


def _to_person(person: Participant, about: Registration | Invitation, version: str, at: datetime.datetime) -> Addressed:
    with override(person.language):
        name, full = person.letter_name, person.name_in_letters
    return Addressed(
        recipient=person.email or person.office_email,
        name=name,
        salutation=salutation_in(person.language, name, salutation_of(person)),
        language=person.language,
        own={PERSON: full},
        about=about.pk,
        about_type=about._meta.label_lower,
        version=version,
        at=at,
        by_hand=person.never_write_automatically,
    )


def _filled(text: str, to: Addressed, as_written: Callable[[str], str] = str) -> str:
    begins = salutation_in(to.language, ADDRESSEE, SALUTATION)
    text = text.replace(begins, as_written(to.salutation)).replace(ADDRESSEE, as_written(to.name))
    for mark, own in to.own.items():
        if mark in text:
            text = text.replace(mark, as_written(own))
    return text
