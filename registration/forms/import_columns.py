"""How a table is read, which of its columns is which of ours, and what is so for all of its rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.columns import Column
from conference.imports.kinds import TableKind
from conference.imports.texts import Encoding
from registration.forms.person import capitalised, language_choices
from registration.imports.headings import WHOLE_NAME
from registration.imports.reading import FIXED_FIELDS
from registration.models import BroughtTable, DelegationRole, RegistrationImport

SEPARATORS = (
    (";", gettext_lazy("semicolon")),
    (",", gettext_lazy("comma")),
    ("\t", gettext_lazy("tab")),
    ("|", gettext_lazy("vertical line")),
)
NAMED_BY = frozenset({"given_names", WHOLE_NAME, "reference"})


class ReadingForm(forms.Form):
    """The sheet, the letters, the row with the headings: guessed, and to be corrected."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    encoding = forms.ChoiceField(label=gettext_lazy("Letters are stored as"), choices=Encoding.choices)
    separator = forms.ChoiceField(label=gettext_lazy("Cells are parted by"), choices=SEPARATORS)
    header_row = forms.IntegerField(
        label=gettext_lazy("Row with the headings"),
        min_value=1,
        max_value=1_000_000,
        help_text=gettext_lazy("What stands above is passed over."),
    )

    def __init__(self, data: Any = None, *, brought: BroughtTable, sheets: Sequence[str]) -> None:
        initial = {name: getattr(brought, name) for name in ("sheet", "encoding", "separator", "header_row")}
        super().__init__(data, initial=initial)
        if brought.kind == TableKind.XLSX:
            self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]
            del self.fields["encoding"], self.fields["separator"]
        else:
            del self.fields["sheet"]

    @property
    def reading(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


Offered = Mapping[str, tuple[str, list[tuple[str, str]]]]


class TableColumnsForm(forms.Form):
    """A choice for each heading, and what is said for all. What else may be chosen, whoever inherits says."""

    #: One of these has to be among the columns.
    named_by: frozenset[str] = frozenset()
    not_named: ClassVar[Any] = ""
    besides: ClassVar[tuple[tuple[str, Any], ...]] = ()

    def __init__(self, data: Any, *, brought: BroughtTable, columns: Iterable[Column], offered: Offered) -> None:
        super().__init__(data)
        self.headings: list[str] = list(brought.headings)
        self._fixed = tuple(offered)
        choices = [("", _("leave out")), *self.besides, *_in_groups(columns)]
        for place, heading in enumerate(self.headings):
            key = brought.columns[place] if place < len(brought.columns) else ""
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or _("Column %(number)s") % {"number": place + 1},
                choices=choices,
                initial=key,
                required=False,
            )
        none = ("", _("no more than the columns say"))
        for name, (label, texts) in offered.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[none, *texts], required=False, initial=brought.fixed.get(name, "")
            )

    @property
    def columns(self) -> list[str]:
        return [self.cleaned_data.get(f"column_{place}", "") for place in range(len(self.headings))]

    @property
    def fixed(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self._fixed if self.cleaned_data.get(name)}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        chosen = [key for key in self.columns if key]
        for place, key in enumerate(self.columns):
            if key and self.columns.index(key) < place:
                sentence = _("Two columns are said to be the same; choose another, or leave one out")
                self.add_error(f"column_{place}", sentence)
        if not self.named_by & set(chosen):
            self.add_error(None, self.not_named)
        return cleaned

    def column_fields(self) -> list[Any]:
        return [self[f"column_{place}"] for place in range(len(self.headings))]

    def fixed_fields(self) -> list[Any]:
        return [self[name] for name in self._fixed]


class ColumnsForm(TableColumnsForm):
    """Of a list of participants."""

    named_by = NAMED_BY
    not_named = gettext_lazy("Say which column holds the given names, or the whole name.")
    besides = ((WHOLE_NAME, gettext_lazy("Whole name (is taken apart)")),)

    def __init__(
        self,
        data: Any = None,
        *,
        brought: RegistrationImport,
        columns: Iterable[Column],
        delegations: Mapping[Any, str],
    ) -> None:
        offered: dict[str, tuple[str, list[tuple[str, str]]]] = {
            "category": (
                _("Category"),
                [(str(each.pk), str(each)) for each in brought.conference.categories.all()],
            ),
            "delegation": (_("Delegation"), [(str(pk), text) for pk, text in delegations.items()]),
            "role": (_("Role in the delegation"), capitalised(DelegationRole)),
            "language": (_("Language of letters"), language_choices(brought.conference)),
        }
        said = {name: offered[name] for name in FIXED_FIELDS}
        super().__init__(data, brought=brought, columns=columns, offered=said)


def _in_groups(columns: Iterable[Column]) -> list[Any]:
    """In the groups in which all lists offer them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for column in columns:
        groups.setdefault(str(column.group), []).append((column.key, str(column.label)))
    return list(groups.items())


class GoForm(forms.Form):
    """What is decided with the import itself."""

    leaves_out = forms.BooleanField(
        label=gettext_lazy("Leave out the rows with errors"),
        required=False,
        help_text=gettext_lazy("They are in the file with the rows to correct, which can be brought afterwards."),
    )
    writes_letters = forms.BooleanField(
        label=gettext_lazy("Write to each new participant who has an address"),
        required=False,
        help_text=gettext_lazy("A letter that they have been entered, with the link to their own page."),
    )

    def __init__(self, data: Any = None, *, has_errors: bool, has_new: bool) -> None:
        super().__init__(data)
        if not has_errors:
            del self.fields["leaves_out"]
        if not has_new:
            del self.fields["writes_letters"]
