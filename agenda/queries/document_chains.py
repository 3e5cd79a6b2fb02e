"""Documents as a reader looks for them: the text that holds, what adds to it or corrects it, and the former texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from agenda.models import ConferenceDocument, Step

#: Texts of one document, then what adds to it, then what corrects it.
ORDER = {Step.REVISION: 0, Step.ADDENDUM: 1, Step.CORRIGENDUM: 2}


@dataclass
class Chain:
    """``text`` is the one that holds; beside it what adds to it or corrects it; ``former`` the latest first."""

    text: ConferenceDocument
    beside: list[ConferenceDocument] = field(default_factory=list)
    former: list[ConferenceDocument] = field(default_factory=list)


def chains_of(documents: Iterable[ConferenceDocument]) -> list[Chain]:
    """Each chain where its first document stands. What the reader may not have is as if it were not."""
    chains: dict[UUID, list[ConferenceDocument]] = {}
    for document in documents:
        chains.setdefault(first_of(document).pk, []).append(document)
    return [_chain(members) for members in chains.values()]


def _chain(members: Sequence[ConferenceDocument]) -> Chain:
    latest = _latest_revisions(members)
    members = sorted(members, key=_place)
    holding = [one for one in members if not _is_former(one, latest)]
    former = [one for one in members if _is_former(one, latest)]
    return Chain(holding[0], holding[1:], former[::-1])


def first_of(document: ConferenceDocument) -> ConferenceDocument:
    """The one with which a chain begins."""
    while document.follows is not None:
        document = document.follows
    return document


def _revised(document: ConferenceDocument) -> UUID:
    """The document whose text this is, in whichever revision."""
    return document.follows.pk if document.follows and document.step == Step.REVISION else document.pk


def _revision(document: ConferenceDocument) -> int:
    return document.number or 0 if document.step == Step.REVISION else 0


def _latest_revisions(members: Iterable[ConferenceDocument]) -> dict[UUID, int]:
    latest: dict[UUID, int] = {}
    for one in members:
        latest[_revised(one)] = max(latest.get(_revised(one), 0), _revision(one))
    return latest


def _is_former(document: ConferenceDocument, latest: dict[UUID, int]) -> bool:
    """Whether another text has taken its place, or the place of the text to which it belongs.

    An addendum to the first text goes on beside its revisions, one to a revision does not; a correction is in the next.
    """
    return _revision(document) < latest.get(_revised(document), 0) or _is_of_former(document, latest)


def _is_of_former(document: ConferenceDocument, latest: dict[UUID, int]) -> bool:
    if document.follows is None:
        return False
    if document.step == Step.REVISION:
        return _is_of_former(document.follows, latest)
    if document.step == Step.ADDENDUM and document.follows.step != Step.REVISION:
        return False
    return _is_former(document.follows, latest)


def _place(document: ConferenceDocument) -> tuple[tuple[int, int], ...]:
    """Each with what belongs to it."""
    place: list[tuple[int, int]] = []
    one: ConferenceDocument | None = document
    while one is not None and one.follows is not None:
        place.insert(0, (ORDER[Step(one.step)], one.number or 0))
        one = one.follows
    return tuple(place)
