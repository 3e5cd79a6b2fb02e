"""Files of registrations, delegations and invitations: attached, replaced, taken away."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import User
from conference.uploads import PICTURES, Upload
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Delegation, Invitation, Question, Registration, UnfinishedForm
from registration.models.document import Document, DocumentKind
from registration.models.private_file import private_storage
from registration.permissions import can_attach

Owner = Registration | Delegation | Invitation
MOST_DOCUMENTS = 20


@contextmanager
def removing_files_on_failure() -> Iterator[list[str]]:
    """A transaction that takes the files named in its list with it when it fails.

    Where the process dies, or an outer transaction fails later, ``clear_orphaned_files`` finds them.
    """
    stored: list[str] = []
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        for name in stored:
            private_storage().delete(name)
        raise


def attach(upload: Upload, *, to: Owner, kind: DocumentKind, by: User) -> Document:
    """Stores a file with its owner; a photograph takes the place of the former one.

    Locks the owner. Raises ``NotPermittedError``; ``RegistrationError`` for too many or for a photograph that is none.
    """
    with removing_files_on_failure() as stored:
        owner = lock_owner(to)
        if not can_attach(by, owner):
            raise NotPermittedError
        document = keep_document(upload, of=owner, kind=kind, by=by)
        stored.append(str(document.file.name))
        return document


def replace(document_id: UUID, upload: Upload, *, by: User) -> Document:
    """Stores a file in another's place; the former one stays on record, for officers.

    Locks the owner. Raises ``NotPermittedError``; ``RegistrationError`` for one that was replaced or removed already.
    """
    with removing_files_on_failure() as stored:
        former, owner = _lock_document(document_id, by=by)
        document = _store(upload, of=owner, kind=DocumentKind(former.kind), by=by, former=former)
        stored.append(str(document.file.name))
        return document


def detach(document_id: UUID, *, by: User) -> None:
    """Takes a document away from its owner; what is a person's own is deleted later, see ``clear_ended_documents``.

    Locks the owner. Raises ``NotPermittedError``; ``RegistrationError`` for one that was replaced or removed already.
    """
    with transaction.atomic():
        document, _owner = _lock_document(document_id, by=by)
        end_document(document, by=by)


def keep_document(
    upload: Upload, *, of: Owner, kind: DocumentKind, by: User | None, question: Question | None = None
) -> Document:
    """Stores a file in the transaction of another act, which has locked the owner and looked at the permission.

    Raises ``RegistrationError`` for too many, or for a photograph that is no picture.
    """
    if kind == DocumentKind.PHOTOGRAPH and upload.content_type not in PICTURES:
        raise RegistrationError(_("A photograph is a picture: please choose a JPEG or PNG."))
    current = list(of.documents.current())
    former = next((each for each in current if each.kind == kind == DocumentKind.PHOTOGRAPH), None)
    if former is None and len(current) >= MOST_DOCUMENTS:
        raise RegistrationError(
            _("There are %(count)s documents already, which is as many as can be kept. Please remove one first.")
            % {"count": MOST_DOCUMENTS}
        )
    return _store(upload, of=of, kind=kind, by=by, former=former, question=question)


def lock_owner(owner: Owner) -> Owner:
    """The owner as it is now, locked."""
    related = ("conference",) if isinstance(owner, Delegation) else ("conference", "participant", "delegation")
    rows: QuerySet[Any] = type(owner)._default_manager.select_related(*related)
    locked: Owner = rows.select_for_update(of=("self",), no_key=True).get(pk=owner.pk)
    return locked


def _lock_document(document_id: UUID, *, by: User) -> tuple[Document, Owner]:
    """With its owner. What lies with an unfinished form is for that form to change, see ``unfinished``."""
    unlocked: Document = Document.objects.get(pk=document_id)
    if isinstance(unlocked.owner, UnfinishedForm):
        raise NotPermittedError
    owner = lock_owner(unlocked.owner)
    if not can_attach(by, owner):
        raise NotPermittedError
    document: Document = Document.objects.get(pk=document_id)
    if document.ended_at is not None:
        raise RegistrationError(_("This document was replaced or removed meanwhile. Please look at the list again."))
    return document, owner


def _store(
    upload: Upload,
    *,
    of: Owner,
    kind: DocumentKind,
    by: User | None,
    former: Document | None,
    question: Question | None = None,
) -> Document:
    document = Document(**{type(of)._meta.model_name or "": of}, kind=kind, question=question)
    if former is not None:
        end_document(former, by=by)
    stored = document.store(upload, by=by)
    try:
        document.save(force_insert=True)
        if former is not None:
            former.replaced_by = document
            former.save(update_fields=["replaced_by"])
    except BaseException:
        private_storage().delete(stored)
        raise
    return document


def end_document(document: Document, *, by: User | None) -> None:
    """Takes a document out of use, in the transaction of an act that has locked its owner."""
    document.ended_at, document.ended_by = timezone.now(), by
    document.save(update_fields=["ended_at", "ended_by"])
