"""What a form holds, to be read before it is submitted: labels and values in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.defaultfilters import linebreaksbr
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from registration.models import APPLICATION_FIELDS, Document, Participant, Visibility


@dataclass(frozen=True)
class SummaryRow:
    """A term and what was entered; shaped for components/definitions.html."""

    term: str | Promise
    text: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class SummarySection:
    title: str
    rows: list[SummaryRow]


def summary_of(form: forms.BaseForm, person: Participant) -> list[SummarySection]:
    """The sections of a valid form with every answer that was given."""
    sections = (
        SummarySection(
            _("Name"), [*_how_it_is_written(person), *_rows(form, "given_names", "family_name", "patronymic")]
        ),
        SummarySection(_("Function"), _rows(form, "role", "function", "institution")),
        SummarySection(_("Contact"), _rows(form, "email", "phone", "office_email", "language", "nationality")),
        SummarySection(
            _("About your organisation"),
            _rows(form, *APPLICATION_FIELDS),
        ),
        SummarySection(_("About you"), _rows(form, "gender", "age_band", "modality", "interpretation_language")),
        SummarySection(_("Needs"), _rows(form, "diet", "diet_note", "access")),
        SummarySection(_("Who may see that you take part"), _rows(form, "level", "do_not_photograph")),
    )
    return [section for section in sections if section.rows]


def travel_summary(form: forms.BaseForm | None) -> list[SummarySection]:
    """What was said of travel and visa; of the passport no more than that it was given."""
    if form is None:
        return []
    shown = [name for name in form.fields if not name.startswith("passport_")]
    rows = _rows(form, *shown)
    if form.cleaned_data.get("passport_number"):
        rows.insert(1, SummaryRow(_("Passport"), _("entered; it is not shown again")))
    return [SummarySection(_("Travel and visa"), rows)]


def files_summary(documents: Iterable[Document]) -> list[SummarySection]:
    """The files that go with the form."""
    rows = [SummaryRow(str(each.question or capfirst(each.get_kind_display())), each.name) for each in documents]
    return [SummarySection(_("Photograph and documents"), rows)] if rows else []


def in_lines(text: str) -> str:
    """The text with its lines and paragraphs kept."""
    return linebreaksbr(text) if "\n" in text else text


def _how_it_is_written(person: Participant) -> list[SummaryRow]:
    listed = person.visibility == Visibility.LISTED
    unless_listed = "" if listed else _("So it would stand there; with the choice you made it does not appear.")
    rows = [
        SummaryRow(_("In the list of participants"), person.formal_name, unless_listed),
        SummaryRow(_("In our letters"), person.letter_name),
    ]
    if person.native_name:
        rows.append(SummaryRow(_("In its own script"), person.native_name))
    return rows


def _rows(form: forms.BaseForm, *names: str) -> list[SummaryRow]:
    return [_row(form[name], form.cleaned_data[name]) for name in names if form.cleaned_data.get(name)]


def _row(field: forms.BoundField, value: Any) -> SummaryRow:
    choices = dict(getattr(field.field, "choices", ()))
    if isinstance(value, list):
        return SummaryRow(field.label, ", ".join(str(choices.get(each, each)) for each in value))
    shown = _("yes") if value is True else choices.get(str(value), value)
    return SummaryRow(field.label, in_lines(str(shown)), getattr(shown, "text", ""))
