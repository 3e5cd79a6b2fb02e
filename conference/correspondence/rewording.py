"""What an officer does to the wording of a letter: reword, return to the shipped one, restore. Each keeps a version."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.correspondence.compose import clean, one_line, purpose_of
from conference.correspondence.errors import CorrespondenceError, NotPermittedError
from conference.correspondence.models import LetterTemplate, LetterVersion
from conference.correspondence.wordings import Slot, Words, faults_of, faults_of_subject
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_CORRESPOND, Actor, has_role


class StaleWordingError(CorrespondenceError):
    """Somebody else has changed the wording since it was read; ``seen`` is the version that the officer had."""

    def __init__(self, slot: Slot, seen: int) -> None:
        super().__init__(_("Somebody else changed this wording while you had it open."))
        self.slot, self.seen = slot, seen


class WordingError(CorrespondenceError):
    """Something in the text cannot stand there; each sentence says what and where."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True)
class NewWords:
    """What an officer wants a letter to say in one language, from the version that was read."""

    language: str
    words: Words
    seen: int


def can_word(user: Actor, conference: Conference) -> bool:
    """The co-ordinator, and officers of correspondence."""
    return has_role(user, conference, ROLES_THAT_CORRESPOND)


@transaction.atomic
def reword_letter(
    conference_id: UUID, purpose: str, wanted: Iterable[NewWords], *, by: User
) -> tuple[list[LetterVersion], list[StaleWordingError]]:
    """Words a letter in several languages at once; gives what was kept, and what was not since it had moved on.

    A lost update in one language leaves the others saved. Locks the conference. Raises ``NotPermittedError`` and
    ``WordingError``; then nothing is saved.
    """
    conference, kept, stale = locked_for_wording(conference_id, by), [], []
    for each in wanted:
        slot = Slot(conference, purpose, each.language)
        try:
            kept.append(_write(slot, each.words, each.seen, by))
        except StaleWordingError as error:
            stale.append(error)
    return kept, stale


@transaction.atomic
def drop_wording(conference_id: UUID, purpose: str, language: str, *, seen: int, by: User) -> LetterVersion | None:
    """Gives the Secretariat's own wording up: the letter goes out as shipped; nothing where there is none.

    Locks the conference. Raises ``NotPermittedError`` and ``StaleWordingError``.
    """
    slot = Slot(locked_for_wording(conference_id, by), purpose, language)
    if slot.own() is None:
        return None
    return _write(slot, Words("", ""), seen, by)


@transaction.atomic
def restore_wording(
    conference_id: UUID, purpose: str, language: str, number: int, *, seen: int, by: User
) -> LetterVersion:
    """Words the letter as it was in an earlier version, which is a new version. Locks the conference.

    Raises ``NotPermittedError``, ``StaleWordingError``, ``LetterVersion.DoesNotExist``, and ``WordingError`` where the
    letter has lost a placeholder since.
    """
    slot = Slot(locked_for_wording(conference_id, by), purpose, language)
    former = slot.versions().get(number=number)
    return _write(slot, Words(former.subject, former.body), seen, by, restored_from=number)


def locked_for_wording(conference_id: UUID, by: User) -> Conference:
    """The conference, locked until the end of the transaction. Raises ``NotPermittedError``."""
    conference = Conference.objects.select_for_update(no_key=True).get(pk=conference_id)
    if not can_word(by, conference):
        raise NotPermittedError
    return conference


def _write(slot: Slot, words: Words, seen: int, by: User, restored_from: int | None = None) -> LetterVersion:
    own, last = slot.own(), slot.last_version()
    present = slot.number_of(own, last)
    if seen != present:
        raise StaleWordingError(slot, seen)
    words = _fit(slot, words)
    if own is not None and (last is None or last.number < own.version):
        _keep(slot, Words(own.subject, own.body), own.version)
    version = _keep(slot, words, present + 1, by=by, at=timezone.now(), restored_from=restored_from)
    rows = LetterTemplate.objects.filter(conference=slot.conference, purpose=slot.purpose, language=slot.language)
    if not version.is_own:
        rows.delete()
    else:
        said = {"subject": words.subject, "body": words.body, "version": version.number}
        rows.update_or_create(conference=slot.conference, purpose=slot.purpose, language=slot.language, defaults=said)
    return version


def _keep(slot: Slot, words: Words, number: int, **more: object) -> LetterVersion:
    return LetterVersion.objects.create(
        conference=slot.conference,
        purpose=slot.purpose,
        language=slot.language,
        number=number,
        subject=words.subject,
        body=words.body,
        **more,
    )


def _fit(slot: Slot, words: Words) -> Words:
    """As it is kept: a subject of one line, no characters that nobody sees. Raises ``WordingError``."""
    fit = Words(one_line(clean(words.subject)), clean(words.body).strip())
    purpose = purpose_of(slot.purpose)
    faults = [*faults_of_subject(purpose, fit.subject), *faults_of(purpose, fit.body)]
    if bool(fit.subject) != bool(fit.body):
        faults.append(_("A letter needs a subject and a text."))
    if faults:
        raise WordingError(faults)
    return fit
