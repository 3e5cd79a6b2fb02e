"""Changing what is known of a person, without overwriting what somebody else has changed meanwhile."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.errors import LostUpdateError, RegistrationError
from registration.forms.person import PersonForm


class KnownPersonForm(PersonForm):
    """Filled with what is on record; it carries the version that it was filled from."""

    seen_version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Something of this form was lost on its way; please open it again"),
            "invalid": gettext_lazy("Something of this form was lost on its way; please open it again"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def refuse(self, error: RegistrationError) -> None:
        """Says why the act refused, with everything typed kept.

        After a lost update each field that differs says what is on record now, and a second submit is made upon that.
        """
        self.add_error(None, str(error))
        if not isinstance(error, LostUpdateError):
            return
        for name in self.changed_data:
            if name != "seen_version":
                self.add_error(name, self._on_record(name))
        data: Any = cast("Any", self.data).copy()
        data["seen_version"] = str(self.instance.version)
        if "seen_answers" in self.fields:
            data["seen_answers"] = self.fields["seen_answers"].initial
        self.data = data

    def _on_record(self, name: str) -> str:
        known = self[name].initial
        if not known:
            return _("On record now: nothing. What you typed is kept; please look at it again.")
        choices = dict(getattr(self.fields[name], "choices", ()) or getattr(self.fields[name].widget, "choices", ()))
        return _("On record now: “%(value)s”. What you typed is kept; please look at it again.") % {
            "value": choices.get(str(known), known)
        }
