"""Everything that is held on a person in a conference, for that person: field by named field, and nothing else.

What others have written about the person stands in no list here: reviewers' notes, a State's objections, the officers'
internal reasons, the notes on a delegation, and who of the Secretariat did what.
"""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.correspondence.compose import mask_secrets
from conference.correspondence.models import OutgoingMessage
from conference.models import CodePurpose, Conference, EmailedCode, User
from conference.own_data import Entry, Item, Section
from conference.registry import registry
from registration.models import (
    APPLICATION_FIELDS,
    FACTS_OF_A_PERSON,
    JOURNEY_FIELDS,
    WISHES_OF_A_PERSON,
    Document,
    Participant,
    Registration,
    SensitiveReading,
    UnfinishedForm,
)
from registration.permissions import is_the_person
from registration.queries.asked import asked_of
from registration.queries.own import CODES, concerning
from registration.queries.own_answers import own_answers
from registration.queries.own_consents import consent_items, former_consents
from registration.queries.own_items import items_of, items_of_each, moment_item, related_items
from registration.queries.pending_changes import lines_of
from registration.queries.unfinished_words import in_words
from registration.states import RegistrationState as S

# Of a participant everything but what only this program needs.
PARTICIPANT_FIELDS = (*FACTS_OF_A_PERSON, *WISHES_OF_A_PERSON)
NEEDS_FIELDS = ("diet", "diet_note", "access", "updated_at")
TRAVEL_FIELDS = (
    "needs_visa_support",
    *JOURNEY_FIELDS,
    "sponsored_ticket",
    "sponsored_hotel",
    "sponsored_allowance",
    "note",
    "updated_at",
)
PASSPORT_FIELDS = ("name", "number", "issuer", "expires_on")
# Reasons that were given to the person in a letter; all others are the Secretariat's own.
TOLD_WITH_A_REASON = frozenset({S.CHANGES_REQUESTED, S.DECLINED})


def own_data(registration: Registration, user: User) -> list[Section]:
    """What is held on the person of a registration of the user's own; in the active language, each part named."""
    person, conference = registration.participant, registration.conference
    registrations = list(
        Registration.objects.filter(participant=person)
        .select_related("category", "delegation__state", "delegation__organisation", "conference")
        .order_by("created_at")
    )
    of_the_person = partial(_of_the_person, is_shown=is_the_person(user, registration))
    parts = (
        Section("person", _("The person"), [items_of(person, PARTICIPANT_FIELDS)]),
        Section("needs", _("Meals and access"), of_the_person(_needs(person))),
        Section("registrations", _("Registrations"), [_registration(each) for each in registrations]),
        Section("history", _("What became of them"), [*_history(registrations, user)]),
        Section("former_consents", _("Privacy notices agreed to before"), [*former_consents(registrations, user)]),
        Section("applications", _("Applications"), items_of_each(registrations, "application", APPLICATION_FIELDS)),
        Section("answers", _("Answers to the Secretariat's questions"), [*own_answers(registrations)]),
        Section("badges", _("Codes for the entrance"), [*_badges(registrations)]),
        Section("requests", _("Changes that were asked for"), [*_requests(registrations, user)]),
        Section("travel", _("Travel"), items_of_each(registrations, "travel", TRAVEL_FIELDS)),
        Section("passport", _("Passport"), of_the_person(items_of_each(registrations, "passport", PASSPORT_FIELDS))),
        Section("readings", _("When an officer read your passport or needs"), [*_readings(registrations)]),
        Section("documents", _("Documents"), [_document(each, conference) for each in own_documents(registration)]),
        *(section for made in registry.own_data for section in made(person.pk, conference, user)),
        Section("letters", _("Our letters"), [*_letters(person, conference)]),
        Section("unfinished_forms", _("Forms begun and not submitted"), [*_unfinished(person, user)]),
        Section("sign_ins", _("Signing in"), [*_sign_ins(conference, user)]),
    )
    return [section for section in parts if section.entries]


def own_documents(registration: Registration) -> models.QuerySet[Document]:
    """The files of all registrations of the person, replaced ones too."""
    found: models.QuerySet[Document] = Document.objects.filter(
        registration__participant=registration.participant_id
    ).order_by("uploaded_at", "pk")
    return found


def _needs(person: Participant) -> list[Entry]:
    """Nothing where everything was taken back."""
    return [entry for entry in related_items(person, "needs", NEEDS_FIELDS) if person.needs.is_said]


def _of_the_person(entries: list[Entry], *, is_shown: bool) -> list[Entry]:
    """Health and passports: to the office that acts for somebody no more than that this is kept."""
    if is_shown or not entries:
        return entries
    return [[Item("kept", _("Kept"), value=True, words=_("yes; shown to the person alone"))]]


def _registration(registration: Registration) -> Entry:
    conference, delegation = registration.conference, registration.delegation
    return [
        Item("conference", _("Conference"), str(conference.title)),
        Item("category", _("Category"), str(registration.category)),
        Item("delegation", _("Delegation"), str(delegation) if delegation else ""),
        Item("role", _("Role in the delegation"), registration.role, capfirst(registration.get_role_display())),
        Item("status", _("Status"), registration.state, capfirst(registration.get_state_display())),
        moment_item("since", _("Since"), registration.state_since, conference),
        moment_item("begun_at", _("Begun"), registration.created_at, conference),
        moment_item("submitted_at", _("Submitted"), registration.submitted_at, conference),
        *consent_items(registration.privacy_notice_version, registration.consented_at, conference),
    ]


