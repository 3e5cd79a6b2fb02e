"""Documents of the conference: entered, issued, withdrawn, followed by others, deleted while nobody has read them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agenda.actions.locking import lock_conference, lock_document
from agenda.errors import DocumentError
from agenda.models import ConferenceDocument, Session, Step
from agenda.states import DocumentState
from conference.clock import conference_now
from conference.models import TranslatedText, User

DESCRIBED = frozenset({"symbol", "title", "issuing_body", "kind", "distribution", "embargo_until", "position"})
# What one that follows another takes over from it.
TAKEN_OVER = ("title", "issuing_body", "kind", "distribution", "embargo_until", "position")
DERIVED = re.compile(r"(?:^|/)(?:Rev|Corr|Add)\.\d+$", re.IGNORECASE)


@transaction.atomic
def enter_document(
    document: ConferenceDocument, *, sessions: Iterable[Session] = (), by: User | None
) -> ConferenceDocument:
    """Saves a new document, as a draft that the Secretariat alone sees. Locks the conference.

    Raises ``DocumentError`` for a symbol that is taken or none, ``NotPermittedError``.
    """
    lock_conference(document.conference_id, by=by)
    _check(document)
    document.save(force_insert=True)
    _attach(document, sessions)
    return document


@transaction.atomic
def describe_document(
    document_id: UUID,
    *,
    changes: Mapping[str, Any],
    sessions: Iterable[Session] | None = None,
    by: User | None,
    version: int | None = None,
) -> ConferenceDocument:
    """Changes what is said of a document (:data:`DESCRIBED`) and to which sessions it belongs. Locks as below.

    Raises ``DocumentError``, ``LostUpdateError``, ``NotPermittedError``; ``KeyError`` for what has an act of its own.
    """
    if changes.keys() - DESCRIBED:
        raise KeyError(*sorted(changes.keys() - DESCRIBED))
    document = lock_document(document_id, by=by, version=version)
    for name, value in changes.items():
        setattr(document, name, value)
    _check(document)
    document.version += 1
    document.save(update_fields=[*changes, "version"])
    if sessions is not None:
        _attach(document, sessions)
    return document


@transaction.atomic
def issue_document(document_id: UUID, *, by: User | None, version: int | None = None) -> ConferenceDocument:
    """Lets a document be read by those for whom it is, from its embargo on; one that was withdrawn, again.

    Locks conference and document. Raises ``DocumentError`` without a file, ``IllegalDocumentTransitionError``,
    ``LostUpdateError``, ``NotPermittedError``.
    """
    document = lock_document(document_id, by=by, version=version)
    if not document.versions.current().exists():
        raise DocumentError(_("This document has no file yet. Please choose one in at least one language first."))
    return _move(document, DocumentState.ISSUED, by=by)


@transaction.atomic
def withdraw_document(document_id: UUID, *, by: User | None, version: int | None = None) -> ConferenceDocument:
    """Takes an issued document out of everybody's reach at once; it stays on record. Locks conference and document.

    Raises ``IllegalDocumentTransitionError``, ``LostUpdateError``, ``NotPermittedError``.
    """
    document = lock_document(document_id, by=by, version=version)
    return _move(document, DocumentState.WITHDRAWN, by=by)


@transaction.atomic
def follow_document(
    document_id: UUID, *, step: Step | str, by: User | None, version: int | None = None
) -> ConferenceDocument:
    """Begins the next revision, corrigendum or addendum as a draft without files, for the same sessions and readers.

    An embargo is taken over, too: what revises a text says what it says.
    Each step stands in a chain once, as chanceries count: what revises a revision is the next revision of the same
    text, and a corrigendum is followed by the next one, or by what the corrected text is followed by. Locks conference
    and document, so that no number is given twice. Raises ``DocumentError`` for a draft, which is simply changed;
    ``LostUpdateError``, ``NotPermittedError``.
    """
    document = lock_document(document_id, by=by, version=version)
    if document.state == DocumentState.DRAFT:
        raise DocumentError(_("This document has not been issued yet; nothing follows it. Please change it instead."))
    followed = _followed(document, Step(step))
    follower = ConferenceDocument(
        conference=document.conference,
        follows=followed,
        step=step,
        number=_next_number(followed, Step(step)),
        **{name: getattr(document, name) for name in TAKEN_OVER},
    )
    follower.save(force_insert=True)
    _attach(follower, document.sessions.all())
    document.version += 1
    document.save(update_fields=["version"])
    return follower


@transaction.atomic
def discard_document(document_id: UUID, *, by: User | None, version: int | None = None) -> None:
    """Deletes a draft, which nobody outside has seen; its files are cleared later. Locks conference and document.

    Raises ``DocumentError`` for what was issued, ``LostUpdateError``, ``NotPermittedError``.
    """
    document = lock_document(document_id, by=by, version=version)
    if document.state != DocumentState.DRAFT:
        raise DocumentError(_("This document has been issued and cannot be deleted; withdraw it instead."))
    document.delete()


def _move(document: ConferenceDocument, wanted: DocumentState, *, by: User | None) -> ConferenceDocument:
    document.move_to(wanted, by=by, at=conference_now(document.conference))
    document.version += 1
    document.save(update_fields=["state", "state_changed_by", "issued_at", "withdrawn_at", "version"])
    return document


def _check(document: ConferenceDocument) -> None:
    document.symbol = _plain(document.symbol)
    if not TranslatedText.of(document.title):
        raise DocumentError(_("Please give the document a title in at least one language."))
    if document.symbol and document.follows_id:
        raise DocumentError(_("The symbol of this document is derived from the one that it follows."))
    if DERIVED.search(document.symbol):
        raise DocumentError(
            _("Rev., Corr. and Add. are numbered by themselves; please begin them on the page of what they follow.")
        )
    others = ConferenceDocument.objects.filter(conference=document.conference_id).exclude(pk=document.pk)
    if document.symbol and others.filter(symbol__iexact=document.symbol).exists():
        raise DocumentError(
            _("Another document of this conference has the symbol %(symbol)s.") % {"symbol": document.symbol}
        )


def _plain(symbol: str) -> str:
    """One line, without marks that turn text around."""
    return " ".join("".join(c for c in symbol if unicodedata.category(c) != "Cf").split())


def _attach(document: ConferenceDocument, sessions: Iterable[Session]) -> None:
    """The caller holds the locks."""
    sessions = list(sessions)
    if any(session.conference_id != document.conference_id for session in sessions):
        raise DocumentError(_("This session belongs to another conference."))
    document.sessions.set(sessions)


def _followed(document: ConferenceDocument, step: Step) -> ConferenceDocument:
    """Which document of the chain gets the next one of these steps."""
    text = document
    if text.step == Step.CORRIGENDUM and text.follows is not None:
        text = text.follows
    one: ConferenceDocument | None = text
    while one is not None:
        if one.step == step and one.follows is not None:
            return one.follows
        one = one.follows
    return text


def _next_number(followed: ConferenceDocument, step: Step) -> int:
    last: int | None = followed.followers.filter(step=step).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
