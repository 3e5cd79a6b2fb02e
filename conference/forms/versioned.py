"""Forms that tell a lost update instead of overwriting it."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class VersionedModelForm(forms.ModelForm[Any]):
    """Carries the version that it was filled from and is refused when the row has moved on."""

    #: Why the act refused what this form asks, when the page is shown a second time with everything typed kept.
    refusal: ClassVar[str] = ""

    seen_version = forms.IntegerField(label=_("version seen"), widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")
        seen = self.cleaned_data.get("seen_version")
        if not self._is_new() and seen != self._current_version():
            raise ValidationError(
                _(
                    "Somebody else changed this while you had it open. Nothing of yours was saved yet: open the page "
                    "anew in another tab, compare, and enter your changes there."
                ),
                code="lost_update",
            )
        return cleaned

    def _is_new(self) -> bool:
        return bool(self.instance._state.adding)  # noqa: SLF001  Django documents the attribute

    def _current_version(self) -> int | None:
        rows = type(self.instance)._default_manager.select_for_update().filter(pk=self.instance.pk)
        # In the order of the model it might be joined to what is not there, and no such row can be locked.
        version: int | None = rows.order_by("pk").values_list("version", flat=True).first()
        return version

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  Django's signature
        if not self._is_new() and self.has_changed():
            self.instance.version += 1
        return super().save(commit)
