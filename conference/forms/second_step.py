"""The short forms of two-step sign-in."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.actions.attempts import end_attempt
from conference.actions.officer_sign_in import begin_attempt, begin_second_attempt
from conference.actions.second_factor import give_second_factor
from conference.errors import CodeNotValidError, TooManyAttemptsError
from conference.http import client_address
from conference.models import SecondFactor, User

ASKED_FOR = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "code-input"}


class Patient(forms.Form):
    """A form whose tries are counted; ``wait`` says how long none is looked at."""

    wait: datetime.timedelta | None = None

    def refuse_for_a_while(self, error: TooManyAttemptsError) -> ValidationError:
        self.wait = error.wait
        return ValidationError(str(error), code="too_many_attempts")


class SecondStepForm(Patient):
    """The app's code, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Code"),
        max_length=24,
        widget=forms.TextInput(attrs=ASKED_FOR),
        error_messages={"required": _("Enter the six digits that your authenticator app shows.")},
    )

    def __init__(self, data: Any, *, user: User, request: HttpRequest) -> None:
        super().__init__(data)
        self.user, self.request = user, request
        self.factor: SecondFactor | None = None

    def clean(self) -> dict[str, Any]:
        """Looks at the code once; raises what the limits and the code say."""
        code = self.cleaned_data.get("code")
        if not code:
            return self.cleaned_data
        try:
            attempt = begin_second_attempt(self.user, client=client_address(self.request))
            self.factor = give_second_factor(self.user.pk, code)
        except TooManyAttemptsError as error:
            raise self.refuse_for_a_while(error) from error
        except CodeNotValidError as error:
            message = _("This code is not valid. The app shows a new one every half a minute, and each is taken once.")
            raise ValidationError({"code": message}) from error
        end_attempt(attempt)
        return self.cleaned_data


class SetUpForm(forms.Form):
    """The first code of a new app: proof that it holds the key."""

    code = forms.CharField(
        label=_("The six digits that the app shows"),
        max_length=12,
        widget=forms.TextInput(attrs=ASKED_FOR),
        error_messages={"required": _("Enter the six digits that your authenticator app shows.")},
    )


class OwnPasswordForm(Patient):
    """Whoever changes how one signs in shows that it is their account: the desk may have been left open."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )

    def __init__(self, data: Any, *, user: User, request: HttpRequest) -> None:
        super().__init__(data)
        self.user, self.request = user, request

    def clean_password(self) -> str:
        """Counted like a try to sign in."""
        password: str = self.cleaned_data["password"]
        try:
            attempt = begin_attempt(self.user.email, client=client_address(self.request))
        except TooManyAttemptsError as error:
            raise self.refuse_for_a_while(error) from error
        if authenticate(self.request, username=self.user.email, password=password) is None:
            raise ValidationError(_("This is not your password."), code="wrong_password")
        end_attempt(attempt)
        return password


class ResetForm(forms.Form):
    """Why a colleague's second factor is reset."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("How you made sure who asks, and what was lost. It is kept with your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give the reason.")},
    )
