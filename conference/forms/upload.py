"""A question that is answered with a file: what comes out has been looked at, and may be stored."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conference.uploads import DOCUMENTS, DRAWN_SIDE, LARGEST_FILE, Upload, UploadRefusedError, take_upload


class UploadField(forms.FileField):
    """Cleans to an :class:`Upload`; nothing is stored. A refusal is a sentence beside the field."""

    def __init__(
        self,
        *,
        allowed: Collection[str] = DOCUMENTS,
        largest: int = LARGEST_FILE,
        drawn_side: int = DRAWN_SIDE,
        **kwargs: Any,
    ) -> None:
        self.allowed, self.largest, self.drawn_side = allowed, largest, drawn_side
        kwargs.setdefault("widget", forms.FileInput({"accept": ",".join(sorted(allowed))}))
        super().__init__(**kwargs)
        self.error_messages |= {
            "required": kwargs.get("error_messages", {}).get("required") or _("Choose a file"),
            "invalid": _("The file did not arrive. Please choose it again."),
            "missing": _("The file did not arrive. Please choose it again."),
            "empty": _("This file is empty. Please choose it again."),
        }

    def to_python(self, data: Any) -> Upload | None:  # type: ignore[override]
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return take_upload(file, allowed=self.allowed, largest=self.largest, drawn_side=self.drawn_side)
        except UploadRefusedError as error:
            raise ValidationError(str(error)) from error
