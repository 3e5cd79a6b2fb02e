"""What a focal point tells of one member of a delegation, or of who stands in for the focal point."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registration.actions.answers import answers_mark
from registration.forms.known import KnownPersonForm
from registration.forms.person import PersonForm, SectionText, button, capitalised
from registration.forms.questions import AskingForm
from registration.forms.widgets import TokenField
from registration.models import Delegation, DelegationRole, Participant, Question, SeatType

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


def seat_field() -> forms.ChoiceField:
    """Where the member is to sit, in a delegation whose seats are told apart."""
    first_free = ("", gettext("The first that is free"))
    return forms.ChoiceField(
        label=_("Seat"),
        choices=[first_free, *capitalised(SeatType)],
        required=False,
        help_text=_("Roles outside quota take none."),
    )


class MemberForm(PersonForm):
    """One member as far as known; only the name is needed, and a member's own address is optional."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].help_text = _(
                "May be left empty: where things stand is then told on the delegation’s page alone."
            )
        if "office_email" in self.fields:
            self.fields["office_email"].help_text = _(
                "Receives a copy of what we write, and may fill in and confirm on the member’s behalf, "
                "with a code sent to its own address."
            )

    def function_section(self) -> Any:
        return self.section(gettext("Function"), ("role", "seat_type"), ("function",), ("institution",))

    def sections(self) -> list[Any]:
        return [self.name_section(), self.function_section(), self.contact_section()]


class NominationForm(AskingForm, MemberForm):
    """A member to nominate. The hidden token makes a second submit the same nomination.

    What the Secretariat asks may be answered with it, or later; what completes the nomination is not called optional.
    """

    is_whole = False
    role = role_field()
    form_token = TokenField()
    #: Of whom the page has asked whether it is another person.
    another_person = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, delegation: Delegation, questions: Iterable[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if delegation.seats_at_table is not None:
            self.fields["seat_type"] = seat_field()
        self.ask(questions)
        self._lay_out(_("Nominate"))

    def _lay_out(self, label: str | Promise) -> None:
        later = SectionText(_("You may leave these to the member, or answer them later on the delegation’s page."))
        sections = [*self.sections(), *self.question_sections(later)]
        self.helper = self.make_helper(*sections, actions=(button("nominate", label),))

    def ask_whether_another(self, mark: str) -> None:
        """The same form once more, by which it is then said that this is another person than the one told of."""
        data: Any = self.data
        self.data = data.copy()
        cast("Any", self.data)["another_person"] = mark
        self._lay_out(_("Another person: nominate anyway"))

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


class CompletionForm(AskingForm, KnownPersonForm, MemberForm):
    """What is known of a nominated member, to be completed; an address that opens the member's page stays.

    It is saved as far as it goes; what completes the nomination is not called optional.
    """

    is_whole = False

    def __init__(
        self, *args: Any, questions: Iterable[Question] = (), answers: Mapping[UUID, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.email or self.instance.office_email:
            del self.fields["email"], self.fields["office_email"]
        for name in ("function", "nationality"):
            self.fields[name].completes = True  # type: ignore[attr-defined]
        self.fields["seen_answers"] = forms.CharField(
            required=False, max_length=40, widget=forms.HiddenInput, initial=answers_mark(answers or {})
        )
        self.ask(questions, answers)
        sections = [*self.sections(), *self.question_sections()]
        self.helper = self.make_helper(*sections, actions=(button("complete", _("Save")),))


class WithdrawalForm(forms.Form):
    """Why, if one wishes to say."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.TextInput({"autocomplete": "off"})
    )


class AskForm(forms.Form):
    """The address of a member who has none yet; and when the page said that the member was asked last."""

    email = forms.EmailField(
        label=_("The member’s own e-mail address"),
        help_text=_("It opens the member’s own page. Once it is saved, only the Secretariat changes it."),
        error_messages={
            "required": _("Enter an e-mail address, like name@mfa.example"),
            "invalid": _("Enter an e-mail address, like name@mfa.example"),
        },
    )
    seen_asked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, has_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_address:
            del self.fields["email"]
