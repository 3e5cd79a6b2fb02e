"""What stands beside the form of a document: who will see it, what follows it, which files were replaced."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.admin.document_words import TONES, audience_of
from agenda.models import ConferenceDocument, DocumentVersion, Step
from agenda.queries.document_chains import first_of
from agenda.states import DocumentState
from conference.admin.markup import at_text, on_one_line
from conference.formats import language_name


def beside_form(document: ConferenceDocument) -> dict[str, Any]:
    state = DocumentState(document.state)
    return {
        "state_tone": TONES[state],
        "state_text": capfirst(str(state.label)),
        "audience": list(audience_of(document)),
        "may": _what_may_be_done(document, state),
        "chain": _others_of_the_chain(document),
        "ended": _ended(document),
    }


def _what_may_be_done(document: ConferenceDocument, state: DocumentState) -> dict[str, Any]:
    """The buttons, by what they do."""
    words = {
        Step.REVISION: _("Revise (Rev.)"),
        Step.CORRIGENDUM: _("Correct (Corr.)"),
        Step.ADDENDUM: _("Add to it (Add.)"),
    }
    follows = [
        {"url": _url("follow", document, str(step.value).lower()), "label": label} for step, label in words.items()
    ]
    return {
        "issue": "" if state == DocumentState.ISSUED else _url("issue", document),
        "withdraw": _url("withdraw", document) if state == DocumentState.ISSUED else "",
        "discard": _url("discard", document) if state == DocumentState.DRAFT else "",
        "follow": [] if state == DocumentState.DRAFT else follows,
    }


def _url(act: str, document: ConferenceDocument, *rest: str) -> str:
    return reverse(f"admin:agenda_conferencedocument_{act}", args=[document.pk, *rest])


def _others_of_the_chain(document: ConferenceDocument) -> list[dict[str, str]]:
    """Those that it follows and that follow it, in their order."""
    first = first_of(document)
    chain = ConferenceDocument.objects.filter(conference=document.conference_id).with_ancestors().in_order()
    members = [one for one in chain if one.pk != document.pk and first_of(one).pk == first.pk]
    return [
        {
            "label": str(one),
            "state": str(one.get_state_display()),
            "url": reverse("admin:agenda_conferencedocument_change", args=[one.pk]),
        }
        for one in members
    ]


def _ended(document: ConferenceDocument) -> list[dict[str, str]]:
    """The files that were replaced or taken away, the latest first."""
    rows = DocumentVersion.objects.filter(document=document, ended_at__isnull=False)
    rows = rows.select_related("ended_by").order_by("-ended_at")
    return [
        {
            "name": row.name,
            "url": reverse("agenda-files:document", args=[document.conference.slug, row.pk]),
            "facts": on_one_line(
                language_name(row.language), at_text(document.conference, row.ended_at), row.ended_by or ""
            ),
        }
        for row in rows
    ]
