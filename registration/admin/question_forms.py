"""What an officer is asked who puts a question: first of whom and how it is answered, then the question itself."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.forms.translated import TranslatedFormField
from conference.models import Conference, TranslatedText
from registration.actions.questions import QuestionDraft
from registration.admin.question_choices import MOST_CHOICES, ChoicesFields
from registration.admin.question_kinds import kind_choices
from registration.forms.widgets import TokenField
from registration.models import ParticipantCategory, Question, QuestionKind, QuestionSubject
from registration.models.question import CHOOSING, CONDITIONAL_UPON, NO, TEXTS, YES

LONGEST = 500
#: What only some kinds have.
LIMITS_OF: dict[str, tuple[str, ...]] = {
    QuestionKind.TEXT: ("kind", "most_characters"),
    QuestionKind.LONG_TEXT: ("kind", "most_characters"),
    QuestionKind.NUMBER: ("minimum", "maximum", "decimals"),
    QuestionKind.DATE: ("earliest", "latest"),
}


class QuestionForm(ChoicesFields):
    """A question of one kind, new or known, with its choices; every text in each language of the conference."""

    without_optional_marks = True
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_token = TokenField()
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_CHOICES)
    key = forms.SlugField(
        label=_("Key"),
        max_length=40,
        required=False,
        help_text=_("Names the question in files, and never changes; for example: panel. Left empty, it is made."),
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    is_sensitive = forms.BooleanField(
        label=_("Sensitive"),
        required=False,
        help_text=_("Only officers who register see the answers; they stand in nobody else's list or file."),
    )
    stays_once_decided = forms.BooleanField(
        label=_("The decision rests on it"),
        required=False,
        help_text=_("Once the registration is under review or registered, only an officer changes the answer."),
    )
    categories = forms.MultipleChoiceField(
        label=_("In these categories"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: in every category."),
    )
    upon = forms.MultipleChoiceField(
        label=_("Shown only if"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("One of the answers that you choose here was given. None chosen: always shown."),
    )
    kind = forms.ChoiceField(label=_("Answered by"))
    most_characters = forms.IntegerField(label=_("Characters at most"), required=False, min_value=1, max_value=10_000)
    minimum = forms.DecimalField(label=_("At least"), required=False, max_digits=14, decimal_places=2)
    maximum = forms.DecimalField(label=_("At most"), required=False, max_digits=14, decimal_places=2)
    decimals = forms.TypedChoiceField(
        label=_("Decimal places"),
        choices=[("0", "0"), ("1", "1"), ("2", "2")],
        coerce=int,
        required=False,
    )
    earliest = forms.DateField(
        label=_("Not before"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    latest = forms.DateField(
        label=_("Not after"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    meaning = forms.ChoiceField(
        label=_("Those who have answered already"),
        choices=[
            ("other", _("keep the words that they answered: this is asked from now on")),
            ("correction", _("are shown with these words: the same question, put better")),
        ],
        initial="other",
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        question: Question,
        conference: Conference,
        others: Sequence[Question],
        is_answered: bool = False,
        more: int = 0,
        **kwargs: Any,
    ) -> None:
        self.question, self.conference = question, conference
        super().__init__(*args, **{"initial": _initial_of(question), **kwargs})
        self._leave_away(is_answered=is_answered)
        self._ask_texts()
        self.fields["categories"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), str(each)) for each in ParticipantCategory.objects.filter(conference=conference)
        ]
        self.fields["upon"].choices = list(_conditions(question, others))  # type: ignore[attr-defined]
        if not self.fields["upon"].choices:  # type: ignore[attr-defined]
            del self.fields["upon"]
        self.ask_choices(more)

    def _leave_away(self, *, is_answered: bool) -> None:
        """What this kind has not, and what is not changed any more."""
        of_others = {name for names in LIMITS_OF.values() for name in names}
        for name in of_others - set(LIMITS_OF.get(self.question.kind, ())):
            del self.fields[name]
        if "kind" in self.fields:
            texts = (
                [QuestionKind(self.question.kind)]
                if is_answered and self.question.kind == QuestionKind.LONG_TEXT
                else TEXTS
            )
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (value, label) for value, label in kind_choices() if value in texts
            ]
        if not self.question._state.adding:  # noqa: SLF001  Django documents the attribute
            del self.fields["key"], self.fields["form_token"]
        if not is_answered:
            del self.fields["meaning"]
        if self.question.subject == QuestionSubject.DELEGATION:
            del self.fields["stays_once_decided"]

    def _ask_texts(self) -> None:
        languages = self.conference.languages
        required = {"required": gettext("Enter the question in at least one language.")}
        self.fields["text"] = TranslatedFormField(label=_("Question"), languages=languages, error_messages=required)
        self.fields["help"] = TranslatedFormField(
            label=_("Help"), languages=languages, required=False, help_text=_("A sentence under the question.")
        )

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """The fields in the page's order, under their headings; the choices stand between."""
        parts = (
            (
                "",
                (
                    "text",
                    "help",
                    "key",
                    "kind",
                    "most_characters",
                    "minimum",
                    "maximum",
                    "decimals",
                    "earliest",
                    "latest",
                ),
            ),
            (gettext("When it is asked"), ("is_required", "categories", "upon")),
            (gettext("Who sees and changes the answers"), ("is_sensitive", "stays_once_decided", "meaning")),
        )
        found = [(title, [self[name] for name in names if name in self.fields]) for title, names in parts]
        return [(title, fields) for title, fields in found if fields]

    def clean_text(self) -> TranslatedText:
        return self._short_enough("text")

    def clean_help(self) -> TranslatedText:
        return self._short_enough("help")

    def _short_enough(self, name: str) -> TranslatedText:
        text: TranslatedText = self.cleaned_data[name]
        if any(len(each) > LONGEST for each in text.values()):
            raise ValidationError(gettext("Please keep to %(most)s characters in each language.") % {"most": LONGEST})
        return TranslatedText.of({**getattr(self.question, name), **text})

    def clean_upon(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["upon"]
        if len({each.partition(":")[0] for each in chosen}) > 1:
            raise ValidationError(gettext("Choose answers to one question alone."))
        return chosen

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for least, most, sentence in (
            ("minimum", "maximum", gettext("The least number cannot be greater than the greatest.")),
            ("earliest", "latest", gettext("The first day cannot come after the last.")),
        ):
            low, high = self.cleaned_data.get(least), self.cleaned_data.get(most)
            if low is not None and high is not None and low > high:
                self.add_error(most, sentence)
        return cleaned

    def draft(self) -> QuestionDraft:
        """What is to be kept; of a new one with its key."""
        given = self.cleaned_data
        names = ("text", "help", "is_required", "is_sensitive", *LIMITS_OF.get(self.question.kind, ()))
        fields = {name: given[name] for name in names}
        fields["stays_once_decided"] = given.get("stays_once_decided", False)
        fields.setdefault("kind", self.question.kind)
        fields["decimals"] = fields.get("decimals") or 0
        fields |= self._condition()
        if self.is_new:
            fields |= {"key": given["key"] or self._made_key(), "subject": self.question.subject}
        return QuestionDraft(fields, [UUID(each) for each in given["categories"]], self.options_wanted())

    def _condition(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("upon") or []
        if not chosen:
            return {"shown_if": None, "shown_if_answers": []}
        upon = Question.objects.get(pk=chosen[0].partition(":")[0], conference=self.conference)
        return {"shown_if": upon, "shown_if_answers": [each.partition(":")[2] for each in chosen]}

    def _made_key(self) -> str:
        """Of the English words, with a number where that is taken; “question” where there are no Latin ones."""
        stem = slugify(self.cleaned_data["text"].in_language("en"))[:30].strip("-") or "question"
        taken = set(Question.objects.filter(conference=self.conference).values_list("key", flat=True))
        numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
        return stem if stem not in taken else next(key for key in numbered if key not in taken)


def _initial_of(question: Question) -> dict[str, Any]:
    names = ("kind", "text", "help", "is_required", "is_sensitive", "stays_once_decided", "most_characters")
    limits = ("minimum", "maximum", "decimals", "earliest", "latest")
    initial = {name: getattr(question, name) for name in (*names, *limits)}
    if not question._state.adding:  # noqa: SLF001  Django documents the attribute
        initial["categories"] = [str(pk) for pk in question.categories.values_list("pk", flat=True)]
        initial["seen_version"] = question.version
    initial["upon"] = [f"{question.shown_if_id}:{each}" for each in question.shown_if_answers]
    return initial


def _conditions(question: Question, others: Sequence[Question]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The answers to those that come before and can be hung on."""
    for other in others:
        if other.pk == question.pk:
            return
        if other.kind not in CONDITIONAL_UPON:
            continue
        answers = [(YES, gettext("Yes")), (NO, gettext("No"))]
        if other.kind in CHOOSING:
            answers = [
                (each.id, str(each))
                for each in other.options_known
                if not each.is_archived or each.id in question.shown_if_answers
            ]
        yield str(other), [(f"{other.pk}:{value}", label) for value, label in answers]
