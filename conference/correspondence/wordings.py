"""Which wording a letter has in each language, what may stand in one, and how it will read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.correspondence.compose import (
    FALLBACK_LANGUAGE,
    PLACEHOLDER,
    Composed,
    compose,
    mask_secrets,
    purpose_of,
    shipped_wording,
)
from conference.correspondence.letter import Letter
from conference.correspondence.models import LetterTemplate
from conference.correspondence.purposes import COMMON, PURPOSES, Purpose
from conference.formats import day_text
from conference.models import Conference
from conference.reference.sort_keys import sort_key

BRACED = re.compile(r"\{+[^{}]*\}*|\}+")
SHOWN = 40


@dataclass(frozen=True)
class WordingStanding:
    """``own``: the Secretariat's wording, if there is one; ``is_shipped``: whether Plenary brings one."""

    language: str
    own: LetterTemplate | None
    is_shipped: bool


def wordings_of(conference: Conference) -> list[tuple[Purpose, list[WordingStanding]]]:
    """Every letter with its wording in each of the conference's languages, in the order of their names. One query."""
    own = {(row.purpose, row.language): row for row in LetterTemplate.objects.filter(conference=conference)}
    return [
        (
            purpose,
            [
                WordingStanding(
                    language, own.get((key, language)), is_shipped=shipped_wording(key, language) is not None
                )
                for language in conference.languages
            ],
        )
        for key, purpose in sorted(PURPOSES.items(), key=lambda item: sort_key(str(item[1].label)))
    ]


def faults_of(purpose: Purpose, text: str) -> Iterator[str]:
    """What cannot stand in a wording, each with its line: a placeholder it does not have, a brace that is none."""
    for number, line in enumerate(text.splitlines(), start=1):
        for braced in BRACED.finditer(line):
            placeholder = PLACEHOLDER.fullmatch(braced[0])
            if placeholder is None:
                sentence = _("Line %(line)d: “%(text)s” is no placeholder; braces stand around the name of one only.")
            elif not purpose.allows(placeholder[1]):
                sentence = _("Line %(line)d: this letter has no placeholder “%(text)s”.")
            else:
                continue
            yield sentence % {"line": number, "text": braced[0][:SHOWN]}


def missing_links(purpose: Purpose, language: str, text: str) -> list[str]:
    """The links and codes that the shipped wording carries and this one does not: such a letter leads nowhere."""
    shipped = shipped_wording(purpose.key, language) or shipped_wording(purpose.key, FALLBACK_LANGUAGE)
    names = PLACEHOLDER.findall(shipped.body) if shipped else []
    here = set(PLACEHOLDER.findall(text))
    needed = (name for name in dict.fromkeys(names) if purpose.is_link(name) or name.endswith("code"))
    return [name for name in needed if name not in here]


def explained_placeholders(purpose: Purpose) -> list[tuple[str, str]]:
    """Each placeholder as it is typed, with its meaning; the letter's own first."""
    table = {**purpose.placeholders, **COMMON}
    return [(f"{{{name}}}", str(meaning)) for name, meaning in table.items()]


def sample_of(template: LetterTemplate) -> Composed:
    """The letter with sample values, as the outbox would write it; the unsaved wording is taken back at once.

    Raises ``LetterTextError``.
    """
    with transaction.atomic():
        LetterTemplate.objects.filter(
            conference=template.conference, purpose=template.purpose, language=template.language
        ).delete()
        LetterTemplate(
            conference=template.conference,
            purpose=template.purpose,
            language=template.language,
            subject=template.subject,
            body=template.body,
        ).save(force_insert=True)
        composed = compose(_sample_letter(template))
        transaction.set_rollback(True)
    return Composed(composed.subject, mask_secrets(composed.text), composed.html)


def _sample_letter(template: LetterTemplate) -> Letter:
    purpose = purpose_of(template.purpose)
    return Letter(
        conference=template.conference,
        purpose=template.purpose,
        recipient="recipient@example.org",
        recipient_name=_("H.E. Ms. Aigerim SAMPLE"),
        language=template.language,
        values=_sample_values(purpose, template.conference, template.language),
    )


def _sample_values(purpose: Purpose, conference: Conference, language: str) -> Mapping[str, str]:
    """A plausible value where there is one, else the placeholder's meaning in brackets."""
    with override(language):
        known = {
            "participant_name": _("H.E. Ms. Aigerim SAMPLE"),
            "reference": f"{conference.note_prefix}001",
            "reply_by": day_text(conference.reply_by or conference.starts_on),
            "dated_on": day_text(conference.registration_opens_at.astimezone(conference.zone).date()),
            "registration_closes_on": day_text(conference.registration_closes_at.astimezone(conference.zone).date()),
        }
        return {
            name: known.get(name) or _link(purpose, name) or f"[{capfirst(str(meaning))}]"
            for name, meaning in purpose.placeholders.items()
        }


def _link(purpose: Purpose, name: str) -> str:
    return "https://conference.example/…" if purpose.is_link(name) else ""
