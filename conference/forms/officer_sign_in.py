"""The form with which officers sign in."""

import datetime
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from conference.actions.attempts import end_attempt
from conference.actions.officer_sign_in import begin_attempt
from conference.errors import TooManyAttemptsError
from conference.http import client_address


class OfficerSignInForm(AdminAuthenticationForm):
    """Django's own, which after a few wrong passwords looks at none for a while."""

    wait: datetime.timedelta | None = None

    def clean(self) -> dict[str, Any]:
        address, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not address or not password:
            return super().clean()
        try:
            attempt = begin_attempt(address, client=client_address(self.request) if self.request else "")
        except TooManyAttemptsError as error:
            self.wait = error.wait
            raise ValidationError(str(error), code="too_many_attempts") from error
        cleaned = super().clean()
        end_attempt(attempt)
        return cleaned
