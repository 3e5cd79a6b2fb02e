"""Controls that a browser brings along and Django does not."""

import uuid
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Self

from django import forms
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conference.reference.sort_keys import sort_key


class SuggestingInput(forms.TextInput):
    """Free text with suggestions (a datalist): what a person is called is never one of a closed list."""

    def __init__(self, suggestions: Iterable[str | Promise], attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}))
        self.suggestions = tuple(suggestions)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        list_id = f"{(attrs or {}).get('id', f'id_{name}')}_suggestions"
        control = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', control, list_id, options)


class LongSelect(forms.Select):
    """A list of hundreds: written at once, where a template for each line would take most of the time of its page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options: str = _drawn(tuple((str(key), str(label)) for key, label in self.choices))
        for chosen in map(escape, self.format_value(value)):
            options = options.replace(f'value="{chosen}"', f'value="{chosen}" selected', 1)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            SafeString(options),
        )


class CountrySelect(LongSelect):
    """Every country in the order of the active language; its lines are drawn once for each language."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options: str = _drawn((("", str(_("Not stated"))), *nationality_choices(get_language() or "en")))
        for chosen in map(escape, self.format_value(value)):
            options = options.replace(f'value="{chosen}"', f'value="{chosen}" selected', 1)
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, attributes, SafeString(options))


class CountryField(forms.CharField):
    """A nationality, by its code. Hundreds of choices are not gone through for each form that is made."""

    widget = CountrySelect
    default_error_messages = {"invalid_choice": _("Choose a nationality of the list")}

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return nationality_choices(get_language() or "en")

    def clean(self, value: Any) -> str:
        code = str(super().clean(value))
        if code and code not in dict(self.choices):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return code


@lru_cache
def nationality_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Every country in a language and its order; kept, so that it is sorted once and not for each form."""
    with override(language):
        named = [(code, str(name)) for code, name in countries]
    return tuple(sorted(named, key=lambda country: sort_key(country[1])))


@lru_cache
def _drawn(choices: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)


class ExplainedChoice(str):
    """The name of a choice, with a sentence that says what it means."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, name: str | Promise, text: str | Promise) -> Self:
        choice = super().__new__(cls, name)
        choice.text = str(text)
        return choice


class TokenField(forms.UUIDField):
    """The hidden token of a form: what is submitted twice with the same one is one act. A lost one is made anew."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(initial=uuid.uuid4, **kwargs)
        unreadable = _("Something of this form was lost on its way; please send it once more")
        self.error_messages |= {"required": unreadable, "invalid": unreadable}

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return str(uuid.UUID(str(data)))
        except ValueError:
            return initial
