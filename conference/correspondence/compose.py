"""A letter's subject, text and HTML, from the Secretariat's wording or the shipped one.

A placeholder is a plain name in braces, looked up in a fixed table; values are data and are never interpreted. Secrets
stand as marks in what is stored and are filled in at hand-over.
"""

import logging
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language_bidi, override

from conference.correspondence.errors import LetterTextError
from conference.correspondence.letter import Letter
from conference.correspondence.models import LetterEnclosures, LetterTemplate
from conference.correspondence.purposes import COMMON, Purpose, purpose_called
from conference.formats import date_range_text
from conference.kinds import CASES, words_of
from conference.models import Conference

logger = logging.getLogger(__name__)

# What stands before the first word of a line or a sentence.
BEGINS = re.compile(r"(^|\n|[.!?]\s+)\Z")
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
ALONE = re.compile(r"\{([a-z][a-z0-9_]*)\}\s*")
SECRET = re.compile("\ue000([a-z0-9_]+)\ue001")
# Format characters that names need: joiners of Persian and of scripts of India.
KEPT_FORMAT_CHARACTERS = frozenset("\u200c\u200d")
DROPPED = frozenset({"Cc", "Cf", "Co", "Cs"})
#: Those of Unicode come with what is pasted. Python ends a line there and a mail server does not: it refuses the line.
LINE_END = re.compile("\r\n|[\u2028\u2029]")
ADDRESS_BEGINS = re.compile(r"(?<=[a-z0-9+.-]:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
WORD_JOINER = "\u2060"
WORDS_OF_AN_OPENING = 4
MONGOLIAN_COURTESIES = frozenset({"Ноён", "Хатагтай", "Доктор", "Профессор"})
RUSSIAN_COURTESIES = {
    "г-н": "Уважаемый господин",
    "господин": "Уважаемый господин",
    "г-жа": "Уважаемая госпожа",
    "госпожа": "Уважаемая госпожа",
    "д-р": "Уважаемый доктор",
    "профессор": "Уважаемый профессор",
}
LETTERS = Path(settings.BASE_DIR) / "templates" / "correspondence" / "letters"
FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True)
class Wording:
    """The text before its placeholders are filled, the language in which it was found, and what goes with it."""

    subject: str
    body: str
    language: str
    encloses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Composed:
    subject: str
    text: str
    html: str


Wordings = dict[tuple[object, str, str], Wording]


def compose(letter: Letter, wordings: Wordings | None = None) -> Composed:
    """Fills the letter. Raises ``LetterTextError`` for an unknown purpose, an unknown or a missing placeholder.

    ``wordings`` keeps what was looked up, for whoever writes many letters at once.
    """
    purpose = purpose_of(letter.purpose)
    wording = wording_once(letter, wordings)
    values = values_of(letter, purpose, wording.language)
    paragraphs = paragraphs_of(wording.body, values)
    texts = [fill(purpose, paragraph, values) for paragraph in paragraphs]
    subject = one_line(clean(fill(purpose, wording.subject, values)))
    with override(wording.language):
        page = _page(letter, purpose, paragraphs, values)
        told = {"subject": subject, "preview": _preview(paragraphs, texts), "language": wording.language}
        html = render_to_string("correspondence/letter.html", page | told)
    return Composed(
        subject=subject,
        text="\n\n".join(filter(None, [*texts, str(page["notice"])])) + "\n",
        html=css_inline.inline(html, keep_at_rules=True),
    )


def compose_text(letter: Letter, wordings: Wordings | None = None) -> Composed:
    """Subject and text alone, for whoever looks at many letters before they are written. Raises as :func:`compose`."""
    purpose = purpose_of(letter.purpose)
    wording = wording_once(letter, wordings)
    values = values_of(letter, purpose, wording.language)
    texts = [fill(purpose, paragraph, values) for paragraph in paragraphs_of(wording.body, values)]
    return Composed(one_line(clean(fill(purpose, wording.subject, values))), "\n\n".join(texts), "")


def wording_once(letter: Letter, wordings: Wordings | None) -> Wording:
    """The wording, looked up unless ``wordings`` has it."""
    if wordings is None:
        return wording_of(letter)
    key = (letter.conference.pk if letter.conference else None, letter.purpose, letter.language)
    if key not in wordings:
        wordings[key] = wording_of(letter)
    return wordings[key]


def purpose_of(key: str) -> Purpose:
    found = purpose_called(key)
    if found is None:
        raise LetterTextError(key)
    return found


def wording_of(letter: Letter) -> Wording:
    """The conference's own wording in the language, else the shipped one, else either in English; with what goes along.

    One query: registration takes few, and many of its letters can carry something.
    """
    languages, purpose = (letter.language, FALLBACK_LANGUAGE), purpose_of(letter.purpose)
    worded, chosen = _as_worded_here(letter.conference, purpose, languages)
    for language in languages:
        found = worded.get(language) or shipped_wording(letter.purpose, language)
        if found:
            encloses = _enclosed(letter.conference, purpose, chosen)
            return replace(found, encloses=encloses) if encloses else found
    raise LetterTextError(letter.purpose)


