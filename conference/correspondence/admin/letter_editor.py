"""The page on which a letter is worded: a column a language, one save, previews, and letters on trial."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer, required_conference
from conference.correspondence.admin.enclosed_response import pdf_response
from conference.correspondence.admin.letter_enclosures import EnclosuresForm
from conference.correspondence.admin.letter_form import LetterForm
from conference.correspondence.compose import Composed
from conference.correspondence.differences import Line, differences
from conference.correspondence.enclosing import ON_PAPER
from conference.correspondence.enclosure_choice import StaleChoiceError, choose_enclosures
from conference.correspondence.errors import CorrespondenceError
from conference.correspondence.letter import Letter
from conference.correspondence.models import EnclosureKind
from conference.correspondence.purposes import PURPOSES, Purpose
from conference.correspondence.rewording import NewWords, StaleWordingError, reword_letter
from conference.correspondence.samples import real_letter, sample_of
from conference.correspondence.trial import sample_file, send_on_trial
from conference.correspondence.wordings import LanguageInForce, Words, in_force, missing_links
from conference.formats import language_name, moment_text
from conference.models import Conference
from conference.registry import registry

# As the mailbox shows letters: styled in their own text, and anything else they might want is refused.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True)
class Lost:
    """What a colleague changed meanwhile in one language: who, when, and the lines."""

    who: str
    when: str
    lines: list[Line]


@dataclass
class Column:
    """A letter in one language on the page."""

    current: LanguageInForce
    form: LetterForm
    name: str
    sample: Composed | None = None
    lost: Lost | None = None
    doubts: list[str] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.current.slot.language


@dataclass(frozen=True)
class Together:
    """The errors of all columns, as the summary of errors reads those of one form."""

    columns: list[Column]
    enclosures: EnclosuresForm

    @property
    def errors(self) -> list[Any]:
        forms = [*(column.form for column in self.columns), self.enclosures]
        return [error for form in forms for error in form.errors.values()]

    def non_field_errors(self) -> list[Any]:
        return []

    def __iter__(self) -> Iterator[Any]:
        for column in self.columns:
            yield from column.form.visible_fields()
        yield from self.enclosures.visible_fields()


class LetterEditor:
    """One letter of the current conference. Raises ``Http404`` for what is no letter."""

    def __init__(self, request: HttpRequest, purpose: str) -> None:
        if purpose not in PURPOSES:
            raise Http404
        self.request, self.officer = request, officer(request)
        self.conference: Conference = required_conference(request)
        self.purpose: Purpose = PURPOSES[purpose]
        self.data: Mapping[str, Any] | None = request.POST if request.method == "POST" else None
        self.asked = str(self.data.get("q", "")).strip()[:100] if self.data else ""
        self.columns = [self._column(current) for current in in_force(self.conference, purpose)]
        self.enclosures = EnclosuresForm(self.conference, self.purpose, self.data)
        self.is_tried = False

    def _column(self, current: LanguageInForce, data: Any = None) -> Column:
        form = LetterForm(current, self.purpose, data or self.data)
        return Column(current, form, language_name(current.slot.language))

    @property
    def is_valid(self) -> bool:
        is_chosen = self.enclosures.is_valid() or not self.enclosures.is_bound
        return all(column.form.is_valid() for column in self.columns) and is_chosen

    def column_of(self, language: object) -> Column:
        """The column that a button names. Raises ``Http404``."""
        for column in self.columns:
            if column.language == language:
                return column
        raise Http404

    def save(self) -> bool:
        """Saves what was touched and tells of it; false where a language was not saved, since it had moved on."""
        touched = [column for column in self.columns if column.form.is_touched]
        wanted = [NewWords(each.language, each.form.words, each.form.seen_number) for each in touched]
        if self.enclosures.is_touched:
            is_chosen = self._choose()
            return self._save(touched, wanted) and is_chosen if wanted else is_chosen
        if not wanted:
            messages.info(self.request, _("Nothing was changed."))
            return True
        return self._save(touched, wanted)

    def _choose(self) -> bool:
        """What goes with it; false where somebody else has chosen meanwhile."""
        ticked, seen = self.enclosures.chosen, self.enclosures.seen_number
        try:
            choose_enclosures(self.conference.pk, self.purpose.key, ticked, seen=seen, by=self.officer)
        except StaleChoiceError as error:
            self.enclosures = self.enclosures.anew(error)
            return False
        messages.success(self.request, _("What goes with the letter is saved. Letters written from now on carry it."))
        return True

    def _save(self, touched: list[Column], wanted: list[NewWords]) -> bool:
        kept, stale = reword_letter(self.conference.pk, self.purpose.key, wanted, by=self.officer)
        if kept:
            self._tell([version.language for version in kept], touched)
        if not stale:
            return True
        fresh = {current.slot.language: current for current in in_force(self.conference, self.purpose.key)}
        lost = {error.slot.language: error for error in stale}
        self.columns = [self._anew(column, fresh[column.language], lost) for column in self.columns]
        return False

    def _anew(self, column: Column, current: LanguageInForce, lost: Mapping[str, StaleWordingError]) -> Column:
        """The column as it stands now: what was lost keeps the words typed, beside what the colleague changed."""
        error = lost.get(column.language)
        words, prefix = column.form.words if error else current.words, column.language
        data = {f"{prefix}-subject": words.subject, f"{prefix}-body": words.body, f"{prefix}-seen": current.number}
        shown = self._column(current, data)
        shown.form.is_valid()
        if error:
            shown.form.add_error("body", str(error))
            shown.lost = self._lost(current, error.seen)
        return shown

    def _lost(self, current: LanguageInForce, seen: int) -> Lost:
        before = current.slot.words_at(seen) or Words("", "")
        last = current.last
        who = str(last.by) if last and last.by else _("a colleague")
        when = moment_text(last.at, self.conference.zone) if last and last.at else ""
        changed = [line for line in differences(before, current.words) if line.kind != "same" and line.text]
        return Lost(who, when, changed)

    def _tell(self, languages: list[str], touched: list[Column]) -> None:
        names = ", ".join(language_name(code) for code in languages)
        sentence = _("The wording is saved (%(languages)s). Letters written from now on use it.")
        messages.success(self.request, sentence % {"languages": names})
        for column in touched:
            words = column.form.words
            missing = missing_links(self.purpose, column.language, f"{words.subject}\n{words.body}")
            if missing and column.language in languages:
                sentence = _(
                    "The shipped wording (%(language)s) also carries %(names)s; without it the recipient may not find "
                    "the way."
                )
                carried = ", ".join(f"{{{name}}}" for name in missing)
                messages.warning(self.request, sentence % {"language": column.name, "names": carried})

    def preview(self) -> None:
        """Every column as it will read; of a column with faults none."""
        recipient, self.is_tried = self.recipient, True
        for column in self.columns:
            if column.form.is_valid():
                column.sample = sample_of(column.current.slot, column.form.words, self._letter(column, recipient))

    def as_file(self) -> HttpResponse | None:
        """One column as mail programs show it, or what goes with it; none where it has faults."""
        asked = self.data or {}
        return self.as_pdf(asked["pdf"]) if "pdf" in asked else self.as_html(asked.get("html"))

    def as_html(self, language: object) -> HttpResponse | None:
        """One column as mail programs show it, in a page that can do nothing; none where it has faults."""
        column = self.column_of(language)
        if not column.form.is_valid():
            return None
        sample = sample_of(column.current.slot, column.form.words, self._letter(column, self.recipient))
        return HttpResponse(sample.html, headers={"Content-Security-Policy": LETTER_POLICY})

    def as_pdf(self, asked: object) -> HttpResponse | None:
        """What goes with the letter, as the officer's program shows a PDF; none where the wording has faults."""
        language, _colon, kind = str(asked).partition(":")
        column = self.column_of(language)
        if kind not in {each.value for each in ON_PAPER} or kind not in self.purpose.encloses:
            raise Http404
        if not column.form.is_valid():
            return None
        letter = self._letter(column, self.recipient)
        return pdf_response(sample_file(column.current.slot, column.form.words, EnclosureKind(kind), letter))

    @property
    def sheets(self) -> list[EnclosureKind]:
        """What is ticked and is a PDF."""
        return [kind for kind in ON_PAPER if kind in self.enclosures.chosen]

    def send_on_trial(self, language: object) -> None:
        """One column to the officer's own address."""
        column, user = self.column_of(language), self.officer
        if not column.form.is_valid():
            return
        try:
            chosen = self.enclosures.chosen
            send_on_trial(column.current.slot, column.form.words, encloses=chosen, by=user)
        except CorrespondenceError as error:
            messages.error(self.request, str(error))
        else:
            sentence = _("A letter on trial (%(language)s) goes to %(address)s. Nothing was saved yet.")
            messages.success(self.request, sentence % {"language": column.name, "address": user.email})

    @property
    def recipient(self) -> UUID | None:
        """The real recipient on whom it is tried, if one is chosen."""
        try:
            return UUID(str(self.data.get("of", ""))) if self.data else None
        except ValueError:
            return None

    def _letter(self, column: Column, recipient: UUID | None) -> Letter | None:
        return real_letter(column.current.slot, recipient, reader=self.officer) if recipient else None

    @property
    def choices(self) -> list[dict[str, Any]]:
        """On whom it can be tried, by what was searched for; the one that is chosen stays."""
        examples = registry.letter_examples.get(self.purpose.key)
        if examples is None:
            return []
        chosen = self.recipient
        rows = list(examples.choices(self.conference, self.officer, self.asked))
        if chosen and chosen not in {pk for pk, _label in rows}:
            letter = examples.letter(self.conference, self.officer, chosen, self.columns[0].language)
            rows = [(chosen, letter.recipient_name), *rows] if letter else rows
        return [{"id": pk, "label": label, "is_chosen": pk == chosen} for pk, label in rows]

    def look_for_doubts(self) -> None:
        """What is doubtful in each column, in the words typed if there are any: forms of names that nobody verified."""
        for column in self.columns:
            if lost := column.current.standing.lost:
                sentence = _(
                    "This wording is passed over, and the shipped one goes: the letter no longer has %(names)s."
                )
                column.doubts.append(sentence % {"names": ", ".join(f"{{{name}}}" for name in lost)})
            words = column.form.words if column.form.is_valid() else column.current.words
            for doubts in registry.letter_doubts:
                column.doubts += doubts(self.conference, column.language, words.placeholders)

    @property
    def missing_text(self) -> str:
        """That some languages go out in English, if they do."""
        names = [column.name for column in self.columns if column.current.standing.is_missing]
        if not names:
            return ""
        sentence = ngettext(
            "In one language this letter goes out in English: %(names)s.",
            "In %(count)s languages this letter goes out in English: %(names)s.",
            len(names),
        )
        return sentence % {"count": len(names), "names": ", ".join(names)}
