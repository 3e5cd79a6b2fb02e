"""What belongs to one's participation beside name and function: needs, travel, photograph and documents."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.formats import day_text, moment_text
from conference.models import Conference, User
from registration.forms.questions import TITLE
from registration.forms.summary import SummaryRow
from registration.models import Document, DocumentKind, ParticipantNeeds, Question, Registration, Travel
from registration.permissions import is_the_person
from registration.queries.answer_lines import AnswerLine, answer_lines, values_of
from registration.queries.asked import asked_of_owner, still_wanted
from registration.queries.due import OwnDue, own_dues
from registration.queries.own import is_asked_for_files, is_asked_for_needs, is_asked_for_travel
from registration.views.answering import rows_of


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section of the page, with the one way to change what it shows."""

    title: str
    text: str = ""
    rows: list[SummaryRow] = field(default_factory=list)
    documents: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Told:
    """The Secretariat's own questions to somebody, and what was answered."""

    questions: list[Question]
    lines: list[AnswerLine]

    def lacking(self) -> list[Question]:
        """What must be answered and is not."""
        return still_wanted(self.questions, values_of(self.lines))


def parts_of(registration: Registration, user: User, conference: Conference, told: Told) -> list[Part]:
    """Those that are asked of this participation, and whatever files are there."""
    found = (
        _answers(registration, conference, told),
        _travel(registration, conference) if is_asked_for_travel(registration) else None,
        _files(registration, user, conference),
        _needs(registration, user) if is_asked_for_needs(registration) else None,
    )
    return [part for part in found if part is not None]


def told_by(registration: Registration) -> Told:
    """Asked as long as the participation goes on; what was answered is shown afterwards, too."""
    return Told(asked_of_owner(registration) if registration.is_live else [], answer_lines(registration))


def questions_to_answer(registration: Registration, told: Told) -> Iterator[dict[str, str]]:
    """Each required question that has no answer yet; shaped for ``components/todo.html``."""
    for question in told.lacking():
        text = _("Answer: %(question)s") % {"question": question}
        yield {"text": text, "url": _url("registration:own-questions", registration), "by_text": ""}


def asked_by_a_day(registration: Registration, conference: Conference) -> Iterator[dict[str, str]]:
    """What is still outstanding of these, and by when; shaped for ``components/todo.html``."""
    words = {
        OwnDue.PHOTOGRAPH: (_("Send your photograph"), "registration:own-files"),
        OwnDue.VISA: (_("Tell us whether you need support for a visa"), "registration:own-travel"),
        OwnDue.TRAVEL: (_("Tell us when you arrive and leave"), "registration:own-travel"),
    }
    for due, by in own_dues(registration):
        text, name = words[due]
        yield {"text": text, "url": _url(name, registration), "by_text": _by_text(by, conference) if by else ""}


def _by_text(by: datetime.date, conference: Conference) -> str:
    if by < conference_today(conference):
        return _("was due by %(day)s; it is still welcome") % {"day": day_text(by)}
    return _("by %(day)s") % {"day": day_text(by)}


def _url(name: str, registration: Registration) -> str:
    return reverse(name, args=[registration.conference.slug, registration.pk])


def _needs(registration: Registration, user: User) -> Part:
    """Whether anything was said, and to an office not even that."""
    known = ParticipantNeeds.objects.filter(participant=registration.participant_id).first()
    if not is_the_person(user, registration):
        text = _("Shown to the person alone. You may tell us of them on the person's behalf.")
    elif known is not None and known.is_said:
        text = _("You told us what you need. It is kept encrypted, and not shown on this page.")
    else:
        text = _("You have told us of no needs.")
    url = _url("registration:own-needs", registration)
    return Part(title=_("Meals and access"), text=text, url=url, label=_("See or change"))


def _answers(registration: Registration, conference: Conference, told: Told) -> Part | None:
    rows = rows_of(told.lines, conference)
    if not told.questions:
        return Part(title=str(TITLE), rows=rows) if rows else None
    text = "" if rows else _("You have answered nothing yet.")
    url = _url("registration:own-questions", registration)
    return Part(title=str(TITLE), text=text, rows=rows, url=url, label=_("Answer or change"))


def _travel(registration: Registration, conference: Conference) -> Part:
    travel = Travel.objects.filter(registration=registration).first()
    url, label = _url("registration:own-travel", registration), _("See or change")
    if travel is None:
        text = _("You have told us nothing of your journey yet.")
        return Part(title=_("Travel and visa"), text=text, url=url, label=_("Tell us of your journey"))
    rows = [
        SummaryRow(_("Arrival"), _moment(travel.arrives_at, conference), travel.arrival_flight),
        SummaryRow(_("Departure"), _moment(travel.departs_at, conference), travel.departure_flight),
        SummaryRow(_("Hotel"), travel.hotel),
        SummaryRow(_("Visa support"), capfirst(_("needed") if travel.needs_visa_support else _("not needed"))),
    ]
    return Part(title=_("Travel and visa"), rows=[row for row in rows if row.text], url=url, label=label)


def _moment(moment: datetime.datetime | None, conference: Conference) -> str:
    return moment_text(moment, conference.zone) if moment else ""


def _files(registration: Registration, user: User, conference: Conference) -> Part | None:
    """Each with a link that opens it; those that belong to a participation which has ended are still shown."""
    visible = Document.objects.visible_to(user, conference).current()
    own = visible.filter(registration=registration).exclude(kind=DocumentKind.ANSWER)
    documents = [
        {
            "name": each.name,
            "kind": capfirst(each.get_kind_display()),
            "size": filesizeformat(each.size),
            "url": reverse("registration:document", args=[conference.slug, each.pk]),
        }
        for each in own
    ]
    title = _("Photograph and documents")
    if is_asked_for_files(registration):
        url = _url("registration:own-files", registration)
        text = "" if documents else _("You have sent nothing yet.")
        return Part(title=title, text=text, documents=documents, url=url, label=_("Add, replace or remove"))
    return Part(title=title, documents=documents) if documents else None
