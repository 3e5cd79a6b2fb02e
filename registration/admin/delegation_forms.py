"""What the Secretariat sets on a delegation: its seats, and who answers for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference, normalise_email
from registration.admin.invitation_forms import Section, sections
from registration.forms.person import language_choices
from registration.models import Delegation, FocalPoint


class SeatsForm(forms.Form):
    """The quota and the note, with the version that the officer saw."""

    without_optional_marks = True

    version = forms.IntegerField(widget=forms.HiddenInput)
    quota = forms.IntegerField(
        label=gettext_lazy("Seats"),
        required=False,
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("Left empty, the delegation has no limit of its own."),
    )
    seats_at_table = forms.IntegerField(
        label=gettext_lazy("Of which at the table"),
        required=False,
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("Left empty, seats are not told apart; otherwise the others are behind."),
    )
    leaves_overhang = forms.BooleanField(
        label=gettext_lazy("Leave whoever sits above the quota seated"),
        required=False,
        help_text=gettext_lazy("Only where you grant fewer seats than are taken. The pages then say by how many."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept in the history of the seats; needed for fewer seats than are taken."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note of the Secretariat"), required=False, widget=forms.Textarea({"rows": 3})
    )

    @classmethod
    def of(cls, delegation: Delegation) -> "SeatsForm":
        known = {name: getattr(delegation, name) for name in ("version", "quota", "seats_at_table", "note")}
        return cls(initial=known)

    def sections(self) -> list[Section]:
        return sections(self, ("", ("quota", "seats_at_table", "leaves_overhang", "reason", "note")))


class BeyondForm(forms.Form):
    """Why one more is seated than there are seats."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Kept in the history of the seats and of the registration, and shown to officers."),
        error_messages={"required": gettext_lazy("Please give the reason; it is kept with the decision.")},
    )

    def sections(self) -> list[Section]:
        return sections(self, ("", ("reason",)))


class FocalPointForm(forms.ModelForm[FocalPoint]):
    """Who takes over; the former one's access ends at once."""

    class Meta:
        model = FocalPoint
        fields = ("name", "function", "email", "phone", "language")

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of correspondence"),
            choices=language_choices(conference),
            initial=conference.language_or_default("en"),
        )
        self.fields["email"].help_text = _("The delegation's page opens with a code sent to this address.")

    def clean_email(self) -> str:
        """Addresses are kept in one form; the database refuses another."""
        return normalise_email(self.cleaned_data["email"])

    def sections(self) -> list[Section]:
        return sections(self, ("", ("name", "function", "email", "phone", "language")))
