"""The files of a document, one in each language: kept, replaced, taken away."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.actions.locking import lock_document
from agenda.errors import DocumentError
from agenda.models import ConferenceDocument, DocumentVersion
from agenda.states import DocumentState
from conference.formats import language_name
from conference.models import User
from conference.uploads import Upload
from registration.actions.attach import removing_files_on_failure


def keep_version(
    document_id: UUID, upload: Upload, *, language: str, by: User | None, version: int | None = None
) -> DocumentVersion:
    """Keeps a file as the document's text in a language; the former one stays on record, for the Secretariat.

    The first becomes the original. Locks conference and document. Raises ``DocumentError`` for a language of which the
    conference has none, ``LostUpdateError``, ``NotPermittedError``.
    """
    with removing_files_on_failure() as stored:
        document = lock_document(document_id, by=by, version=version)
        if language not in document.conference.languages:
            raise DocumentError(_("The conference is not held in this language."))
        current = list(document.versions.current())
        former = next((each for each in current if each.language == language), None)
        is_original = former.is_original if former else not current
        if former:
            _end(former, by=by)
        kept = DocumentVersion(document=document, language=language, is_original=is_original)
        stored.append(kept.store(upload, by=by))
        kept.save(force_insert=True)
        _touch(document)
        return kept


@transaction.atomic
def remove_version(document_id: UUID, *, language: str, by: User | None, version: int | None = None) -> None:
    """Takes the text in a language away; it stays on record, for the Secretariat. Locks conference and document.

    Raises ``DocumentError`` for the last one of a document that can be read, ``LostUpdateError``,
    ``NotPermittedError``.
    """
    document = lock_document(document_id, by=by, version=version)
    found = document.versions.current().filter(language=language).first()
    if found is None:
        return
    others = document.versions.current().exclude(pk=found.pk).order_by("uploaded_at")
    heir = others.first()
    if heir is None and document.state == DocumentState.ISSUED:
        raise DocumentError(
            _("“%(language)s” is the only text of an issued document. Withdraw the document instead.")
            % {"language": language_name(language)}
        )
    _end(found, by=by)
    if found.is_original and heir is not None:
        _make_original(heir)
    _touch(document)


@transaction.atomic
def name_original(document_id: UUID, *, language: str, by: User | None, version: int | None = None) -> None:
    """Says which text is the original. Locks conference and document.

    Raises ``DocumentError`` where there is no text in that language, ``LostUpdateError``, ``NotPermittedError``.
    """
    document = lock_document(document_id, by=by, version=version)
    chosen = document.versions.current().filter(language=language).first()
    if chosen is None:
        raise DocumentError(
            _("There is no file for “%(language)s”, so it cannot be the original.")
            % {"language": language_name(language)}
        )
    document.versions.current().filter(is_original=True).update(is_original=False)
    _make_original(chosen)
    _touch(document)


def _make_original(chosen: DocumentVersion) -> None:
    chosen.is_original = True
    chosen.save(update_fields=["is_original"])


def _end(ended: DocumentVersion, *, by: User | None) -> None:
    ended.ended_at, ended.ended_by = timezone.now(), by
    ended.save(update_fields=["ended_at", "ended_by"])


def _touch(document: ConferenceDocument) -> None:
    document.version += 1
    document.save(update_fields=["version"])
