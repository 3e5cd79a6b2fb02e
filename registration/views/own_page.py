"""What a person's own page prints."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import on_the_clock
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.formats import day_text, language_name
from conference.models import Conference, User
from conference.views.landing import dates_of
from conference.views.pages import own_pages_of
from registration.forms.nomination import role_text
from registration.forms.summary import SummaryRow, in_lines
from registration.forms.visibility import MEANING, level_of
from registration.models import Registration
from registration.queries.outstanding import outstanding
from registration.queries.own import correctable_fields, own_invitations, own_messages, own_registrations
from registration.queries.windows import registration_window
from registration.states import ENDED
from registration.states import RegistrationState as S
from registration.views.standing import TOLD_WITH_A_REASON, may_withdraw, tone_of, words_of

MESSAGES_SHOWN = 50
LETTER_WORDS = {
    MessageState.QUEUED: (gettext_lazy("On its way"), "neutral"),
    MessageState.SENDING: (gettext_lazy("On its way"), "neutral"),
    MessageState.SENT: (gettext_lazy("Sent"), "good"),
    MessageState.FAILED: (gettext_lazy("Could not be delivered"), "trouble"),
    MessageState.UNKNOWN: (gettext_lazy("Perhaps sent; ask the Secretariat"), "waiting"),
    MessageState.HELD: (gettext_lazy("Held back"), "neutral"),
    MessageState.CANCELLED: (gettext_lazy("Not sent"), "neutral"),
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One registration: where it stands, what is asked, by when; the person's data and what can be done."""

    id: UUID
    name: str
    label: str
    title: str
    text: str
    tone: str
    status: str
    since: str
    reason: str
    todo: list[dict[str, str]]
    rows: list[SummaryRow]
    level: str
    level_text: str
    actions: list[dict[str, str]]
    is_ended: bool


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """The whole page, in the active language."""

    address: str
    standings: list[Standing]
    invitations: list[dict[str, str]]
    letters: list[dict[str, str]]
    dates: list[dict[str, Any]]
    other_pages: list[dict[str, str]]

    @property
    def single(self) -> Standing | None:
        """The one registration that the page is about, where there is exactly one."""
        return self.standings[0] if len(self.standings) == 1 else None


def own_page(user: User, conference: Conference) -> OwnPage:
    """Reads everything of the person's once."""
    here = reverse("registration:own", args=[conference.slug])
    return OwnPage(
        address=user.email,
        standings=[standing(each, user, conference) for each in own_registrations(user, conference)],
        invitations=[
            {
                "name": each.addressee,
                "by_text": _("Kindly reply by %(day)s.") % {"day": day_text(each.reply_by)} if each.reply_by else "",
                "url": reverse("registration:invitation", args=[conference.slug, each.link_token]),
            }
            for each in own_invitations(user, conference)
        ],
        letters=[letter(each, conference) for each in own_messages(user, conference)[:MESSAGES_SHOWN]],
        dates=dates_of(conference),
        other_pages=[own for own in own_pages_of(user, conference) if own["url"] != here],
    )


def standing(registration: Registration, user: User, conference: Conference) -> Standing:
    """One registration in words."""
    words = words_of(registration)
    level = level_of(registration.participant)
    return Standing(
        id=registration.pk,
        name=registration.participant.formal_name,
        label=_label(registration),
        title=str(words.title),
        text=str(words.text),
        tone=tone_of(registration),
        status=capfirst(registration.get_state_display()),
        since=day_text(registration.state_since.astimezone(conference.zone).date()),
        reason=_reason(registration),
        todo=_todo(registration, conference),
        rows=_rows(registration),
        level=str(level.label),
        level_text=str(MEANING[level]),
        actions=_actions(registration, user, conference),
        is_ended=registration.state in ENDED,
    )


def letter(message: OutgoingMessage, conference: Conference) -> dict[str, str]:
    """A letter as its addressee sees it: what about, when, whether it went out."""
    text, tone = LETTER_WORDS[MessageState(message.state)]
    when = on_the_clock(conference, message.sent_at or message.created_at)
    return {
        "subject": message.subject,
        "when": f"{day_text(when.date(), with_year=True)}, {when:%H:%M}",
        "status": str(text),
        "tone": tone,
    }


def _label(registration: Registration) -> str:
    """As what one takes part: the category, or the delegation and the role in it."""
    if registration.delegation is None:
        return str(registration.category)
    return f"{registration.delegation} · {role_text(registration.role)}"


def _reason(registration: Registration) -> str:
    """The reason of the last decision, where it was told in a letter."""
    if registration.state not in TOLD_WITH_A_REASON:
        return ""
    transitions = list(registration.transitions.all())
    return transitions[-1].reason if transitions else ""


def _todo(registration: Registration, conference: Conference) -> list[dict[str, str]]:
    url = reverse("registration:own-correct", args=[conference.slug, registration.pk])
    closes_at = registration_window(conference, registration.category).closes_at
    by_text = _("by %(day)s") % {"day": day_text(closes_at.astimezone(conference.zone).date())}
    if registration.state == S.CHANGES_REQUESTED:
        return [{"text": _("Correct or add what the Secretariat asks for"), "url": url, "by_text": ""}]
    if registration.state != S.NOMINATED:
        return []
    return [{"text": capfirst(what), "url": url, "by_text": by_text} for what in outstanding(registration)]


def _rows(registration: Registration) -> list[SummaryRow]:
    person = registration.participant
    application = getattr(registration, "application", None)
    rows = [
        SummaryRow(_("Name"), person.formal_name, person.native_name),
        SummaryRow(_("Function"), person.function),
        SummaryRow(_("Institution"), application.organisation if application else person.institution),
        SummaryRow(_("E-mail address"), person.email),
        SummaryRow(_("Telephone"), person.phone),
        SummaryRow(_("Private office's e-mail address"), person.office_email),
        SummaryRow(_("Language of correspondence"), language_name(person.language)),
        SummaryRow(_("Nationality"), str(person.nationality.name) if person.nationality else ""),
    ]
    if application:
        rows += [
            SummaryRow(_("Country or countries of work"), application.country_of_work),
            SummaryRow(_("Mandate"), in_lines(application.mandate)),
            SummaryRow(_("Work related to the conference"), in_lines(application.relevant_work)),
            SummaryRow(_("Proposed by"), application.proposed_by),
        ]
    return [row for row in rows if row.text]


def _actions(registration: Registration, user: User, conference: Conference) -> list[dict[str, str]]:
    at = [conference.slug, registration.pk]
    actions = []
    if correctable_fields(registration, user):
        actions.append({"label": _("Correct my data"), "url": reverse("registration:own-correct", args=at)})
    if may_withdraw(registration):
        actions.append({"label": _("Withdraw"), "url": reverse("registration:own-withdraw", args=at), "style": "link"})
    return actions
