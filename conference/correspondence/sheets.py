"""What stands on the sheets of paper that go with a letter, as the typesetter reads it: frozen in the letter's row.

Nothing that opens something stands on them: a PDF is printed, filed and handed on, and whoever holds it would hold the
personal address and the code, too. Where the letter says them, the sheet says that the message does.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.clock import conference_today
from conference.correspondence.compose import Wordings, clean, one_line, wording_once
from conference.correspondence.letter import Letter, Sheet
from conference.correspondence.models import EnclosureKind
from conference.correspondence.paper import Piece, compose_to_hand_on
from conference.formats import date_range_text, date_text
from conference.models import Conference

EMBLEM = "emblem.png"
INK = "#1c2430"
NOON = datetime.time(12, tzinfo=datetime.UTC)
#: What a wording may set apart by leaving it alone in its paragraph.
SET_APART = {"conference_title": "title"}


def sheet_of(kind: EnclosureKind, letter: Letter, conference: Conference, wordings: Wordings) -> dict[str, Any]:
    """The template, its data, how the file is called, and of what date it is. Raises ``LetterTextError``."""
    language = wording_once(letter, wordings).language
    with override(language):
        ask = letter.sheets.get(kind)
        sheet = ask(language) if ask else _sample(letter)
        dated_on = sheet.dated_on or conference_today(conference)
        said = _frame(conference, language) | {"dated": _place_and_date(conference, language, dated_on)}
        if kind == EnclosureKind.LETTER:
            name, plain, template = _("Letter of invitation"), "invitation.pdf", "note"
            data = _letter(said, letter, sheet, wordings)
        else:
            name, plain, template = _("Certificate of attendance"), "certificate.pdf", "certificate"
            data = _certificate(said, conference, sheet, language)
    return {
        "kind": kind.value,
        "name": f"{name}.pdf",
        "plain_name": plain,
        "template": template,
        "dated": datetime.datetime.combine(dated_on, NOON).isoformat(),
        "data": data,
    }


def _sample(letter: Letter) -> Sheet:
    """Of a letter to nobody: what its values say."""
    return Sheet(
        reference=letter.values.get("reference", ""),
        addressee=letter.values.get("addressee", letter.recipient_name),
        is_note="addressee" in letter.values,
        name=letter.values.get("participant_name", letter.recipient_name),
    )


def _frame(conference: Conference, language: str) -> dict[str, Any]:
    signatory = str(conference.signatory.in_language(language))
    is_demonstration = conference.is_demonstration
    return {
        "author": signatory,
        "language": language,
        "accent": conference.accent or INK,
        "emblem": None,
        # A picture without words for it, or a document without a title, is refused by the typesetter.
        "emblem_alt": str(conference.hosts.in_language(language)) or signatory,
        "letterhead": signatory.removeprefix("The "),
        "signatory": signatory,
        "notice": str(conference.demonstration_notice.in_language(language)) if is_demonstration else "",
    }


def _place_and_date(conference: Conference, language: str, day: datetime.date) -> str:
    parts = (str(conference.notes_place.in_language(language)), date_text(day, language))
    return ", ".join(part for part in parts if part)


def _letter(said: dict[str, Any], letter: Letter, sheet: Sheet, wordings: Wordings) -> dict[str, Any]:
    """As the template of notes and letters reads it: one letter, in which nothing stands that opens anything."""
    words = compose_to_hand_on(letter, wordings)
    note = {
        **{key: said[key] for key in ("language", "letterhead", "signatory", "notice")},
        "is_note": sheet.is_note,
        "reference": words.reference or plain(sheet.reference),
        "place_and_date": said["dated"],
        "pieces": list(_pieces(words.pieces)),
        "addressee": plain(sheet.addressee),
        "address": [plain(line) for line in sheet.address],
    }
    frame = {key: said[key] for key in ("author", "language", "accent", "emblem", "emblem_alt")}
    return {**frame, "title": words.subject or said["signatory"], "notes": [note]}


def _pieces(pieces: list[Piece]) -> Iterator[dict[str, str]]:
    """What opens something and stands alone is not there; where it stood, once, that the message has it."""
    left_out: set[str] = set()
    for piece in pieces:
        if piece.is_private:
            left_out.add("link" if piece.alone.endswith("link") else "code")
            continue
        if left_out:
            yield {"kind": "aside", "text": _aside(left_out)}
            left_out.clear()
        yield {"kind": SET_APART.get(piece.alone, "text"), "text": piece.text}
    if left_out:
        yield {"kind": "aside", "text": _aside(left_out)}


def _aside(left_out: set[str]) -> str:
    if left_out == {"link"}:
        return _("The personal address stands in the message with which this letter was sent.")
    if left_out == {"code"}:
        return _("The code stands in the message with which this letter was sent.")
    return _("The code and the personal address stand in the message with which this letter was sent.")


def _certificate(said: dict[str, Any], conference: Conference, sheet: Sheet, language: str) -> dict[str, Any]:
    name = plain(sheet.name)
    return {
        **said,
        "title": _("Certificate of attendance"),
        "document_title": f"{_('Certificate of attendance')} – {name}",
        "before_name": _("This is to certify that"),
        "name": name,
        "function": plain(sheet.function),
        "after_name": _("took part in the"),
        "conference": str(conference.title.in_language(language)),
        "place": str(conference.place.in_language(language)),
        "dates": date_range_text(conference.starts_on, conference.ends_on, language),
    }


def plain(text: str) -> str:
    """What people typed, on one line."""
    return one_line(clean(text))
