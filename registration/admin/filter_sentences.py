"""What a list is cut by, as sentences, each value with the address of the list without it."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from registration.admin.desk_list import DeskFilter

VALUES = "%(values)s"


def filter_sentences(changelist: ChangeList) -> list[dict[str, Any]]:
    """One for each filter in force, and one for the words that are searched for."""
    return list(_sentences(changelist))


def _sentences(changelist: ChangeList) -> Iterator[dict[str, Any]]:
    if changelist.query:
        without = changelist.get_query_string({SEARCH_VAR: None})
        yield _sentence(_("The words “%(values)s” occur."), [{"label": changelist.query, "url": without}])
    for spec in changelist.filter_specs:
        if isinstance(spec, DeskFilter) and spec.values:
            yield _sentence(spec.sentence or f"{spec.title}: {VALUES}.", _values(changelist, spec))


def _values(changelist: ChangeList, spec: DeskFilter) -> list[dict[str, str]]:
    found, name = spec.values, str(spec.parameter_name)
    return [
        {
            "label": spec.label_of(value),
            "url": changelist.get_query_string({name: [other for other in found if other != value] or None}),
        }
        for value in found
    ]


def _sentence(sentence: str | Promise, values: list[dict[str, str]]) -> dict[str, Any]:
    before, _placeholder, after = str(sentence).partition(VALUES)
    return {"before": before, "values": values, "after": after}


def sentence_text(sentence: dict[str, Any]) -> str:
    """The same without the links."""
    linked = (" " + _("or") + " ").join(value["label"] for value in sentence["values"])
    return f"{sentence['before']}{linked}{sentence['after']}"
