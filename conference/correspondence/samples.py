"""How a wording will read: with sample values, or with those of a real recipient. Nothing is written, nothing is sent.

Codes and personal addresses stand as marks: whoever tries a wording learns no secret of anybody.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.correspondence.compose import Composed, Wording, Wordings, compose, mask_secrets, purpose_of
from conference.correspondence.letter import Letter
from conference.correspondence.purposes import Purpose, is_secret
from conference.correspondence.wordings import Slot, Words
from conference.formats import day_text
from conference.models import Conference, User
from conference.registry import registry

LINK = "https://conference.example/…"


def sample_of(slot: Slot, words: Words, letter: Letter | None = None) -> Composed:
    """The letter as the outbox would write it with these words, saved or not; ``letter`` is of a real recipient.

    Raises ``LetterTextError``.
    """
    composed = compose(letter or sample_letter(slot), wordings_with(slot, words))
    return Composed(mask_secrets(composed.subject), mask_secrets(composed.text), mask_secrets(composed.html))


def wordings_with(slot: Slot, words: Words, encloses: frozenset[str] = frozenset()) -> Wordings:
    """These words in place of those in force, and what goes with them."""
    key = (slot.conference.pk, slot.purpose, slot.language)
    return {key: Wording(words.subject, words.body, slot.language, encloses)}


def sample_letter(slot: Slot) -> Letter:
    """A letter to nobody, with a plausible value where there is one, else the placeholder's meaning in brackets."""
    purpose = purpose_of(slot.purpose)
    with override(slot.language):
        name = _("H.E. Ms. Aigerim SAMPLE")
    return Letter(
        conference=slot.conference,
        purpose=slot.purpose,
        recipient="recipient@example.org",
        recipient_name=name,
        language=slot.language,
        values=_sample_values(purpose, slot.conference, slot.language),
        secrets={name: "" for name in purpose.placeholders if is_secret(name)},
    )


def real_letter(slot: Slot, recipient: UUID, *, reader: User) -> Letter | None:
    """The letter to a real recipient in the slot's language, whatever theirs is; with sample values for the rest.

    Nothing where the officer may not know the recipient, or there is none.
    """
    examples = registry.letter_examples.get(slot.purpose)
    found = examples.letter(slot.conference, reader, recipient, slot.language) if examples else None
    if found is None:
        return None
    sample, purpose = sample_letter(slot), purpose_of(slot.purpose)
    known = {
        name: value
        for name, value in found.values.items()
        if name in purpose.placeholders and not purpose.is_link(name) and not is_secret(name)
    }
    return replace(
        sample,
        recipient_name=found.recipient_name,
        salutation=found.salutation,
        values={**sample.values, **known},
        sheets=found.sheets,
    )


def _sample_values(purpose: Purpose, conference: Conference, language: str) -> Mapping[str, str]:
    with override(language):
        known = {
            "participant_name": _("H.E. Ms. Aigerim SAMPLE"),
            "reference": f"{conference.note_prefix}001",
            "reply_by": day_text(conference.reply_by or conference.starts_on),
            "dated_on": day_text(conference.registration_opens_at.astimezone(conference.zone).date()),
            "registration_closes_on": day_text(conference.registration_closes_at.astimezone(conference.zone).date()),
        }
        return {
            name: known.get(name) or (LINK if purpose.is_link(name) else f"[{capfirst(str(meaning))}]")
            for name, meaning in purpose.placeholders.items()
        }
