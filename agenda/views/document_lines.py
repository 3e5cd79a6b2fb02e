"""Documents in the shape in which the templates take them: a text, what stands beside it, the former ones folded."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import ConferenceDocument, ConferenceDocumentKind, Distribution, DocumentVersion
from agenda.queries.document_chains import Chain, chains_of
from agenda.queries.documents import ReleasedSession
from conference.clock import conference_now
from conference.formats import date_text, language_name, moment_text
from conference.models import Conference
from conference.uploads import ENDINGS

ORDER_OF_KINDS = {kind: place for place, kind in enumerate(ConferenceDocumentKind.values)}
Lines = list[dict[str, Any]]


def chain_lines(documents: Iterable[ConferenceDocument], held: Conference, **shown: Any) -> Lines:
    """For ``agenda/_documents.html``; ``shown`` as for :func:`line_of`."""
    return [chain_line(chain, held, **shown) for chain in chains_of(documents)]


def groups_of(documents: Iterable[ConferenceDocument], held: Conference, **shown: Any) -> Lines:
    """By kind of the text that holds, in the order of the kinds; inside one in the order of the Secretariat."""
    chains = sorted(chains_of(documents), key=lambda chain: ORDER_OF_KINDS[chain.text.kind])
    return [
        {
            "key": kind,
            "heading": heading_of(kind),
            "chains": [chain_line(chain, held, **shown) for chain in of_kind],
        }
        for kind, of_kind in groupby(chains, key=lambda chain: chain.text.kind)
    ]


def chain_line(chain: Chain, held: Conference, **shown: Any) -> dict[str, Any]:
    return {
        "text": line_of(chain.text, held, **shown),
        "beside": [line_of(one, held, **shown) for one in chain.beside],
        "former": [line_of(one, held, **shown) for one in chain.former],
    }


def line_of(
    document: ConferenceDocument,
    held: Conference,
    *,
    sessions: Mapping[UUID, dict[str, str]] | None = None,
    says_for_whom: bool = False,
) -> dict[str, Any]:
    """``sessions``: those to which the page may lead, see :func:`sessions_led_to`; none where it is a session's own."""
    led_to = [sessions[one.pk] for one in document.sessions.all() if one.pk in sessions] if sessions else []
    return {
        "label": document.label,
        "title": str(document.title),
        "issuing_body": str(document.issuing_body),
        "issued": date_text(document.issued_at.astimezone(held.zone).date()) if document.issued_at else "",
        "texts": [text_of(version, held) for version in document.versions.all()],
        "sessions": led_to,
        "tags": tags_of(document, held) if says_for_whom else [],
    }


def sessions_led_to(known: Iterable[ReleasedSession], held: Conference, page: str) -> dict[UUID, dict[str, str]]:
    """Title and address of each, on the page of sessions that is called ``page``."""
    return {one.id: {"title": str(one.title), "url": reverse(page, args=[held.slug, one.id])} for one in known}


def text_of(version: DocumentVersion, held: Conference) -> dict[str, Any]:
    """“English, original · PDF, 84 KB”."""
    return {
        "url": reverse("agenda-files:document", args=[held.slug, version.pk]),
        "code": version.language,
        "language": capfirst(language_name(version.language)),
        "is_original": version.is_original,
        "format": ENDINGS[version.content_type].upper(),
        "size": filesizeformat(version.size),
    }


def tags_of(document: ConferenceDocument, held: Conference) -> list[dict[str, str]]:
    """For whom it is, where not for everybody; to the team also until when it is under embargo."""
    words = {
        Distribution.PARTICIPANTS: _("For participants"),
        Distribution.DELEGATIONS: _("For delegations"),
    }
    text = words.get(Distribution(document.distribution))
    tags = [{"tone": "neutral", "text": text}] if text else []
    if document.embargo_until and document.embargo_until > conference_now(held):
        until = moment_text(document.embargo_until, held.zone)
        tags.append({"tone": "waiting", "text": _("Embargo until %(moment)s") % {"moment": until}})
    return tags


def heading_of(kind: str) -> str:
    words = {
        ConferenceDocumentKind.AGENDA: _("Agenda"),
        ConferenceDocumentKind.DECISION: _("Decisions"),
        ConferenceDocumentKind.CONCEPT_NOTE: _("Concept notes"),
        ConferenceDocumentKind.INFORMATION: _("Information"),
        ConferenceDocumentKind.STATEMENT: _("Statements"),
        ConferenceDocumentKind.PRESENTATION: _("Presentations"),
        ConferenceDocumentKind.REPORT: _("Reports"),
        ConferenceDocumentKind.OTHER: _("Other documents"),
    }
    return words[ConferenceDocumentKind(kind)]
