"""A letter for paper: the same wordings and placeholders as those that are sent, in paragraphs to be typeset."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Piece:
    """A paragraph on paper; ``alone`` names the placeholder that is all of it, if one is."""

    text: str
    alone: str = ""


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
