"""What an officer lets go with a letter, in all its languages at once: chosen, restored; each choice is kept."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.correspondence.compose import purpose_of
from conference.correspondence.errors import CorrespondenceError
from conference.correspondence.models import EnclosureKind, LetterEnclosures
from conference.correspondence.purposes import Purpose
from conference.correspondence.rewording import locked_for_wording
from conference.models import Conference, User


class StaleChoiceError(CorrespondenceError):
    def __init__(self) -> None:
        super().__init__(_("Somebody else changed what goes with this letter while you had it open."))


@dataclass(frozen=True)
class Choice:
    """What goes with a letter, and the number of the choice; 0 where nobody has chosen."""

    kinds: frozenset[str]
    number: int


def choice_in_force(conference: Conference, purpose: Purpose) -> Choice:
    """One query; none where such a letter can carry nothing."""
    row = LetterEnclosures.objects.in_force(conference, purpose.key).first() if purpose.encloses else None
    return _choice(purpose, row)


def choice_at(conference: Conference, purpose: Purpose, number: int) -> Choice | None:
    """What went with it by the number of a choice; nothing where there was none."""
    row = LetterEnclosures.objects.of_letter(conference, purpose.key).filter(number=number).first()
    return _choice(purpose, row) if row is not None or number == 0 else None


def _choice(purpose: Purpose, row: LetterEnclosures | None) -> Choice:
    if row is None:
        return Choice(frozenset(purpose.usually_encloses), 0)
    return Choice(frozenset(row.kinds) & frozenset(purpose.encloses), row.number)


@transaction.atomic
def choose_enclosures(
    conference_id: UUID, purpose: str, kinds: Collection[str], *, seen: int, by: User
) -> LetterEnclosures | None:
    """Says what goes with a letter from now on; nothing is written where that goes with it already.

    Locks the conference. Raises ``NotPermittedError``, ``StaleChoiceError``, and ``CorrespondenceError`` for what such
    a letter cannot carry.
    """
    return _choose(locked_for_wording(conference_id, by), purpose_of(purpose), kinds, seen, by)


@transaction.atomic
def restore_enclosures(
    conference_id: UUID, purpose: str, number: int, *, seen: int, by: User
) -> LetterEnclosures | None:
    """What went with it by an earlier choice goes with it again, which is a new choice. Locks the conference.

    Raises ``NotPermittedError``, ``StaleChoiceError``, and ``CorrespondenceError`` where there was no such choice.
    """
    conference, wanted = locked_for_wording(conference_id, by), purpose_of(purpose)
    former = choice_at(conference, wanted, number)
    if former is None:
        raise CorrespondenceError(_("There is no such choice."))
    return _choose(conference, wanted, former.kinds, seen, by, restored_from=number)


def _choose(
    conference: Conference,
    purpose: Purpose,
    kinds: Collection[str],
    seen: int,
    by: User,
    restored_from: int | None = None,
) -> LetterEnclosures | None:
    present, wanted = choice_in_force(conference, purpose), frozenset(kinds)
    if seen != present.number:
        raise StaleChoiceError
    if wanted - frozenset(purpose.encloses):
        raise CorrespondenceError(_("This letter cannot carry that."))
    if wanted == present.kinds:
        return None
    made: LetterEnclosures = LetterEnclosures.objects.create(
        conference=conference,
        purpose=purpose.key,
        number=present.number + 1,
        kinds=[kind for kind in EnclosureKind.values if kind in wanted],
        by=by,
        restored_from=restored_from,
    )
    return made
