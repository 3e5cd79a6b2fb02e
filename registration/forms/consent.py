"""The box by which one agrees to the privacy notice: what it sends is the version that was shown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

REQUIRED = _("Read the privacy notice and say that you agree")
CHANGED = _("The privacy notice has changed since you agreed: please read the new version and agree again")


class ConsentBox(forms.CheckboxInput):
    """Ticked for the version in force alone: who ticked it for a former one finds it empty again."""

    version = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return str(data.get(name, ""))

    def format_value(self, value: Any) -> str:
        return self.version

    def is_ticked(self, value: Any) -> bool:
        return bool(value) and value == self.version

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        self.check_test = self.is_ticked
        return super().get_context(name, value, attrs)


class ConsentField(forms.Field):
    """Cleans to the version agreed to, which is the one in force."""

    widget = ConsentBox

    def ask_for(self, version: str) -> None:
        """Says which version is in force."""
        self.version = self.widget.version = version

    def clean(self, value: Any) -> str:
        if not value:
            raise ValidationError(REQUIRED, code="required")
        if value != self.version:
            raise ValidationError(CHANGED, code="changed")
        return self.version