def _as_worded_here(
    conference: Conference | None, purpose: Purpose, languages: Collection[str]
) -> tuple[dict[str, Wording], frozenset[str] | None]:
    """The conference's own wordings, and what was chosen to go with them; nothing where nobody has chosen.

    Asked without a conference, too: a code to somebody who is unknown must cost what a code to somebody known costs.
    """
    rows = LetterTemplate.objects.filter(conference=conference, purpose=purpose.key, language__in=languages)
    own = rows.order_by().values_list("language", "subject", "body")
    if purpose.encloses and conference is not None:
        own = own.union(LetterEnclosures.objects.in_force(conference, purpose.key).as_words(), all=True)
    found = {language: Wording(subject, body, language) for language, subject, body in own}
    chosen = found.pop("", None)
    usable = {code: each for code, each in found.items() if not _has_lost(purpose, each)}
    return usable, None if chosen is None else frozenset(chosen.body.split())


def lost_placeholders(purpose: Purpose, text: str) -> list[str]:
    """The names in braces that letters of this purpose do not have, or have no longer."""
    return [name for name in dict.fromkeys(PLACEHOLDER.findall(text)) if not purpose.allows(name)]


def _has_lost(purpose: Purpose, own: Wording) -> bool:
    """Such a wording is passed over: the shipped one goes, for what the letter is about must not fail by its words."""
    lost = lost_placeholders(purpose, f"{own.subject}\n{own.body}")
    if lost:
        logger.warning("The own wording of “%s” (%s) is passed over: it has lost %s.", purpose.key, own.language, lost)
    return bool(lost)


def _enclosed(conference: Conference | None, purpose: Purpose, chosen: frozenset[str] | None) -> frozenset[str]:
    """Never what the table does not know for such letters, whatever was chosen."""
    if conference is None:
        return frozenset()
    return frozenset(purpose.usually_encloses if chosen is None else chosen & set(purpose.encloses))


@cache
def shipped_wording(purpose: str, language: str) -> Wording | None:
    """The text that comes with Plenary: its first line is the subject."""
    path = LETTERS / language / f"{purpose}.txt"
    if not path.is_file():
        return None
    head, _blank, body = path.read_text(encoding="utf-8").partition("\n\n")
    return Wording(head.removeprefix("Subject:").strip(), body, language)


def clean(value: str) -> str:
    """A value as plain data: no control characters but line ends, no marks of ours, nothing that turns text around."""
    return "".join(c for c in LINE_END.sub("\n", value) if c == "\n" or _is_kept(c))


def _is_kept(character: str) -> bool:
    return character in KEPT_FORMAT_CHARACTERS or unicodedata.category(character) not in DROPPED


def without_links(value: str) -> str:
    """Mail programs make links of what looks like an address: in what people typed, that is broken invisibly."""
    return ADDRESS_BEGINS.sub(WORD_JOINER, value)


def one_line(text: str) -> str:
    """For headers: white space of every kind becomes one space."""
    return " ".join(text.split())


def secret_mark(name: str) -> str:
    return f"\ue000{name}\ue001"


def fill_secrets(text: str, secrets: Mapping[str, str]) -> str:
    """Puts the secrets in the place of their marks."""
    return SECRET.sub(lambda match: secrets.get(match[1], ""), text)


def mask_secrets(text: str) -> str:
    """The text as officers may read it."""
    return SECRET.sub("••••••", text)


def paragraphs_of(body: str, values: Mapping[str, str]) -> list[str]:
    """The paragraphs of a wording, without the lines that have nothing to say (no telephone, no conference)."""
    paragraphs = (
        "\n".join(line for line in paragraph.strip("\n").split("\n") if not _is_void(line, values))
        for paragraph in re.split(r"\n\s*\n", LINE_END.sub("\n", body).strip())
    )
    return [paragraph for paragraph in paragraphs if paragraph]


def _is_void(line: str, values: Mapping[str, str]) -> bool:
    alone = ALONE.fullmatch(line)
    return alone is not None and values.get(alone[1]) == ""


def fill(purpose: Purpose, text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: _in_place(_value(purpose, match[1], values), match), text)


def _in_place(value: str, match: re.Match[str]) -> str:
    """What it is begins with a capital where it begins a sentence; every other value stands as it is."""
    return capfirst(value) if match[1] in CASES and BEGINS.search(match.string[: match.start()]) else value


def _value(purpose: Purpose, name: str, values: Mapping[str, str]) -> str:
    if not purpose.allows(name) or name not in values:
        raise LetterTextError(purpose.key, name)
    return values[name]


