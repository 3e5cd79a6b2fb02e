"""A field for each kind of question; what may be kept is the one rule of ``queries.answer_values``."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.uploads import UploadRefusedError, take_upload
from registration.models import Question, QuestionKind
from registration.models.question import NO, YES
from registration.queries.answer_values import most_characters, why_not

# As many as one takes in at a glance; longer lists are folded.
MOST_RADIOS = 8
REQUIRED: Mapping[QuestionKind, Any] = {
    QuestionKind.CHOICE: gettext_lazy("Choose an answer"),
    QuestionKind.SEVERAL: gettext_lazy("Choose at least one answer"),
    QuestionKind.YES_NO: gettext_lazy("Choose yes or no"),
    QuestionKind.DATE: gettext_lazy("Enter a date, like 2019-06-20"),
    QuestionKind.NUMBER: gettext_lazy("Enter a number"),
    QuestionKind.FILE: gettext_lazy("Choose a file"),
}
ANSWER_THIS = gettext_lazy("Answer this question")


def field_name(question: Question) -> str:
    """By the key, which never changes: what was kept of a form finds its question again."""
    return f"question-{question.key}"


def wanted_text(question: Question) -> str:
    """What is said beside a required question that was left empty."""
    return str(REQUIRED.get(QuestionKind(question.kind), ANSWER_THIS))


def field_of(question: Question, known: Any = None) -> forms.Field:
    """The field that asks it. ``known`` is what was answered before: an archived choice stays open to who chose it."""
    field = _FIELDS[QuestionKind(question.kind)](question, known)
    field.label = str(question.text)
    # Drawn as it is: what the Secretariat wrote is text, not markup.
    field.help_text = " ".join(filter(None, (escape(str(question.help)), escape(str(field.help_text)))))
    field.required = question.is_required and question.shown_if_id is None
    field.completes = question.is_required  # type: ignore[attr-defined]
    field.error_messages["required"] = wanted_text(question)
    return field


def initial_of(question: Question, value: Any) -> Any:
    """An answer as its field shows it; a file is named beside its field instead."""
    return None if question.kind == QuestionKind.FILE else value


class AnswerField(forms.Field):
    """Cleans to what is kept; nothing for what was left empty."""

    def __init__(self, question: Question, known: Any = None, **kwargs: Any) -> None:
        self.question, self.known = question, known
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        answer = self.kept(value)
        if answer in (None, "", []):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        sentence = why_not(self.question, answer, before=self.known)
        if sentence:
            raise forms.ValidationError(sentence, code="invalid")
        return answer

    def kept(self, value: Any) -> Any:
        """As it would be kept, unchecked."""
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or None) != (self.kept(data) or None)


class ChoiceAnswerField(AnswerField):
    """``choices`` as lists and summaries know them."""

    def __init__(self, question: Question, known: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(question, known, **kwargs)
        self.choices = choices
        self.widget.choices = choices


class NumberAnswerField(AnswerField):
    """Whole, or with as many decimals as the question has; a comma is understood."""

    def kept(self, value: Any) -> Any:
        text = str(value if value is not None else "").strip().replace(" ", "").replace("\u00a0", "").replace(",", ".")
        if len(text) > 20 or not text.isascii():  # noqa: PLR2004  longer than any limit
            return text
        try:
            number = Decimal(text)
        except ArithmeticError:
            return text
        if not number.is_finite():
            return text
        return int(number) if number == number.to_integral_value() else float(number)


class DateAnswerField(AnswerField):
    """As browsers send a day."""

    def kept(self, value: Any) -> Any:
        if isinstance(value, datetime.date):
            return value.isoformat()
        return str(value or "").strip()


class FileAnswerField(AnswerField):
    """A file that was just sent, looked at by its content; without one the file that is there stays."""

    def clean(self, value: Any) -> Any:
        if not value:
            if self.required and not self.known:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return self.known
        try:
            return take_upload(cast("UploadedFile[Any]", value))
        except UploadRefusedError as error:
            raise forms.ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


def _line(question: Question, known: Any) -> forms.Field:
    return AnswerField(question, known, widget=forms.TextInput({"maxlength": most_characters(question)}))


def _long_text(question: Question, known: Any) -> forms.Field:
    return AnswerField(question, known, widget=forms.Textarea({"rows": 4, "maxlength": most_characters(question)}))


def _offered(question: Question, known: Any) -> list[tuple[str, str]]:
    chosen = known if isinstance(known, list) else [known]
    return [(each.id, str(each)) for each in question.options_known if not each.is_archived or each.id in chosen]


def _choice(question: Question, known: Any) -> forms.Field:
    choices = _offered(question, known)
    if len(choices) > MOST_RADIOS:
        return ChoiceAnswerField(question, known, [("", _("Choose an answer")), *choices], widget=forms.Select())
    none = [] if question.is_required else [("", _("No answer"))]
    return ChoiceAnswerField(question, known, [*choices, *none], widget=forms.RadioSelect())


def _several(question: Question, known: Any) -> forms.Field:
    widget = forms.CheckboxSelectMultiple()
    return ChoiceAnswerField(question, known, _offered(question, known), widget=widget)


def _yes_no(question: Question, known: Any) -> forms.Field:
    none = [] if question.is_required else [("", _("No answer"))]
    choices = [(YES, _("Yes")), (NO, _("No")), *none]
    return ChoiceAnswerField(question, known, choices, widget=forms.RadioSelect())


def _date(question: Question, known: Any) -> forms.Field:
    limits = {"min": question.earliest, "max": question.latest}
    attrs = {"type": "date", **{name: day.isoformat() for name, day in limits.items() if day}}
    return DateAnswerField(question, known, widget=forms.DateInput(attrs, format="%Y-%m-%d"))


def _number(question: Question, known: Any) -> forms.Field:
    limits = {"min": question.minimum, "max": question.maximum}
    attrs = {name: f"{limit.normalize():f}" for name, limit in limits.items() if limit is not None}
    step = "1" if not question.decimals else f"0.{'0' * (question.decimals - 1)}1"
    return NumberAnswerField(question, known, widget=forms.NumberInput({**attrs, "step": step}))


def _file(question: Question, known: Any) -> forms.Field:
    help_text = _("A PDF, or a picture as JPEG or PNG, of at most ten megabytes.")
    return FileAnswerField(question, known, widget=forms.FileInput(), help_text=help_text)


_FIELDS: Mapping[QuestionKind, Callable[[Question, Any], forms.Field]] = {
    QuestionKind.TEXT: _line,
    QuestionKind.LONG_TEXT: _long_text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.SEVERAL: _several,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.DATE: _date,
    QuestionKind.NUMBER: _number,
    QuestionKind.FILE: _file,
}
