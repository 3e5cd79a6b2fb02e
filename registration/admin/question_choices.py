"""The lines in which an officer writes the choices of a question."""

from collections.abc import Iterator

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from conference.forms.translated import TranslatedFormField
from conference.models import Conference, TranslatedText
from registration.actions.questions import OptionDraft
from registration.models import Question, QuestionOption
from registration.models.question import CHOOSING

MORE_CHOICES = 4
MOST_CHOICES = 60


class ChoicesFields(forms.Form):
    """A line for each choice that is there and some empty ones; call :meth:`ask_choices` once the form is there."""

    question: Question
    conference: Conference
    options: list[QuestionOption]
    count: int

    @property
    def is_new(self) -> bool:
        """Whether the question is not there yet."""
        return bool(self.question._state.adding)  # noqa: SLF001  Django documents the attribute

    def ask_choices(self, more: int) -> None:
        """As many lines as the page had, and ``more``."""
        self.options = [] if self.is_new else list(self.question.options.all())
        known = len(self.options)
        if self.question.kind not in CHOOSING:
            self.count = 0
            return
        self.count = min(MOST_CHOICES, max(known, self._rows_shown(known + (1 if known else MORE_CHOICES))) + more)
        for number in range(self.count):
            option = self.options[number] if number < known else None
            text = TranslatedFormField(
                label=gettext("Choice %(number)s") % {"number": number + 1},
                languages=self.conference.languages,
                required=False,
                initial=option.text if option else None,
            )
            self.fields[f"choice-{number}"] = text
            self.fields[f"place-{number}"] = forms.IntegerField(
                label=gettext("Place of choice %(number)s") % {"number": number + 1},
                required=False,
                initial=number + 1,
                min_value=1,
                max_value=999,
            )
            if option is not None:
                label = gettext("Offer it no longer")
                self.fields[f"remove-{number}"] = forms.BooleanField(
                    label=label, required=False, initial=option.archived_at is not None
                )

    def _rows_shown(self, usual: int) -> int:
        """As many as the page had that was sent; whatever is no number is passed over."""
        asked = self.data.get("rows", "") if self.is_bound else ""
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= len(str(MOST_CHOICES)) else usual

    def choice_rows(self) -> Iterator[dict[str, BoundField | None]]:
        """The lines in which choices are written."""
        for number in range(self.count):
            removal = f"remove-{number}"
            yield {
                "text": self[f"choice-{number}"],
                "place": self[f"place-{number}"],
                "remove": self[removal] if removal in self.fields else None,
            }

    def options_wanted(self) -> list[OptionDraft]:
        """In the order of their places; an empty line is none, and one that was emptied is taken away."""
        rows = []
        for number in range(self.count):
            option = self.options[number] if number < len(self.options) else None
            text: TranslatedText = self.cleaned_data[f"choice-{number}"]
            place = self.cleaned_data.get(f"place-{number}") or number + 1
            is_removed = bool(self.cleaned_data.get(f"remove-{number}")) or not text
            if option is None and not text:
                continue
            kept = TranslatedText.of({**(option.text if option else {}), **(text or {})})
            rows.append((place, number, OptionDraft(kept, option.pk if option else None, is_removed=is_removed)))
        return [draft for _place, _number, draft in sorted(rows, key=lambda row: row[:2])]
