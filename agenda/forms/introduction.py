"""How a speaker is introduced: words in the conference's languages, and a portrait."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from conference.formats import language_name
from conference.forms.translated import TranslatedFormField
from conference.forms.upload import UploadField
from conference.models import TranslatedText
from conference.uploads import PICTURES
from registration.forms.files import PHOTOGRAPH_SIDE


class BiographyForm(forms.Form):
    def __init__(self, *args: Any, languages: Sequence[str], longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest
        self.fields["biography"] = TranslatedFormField(
            label=_("Biography"),
            languages=languages,
            long=True,
            required=False,
            help_text=now(
                "At most %(longest)d characters in each language; one language is enough. Whoever reads another one is "
                "shown it in English, or in the one there is."
            )
            % {"longest": longest},
        )

    def clean_biography(self) -> TranslatedText:
        given: TranslatedText = self.cleaned_data["biography"]
        for code, text in given.items():
            if len(text) > self.longest:
                sentence = now("The biography in %(language)s has %(count)d characters; %(longest)d are the most.")
                raise ValidationError(
                    sentence % {"language": language_name(code), "count": len(text), "longest": self.longest}
                )
        return given


class PortraitForm(forms.Form):
    portrait = UploadField(
        label=_("Portrait"),
        help_text=_(
            "JPEG or PNG, of at most 10 megabytes. Place, device and comments that a picture carries are removed."
        ),
        allowed=PICTURES,
        drawn_side=PHOTOGRAPH_SIDE,
        error_messages={"required": _("Choose a picture")},
    )
