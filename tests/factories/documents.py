"""Documents of a conference with small files, as the acts make them."""

from typing import Any

from agenda.actions.document_versions import keep_version
from agenda.actions.documents import follow_document, issue_document
from agenda.models import ConferenceDocument, ConferenceDocumentKind, Distribution, DocumentVersion, Session, Step
from conference.models import Conference
from conference.uploads import PDF, Upload


def a_pdf(text: str = "") -> Upload:
    return Upload(f"%PDF-1.4\n% {text}\n%%EOF\n".encode(), PDF, "note.pdf")


def make_document(
    conference: Conference,
    *,
    languages: tuple[str, ...] = ("en",),
    is_issued: bool = True,
    sessions: tuple[Session, ...] = (),
    **changes: Any,
) -> ConferenceDocument:
    """A concept note for everybody in English, issued; its first language is the original."""
    fields: dict[str, Any] = {
        "title": {"en": "Concept note of the conference"},
        "kind": ConferenceDocumentKind.CONCEPT_NOTE,
        "distribution": Distribution.PUBLIC,
    }
    document = ConferenceDocument.objects.create(conference=conference, **fields | changes)
    document.sessions.set(sessions)
    return _with_files(document, languages, is_issued=is_issued)


def make_follower(
    document: ConferenceDocument, step: Step, *, languages: tuple[str, ...] = ("en",), is_issued: bool = True
) -> ConferenceDocument:
    """The next revision, corrigendum or addendum."""
    return _with_files(follow_document(document.pk, step=step, by=None), languages, is_issued=is_issued)


def _with_files(document: ConferenceDocument, languages: tuple[str, ...], *, is_issued: bool) -> ConferenceDocument:
    for language in languages:
        keep_version(document.pk, a_pdf(f"{document} {language}"), language=language, by=None)
    if is_issued:
        issue_document(document.pk, by=None)
    document.refresh_from_db()
    return document


def text_of(document: ConferenceDocument, language: str = "en") -> DocumentVersion:
    found: DocumentVersion = document.versions.current().get(language=language)
    return found
