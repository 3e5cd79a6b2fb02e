"""A form field with one control for each language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings

from conference.formats import language_name
from conference.models import TranslatedText

Single = type[forms.TextInput] | type[forms.Textarea]


class TranslatedWidget(forms.MultiWidget):
    """Controls side by side, each labelled with its language and marked with it for hyphenation and screen readers."""

    template_name = "conference/widgets/translated.html"

    def __init__(self, languages: Sequence[str], single: Single = forms.TextInput, attrs: Any = None) -> None:
        self.languages = tuple(languages)
        super().__init__({code: single(attrs={"lang": code, **(attrs or {})}) for code in self.languages})

    def decompress(self, value: Any) -> list[str]:
        texts: Mapping[str, str] = value or {}
        return [texts.get(code, "") for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value if isinstance(value, list) else self.decompress(value), attrs)
        for code, part in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            part["language_name"] = language_name(code)
            part["attrs"]["aria-label"] = part["language_name"]
            part["attrs"].pop("required", None)
        return context


class TranslatedFormField(forms.MultiValueField):
    """Cleans to a :class:`TranslatedText` of the languages shown; required means: in at least one of them."""

    def __init__(self, *, languages: Sequence[str] | None = None, long: bool = False, **kwargs: Any) -> None:
        self.languages = tuple(languages or dict(settings.LANGUAGES))
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        # Django's hidden copy of what was there before knows no languages: every text would seem to be changed.
        kwargs["show_hidden_initial"] = False
        kwargs["widget"] = TranslatedWidget(self.languages, forms.Textarea if long else forms.TextInput)
        super().__init__(
            fields=[forms.CharField(required=False) for _code in self.languages], require_all_fields=False, **kwargs
        )

    def compress(self, data_list: Sequence[str]) -> TranslatedText:
        """Every language that is shown, an emptied one too, so that the others can be kept (see the model's field)."""
        texts = zip(self.languages, data_list or [""] * len(self.languages), strict=False)
        # A language that was not sent at all is an empty one.
        return TranslatedText({code: _as_kept(text or "") for code, text in texts})

    def has_changed(self, initial: Any, data: Any) -> bool:
        before: Mapping[str, str] = initial or {}
        return self.compress(data or ()) != {code: before.get(code, "") for code in self.languages}


def _as_kept(text: str) -> str:
    """Browsers send the end of a line as two characters: a text that nobody touched would seem to be changed."""
    return text.replace("\r\n", "\n")
