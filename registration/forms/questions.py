"""The Secretariat's own questions as a part of a form: of registration, of a member, of a delegation, of one's own."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.actions.keep_answers import Answered
from registration.forms.person import SectionText, button
from registration.forms.question_fields import field_name, field_of, initial_of, wanted_text
from registration.forms.summary import SummaryRow, SummarySection, in_lines
from registration.models import Question, QuestionKind
from registration.models.question import YES
from registration.queries.answer_values import is_empty
from registration.queries.answers import value_text
from registration.queries.asked import shown_upon

TITLE = gettext_lazy("Questions of the Secretariat")


class FoldingScript:
    """Where scripts run, a question that is not to be answered folds away; without them the form says when it is."""

    def render(self, *_args: Any, **_kwargs: Any) -> SafeString:
        return format_html('<script type="module" src="{}"></script>', static("js/questions.js"))


@dataclass(frozen=True)
class Upon:
    """When a question is to be answered: the sentence that says so, and what the page folds it away by."""

    sentence: str
    field: str = ""
    answers: str = ""
    categories: str = ""


class AskingForm(forms.BaseForm):
    """A form that asks some questions beside what it asks already; call :meth:`ask` once its own fields are there."""

    questions: Sequence[Question] = ()
    #: Those that another page asks: on them others may hang, and they hang on others.
    asked_elsewhere: Sequence[Question] = ()
    #: Whether what is required must be there; who fills in for others saves as far as it goes.
    is_whole = True

    def ask(self, questions: Iterable[Question], known: Mapping[UUID, Any] | None = None) -> None:
        """Adds a field for each question, filled with what is known."""
        self.questions, self.known_answers = list(questions), dict(known or {})
        by_key = {question.pk: question for question in self.questions}
        for question in self.questions:
            value, name = self.known_answers.get(question.pk), field_name(question)
            field = self.fields[name] = field_of(question, value)
            field.required = field.required and self.is_whole
            field.upon = self.upon(question, by_key)  # type: ignore[attr-defined]
            if name not in self.initial and value is not None:
                self.initial[name] = initial_of(question, value)

    def question_sections(self, *before: Any, title: str | Promise | None = TITLE) -> list[Fieldset]:
        """The questions under their title; nothing where none is asked."""
        if not self.questions:
            return []
        elements = [self._element(question) for question in self.questions]
        script = [FoldingScript()] if self.folds else []
        return [Fieldset(title, *before, *elements, *script)]

    @property
    def folds(self) -> bool:
        """Whether some questions are to be answered upon a condition only."""
        return any(getattr(self.fields[field_name(each)], "upon", None) for each in self.questions)

    def upon(self, question: Question, asked: Mapping[UUID, Question]) -> Upon | None:
        """Upon what it is to be answered; nothing where it always is."""
        other = asked.get(question.shown_if_id) if question.shown_if_id else None
        if other is None:
            return None
        return Upon(condition_text(question, other), field_name(other), " ".join(question.shown_if_answers))

    def asked_now(self) -> Sequence[Question]:
        """Those that are asked with what was entered."""
        return self.questions

    def _element(self, question: Question) -> Any:
        """A field alone, or with the sentence that says upon which answer it is to be answered."""
        narrow = question.kind in {QuestionKind.DATE, QuestionKind.NUMBER}
        field = Field(field_name(question), wrapper_class="field-medium" if narrow else "")
        upon: Upon | None = self.fields[field_name(question)].upon  # type: ignore[attr-defined]
        if upon is None:
            return field
        return Div(
            SectionText(upon.sentence),
            field,
            css_class="question-upon",
            data_shown_if=upon.field,
            data_shown_if_answers=upon.answers,
        )

    def clean(self) -> Any:
        cleaned = super().clean()
        self._demand_what_is_shown()
        return cleaned

    def _demand_what_is_shown(self) -> None:
        """What must be answered once another answer brings it up; what nobody is asked is not in the way."""
        shown = {each.pk for each in shown_upon(self.asked_now(), self.values_given())}
        for question in self.questions:
            name = field_name(question)
            if question.pk not in shown:
                self.errors.pop(name, None)
                self.cleaned_data[name] = None
            elif self._lacks(question):
                self.add_error(name, wanted_text(question))

    def _lacks(self, question: Question) -> bool:
        name = field_name(question)
        is_missing = name not in self.errors and is_empty(self.cleaned_data.get(name))
        return self.is_whole and question.is_required and is_missing

    def values_given(self) -> dict[UUID, Any]:
        """Every answer that was given, by question."""
        given = {each.pk: self.cleaned_data.get(field_name(each)) for each in self.questions}
        return {pk: value for pk, value in given.items() if not is_empty(value)}

    def values_told(self) -> dict[UUID, Any]:
        """The same for an act: an answer that was taken back is named too."""
        return {each.pk: self.cleaned_data.get(field_name(each)) for each in self.questions}

    def answered(self) -> Answered:
        """What was asked and answered, for an act that somebody begins to take part with."""
        return Answered(self.asked_now(), self.values_given(), is_whole=self.is_whole)

    def answers_summary(self) -> list[SummarySection]:
        """What was answered, to be read before it is sent."""
        rows = answer_rows(self.questions, self.values_given())
        return [SummarySection(str(TITLE), rows)] if rows else []


def answer_rows(
    questions: Iterable[Question], values: Mapping[UUID, Any], file_names: Mapping[str, str] | None = None
) -> list[SummaryRow]:
    """Question and answer, in order; nothing of what was left empty."""
    rows = []
    for question in questions:
        options = {each.id: each.text for each in question.options_known}
        text = value_text(question.kind, values.get(question.pk), options, file_names or {})
        if text:
            rows.append(SummaryRow(str(question.text), in_lines(text)))
    return rows


def condition_text(question: Question, upon: Question) -> str:
    """Upon which answer to which question this one is to be answered."""
    chosen = set(question.shown_if_answers)
    if upon.kind == QuestionKind.YES_NO:
        answers = [_("Yes") if each == YES else _("No") for each in question.shown_if_answers]
    else:
        answers = [str(each) for each in upon.options_known if each.id in chosen]
    return _("Only if the answer to “%(question)s” is: %(answers)s.") % {
        "question": upon,
        "answers": ", ".join(f"“{each}”" for each in answers),
    }


class AnswersForm(AskingForm, forms.Form):
    """The questions alone: on one's own page, of a delegation as a whole, at the desk.

    ``fixed`` are those whose answers are shown and no longer changed.
    """

    seen_answers = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        questions: Iterable[Question],
        known: Mapping[UUID, Any],
        seen: str,
        file_names: Mapping[str, str],
        is_whole: bool = True,
        fixed: Collection[UUID] = (),
    ) -> None:
        super().__init__(data, files, initial={"seen_answers": seen})
        self.is_whole = is_whole
        self.ask(questions, known)
        self._name_files(file_names)
        for question in self.questions:
            if question.pk in fixed:
                self._close(question)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": "", "enctype": "multipart/form-data"}
        self.helper.render_hidden_fields = True
        sections = self.question_sections(title=None)
        self.helper.layout = Layout(*sections, FormActions(button("save", _("Save"))))

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """As the pages of the desk draw a form."""
        return [("", list(self.visible_fields()))]

    def see(self, mark: str) -> None:
        """After a lost update: what is typed is kept, and a second submit is made upon what stands by now."""
        data: Any = self.data
        self.data = data.copy()
        cast("Any", self.data)["seen_answers"] = mark

    def _close(self, question: Question) -> None:
        field = self.fields[field_name(question)]
        field.disabled = True
        stays = _("The Secretariat's decision rests on this answer; to change it, please write to the Secretariat.")
        field.help_text = format_html("{} {}", SafeString(field.help_text), stays)

    def _name_files(self, file_names: Mapping[str, str]) -> None:
        """Beside the field of a file the one that is there, and the way to take it back."""
        for question in self.questions:
            name = file_names.get(str(self.known_answers.get(question.pk)))
            field = self.fields[field_name(question)]
            if question.kind != QuestionKind.FILE or not name:
                continue
            there = _("On record: “%(name)s”. Another takes its place.") % {"name": name}
            field.help_text = format_html("{} {}", SafeString(field.help_text), there)
            if not question.is_required:
                removal = forms.BooleanField(label=_("Remove “%(name)s”") % {"name": name}, required=False)
                self.fields[f"remove-{field_name(question)}"] = removal

    def question_sections(self, *before: Any, title: str | Promise | None = TITLE) -> list[Fieldset]:
        sections = super().question_sections(*before, title=title)
        removals = [name for name in self.fields if name.startswith("remove-")]
        for section in sections:
            section.fields.extend(removals)
        return sections

    def _demand_what_is_shown(self) -> None:
        for question in self.questions:
            if self.cleaned_data.get(f"remove-{field_name(question)}"):
                self.cleaned_data[field_name(question)] = None
        super()._demand_what_is_shown()
