"""Several members in one form: a grid to type in, or to fill from a spreadsheet."""

import difflib
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.forms.nomination import role_choices, role_field
from registration.forms.person import COURTESIES, PersonForm
from registration.forms.widgets import SuggestingInput, TokenField, nationality_choices
from registration.models import DelegationRole, Participant, searchable

LINES = 12
MOST_LINES = 60
GRID_FIELDS = ("role", "courtesy", "given_names", "family_name", "function", "nationality", "email")


class KeepingSelect(forms.Select):
    """A list that also shows what was pasted and is not in it: nothing that was typed is lost."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        known = {str(key) for key, _label in self.choices}
        unknown = [one for one in value if one and one not in known]
        for place, one in enumerate(unknown, start=len(groups)):
            option = self.create_option(name, one, one, selected=True, index=place, attrs=attrs)
            groups.append((None, [option], place))
        return groups


class CountryText(forms.CharField):
    """A country by name or by its two letters, as a spreadsheet has it."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value).strip()
        if not typed:
            return ""
        known = _countries(get_language() or "en")
        code = known.get(searchable(typed)) or _countries("en").get(searchable(typed))
        if code is None:
            near = difflib.get_close_matches(searchable(typed), known, n=1)
            raise forms.ValidationError(self._sentence(typed, near))
        return code

    def _sentence(self, typed: str, near: list[str]) -> str:
        if not near:
            return _("“%(typed)s” is no country that we know; write its name or its two letters") % {"typed": typed}
        names = dict(nationality_choices(get_language() or "en"))
        code = _countries(get_language() or "en")[near[0]]
        return _("“%(typed)s” is no country that we know; is it %(near)s?") % {"typed": typed, "near": names[code]}


@lru_cache
def _countries(language: str) -> dict[str, str]:
    known = {}
    for code, name in nationality_choices(language):
        known |= {searchable(name): code, searchable(code): code}
    return known


class RowForm(PersonForm):
    """A line of the grid: what must be known to nominate, and what else a list of members usually has."""

    role = role_field()
    nationality = CountryText(label=gettext_lazy("Nationality"), required=False, max_length=80)

    class Meta:
        model = Participant
        fields = ("courtesy", "given_names", "family_name", "function", "nationality", "email")
        widgets = {"courtesy": SuggestingInput(COURTESIES), "email": forms.EmailInput()}

    field_order = GRID_FIELDS
    without_optional_marks = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].widget = KeepingSelect(choices=role_choices())
        self.fields["role"].error_messages["invalid_choice"] = _("“%(value)s” is no role here; choose one of the list")
        self.fields["nationality"].widget = forms.TextInput({"maxlength": 80})
        for field in self.fields.values():
            field.widget.attrs.pop("autocomplete", None)
            field.help_text = ""


if TYPE_CHECKING:
    RowFormSet = forms.BaseFormSet[RowForm]
else:
    RowFormSet = forms.BaseFormSet


class GridFormSet(RowFormSet):
    """Twelve lines, or as many as were pasted; those left empty are left out."""

    def people(self) -> list[tuple[int, Participant, DelegationRole]]:
        """The lines that were filled in: their number in the grid, the person, the role."""
        return [
            (number, form.instance, DelegationRole(form.cleaned_data["role"]))
            for number, form in enumerate(self.forms)
            if form.has_changed()
        ]

    def clean(self) -> None:
        if not any(form.has_changed() for form in self.forms):
            raise forms.ValidationError(_("Enter at least one member."))


Grid = forms.formset_factory(RowForm, formset=GridFormSet, extra=LINES, max_num=MOST_LINES, absolute_max=MOST_LINES)


def make_grid(conference: Conference, data: Any = None) -> GridFormSet:
    """An empty grid, or one with what was typed or pasted."""
    return cast("GridFormSet", Grid(data, prefix="members", form_kwargs={"conference": conference}))


class GridTokenForm(forms.Form):
    """Makes a second submit of the grid the same nominations: each line's token follows from this one."""

    form_token = TokenField()

    def token_of(self, number: int) -> uuid.UUID:
        """The token of a line."""
        return uuid.uuid5(self.cleaned_data["form_token"], str(number))
