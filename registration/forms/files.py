"""A photograph and supporting documents: each looked at when it arrives, none asked for twice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.forms.upload import UploadField
from conference.uploads import PICTURES

PHOTOGRAPH_SIDE = 1_600


class PhotographForm(forms.Form):
    photograph = UploadField(
        label=_("Photograph"),
        help_text=_("JPEG or PNG, of at most 10 megabytes: face to the front, without headgear unless of religion."),
        allowed=PICTURES,
        drawn_side=PHOTOGRAPH_SIDE,
        error_messages={"required": _("Choose a photograph")},
    )


class DocumentForm(forms.Form):
    document = UploadField(
        label=_("Document"),
        help_text=_("PDF, JPEG or PNG, of at most 10 megabytes."),
        error_messages={"required": _("Choose a document")},
    )
