"""A letter for paper: the same wordings and placeholders as those that are sent, in paragraphs to be typeset."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conference.correspondence.compose import (
    ALONE,
    Wordings,
    clean,
    fill,
    one_line,
    paragraphs_of,
    purpose_of,
    values_of,
    wording_once,
)
from conference.correspondence.letter import Letter

#: A first line that says the number and nothing else: on paper it stands beside the date.
NUMBERED = re.compile(r"[^{}\n]*\{reference\}[^{}\n]*")


@dataclass(frozen=True)
class Piece:
    """A paragraph on paper; ``alone`` names the placeholder that is all of it, if one is.

    ``is_private`` is one that is nothing but what opens something.
    """

    text: str
    alone: str = ""
    is_private: bool = False


@dataclass(frozen=True)
class Words:
    """A letter to be handed on; ``reference`` is its first line, where that is only the number."""

    subject: str
    reference: str
    pieces: list[Piece]


def compose_for_paper(letter: Letter, wordings: Wordings | None = None) -> tuple[str, list[Piece]]:
    """The heading and the paragraphs of a letter that is printed, secrets filled in; never kept anywhere.

    Raises ``LetterTextError``.
    """
    purpose = purpose_of(letter.purpose)
    wording = wording_once(letter, wordings)
    values = values_of(letter, purpose, wording.language) | {n: clean(v) for n, v in letter.secrets.items()}
    pieces = []
    for paragraph in paragraphs_of(wording.body, values):
        alone = ALONE.fullmatch(paragraph)
        pieces.append(Piece(fill(purpose, paragraph, values), alone[1] if alone else ""))
    return one_line(fill(purpose, wording.subject, values)), pieces


def compose_to_hand_on(letter: Letter, wordings: Wordings | None = None) -> Words:
    """The letter as its wording has it, without addresses and codes that open something.

    Raises ``LetterTextError``.
    """
    purpose = purpose_of(letter.purpose)
    wording = wording_once(letter, wordings)
    values = values_of(letter, purpose, wording.language)
    values |= {name: _("(in the message with which this letter was sent)") for name in values if purpose.opens(name)}
    paragraphs = paragraphs_of(wording.body, values)
    reference = paragraphs.pop(0) if paragraphs and NUMBERED.fullmatch(paragraphs[0]) else ""
    pieces = []
    for paragraph in paragraphs:
        alone = ALONE.fullmatch(paragraph)
        name = alone[1] if alone else ""
        pieces.append(Piece(clean(fill(purpose, paragraph, values)), name, purpose.opens(name)))
    subject, reference = (one_line(clean(fill(purpose, text, values))) for text in (wording.subject, reference))
    return Words(subject, reference, pieces)
