"""What is asked when a reply is recorded, and when a letter is sent again."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.admin.invitation_forms import Section, sections


class SendAgainForm(forms.Form):
    """To the same address, or to another; a new letter makes what went before invalid."""

    email = forms.EmailField(label=gettext_lazy("Address"))

    def sections(self) -> list[Section]:
        return sections(self, ("", ("email",)))


class ReplyForm(forms.Form):
    """A reply that reached the Secretariat by another way than the page."""

    ACCEPTED, DECLINED, NO_REPLY, RETURNED = "accepted", "declined", "no_reply", "bounced"
    without_optional_marks = True

    reply = forms.ChoiceField(
        label=gettext_lazy("The reply"),
        choices=[
            (ACCEPTED, gettext_lazy("They accept")),
            (DECLINED, gettext_lazy("They regret")),
            (NO_REPLY, gettext_lazy("No reply has come")),
            (RETURNED, gettext_lazy("The note or letter came back undelivered")),
        ],
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[
            ("", gettext_lazy("Choose")),
            ("note", gettext_lazy("By note verbale")),
            ("letter", gettext_lazy("By letter or e-mail")),
            ("telephone", gettext_lazy("By telephone")),
            ("person", gettext_lazy("In person")),
        ],
        required=False,
    )
    who = forms.CharField(
        label=gettext_lazy("From whom"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Who told the Secretariat, or the number and date of the note."),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("reply") in {self.ACCEPTED, self.DECLINED}:
            for name, sentence in (("how", _("Choose how the reply came")), ("who", _("Enter from whom it came"))):
                if not self.cleaned_data.get(name):
                    self.add_error(name, sentence)
        return cleaned

    def reason(self) -> str:
        """How it came and from whom, as the history keeps it."""
        if not self.cleaned_data["how"]:
            return str(self.cleaned_data["who"])
        labels: dict[str, Any] = dict(self.fields["how"].choices)  # type: ignore[attr-defined]
        return _("%(how)s: %(who)s") % {"how": labels[self.cleaned_data["how"]], "who": self.cleaned_data["who"]}

    def sections(self) -> list[Section]:
        return sections(self, ("", ("reply", "how", "who")))
