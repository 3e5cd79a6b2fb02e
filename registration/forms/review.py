"""What an applicant who was declined wishes to be looked at again."""

from typing import Any

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from registration.forms.person import button


class ReviewForm(forms.Form):
    """The reasons, in the applicant's own words."""

    words = forms.CharField(
        label=_("What should be looked at again?"),
        help_text=_(
            "Say what was misunderstood, or what has changed. The officers who decide read it as you write it."
        ),
        widget=forms.Textarea({"rows": 7}),
        max_length=4000,
        error_messages={"required": _("Please say what should be looked at again.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("words", FormActions(button("save", _("Ask for a review"))))
