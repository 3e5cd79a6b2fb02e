"""The registration form: of an application, and of somebody invited in person."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from registration.actions.keep_answers import Answered
from registration.actions.people import PERSON_FIELDS, VISIBILITY_FIELDS
from registration.forms.consent import CHANGED, ConsentField
from registration.forms.organisation import organisation_fields, organisation_section
from registration.forms.particulars import ParticularsForm
from registration.forms.person import SectionText, button
from registration.forms.questions import AskingForm
from registration.forms.summary import SummaryRow, SummarySection, summary_of
from registration.forms.visibility import STORED, Level, level_field, proposed_level
from registration.forms.widgets import TokenField
from registration.models import (
    APPLICATION_FIELDS,
    Application,
    Participant,
    ParticipantCategory,
    Particular,
    Question,
    QuestionKind,
    notice_in_force,
)
from registration.queries.asked import shown_upon
from registration.queries.privacy_notices import version_text, version_url


class RegistrationForm(AskingForm, ParticularsForm):
    """All that a person tells of themselves. The hidden token makes a second submit the same registration."""

    level = level_field()
    consent = ConsentField(label=_("I have read the privacy notice and agree that my data are used as it says."))
    form_token = TokenField()

    required_fields = ("given_names", "function", "email")
    #: By question the file that answers it, where one was sent.
    files_sent: Mapping[UUID, str] = MappingProxyType({})

    def __init__(
        self,
        *args: Any,
        category: ParticipantCategory,
        conference: Conference,
        questions: Sequence[Question] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, category=category, conference=conference, **kwargs)
        self.fields["level"].initial = proposed_level(category)
        self._ask_for_consent()
        if category.asks_about_organisation:
            del self.fields["institution"]
            self.fields.update(organisation_fields())
            self.order_fields([name for name in self.fields if name not in ("level", "consent")])
        self._ask(questions)
        later = button("later", _("Save and finish later"), "secondary")
        steps = {Particular.PHOTOGRAPH, Particular.DOCUMENTS, Particular.TRAVEL} & set(category.asks)
        is_last = not steps and not self.asked_elsewhere
        onwards = button("check", _("Check what you entered") if is_last else _("Go on"))
        self.helper = self.make_helper(*self._sections(), actions=(onwards, later))
        # The page draws these: the fields of an empty form are drawn once for all.
        self.helper.form_tag = self.helper.render_hidden_fields = False
        self.helper.disable_csrf = True

    def _ask(self, questions: Sequence[Question]) -> None:
        """Files have a step of their own."""
        self.asked_elsewhere = [each for each in questions if each.kind == QuestionKind.FILE]
        self.ask(each for each in questions if each.kind != QuestionKind.FILE)
        self.order_fields([name for name in self.fields if name not in ("level", "do_not_photograph", "consent")])

    def files_wanted(self) -> list[Question]:
        """The questions answered by a file that are shown with what was entered, once that is valid."""
        shown = shown_upon([*self.questions, *self.asked_elsewhere], self.values_given())
        return [each for each in shown if each.kind == QuestionKind.FILE]

    def answered(self) -> Answered:
        """What was asked and answered; the files are those that were stored with the form."""
        questions = [*self.questions, *self.asked_elsewhere]
        return Answered(questions, self.values_given(), files=self.files_sent)

    def _ask_for_consent(self) -> None:
        """To the version in force; who agreed to a former one before they left off is told so."""
        version = notice_in_force(self.conference)
        field = cast("ConsentField", self.fields["consent"])
        field.ask_for(version)
        before = self.initial.get("consent") or version
        text = _("Privacy notice, %(version)s") % {"version": version_text(version)}
        kept = _("(opens beside this form, which keeps what you entered)")
        field.help_text = format_html(
            '{} <a href="{}" target="_blank" rel="noopener">{}</a> {}',
            "" if before == version else format_lazy("{}.", CHANGED),
            version_url(self.conference, version),
            text,
            kept,
        )

    def _sections(self) -> list[Any]:
        return [
            self.name_section(),
            self.function_section(),
            self.contact_section(),
            *([organisation_section()] if self.category.asks_about_organisation else []),
            *self.about_sections(),
            *self.question_sections(),
            Fieldset(_("Who may see that you take part"), SectionText(self.proposal_text()), "level"),
            self.section(_("Privacy"), ("do_not_photograph",), ("consent",)),
        ]

    def proposal_text(self) -> str | Promise:
        """Which level the category proposes, and that the choice is the person's."""
        return _(
            "For your category we propose “%(level)s”. The choice is yours, and you may change it at any time."
        ) % {"level": proposed_level(self.category).label}

    def person(self) -> Participant:
        """The participant as entered, not saved."""
        person = self.instance
        person.visibility, person.named_on_agenda = STORED[Level(self.cleaned_data["level"])]
        if self.category.asks_about_organisation:
            person.institution = self.cleaned_data["organisation"]
        return person

    def application(self) -> Application | None:
        """What was told of the organisation, not saved; nothing where the category does not ask."""
        if not self.category.asks_about_organisation:
            return None
        return Application(**{name: self.cleaned_data[name] for name in APPLICATION_FIELDS})

    def summary(self) -> list[SummarySection]:
        """What was entered, by section, to be read before it is submitted."""
        agreed = SummaryRow(_("You agree to the privacy notice"), version_text(self.cleaned_data["consent"]))
        privacy = SummarySection(str(_("Privacy")), [agreed])
        return [*summary_of(self, self.person()), *self.answers_summary(), privacy]


class InvitedForm(RegistrationForm):
    """For somebody invited in person: with what is known already; the address that the invitation went to stays."""

    def __init__(self, *args: Any, known: Participant, **kwargs: Any) -> None:
        self.known = known
        initial = forms.model_to_dict(known, fields=self._meta.fields)
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        invited_address = "email" if known.email else "office_email"
        self.fields["email"].required = bool(known.email)
        self.fields[invited_address].disabled = True
        self.fields[invited_address].help_text = _(
            "The address to which the invitation was sent. To change it, please write to the Secretariat."
        )

    def person(self) -> Participant:
        """As entered; what this form does not ask stays as it is known."""
        person = super().person()
        for name in PERSON_FIELDS - set(self.fields) - VISIBILITY_FIELDS - {"institution"}:
            setattr(person, name, getattr(self.known, name))
        if "institution" not in self.fields and not self.category.asks_about_organisation:
            person.institution = self.known.institution
        return person
