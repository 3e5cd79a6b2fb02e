"""A pasted list: read and shown row by row, put right in place, then everybody invited in one act."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import officer, required_conference
from conference.models import Conference, OrganisationFamily
from conference.models.organisation import OF_ONE_CONFERENCE
from registration.actions.invite_list import OrganisationLine, invite_organisations, invite_persons
from registration.admin.guard import is_of_another_conference
from registration.admin.invitation_forms import DayInput, Section, sections
from registration.admin.inviting import list_url
from registration.admin.registration_filters import categories_of
from registration.errors import RegistrationError
from registration.forms.reply_day import clean_reply_by
from registration.imports.pasted import ORGANISATIONS, PERSONS, Fault, PastedRow, person_of, read_list
from registration.models import Invitation, ParticipantCategory, Route
from registration.queries.invited import mark_invited_organisations, mark_invited_persons, organisations_by_name
from registration.queries.windows import usual_reply_by

View = Callable[[HttpRequest], HttpResponse]
OF_PERSONS, OF_ORGANISATIONS = "persons", "organisations"
BY_EMAIL, ON_PAPER = "email", "paper"


class PastedListForm(forms.Form):
    """Whom the list names, what all are told, and the list."""

    kind = forms.ChoiceField(
        label=gettext_lazy("The list names"),
        choices=((OF_PERSONS, gettext_lazy("persons")), (OF_ORGANISATIONS, gettext_lazy("organisations"))),
        widget=forms.RadioSelect,
        initial=OF_PERSONS,
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"))
    reply_by = forms.DateField(label=gettext_lazy("Reply by"), widget=DayInput, required=False)
    family = forms.ChoiceField(
        label=gettext_lazy("Organisations that the register does not know are"),
        choices=[(each.value, each.label) for each in OrganisationFamily if each in OF_ONE_CONFERENCE],
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Letters to organisations go"),
        choices=((BY_EMAIL, gettext_lazy("by e-mail")), (ON_PAPER, gettext_lazy("on paper, by hand"))),
    )
    text = forms.CharField(
        label=gettext_lazy("The list"),
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "wrap": "off"}),
        max_length=200_000,
        error_messages={"required": gettext_lazy("Paste the list here, one line for each.")},
        help_text=gettext_lazy(
            "Persons: courtesy, name, function, institution, e-mail, language. Organisations: name, e-mail, language, "
            "seats. Copied from a spreadsheet, or separated by semicolons or commas."
        ),
    )
    without_optional_marks = True

    def __init__(
        self, *args: Any, conference: Conference, categories: Sequence[ParticipantCategory], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.categories = {str(each.pk): each for each in categories if each.route in _ROUTES.values()}
        self.fields["category"].choices = [(pk, str(each)) for pk, each in self.categories.items()]  # type: ignore[attr-defined]
        self.fields["reply_by"].initial = usual_reply_by(conference)
        usual = (pk for pk, each in self.categories.items() if each.route == Route.INVITATION)
        self.fields["category"].initial = next(usual, None)

    @property
    def names_persons(self) -> bool:
        return bool(self.cleaned_data["kind"] == OF_PERSONS)

    def chosen_category(self) -> ParticipantCategory:
        return self.categories[self.cleaned_data["category"]]

    def clean_reply_by(self) -> datetime.date | None:
        """A day that the addressees can keep."""
        category = self.categories.get(self.cleaned_data.get("category", ""))
        return clean_reply_by(self.conference, self.cleaned_data["reply_by"], category)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        kind, category = self.cleaned_data.get("kind"), self.categories.get(self.cleaned_data.get("category", ""))
        if kind and category and category.route != _ROUTES[kind]:
            self.add_error("category", _("This category is not for those whom the list names."))
        return cleaned

    def sections(self) -> list[Section]:
        return sections(self, ("", ("kind", "category", "reply_by", "family", "way", "text")))


_ROUTES = {OF_PERSONS: Route.INVITATION, OF_ORGANISATIONS: Route.NOMINATION}


def invite_list_view(model_admin: ModelAdmin[Any]) -> View:
    """First submit: the rows as they are understood. Second (``send``): the act, if nothing is wrong any longer."""

    def view(request: HttpRequest) -> HttpResponse:
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        conference = required_conference(request)
        categories = list(categories_of(request).values())
        form = PastedListForm(request.POST or None, conference=conference, categories=categories)
        rows: list[PastedRow] = []
        if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
            rows = _read(conference, form)
            if "send" in request.POST and rows and not _faults(rows) and _invite(request, conference, form, rows):
                return HttpResponseRedirect(list_url())
        return TemplateResponse(
            request, "admin/registration/invitation/invite_list.html", _context(model_admin, request, form, rows)
        )

    return view


def _read(conference: Conference, form: PastedListForm) -> list[PastedRow]:
    columns = PERSONS if form.names_persons else ORGANISATIONS
    default = conference.language_or_default(None)
    rows = read_list(form.cleaned_data["text"], columns, languages=conference.languages, default=default)
    if not rows:
        form.add_error("text", _("No row was found in the list."))
    if form.names_persons:
        mark_invited_persons(conference, rows)
        return rows
    mark_invited_organisations(conference, rows)
    if form.cleaned_data["way"] == BY_EMAIL:
        for row in rows:
            if not row.values["email"]:
                row.fault(ORGANISATIONS[1].label, _("This is missing; a letter on paper needs none."))
    return rows


def _invite(request: HttpRequest, conference: Conference, form: PastedListForm, rows: list[PastedRow]) -> bool:
    try:
        done = _act(conference, form, rows, request)
    except RegistrationError as error:
        form.add_error(None, str(error))
        return False
    sentence = ngettext("%(count)d invitation is made.", "%(count)d invitations are made.", len(done))
    messages.success(request, sentence % {"count": len(done)})
    return True


def _act(conference: Conference, form: PastedListForm, rows: list[PastedRow], request: HttpRequest) -> list[Invitation]:
    chosen, by = form.cleaned_data, officer(request)
    if form.names_persons:
        return invite_persons(
            [person_of(row) for row in rows],
            conference=conference,
            category=form.chosen_category(),
            reply_by=chosen["reply_by"],
            by=by,
        )
    known = organisations_by_name(conference)
    lines = [
        OrganisationLine(
            organisation=known.get(row.values["name"].casefold()),
            name=row.values["name"],
            language=row.values["language"],
            email=row.values["email"],
            quota=int(row.values["quota"]) if row.values["quota"] else None,
        )
        for row in rows
    ]
    return invite_organisations(
        lines,
        conference=conference,
        category=form.chosen_category(),
        family=OrganisationFamily(chosen["family"]),
        reply_by=chosen["reply_by"],
        on_paper=chosen["way"] == ON_PAPER,
        by=by,
    )


def _faults(rows: list[PastedRow]) -> list[Fault]:
    return [fault for row in rows for fault in row.faults]


def _context(
    model_admin: ModelAdmin[Any], request: HttpRequest, form: PastedListForm, rows: list[PastedRow]
) -> dict[str, Any]:
    columns = (PERSONS if form.names_persons else ORGANISATIONS) if rows else ()
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("Invite a list"),
        "opts": model_admin.opts,
        "form": form,
        "columns": [column.label for column in columns],
        "rows": [_shown(row, [column.key for column in columns], is_person=columns is PERSONS) for row in rows],
        "faults": _faults(rows),
        "parent_url": list_url(),
        "parent_label": _("Invitations"),
    }


def _shown(row: PastedRow, keys: Sequence[str], *, is_person: bool) -> dict[str, Any]:
    values = dict(row.values)
    if is_person and values["name"]:
        values["name"] = person_of(row).ordered_name
    return {"number": row.number, "cells": [values[key] for key in keys], "faults": row.faults}
