"""The languages of a session, each with the channel on which it is heard."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from agenda.models.session import LAST_CHANNEL
from conference.formats import language_name

#: Of each language its channel, or nothing where it has none.
Spoken = dict[str, int | None]


class LanguagesWidget(forms.MultiWidget):
    """A box to tick for each language, its channel beside it."""

    template_name = "agenda/widgets/languages.html"

    def __init__(self, languages: Sequence[str], attrs: Any = None) -> None:
        self.languages = tuple(languages)
        controls: dict[str, forms.Widget | type[forms.Widget]] = {}
        for code in self.languages:
            controls[code] = forms.CheckboxInput()
            controls[f"{code}_channel"] = forms.NumberInput({"min": 0, "max": LAST_CHANNEL})
        super().__init__(controls, attrs)

    def decompress(self, value: Mapping[str, int | None] | None) -> list[Any]:
        spoken = value or {}
        return [part for code in self.languages for part in (code in spoken, spoken.get(code))]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        controls = context["widget"]["subwidgets"]
        context["widget"]["lines"] = [
            {"code": code, "name": language_name(code), "box": controls[2 * place], "channel": controls[2 * place + 1]}
            for place, code in enumerate(self.languages)
        ]
        return context


class LanguagesField(forms.MultiValueField):
    """Cleans to the channels of the languages that were ticked; a channel without its language is told."""

    def __init__(self, *, languages: Sequence[str] = (), **kwargs: Any) -> None:
        self.languages = tuple(languages)
        kwargs["widget"] = LanguagesWidget(self.languages)
        parts: list[forms.Field] = []
        for _code in self.languages:
            parts += [forms.BooleanField(required=False), _channel_field()]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[Any]) -> Spoken:
        spoken: Spoken = {}
        for place, code in enumerate(self.languages[: len(data_list) // 2]):
            is_ticked, channel = data_list[2 * place : 2 * place + 2]
            if channel is not None and not is_ticked:
                sentence = _("There is a channel of %(language)s: tick the language too, or leave its channel away.")
                raise forms.ValidationError(sentence % {"language": language_name(code)})
            if is_ticked:
                spoken[code] = channel
        return spoken

    def has_changed(self, initial: Any, data: Any) -> bool:
        sent = [str(part if part is not None else "") for part in data or ()]
        before = [str(part if part is not None else "") for part in self.widget.decompress(initial)]
        return sent != before


def _channel_field() -> forms.IntegerField:
    wrong = _("A channel is a number from 0 to %(last)d.") % {"last": LAST_CHANNEL}
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(required=False, min_value=0, max_value=LAST_CHANNEL, error_messages=messages)
