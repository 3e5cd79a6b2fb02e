"""Everything that is kept of a person, found from the models: a new text of theirs bears a word by itself.

A model that leads to a participant must have a row of a hidden and of a counted person (``test_whole_person.py``), and
each text in such a row bears a word; so whoever may not read a new field is found by the walk on the day it is added.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import CharField, EmailField, JSONField, Model, Q, TextField
from django.utils import timezone

from agenda.models import AcknowledgedConflict, ChangeNotice, ConflictKind, Unavailability
from conference.models import TeamRole
from registration.models import (
    Answer,
    ChangeKind,
    DecisionRound,
    DuplicateCandidate,
    Likeness,
    Merge,
    Outcome,
    Participant,
    ParticipantNeeds,
    Passport,
    PendingChange,
    Registration,
    RenewedConsent,
    ReviewRequest,
    RoundDecision,
    SeatDecision,
    SensitiveReading,
    Signal,
    Travel,
    UnfinishedForm,
    Visibility,
)
from tests.borders.host import Host
from tests.borders.words import PROTECTED, TEAM
from tests.factories.questions import make_answer
from tests.factories.vetting import make_objection, make_opinion, make_reading

#: Texts that are no words: codes, digests, versions, what is computed from other texts, what a constraint keeps empty.
NOT_WORDS = frozenset(
    {
        "participant.language",
        "participant.interpretation_language",
        "participant.search_text",
        "registration.name_key",
        "registration.public_name_key",
        "registration.client_digest",
        "registration.privacy_notice_version",
        "renewedconsent.former_version",
        "renewedconsent.version",
        "invitation.language",
        "invitation.link_digest",
        "invitation.designation_digest",
        "badge.code",
        "document.file",
        "document.content_type",
        "document.sha256",
        "unfinishedform.key_digest",
        "sensitivereading.what",
        "passport.number_digest",
        "likeness.phone",
        "likeness.source",
        "duplicatecandidate.fingerprint",
        "opinion.read_digest",
        "rounddecision.ground",
        "appearance.static_name",
        "acknowledgedconflict.key",
        "appearance.static_function",
        "speakerpaper.language",
        "speakerpaper.file",
        "speakerpaper.content_type",
        "speakerpaper.sha256",
        "speakerprofile.portrait",
        "speakerprofile.public_portrait",
        "speakerprofile.time_zone",
        "appearance.asked_with",
        "sideeventproposal.organisation_key",
    }
)
#: Need-to-know by field: who alone of the team reads it (PRODUCT T3).
VISA, CARE, NOBODY = frozenset({"visa", "of_there"}), frozenset({"duty_of_care", "of_there"}), frozenset[str]()
READ_BY_FEW: dict[str, frozenset[str]] = {
    **{f"passport.{name}": VISA for name in ("name", "number", "issuer", "expires_on")},
    **{f"participantneeds.{name}": CARE for name in ("diet", "diet_note", "access")},
    "unfinishedform.entries": NOBODY,
    "unfinishedform.address": NOBODY,
    "importedregistration.former": NOBODY,
}
#: What is said in vetting: for the officers who decide, of a hidden person for those of them who may know the name;
#: never for the person.
SAID_IN_VETTING = frozenset({"opinion.reason", "reading.conflict", "objection.words"})
DECIDING = frozenset({"coordinator", "registration", "vetting", "of_both", "of_there", "superuser"})
DECIDING_ON_HIDDEN = frozenset({"registration", "of_both", "of_there"})
HIDDEN = ("hidden_person", "bodyguard", "hidden_invitee")
COUNTED = ("registered", "applicant", "invitee")


def ways_to_a_person() -> dict[type[Model], list[str]]:
    """Each model that leads to a participant, with the lookups by which it does."""
    ways: dict[type[Model], list[str]] = {Participant: ["pk"]}
    for _step in range(3):
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if field.related_model in ways and field.related_model is not model:
                    found = [f"{field.name}__{way}".removesuffix("__pk") for way in ways[field.related_model]]
                    known = ways.setdefault(model, [])
                    known += [way for way in found if way not in known]
    return ways


def rows_of(model: type[Model], person: Participant) -> Any:
    """The rows of a model that lead to this person."""
    leads = reduce(or_, (Q((way, person.pk)) for way in ways_to_a_person()[model]))
    return model._default_manager.filter(leads)


def texts_of(model: type[Model]) -> Iterator[Any]:
    """The fields in which somebody could read something of a person."""
    for field in model._meta.concrete_fields:
        label = f"{model._meta.model_name}.{field.name}"
        is_text = isinstance(field, (CharField, TextField, JSONField)) and not field.choices
        if is_text and not field.primary_key and label not in NOT_WORDS:
            yield field


def add_everything(host: Host) -> None:
    """Rows that persons of the walk would have nowhere else, and a word in each text that has none yet."""
    _ask_for_changes(host)
    _travel(host)
    _alike(host)
    _vet(host)
    _away(host)
    _told(host)
    for name in (*HIDDEN, *COUNTED):
        _fill_in(host, name)


def _ask_for_changes(host: Host) -> None:
    """After the deadline: a correction of their own data; a substitution; a seat beyond the quota."""
    for name in ("hidden_person", "bodyguard", "registered", "applicant"):
        PendingChange.objects.create(
            conference=host.conference, kind=ChangeKind.CORRECTION, registration=host.registrations[name]
        )
    delegation = host.delegations["first"]
    for name in ("bodyguard", "registered"):
        SeatDecision.objects.create(
            delegation=delegation, registration=host.registrations[name], quota=8, used=8, reason="?"
        )


def _travel(host: Host) -> None:
    """Passport, flights and needs; a request for review; what was decided in a round; a form that was not finished."""
    decided = DecisionRound.objects.filter(conference=host.conference).first()
    question = host.questions["person"]
    for name in ("hidden_person", "registered"):
        registration = host.registrations[name]
        Travel.objects.create(registration=registration)
        Passport.objects.create(registration=registration, name="?", number="?", issuer="?", expires_on="?")
        ParticipantNeeds.objects.create(participant=host.people[name])
        RenewedConsent.objects.create(registration=registration, former_version="standard-1", version="standard-3")
        SensitiveReading.objects.create(registration=registration, what="passport")
        ReviewRequest.objects.create(registration=registration, words="?")
        make_answer(question, "?", of=registration)
        if decided and not decided.decisions.filter(registration=registration).exists():
            RoundDecision.objects.create(round=decided, registration=registration, outcome=Outcome.REGISTERED)
    for name in ("hidden_invitee", "invitee"):
        invitation = host.invitations[name]
        UnfinishedForm.objects.create(
            conference=host.conference,
            category=invitation.category,
            invitation=invitation,
            address=f"{name}@unfinished.example",
            expires_at=timezone.now() - timedelta(days=1),
        )


def _alike(host: Host) -> None:
    """Each is held to be like somebody of no importance, and is merged with another registration of the same."""
    for name in ("hidden_person", "registered"):
        registration = host.registrations[name]
        person, other = registration.participant, host.people["withdrawn"]
        first, second = sorted((person, other), key=lambda each: each.pk)
        Likeness.objects.create(participant=person, conference=host.conference)
        host.duplicates[name] = DuplicateCandidate.objects.create(
            conference=host.conference, first=first, second=second, signals=[Signal.PHONE], score=20
        )
        host.merges[name] = Merge.objects.create(
            conference=host.conference,
            kept=registration,
            merged=host.registrations["withdrawn"],
            undone_at=timezone.now(),
        )


def _vet(host: Host) -> None:
    """What two readers say of a hidden and of a counted applicant, a conflict of interest, and an objection."""
    decides = [host.officers[role] for role in (TeamRole.COORDINATOR, TeamRole.VETTING, TeamRole.REGISTRATION)]
    state = host.delegations["first"].state
    assert state is not None
    for name in ("hidden_person", "applicant", "reviewed", "registered"):
        row, words = host.registrations[name], "?"
        if name not in HIDDEN + COUNTED:
            words = f"Said {host.words.new(DECIDING)}"
        for place, reader in enumerate(decides[:2], start=1):
            make_opinion(row, reader, place=place, reason=words)
        make_reading(row, decides[2], ended_how="conflict", ended_at=timezone.now(), conflict=words)
        host.objections[name] = make_objection(row, state, words=words)


def _away(host: Host) -> None:
    """When each cannot speak, and a conflict of theirs that an officer let stand; its key is no conflict's any more."""
    for name in ("hidden_person", "registered"):
        person, begins = host.people[name], timezone.now()
        away = Unavailability.objects.create(participant=person, starts_at=begins, ends_at=begins + timedelta(hours=1))
        host.conflicts["absence" if name == "registered" else "hidden_absence"] = away
        host.conflicts["acknowledged"] = AcknowledgedConflict.objects.create(
            conference=host.conference,
            key=name,
            kind=ConflictKind.PERSON_TWICE,
            session=host.sessions["panel"],
            participant=person,
            reason="?",
        )


