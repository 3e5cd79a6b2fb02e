"""A photograph and supporting documents: each looked at when it arrives, none asked for twice."""

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from conference.forms.upload import UploadField
from conference.uploads import PICTURES
from registration.forms.question_fields import field_name
from registration.models import Question

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


class FileAnswerForm(forms.Form):
    """The file that answers one of the Secretariat's questions."""

    file = UploadField(
        help_text=_("PDF, JPEG or PNG, of at most 10 megabytes."),
        error_messages={"required": _("Choose a file")},
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{field_name(question)}_%s", **kwargs})
        self.question, self.step = question, field_name(question)
        field = self.fields["file"]
        field.label = str(question.text)
        field.help_text = " ".join(filter(None, (escape(str(question.help)), str(field.help_text))))
        # Whether it may be left out is said once, above.
        field.completes = True  # type: ignore[attr-defined]
