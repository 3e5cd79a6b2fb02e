"""What a focal point tells of the members of a delegation: one, several at once, or what was still missing."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from registration.forms.known import KnownPersonForm
from registration.forms.person import COURTESIES, PersonForm, button
from registration.forms.widgets import SuggestingInput, TokenField
from registration.models import DelegationRole, Participant

# In a delegation's own pages it need not be said of what one is the head.
SHORT = {DelegationRole.HEAD: _("Head"), DelegationRole.DEPUTY_HEAD: _("Deputy head")}


def role_text(role: str) -> str:
    """“Deputy head”, “Delegate”."""
    return str(SHORT.get(DelegationRole(role), capfirst(DelegationRole(role).label))) if role else ""


def role_choices() -> list[tuple[str, str]]:
    """In protocol order; chosen rather than proposed."""
    return [("", gettext("Choose a role")), *((role.value, role_text(role)) for role in DelegationRole)]


def role_field() -> forms.ChoiceField:
    """The role in the delegation."""
    return forms.ChoiceField(
        label=_("Role in the delegation"),
        choices=role_choices,
        error_messages={"required": _("Choose the role in the delegation")},
    )


class MemberForm(PersonForm):
    """One member as far as known; only the name is needed, and a member's own address is optional."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].help_text = _(
                "May be left empty: where things stand is then told on the delegation’s page alone."
            )

    def sections(self) -> list[Any]:
        return [self.name_section(), self.function_section(), self.contact_section()]


class NominationForm(MemberForm):
    """A member to nominate. The hidden token makes a second submit the same nomination."""

    role = role_field()
    form_token = TokenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = self.make_helper(*self.sections(), actions=(button("nominate", _("Nominate")),))

    def person(self) -> Participant:
        """The participant as entered, not saved."""
        return self.instance


class SubstituteForm(MemberForm):
    """Who takes a member's seat; the role stays."""

    form_token = TokenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = self.make_helper(*self.sections(), actions=(button("check", _("Go on")),))

    def person(self) -> Participant:
        """The participant as entered, not saved."""
        return self.instance


class CompletionForm(KnownPersonForm, MemberForm):
    """What is known of a nominated member, to be completed; an address that opens the member's page stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.email or self.instance.office_email:
            del self.fields["email"], self.fields["office_email"]
        self.helper = self.make_helper(*self.sections(), actions=(button("complete", _("Save")),))


class RowForm(PersonForm):
    """A line of the grid: what must be known to nominate, no more."""

    role = role_field()

    class Meta:
        model = Participant
        fields = ("courtesy", "given_names", "family_name", "function", "email")
        widgets = {"courtesy": SuggestingInput(COURTESIES), "email": forms.EmailInput()}

    field_order = ("role", "courtesy", "given_names", "family_name", "function", "email")
    without_optional_marks = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("autocomplete", None)
            field.help_text = ""


if TYPE_CHECKING:
    RowFormSet = forms.BaseFormSet[RowForm]
else:
    RowFormSet = forms.BaseFormSet


class GridFormSet(RowFormSet):
    """Five lines; those left empty are left out."""

    def people(self) -> list[tuple[int, Participant, DelegationRole]]:
        """The lines that were filled in: their number in the grid, the person, the role."""
        return [
            (number, form.instance, DelegationRole(form.cleaned_data["role"]))
            for number, form in enumerate(self.forms)
            if form.has_changed()
        ]

    def clean(self) -> None:
        if not any(form.has_changed() for form in self.forms):
            raise forms.ValidationError(_("Enter at least one member."))


Grid = forms.formset_factory(RowForm, formset=GridFormSet, extra=5, max_num=5, absolute_max=5)


def make_grid(conference: Conference, data: Any = None) -> GridFormSet:
    """An empty grid, or one with what was typed."""
    return cast(GridFormSet, Grid(data, prefix="members", form_kwargs={"conference": conference}))


class GridTokenForm(forms.Form):
    """Makes a second submit of the grid the same nominations: each line's token follows from this one."""

    form_token = TokenField()

    def token_of(self, number: int) -> uuid.UUID:
        """The token of a line."""
        return uuid.uuid5(self.cleaned_data["form_token"], str(number))


class WithdrawalForm(forms.Form):
    """Why, if one wishes to say."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.TextInput({"autocomplete": "off"})
    )
