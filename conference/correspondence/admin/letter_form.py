"""The form of a letter's wording in one language."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.correspondence.compose import clean, one_line
from conference.correspondence.purposes import Purpose
from conference.correspondence.wordings import LanguageInForce, Words, faults_of, faults_of_subject
from conference.formats import language_name

LONGEST = 20_000


class LetterForm(forms.Form):
    """Refuses placeholders that the letter does not have, and braces that are none, each with its place.

    ``seen`` is the version that it was filled from; what was not touched is not saved.
    """

    subject = forms.CharField(max_length=300)
    body = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 24}),
        help_text=gettext_lazy("An empty line begins a new paragraph; a link stands alone in its own."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, current: LanguageInForce, purpose: Purpose, data: Any = None) -> None:
        said = {"subject": current.words.subject, "body": current.words.body, "seen": current.number}
        super().__init__(data, prefix=current.slot.language, initial=said)
        self.current, self.purpose = current, purpose
        language = language_name(current.slot.language)
        self.fields["subject"].label = _("Subject (%(language)s)") % {"language": language}
        self.fields["body"].label = _("Text (%(language)s)") % {"language": language}
        for name in ("subject", "body"):
            self.fields[name].widget.attrs["lang"] = current.slot.language

    def clean_subject(self) -> str:
        subject = one_line(clean(self.cleaned_data["subject"]))
        return _without(faults_of_subject(self.purpose, subject), subject)

    def clean_body(self) -> str:
        body = clean(self.cleaned_data["body"]).strip()
        return _without(faults_of(self.purpose, body), body)

    @property
    def words(self) -> Words:
        """What was typed, of a form that is valid."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["body"])

    @property
    def seen_number(self) -> int:
        """The version that the officer read; a number that is none stands for one that never was."""
        seen = self.cleaned_data.get("seen")
        return -1 if seen is None else int(seen)

    @property
    def is_touched(self) -> bool:
        """Whether it says another thing than the version it was filled from, and than what stands there by now."""
        current = self.current
        if self.words == _normal(current.words):
            return False
        base = current.words if self.seen_number == current.number else current.slot.words_at(self.seen_number)
        return base is None or self.words != _normal(base)


def _without(faults: Iterable[str], text: str) -> str:
    found = list(faults)
    if found:
        raise ValidationError(found)
    return text


def _normal(words: Words) -> Words:
    """As a form gives words back: one line, line ends of one kind, nothing around."""
    return Words(one_line(words.subject), words.body.replace("\r\n", "\n").strip())
