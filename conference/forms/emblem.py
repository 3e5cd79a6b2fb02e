"""The one picture that the public is served: known by its content, drawn anew, under a name that nobody chose."""

import io
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils.translation import gettext_lazy as _

from conference.uploads import ENDINGS, MEGABYTE, PICTURES, UploadRefusedError, take_upload

LARGEST_FILE = 5 * MEGABYTE
DRAWN_SIDE = 1_200


class EmblemField(forms.FileField):
    """Takes PNG and JPEG, whatever they are called; gives the picture alone, without what the file said beside it."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"})
    default_error_messages = {"empty": _("This file is empty. Please choose it again.")}

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            drawn = take_upload(file, allowed=PICTURES, largest=LARGEST_FILE, drawn_side=DRAWN_SIDE)
        except UploadRefusedError as error:
            raise ValidationError(str(error)) from error
        name = f"{uuid4().hex}.{ENDINGS[drawn.content_type]}"
        return InMemoryUploadedFile(io.BytesIO(drawn.content), None, name, drawn.content_type, drawn.size, None)
