"""What a focal point tells of the delegation itself: its letter, who stands in, where a member stands in its order."""

from typing import Any, cast

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from conference.uploads import Upload, UploadRefusedError, take_upload
from registration.forms.invitation import FocalPointForm
from registration.forms.person import button


class BackupForm(FocalPointForm):
    """Who stands in for the focal point; no code is asked, since one is signed in."""

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, conference=conference, asks_code=False, **kwargs)
        del self.fields["code"]
        self.helper.layout = Layout(
            Fieldset(_("Backup focal point"), "name", "function", "email", Row("phone", "language")),
            FormActions(button("name", _("Name the backup"))),
        )


class LetterForm(forms.Form):
    """A nomination letter; ``replaces`` names the one whose place it takes."""

    file = forms.FileField(
        label=_("Nomination letter"),
        help_text=_("A PDF, or a scan as JPEG or PNG, of at most ten megabytes."),
        error_messages={"required": _("Choose the file of the letter"), "empty": _("This file is empty")},
    )
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": "", "enctype": "multipart/form-data"}
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout("file", FormActions(button("upload", _("Upload"))))

    def clean_file(self) -> Upload:
        """What was sent, looked at by its content."""
        try:
            return take_upload(cast("UploadedFile[Any]", self.cleaned_data["file"]))
        except UploadRefusedError as error:
            raise forms.ValidationError(str(error)) from error


class PlaceForm(forms.Form):
    """Where a member shall stand, and where the page said that the member stands."""

    member = forms.UUIDField()
    place = forms.IntegerField(min_value=1, max_value=999)
    seen_place = forms.IntegerField(min_value=1)
