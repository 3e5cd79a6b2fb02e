"""Several members in one form: a grid to type in, or to fill from a spreadsheet."""

import difflib
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.forms.nomination import role_choices, role_field
from registration.forms.person import COURTESIES, PersonForm
from registration.forms.widgets import SuggestingInput, TokenField, nationality_choices
from registration.models import DelegationRole, Participant, searchable

LINES = 12
MOST_LINES = 60
MOST_SUGGESTED = 3
CODE = 2  # letters: too few to look for in names
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
            raise forms.ValidationError(_unknown(typed))
        return code


def _unknown(typed: str) -> str:
    """Which countries it may be: those in whose name the word stands, else those that are written nearly so."""
    known, word = _countries(get_language() or "en"), searchable(typed)
    near = [name for name in known if word in name and len(word) > CODE] or difflib.get_close_matches(
        word, known, n=MOST_SUGGESTED, cutoff=0.75
    )
    if not near:
        return _("“%(typed)s” is no country that we know; write its name or its two letters") % {"typed": typed}
    names = dict(nationality_choices(get_language() or "en"))
    shown = ", ".join(dict.fromkeys(names[known[name]] for name in near[:MOST_SUGGESTED]))
    text = _("“%(typed)s” is no country that we know; perhaps it is one of these: %(names)s")
    return text % {"typed": typed, "names": shown}


@lru_cache
def _countries(language: str) -> dict[str, str]:
    known: dict[str, str] = {}
    for code, name in nationality_choices(language):
        known |= {searchable(name): code, searchable(code): code}
    return known


class RowForm(PersonForm):
    """A line of the grid: what must be known to nominate, and what else a list of members usually has."""

    role = role_field()

    class Meta:
        model = Participant
        fields = ("courtesy", "given_names", "family_name", "function", "nationality", "email")
        widgets = {"courtesy": SuggestingInput(COURTESIES), "email": forms.EmailInput()}

    field_order = GRID_FIELDS
    without_optional_marks = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("phone", None)  # may follow
        self.fields["role"].widget = KeepingSelect(choices=role_choices())
        self.fields["role"].error_messages["invalid_choice"] = _("“%(value)s” is no role here; choose one of the list")
        self.fields["nationality"] = CountryText(label=_("Nationality"), required=False, max_length=80)
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

    def lines_in_order(self) -> list[tuple[int, Participant]]:
        """Of the lines that were filled in those without an error, also where others have one."""
        filled = [(number, form) for number, form in enumerate(self.forms) if form.has_changed()]
        return [(number, form.instance) for number, form in filled if form.is_valid()]

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
    #: Of whom the page has asked whether they are others.
    another_person = forms.CharField(required=False, max_length=40)

    def token_of(self, number: int) -> uuid.UUID:
        """The token of a line."""
        return uuid.uuid5(self.cleaned_data["form_token"], str(number))
