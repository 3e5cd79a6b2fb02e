"""The conference's documents: small files that say of themselves that they are none."""

from typing import Any

from agenda.demonstration.stage import Stage
from agenda.models import ConferenceDocument, DocumentVersion, Step
from agenda.states import DocumentState
from conference.models import TeamRole
from conference.uploads import PDF, Upload


def set_up_documents(stage: Stage) -> None:
    """A concept note and its revision for everybody, information for participants, an address under embargo."""
    entered: dict[str, ConferenceDocument] = {}
    for position, given in enumerate(stage.texts("documents"), start=1):
        document = _document(stage, given, entered, position)
        document.save(force_insert=True)
        document.sessions.set(stage.sessions[key] for key in given.get("sessions", ()))
        for language in given["languages"]:
            _keep(stage, document, given["key"], language, is_original=language == given["languages"][0])
        entered[given["key"]] = document


def _document(
    stage: Stage, given: dict[str, Any], entered: dict[str, ConferenceDocument], position: int
) -> ConferenceDocument:
    revised, embargo = entered.get(given.get("revises", "")), given.get("embargo_until")
    issued_at = stage.clock.at(given["issued_at"])
    return ConferenceDocument(
        pk=stage.id_of("conference document", given["key"]),
        conference=stage.conference,
        symbol=given.get("symbol", ""),
        title=given["title"],
        issuing_body=given["issuing_body"],
        kind=given["kind"],
        distribution=given["distribution"],
        embargo_until=stage.clock.at(embargo) if embargo else None,
        state=DocumentState.ISSUED,
        issued_at=issued_at,
        state_changed_by=stage.officers[TeamRole.AGENDA],
        follows=revised,
        step=Step.REVISION if revised else "",
        number=1 if revised else None,
        position=position,
        created_at=stage.clock.recorded(issued_at),
    )


def _keep(stage: Stage, document: ConferenceDocument, key: str, language: str, *, is_original: bool) -> None:
    content = (stage.demonstration.folder / "documents" / f"{key}-{language}.pdf").read_bytes()
    version = DocumentVersion(
        pk=stage.id_of("text of a document", key, language),
        document=document,
        language=language,
        is_original=is_original,
        uploaded_at=document.created_at,
    )
    version.store(Upload(content, PDF, f"{key}-{language}.pdf"), by=stage.officers[TeamRole.AGENDA])
    version.save(force_insert=True)
