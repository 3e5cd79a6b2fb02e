"""A photograph and documents of one's own, sent, replaced and taken away after registering; officers see each of it."""

import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import User
from conference.uploads import Upload
from registration.actions.attach import end_document, keep_document, removing_files_on_failure
from registration.actions.people import refuse_what_has_ended
from registration.actions.seating import lock_registration
from registration.actions.unfinished import MOST_FILES
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Document, DocumentKind, Particular, Registration
from registration.permissions import is_own
from registration.queries.own import is_confirmed_anew

ASKED_AS = {DocumentKind.PHOTOGRAPH: Particular.PHOTOGRAPH, DocumentKind.SUPPORTING: Particular.DOCUMENTS}
DAY = datetime.timedelta(days=1)
MOST_SENT_A_DAY = 40


def send_photograph(registration_id: UUID, upload: Upload, *, seen: UUID | None, by: User) -> Document:
    """Keeps a photograph, in place of the one that was ``seen`` if there was one; at any time until it has ended.

    Locks registration and participant. Raises ``NotPermittedError``, ``LostUpdateError``;
    ``RegistrationError`` where none is asked for, or for too many in a day.
    """
    with removing_files_on_failure() as stored:
        registration = _lock(registration_id, by=by)
        _refuse_what_is_not_asked(registration, DocumentKind.PHOTOGRAPH)
        refuse_too_many_in_a_day(registration)
        present = registration.documents.current().filter(kind=DocumentKind.PHOTOGRAPH)
        if present.values_list("pk", flat=True).first() != seen:
            raise LostUpdateError
        document = keep_document(upload, of=registration, kind=DocumentKind.PHOTOGRAPH, by=by)
        stored.append(str(document.file.name))
        return document


def send_document(registration_id: UUID, upload: Upload, *, by: User) -> Document:
    """Keeps one more document, at any time until the participation has ended.

    Locks registration and participant. Raises ``NotPermittedError``; ``RegistrationError`` where none
    is asked for, and for too many.
    """
    with removing_files_on_failure() as stored:
        registration = _lock(registration_id, by=by)
        _refuse_what_is_not_asked(registration, DocumentKind.SUPPORTING)
        refuse_too_many_in_a_day(registration)
        if registration.documents.current().filter(kind=DocumentKind.SUPPORTING).count() >= MOST_FILES:
            raise RegistrationError(_("There are as many documents as can be kept. Please remove one first."))
        document = keep_document(upload, of=registration, kind=DocumentKind.SUPPORTING, by=by)
        stored.append(str(document.file.name))
        return document


def take_away(document_id: UUID, *, of: UUID, by: User) -> Document:
    """Takes a file of the registration ``of`` away again; it stays with the officers for a month.

    Locks registration and participant. Raises ``NotPermittedError``, ``LostUpdateError``;
    ``RegistrationError``, saying what to do instead, for what stays: see ``why_it_stays``.
    """
    with removing_files_on_failure():
        registration = _lock(of, by=by)
        document = registration.documents.filter(pk=document_id, kind__in=ASKED_AS).first()
        if document is None:
            raise NotPermittedError
        if document.ended_at is not None:
            raise LostUpdateError
        sentence = why_it_stays(document, registration, by=by)
        if sentence:
            raise RegistrationError(sentence)
        end_document(document, by=by)
        return document


def why_it_stays(document: Document, registration: Registration, *, by: User) -> str:
    """Why a file cannot be taken away, in a sentence; nothing where it can.

    What must be there is replaced. A document that was there when it was decided belongs to the decision.
    """
    kind, category = DocumentKind(document.kind), registration.category
    particular = ASKED_AS[kind]
    if particular in category.requires and particular in category.asks:
        others = registration.documents.current().filter(kind=kind).exclude(pk=document.pk)
        if kind == DocumentKind.PHOTOGRAPH:
            return _("A photograph is asked of everybody here: to change it, send another in its place.")
        if not others.exists():
            return _("One document is asked of everybody here: send another before you remove this one.")
    was_there = document.uploaded_at <= registration.state_since
    if kind == DocumentKind.SUPPORTING and was_there and is_confirmed_anew(registration, by):
        return _(
            "This document belongs to what the Secretariat considers, and stays. You may add another; to have it "
            "taken away, please write to %(email)s."
        ) % {"email": registration.conference.contact_email}
    return ""


def _lock(registration_id: UUID, *, by: User) -> Registration:
    registration = lock_registration(registration_id)
    if not is_own(by, registration):
        raise NotPermittedError
    refuse_what_has_ended(registration)
    return registration


def _refuse_what_is_not_asked(registration: Registration, kind: DocumentKind) -> None:
    if ASKED_AS[kind] not in registration.category.asks:
        raise RegistrationError(_("This is not asked of you. Nothing was saved."))


def refuse_too_many_in_a_day(registration: Registration) -> None:
    """What was replaced is kept for a month: nobody fills the disk by replacing."""
    sent = registration.documents.filter(uploaded_at__gt=timezone.now() - DAY).count()
    if sent >= MOST_SENT_A_DAY:
        raise RegistrationError(
            _("Many files have come from you today. Kindly try again tomorrow, or write to %(email)s.")
            % {"email": registration.conference.contact_email}
        )
