"""Notes verbales and letters of invitation on paper, one or a whole round of them in one document."""

import io
from collections.abc import Callable, Iterable
from typing import Any

import segno
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.correspondence.compose import Wordings
from conference.correspondence.letter import Letter
from conference.correspondence.paper import Piece, compose_for_paper
from conference.emblems import emblem_for_paper
from conference.formats import date_text
from conference.models import Conference
from conference.typesetting import typeset
from registration import emails
from registration.emails.addressing import page_address
from registration.emails.sheets import address_of, addressee_of
from registration.models import Channel, Invitation

EMBLEM = "emblem.png"
INK = "#1c2430"
# What a wording may set apart by leaving it alone in its paragraph.
SET_APART = {"conference_title": "title", "designation_code": "code", "invitation_link": "link"}


def notes_as_pdf(
    conference: Conference, invitations: Iterable[Invitation], *, report: Callable[[int], None] = lambda _done: None
) -> bytes:
    """The documents one after another, each on a page of its own; ``report`` is told how many are composed.

    The invitations come from ``for_listing``. The codes of the delegations stand in it: it is for who dispatches.
    """
    wordings: Wordings = {}
    notes = []
    for invitation in invitations:
        invitation.conference = conference
        notes.append(_note(invitation, wordings))
        report(len(notes))
    emblem = emblem_for_paper(conference)
    language = notes[0]["language"] if len(notes) == 1 else conference.language_or_default(None)
    data = {
        "title": _title(conference, notes, language),
        "author": str(conference.signatory.in_language(language)),
        "language": language,
        "accent": conference.accent or INK,
        "emblem": EMBLEM if emblem else None,
        "emblem_alt": str(conference.hosts.in_language(language)),
        "notes": notes,
    }
    return typeset("note", data, files={EMBLEM: emblem} if emblem else {})


def _title(conference: Conference, notes: list[dict[str, Any]], language: str) -> str:
    short = str(conference.short_title.in_language(language))
    return f"{notes[0]['reference']} – {short}" if len(notes) == 1 and notes[0]["reference"] else short


def _note(invitation: Invitation, wordings: Wordings) -> dict[str, Any]:
    letter = emails.on_paper(invitation)
    heading, pieces = compose_for_paper(letter, wordings)
    with override(letter.language):
        return _paper(invitation, letter, heading, pieces)


def _paper(invitation: Invitation, letter: Letter, heading: str, pieces: list[Piece]) -> dict[str, Any]:
    conference, language = invitation.conference, letter.language
    is_note = invitation.channel == Channel.NOTE_VERBALE
    signatory = conference.signatory.in_language(language)
    link = page_address(conference, language, "registration:designate")
    return {
        "language": language,
        "is_note": is_note,
        "letterhead": signatory.removeprefix("The "),
        "signatory": signatory,
        "reference": heading if is_note else invitation.reference,
        "place_and_date": _place_and_date(invitation, language),
        "pieces": [{"kind": SET_APART.get(piece.alone, "text"), "text": piece.text} for piece in pieces],
        "code_label": _("Code, to be used once"),
        "link_label": _("Address"),
        "link": link,
        "link_shown": link.partition("://")[2],
        "qr": _qr(page_address(conference, language, "registration:invitation", invitation.link_token)),
        "qr_alt": _("QR code of the address"),
        "addressee": addressee_of(invitation, letter.recipient_name, language),
        "address": address_of(invitation, language),
        "notice": conference.demonstration_notice.in_language(language) if conference.is_demonstration else "",
    }


def _place_and_date(invitation: Invitation, language: str) -> str:
    place = invitation.conference.notes_place.in_language(language)
    date = date_text(invitation.dated_on, language) if invitation.dated_on else ""
    return ", ".join(part for part in (place, date) if part)


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0)
    return drawn.getvalue().decode()
