"""What is asked when a version of the privacy notice is worded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from conference.formats import language_name
from conference.forms.translated import TranslatedFormField
from conference.models import TranslatedText

LONGEST_TEXT = 30_000
LONGEST_CHANGES = 600
TOO_LONG = ngettext_lazy(
    "In one language (%(language)s) it has %(length)d characters; please keep to %(limit)d character.",
    "In one language (%(language)s) it has %(length)d characters; please keep to %(limit)d characters.",
    "limit",
)


class NoticeForm(forms.Form):
    """The text and, in a sentence, what is new; in each language of the conference."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    without_optional_marks = True

    def __init__(self, *args: Any, languages: Sequence[str], is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = TranslatedFormField(
            label=_("Text"),
            help_text=_(
                "A line that begins with # is a heading, one that begins with a hyphen stands in a list; an empty line "
                "begins a new paragraph. Addresses of pages and mailboxes become links."
            ),
            languages=languages,
            long=True,
            error_messages={"required": _("Enter the text in at least one language; it may be completed later.")},
        )
        self.fields["changes"] = TranslatedFormField(
            label=_("What has changed"),
            help_text=_("May be left empty in the first version: the standard text was there before.")
            if is_first
            else _(
                "One or two sentences, for those who agreed to the former version. They stand above the notice and on "
                "the person's own page."
            ),
            languages=languages,
            long=True,
            required=False,
        )
        self.order_fields(["text", "changes"])
        for name, rows in (("text", 24), ("changes", 3)):
            for widget in self.fields[name].widget.widgets:
                widget.attrs["rows"] = rows

    def clean_text(self) -> TranslatedText:
        return self._short_enough("text", LONGEST_TEXT)

    def clean_changes(self) -> TranslatedText:
        return self._short_enough("changes", LONGEST_CHANGES)

    def _short_enough(self, name: str, limit: int) -> TranslatedText:
        """With one kind of line end, as the database keeps it."""
        given: Mapping[str, str] = self.cleaned_data[name] or {}
        texts = TranslatedText({language: text.replace("\r\n", "\n") for language, text in given.items()})
        for language, text in texts.items():
            if len(text) > limit:
                values = {"language": language_name(language), "length": len(text), "limit": limit}
                raise ValidationError(TOO_LONG % values, code="max_length")
        return texts
