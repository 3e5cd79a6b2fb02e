"""The rows of a session's speakers, and the form in which an officer records an answer."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agenda.models import Appearance
from agenda.states import AppearanceState


class ShownText(forms.Widget):
    """A choice that was made and stands: its words, without a control."""

    text = ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html('<span class="shown-choice">{}</span>', self.text)


class AppearanceRowForm(forms.ModelForm[Appearance]):
    """A new row without an order of speaking comes last."""

    position = forms.IntegerField(label=_("order"), required=False, min_value=0, max_value=999)

    class Meta:
        model = Appearance
        fields = ("position", "role", "minutes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._is_new():
            self.initial["position"] = None

    def _is_new(self) -> bool:
        return self.instance._state.adding  # noqa: SLF001  Django documents the attribute

    def clean_position(self) -> int | None:
        given: int | None = self.cleaned_data["position"]
        return self.instance.position if given is None and not self._is_new() else given


class SpeakerRowForm(AppearanceRowForm):
    """Who was asked stays who was asked: an answer never passes from one person to another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        participant = self.fields.get("participant")
        if participant is None:  # whoever only reads is shown a text
            return
        participant.required = True
        if not self._is_new():
            participant.disabled = True
            participant.widget = ShownText()
            participant.widget.text = self.name_shown()

    def name_shown(self) -> str:
        """The admin names protected persons to few; it puts its own way of naming here."""
        return str(self.instance.participant)


class StaticLineRowForm(AppearanceRowForm):
    """A person named in public sources: nobody is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["static_name"].required = True


class AnswerForm(forms.Form):
    """What the speaker said by note or telephone."""

    answer = forms.ChoiceField(label=_("answer"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed for regrets, in a few words; it is seen by the Secretariat alone."),
    )

    def __init__(self, *args: Any, current: AppearanceState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (AppearanceState.CONFIRMED, _("Confirms")),
            (AppearanceState.DECLINED, _("Sends regrets")),
            (AppearanceState.INVITED, _("Is asked once more, with a new letter")),
        ]
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            (str(state), label) for state, label in offered if state != current
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("answer") == AppearanceState.DECLINED and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Please give the reason in a few words; “other engagements” is enough."))
        return cleaned