def _told(host: Host) -> None:
    """Of each it is kept that a release concerned them."""
    for name in ("hidden_person", "registered"):
        ChangeNotice.objects.get_or_create(release=host.releases[-1], participant=host.people[name])


def _fill_in(host: Host, name: str) -> None:
    person = host.people[name]
    is_hidden = person.visibility == Visibility.HIDDEN
    readers = (PROTECTED if is_hidden else TEAM) | {name}
    if Registration.objects.filter(participant=person, delegation=host.delegations["first"]).exists():
        readers |= {"focal_point"}
    for model in ways_to_a_person():
        for row in rows_of(model, person):
            for field in texts_of(model):
                label = f"{model._meta.model_name}.{field.name}"
                _write_word(host, row, field, _readers(label, readers, name, is_hidden=is_hidden))
    person.refresh_from_db()
    person.save()


def _readers(label: str, readers: frozenset[str], name: str, *, is_hidden: bool) -> frozenset[str]:
    if label in SAID_IN_VETTING:
        return DECIDING_ON_HIDDEN if is_hidden else DECIDING
    return READ_BY_FEW[label] | {name} if label in READ_BY_FEW else readers


def _write_word(host: Host, row: Model, field: Any, readers: frozenset[str]) -> None:
    """A word, unless the text bears one; past the model's own ``save``, which is none of the walk's."""
    if host.words.root.lower() in str(getattr(row, field.attname)).lower():
        return
    word = host.words.new(readers)
    value: Any = f"Text {word}"[: field.max_length]
    if isinstance(field, EmailField):
        value = f"{word.lower()}@people.example"
    elif isinstance(row, Answer):
        value = f"Answer {word}"
    elif isinstance(field, JSONField):
        value = {"function": {"old": f"Old {word}", "new": f"New {word}"}}
    type(row)._default_manager.filter(pk=row.pk).update(**{field.name: value})
