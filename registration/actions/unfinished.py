"""Forms that are not submitted yet: kept for whoever began them, ended by the submit, deleted when left alone."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.correspondence import outbox
from conference.models import normalise_email
from conference.uploads import Upload
from registration import emails
from registration.actions.throttle import client_digest, refuse_too_many_files
from registration.errors import LostUpdateError, RegistrationError
from registration.models import (
    Document,
    DocumentKind,
    Invitation,
    ParticipantCategory,
    Question,
    Registration,
    UnfinishedForm,
)
from registration.models.private_file import private_storage
from registration.models.unfinished import KEPT_FOR_ADDRESS, KEPT_IN_BROWSER, key_digest

Entries = Mapping[str, list[str]]
SUBMITTED = "submitted"
MOST_FILES = 10


@dataclass(frozen=True)
class Keeper:
    """Whose form it is: of an invitation, of a verified address, or of the browser that holds a key.

    A private office may have several principals: each invitation has a form of its own.
    """

    category: ParticipantCategory
    address: str = ""
    key: str = ""
    invitation: Invitation | None = None
    client: str = ""

    def form(self) -> UnfinishedForm | None:
        """The form, live or ended; nobody without address and key has one."""
        if not self.address and not self.key:
            return None
        whose = {"address": normalise_email(self.address)} if self.address else {"key_digest": key_digest(self.key)}
        return UnfinishedForm.objects.filter(category=self.category, invitation=self.invitation, **whose).first()

    def make_form(self) -> UnfinishedForm:
        return UnfinishedForm(
            conference_id=self.category.conference_id,
            category=self.category,
            invitation=self.invitation,
            address=normalise_email(self.address),
            key_digest="" if self.address else key_digest(self.key),
            client_digest=client_digest(self.client),
        )


def entries_of(kept: UnfinishedForm | None) -> dict[str, list[str]] | None:
    """What was entered; nothing where the form has ended."""
    if kept is None or not kept.entries or kept.expires_at <= timezone.now():
        return None
    entries: dict[str, list[str]] = json.loads(kept.entries)
    return None if SUBMITTED in entries else entries


def was_submitted(kept: UnfinishedForm | None, token: str) -> bool:
    """Whether this form has ended with a submit of that token: a second click is answered like the first."""
    return bool(kept and kept.entries and json.loads(kept.entries).get(SUBMITTED) == token)


def keep_entries(keeper: Keeper, entries: Entries, *, seen_version: int) -> UnfinishedForm:
    """Keeps what was entered so far. ``seen_version`` is the one that the page was filled from, 0 for an empty one.

    Raises ``LostUpdateError`` where another browser has kept something since, which is then left as it is.
    """
    kept = keeper.form()
    if kept is None:
        kept = keeper.make_form()
        _write(kept, entries)
        try:
            with transaction.atomic():
                kept.save(force_insert=True)
        except IntegrityError as error:  # another browser began at the same moment
            raise LostUpdateError from error
        return kept
    if entries_of(kept) is not None and kept.version != seen_version:
        raise LostUpdateError
    before, kept.version = kept.version, kept.version + 1
    _write(kept, entries)
    changed = UnfinishedForm.objects.filter(pk=kept.pk, version=before).update(
        entries=kept.entries, saved_at=kept.saved_at, expires_at=kept.expires_at, version=kept.version
    )
    if not changed:
        raise LostUpdateError
    return kept


def _write(kept: UnfinishedForm, entries: Entries) -> None:
    kept.entries = json.dumps(dict(entries), ensure_ascii=False)
    kept.saved_at = timezone.now()
    kept.expires_at = kept.saved_at + (KEPT_FOR_ADDRESS if kept.address else KEPT_IN_BROWSER)


def bind_to_address(kept: UnfinishedForm, address: str, *, url: str, language: str) -> datetime.datetime | None:
    """Makes a browser's form that of an address which was just verified, and writes there where it is found again.

    A former one of this address gives way; gives when that was last saved, so that it can be told. Locks the former.
    """
    gave_way = None
    with transaction.atomic():
        former = UnfinishedForm.objects.filter(
            category=kept.category_id, address=normalise_email(address), invitation=None
        )
        for each in former.exclude(pk=kept.pk).select_for_update():
            gave_way = each.saved_at if entries_of(each) is not None else gave_way
            remove(each)
        kept.address, kept.key_digest = normalise_email(address), ""
        kept.expires_at = timezone.now() + KEPT_FOR_ADDRESS
        kept.save(update_fields=["address", "key_digest", "expires_at"])
        outbox.enqueue_all(emails.form_kept(kept, url=url, language=language))
    return gave_way


def end_with_submit(kept: UnfinishedForm, token: str) -> None:
    """Forgets what was entered, which is now a registration; in the transaction of the submit."""
    ended = json.dumps({SUBMITTED: token})
    UnfinishedForm.objects.filter(pk=kept.pk).update(entries=ended, expires_at=timezone.now() + KEPT_IN_BROWSER)


def hand_over_files(kept: UnfinishedForm, registration: Registration | None) -> None:
    """The files of the form become the registration's; of a duplicate, which makes none, they are deleted."""
    if registration is None:
        _delete_files(kept)
        return
    present = Document.objects.filter(unfinished_form=kept, ended_at__isnull=True)
    # What answered a question that is no longer shown is no answer: it stays behind, and is deleted.
    answered = registration.answers.values("question")
    present.filter(Q(question__isnull=True) | Q(question__in=answered)).update(
        unfinished_form=None, registration=registration
    )
    _delete_files(kept)


def keep_file(
    kept: UnfinishedForm, upload: Upload, kind: DocumentKind, *, question: Question | None = None
) -> Document:
    """Stores a file with a form; a second photograph, or answer to a question, takes the place of the first.

    Locks the form. Raises ``LostUpdateError`` where it was submitted or removed meanwhile; ``RegistrationError`` for
    too many files, of the form or of the place they come from.
    """
    with transaction.atomic():
        locked = UnfinishedForm.objects.select_for_update(no_key=True).filter(pk=kept.pk).first()
        if entries_of(locked) is None:
            raise LostUpdateError
        refuse_too_many_files(kept, upload.size)
        if kind == DocumentKind.PHOTOGRAPH or question is not None:
            _delete_files(kept, kind=kind, question=question)
        elif kept.documents.count() >= MOST_FILES:
            raise RegistrationError(_("There are as many documents as can be kept. Please remove one first."))
        document = Document(unfinished_form=kept, kind=kind, question=question)
        document.store(upload)
        document.save(force_insert=True)
    return document


def remove_file(kept: UnfinishedForm, document_id: Any) -> None:
    """Deletes a file of the form; one that is not there is no trouble."""
    _delete_files(kept, pk=document_id)


def remove(kept: UnfinishedForm) -> None:
    """Deletes a form with its files."""
    _delete_files(kept)
    kept.delete()


def clear_unfinished_forms() -> int:
    """Deletes those that have expired, passing over what is in use."""
    with transaction.atomic():
        expired = list(
            UnfinishedForm.objects.filter(expires_at__lt=timezone.now())
            .defer("entries")
            .select_for_update(skip_locked=True)
        )
        for each in expired:
            remove(each)
    return len(expired)


def _delete_files(kept: UnfinishedForm, **chosen: Any) -> None:
    found = Document.objects.filter(unfinished_form=kept, **chosen)
    names = list(found.values_list("file", flat=True))
    found.delete()
    for name in names:
        transaction.on_commit(partial(private_storage().delete, name))