def _page(letter: Letter, purpose: Purpose, paragraphs: list[str], values: Mapping[str, str]) -> dict[str, object]:
    return {
        "values": values,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "hosts": str(letter.conference.hosts) if letter.conference else "",
        "notice": _notice(letter),
        "paragraphs": [_paragraph(purpose, paragraph, values) for paragraph in paragraphs],
    }


def _preview(paragraphs: list[str], texts: list[str]) -> str:
    """What a list of mails shows beside the subject: the first thing that the letter says, and no secret.

    A salutation, the number of a note and whom it is for are no more than a few words beside their placeholders.
    """
    said = (
        text
        for paragraph, text in zip(paragraphs, texts, strict=True)
        if len(PLACEHOLDER.sub(" ", paragraph).split()) > WORDS_OF_AN_OPENING and not SECRET.search(text)
    )
    return one_line(next(said, ""))


def _notice(letter: Letter) -> str:
    """What a letter of a demonstration says at its foot."""
    conference = letter.conference
    return str(conference.demonstration_notice) if conference and conference.is_demonstration else ""


def _paragraph(purpose: Purpose, paragraph: str, values: Mapping[str, str]) -> SafeString:
    alone = ALONE.fullmatch(paragraph)
    if alone and purpose.is_link(alone[1]):
        address = _value(purpose, alone[1], values)
        return format_html('<p class="link"><a href="{}">{}</a></p>', address, address)
    lines = escape(fill(purpose, paragraph, values)).replace("\n", "<br>")
    kind = _kind_of(alone[1], values) if alone else "text"
    return format_html('<p class="{}">{}</p>', kind, mark_safe(lines))  # noqa: S308  escaped on the line above


def _kind_of(name: str, values: Mapping[str, str]) -> str:
    """How a paragraph looks that is one placeholder and nothing else."""
    if name == "conference_title":
        return "title"
    if values.get(name, "").startswith("\ue000"):
        return "code" if name == "code" else "code long"
    return "text"


def salutation_in(language: str, name: str, courtesy: str = "") -> str:
    """How a letter of the language begins; ``courtesy`` is what English says where it is not “Dear …”: “Excellency”.

    Mongolian courtesies («Эрхэмсэг ноён», «Эрхэм хувраг») are an address by themselves and are not said twice.
    """
    if language == "mn":
        return name if name.startswith("Эрхэм") else f"Эрхэм хүндэт {_within(name) or 'ноён, хатагтай'}"
    if language == "ru":
        return "Ваше Превосходительство" if courtesy else _salutation_in_russian(name)
    if language == FALLBACK_LANGUAGE:
        return courtesy or f"Dear {name or 'Sir or Madam'}"
    return name


def _within(name: str) -> str:
    """A Mongolian courtesy is a common noun: within a sentence it begins with a small letter."""
    return name[0].lower() + name[1:] if name.partition(" ")[0] in MONGOLIAN_COURTESIES else name


def _salutation_in_russian(name: str) -> str:
    """The courtesy written out, in its gender; a name without one stands alone: it tells no gender."""
    if name.startswith("Е.П."):
        return "Ваше Превосходительство"
    courtesy, _space, rest = name.partition(" ")
    begins = RUSSIAN_COURTESIES.get(courtesy.lower())
    if begins and rest:
        return f"{begins} {rest}"
    return name or "Уважаемые дамы и господа"


def values_of(letter: Letter, purpose: Purpose, language: str) -> dict[str, str]:
    """Every value as data: only the conference's own, and those declared as links, may be addresses."""
    salutation = salutation_in(language, letter.recipient_name, letter.salutation)
    given = {"recipient_name": letter.recipient_name, "salutation": salutation, **letter.values}
    values = {
        name: clean(value) if purpose.is_link(name) else without_links(clean(value)) for name, value in given.items()
    }
    secrets = {name: secret_mark(name) for name in letter.secrets}
    return _common_values(letter, language) | values | secrets


def _common_values(letter: Letter, language: str) -> dict[str, str]:
    values = dict.fromkeys(COMMON, "") | {"conference_short_title": str(settings.PRODUCT_NAME)}
    if letter.conference:
        values |= _conference_values(letter.conference, language)
    return values


def _conference_values(conference: Conference, language: str) -> dict[str, str]:
    with override(language):
        path = reverse("conference:landing", args=[conference.slug])
    return words_of(conference.kind, language) | {
        "conference_title": conference.title.in_language(language),
        "conference_short_title": conference.short_title.in_language(language),
        "conference_place": conference.place.in_language(language),
        "conference_dates": date_range_text(conference.starts_on, conference.ends_on, language),
        "conference_url": f"{settings.PUBLIC_URL}{path}",
        "signatory": conference.signatory.in_language(language),
        "contact_name": conference.contact_name.in_language(language),
        "contact_email": conference.contact_email,
        "contact_phone": conference.contact_phone,
    }