def _history(registrations: Iterable[Registration], user: User) -> Iterator[Entry]:
    """The moves, by whom in general terms; a reason only where a letter gave it to the person."""
    for registration in registrations:
        for step in registration.transitions.all():
            reason = step.reason if step.target in TOLD_WITH_A_REASON else ""
            yield [
                Item("status", _("Status"), step.target, capfirst(step.get_target_display())),
                moment_item("at", _("When"), step.at, registration.conference),
                Item("by_you", _("By you"), step.by_id == user.pk),
                Item("reason", _("Reason"), reason),
            ]


def _badges(registrations: Iterable[Registration]) -> Iterator[Entry]:
    for registration in registrations:
        for badge in registration.badges.all():
            yield [
                Item("code", _("Code"), badge.shown),
                moment_item("issued_at", _("Issued"), badge.issued_at, registration.conference),
                moment_item("void_since", _("Void since"), badge.voided_at, registration.conference),
            ]


def _requests(registrations: Iterable[Registration], user: User) -> Iterator[Entry]:
    """Field by field; the words with it and the reason of the decision, which its letter gave, to who asked."""
    for registration in registrations:
        for change in registration.pending_changes.select_related("registration__participant"):
            is_own = change.asked_by_id == user.pk
            yield [
                Item("status", _("Status"), change.state, capfirst(change.get_state_display())),
                moment_item("asked_at", _("Asked"), change.asked_at, registration.conference),
                Item("by_you", _("By you"), is_own),
                *(Item(f"{line.field}", line.label, [line.old, line.new]) for line in lines_of(change)),
                Item("note", _("Your words"), change.note if is_own else ""),
                Item("reason", _("Reason"), change.reason if is_own else ""),
            ]


def _readings(registrations: Iterable[Registration]) -> Iterator[Entry]:
    read = {"passport": _("Passport"), "needs": _("Meals and access"), "own data": _("Everything held on you")}
    for reading in SensitiveReading.objects.filter(registration__in=list(registrations)).select_related(
        "registration__conference"
    ):
        yield [
            Item("what", _("What"), reading.what, read.get(reading.what, "")),
            moment_item("at", _("When"), reading.at, reading.registration.conference),
        ]


def _document(document: Document, conference: Conference) -> Entry:
    return [
        Item("name", _("Name of the file"), document.name),
        Item("kind", _("Kind"), document.kind, capfirst(document.get_kind_display())),
        Item("size", _("Size in bytes"), document.size),
        Item("sha256", _("Fingerprint (SHA-256)"), document.sha256),
        moment_item("sent_at", _("Sent"), document.uploaded_at, conference),
        moment_item("ended_at", _("Replaced or removed"), document.ended_at, conference),
    ]


def _letters(person: Participant, conference: Conference) -> Iterator[Entry]:
    """Those about the person to the person's own addresses; codes in them are not repeated."""
    addresses = {person.email, person.office_email} - {""}
    found = OutgoingMessage.objects.filter(concerning(person), conference=conference, recipient__in=addresses)
    for message in found.exclude(purpose__in=CODES).order_by("created_at"):
        yield [
            Item("to", _("To"), message.recipient),
            Item("subject", _("Subject"), message.subject, language=message.language),
            Item("text", _("Text"), mask_secrets(message.text), language=message.language),
            moment_item("written_at", _("Written"), message.created_at, conference),
            moment_item("sent_at", _("Sent"), message.sent_at, conference),
            Item("status", _("Status"), message.state, capfirst(message.get_state_display())),
        ]


def _unfinished(person: Participant, user: User) -> Iterator[Entry]:
    """Of the user's address; of an office's other principals, each in their own file."""
    of_person = models.Q(invitation=None) | models.Q(invitation__participant=person)
    for form in UnfinishedForm.objects.live().filter(of_person, conference=person.conference_id, address=user.email):
        entries = _entries(form.entries)
        words = in_words(entries, asked_of(form.category))
        yield [
            Item("category", _("Category"), str(form.category)),
            moment_item("saved_at", _("Saved"), form.saved_at, person.conference),
            Item("entries", _("What was entered"), entries, words or _("nothing any more")),
        ]


def _entries(kept: str) -> Any:
    try:
        return json.loads(kept)
    except ValueError:
        return kept


def _sign_ins(conference: Conference, user: User) -> Iterator[Entry]:
    yield [
        Item("address", _("Address"), user.email),
        moment_item("first", _("First signed in"), user.created_at, conference),
        moment_item("last", _("Last signed in"), user.last_login, conference),
    ]
    for code in EmailedCode.objects.filter(address=user.email, purpose=CodePurpose.SIGN_IN).order_by("created_at"):
        yield [
            moment_item("code_asked_at", _("Code asked for"), code.created_at, conference),
            moment_item("code_used_at", _("Code used"), code.used_at, conference),
        ]
