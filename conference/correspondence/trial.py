"""A wording sent on trial: to the officer's own address, with sample values, marked in its subject."""

import datetime
from dataclasses import replace
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from conference.actions.locking import lock_name
from conference.correspondence import outbox
from conference.correspondence.enclosed_files import EnclosedFile, typeset_sheet
from conference.correspondence.errors import CorrespondenceError, NotPermittedError
from conference.correspondence.letter import Letter
from conference.correspondence.models import EnclosureKind, OutgoingMessage, Queue
from conference.correspondence.rewording import can_word
from conference.correspondence.samples import sample_letter, wordings_with
from conference.correspondence.sheets import EMBLEM, sheet_of
from conference.correspondence.wordings import Slot, Words
from conference.emblems import emblem_for_paper
from conference.models import User

TRIALS_AN_HOUR = 12
HOUR = datetime.timedelta(hours=1)


class TooManyTrialsError(CorrespondenceError):
    def __init__(self) -> None:
        sentence = ngettext(
            "At most %(count)d letter an hour is sent on trial; please read the preview meanwhile.",
            "At most %(count)d letters an hour are sent on trial; please read the preview meanwhile.",
            TRIALS_AN_HOUR,
        )
        super().__init__(sentence % {"count": TRIALS_AN_HOUR})


@transaction.atomic
def send_on_trial(slot: Slot, words: Words, *, encloses: frozenset[str] = frozenset(), by: User) -> OutgoingMessage:
    """Writes the letter and what goes along, with sample values, to the address of the officer; it is about nobody.

    Locks the officer's name. Raises ``NotPermittedError``, ``TooManyTrialsError`` and ``LetterTextError``.
    """
    if not can_word(by, slot.conference):
        raise NotPermittedError
    lock_name(f"letters on trial: {by.pk}")
    since = timezone.now() - HOUR
    sent = OutgoingMessage.objects.filter(
        conference=slot.conference, recipient=by.email, about_id__isnull=True, created_at__gte=since
    )
    if sent.count() >= TRIALS_AN_HOUR:
        raise TooManyTrialsError
    with override(slot.language):
        mark = _("Test")
    letter = replace(sample_letter(slot), recipient=by.email, version=f"test-{uuid4().hex}", queue=Queue.URGENT)
    letter = replace(letter, secrets={}, values={**letter.values, **dict.fromkeys(letter.secrets, "••••••")})
    return outbox.enqueue(letter, wordings_with(slot, replace(words, subject=f"[{mark}] {words.subject}"), encloses))


def sample_file(slot: Slot, words: Words, kind: EnclosureKind, letter: Letter | None = None) -> EnclosedFile:
    """What would go with the letter, as a PDF; ``letter`` is of a real recipient. Nothing is kept.

    Raises ``LetterTextError``.
    """
    conference = slot.conference
    sheet = sheet_of(kind, letter or sample_letter(slot), conference, wordings_with(slot, words))
    picture = emblem_for_paper(conference)
    sheet["data"]["emblem"] = EMBLEM if picture else None
    return typeset_sheet(sheet, picture)
