"""What is chosen first of a new question: of whom it is asked, and how it is answered."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from registration.models import QuestionKind, QuestionSubject


def kind_choices() -> list[tuple[str, str]]:
    return [(each.value, str(capfirst(each.label))) for each in QuestionKind]


class NewQuestionForm(forms.Form):
    """Of whom it is asked and how it is answered: neither changes later."""

    subject = forms.ChoiceField(
        label=_("Asked of"),
        choices=lambda: [(each.value, capfirst(each.label)) for each in QuestionSubject],
        initial=QuestionSubject.PERSON,
        widget=forms.RadioSelect,
        help_text=_(
            "What is asked of a delegation as a whole is answered by its focal point, on the delegation’s page."
        ),
    )
    kind = forms.ChoiceField(label=_("Answered by"), choices=kind_choices, widget=forms.RadioSelect)
