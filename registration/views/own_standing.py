"""One participation in words: where it stands, what is asked by when, the data, the choices, the code for the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.clock import conference_now, on_the_clock
from conference.formats import day_text, language_name, moment_text, zone_text
from conference.models import Conference, User
from conference.registry import OwnPart, registry
from registration.actions.badges import valid_badge
from registration.forms.nomination import role_text
from registration.forms.summary import SummaryRow, in_lines
from registration.forms.visibility import MEANING, level_of, shown_of
from registration.models import ChangeKind, Particular, Registration
from registration.permissions import can_take_back
from registration.queries.outstanding import outstanding
from registration.queries.own import correctable_fields
from registration.queries.pending_changes import pending_changes_of
from registration.queries.reviews import may_ask_for_review, review_told
from registration.queries.waiting import place_told
from registration.queries.windows import registration_window
from registration.states import ENDED
from registration.states import RegistrationState as S
from registration.views.own_consent import Consent, consent_of
from registration.views.own_parts import Part, Told, asked_by_a_day, parts_of, questions_to_answer, told_by
from registration.views.standing import TOLD_WITH_A_REASON, is_on_behalf, may_withdraw, tone_of, words_for


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a page says of one registration to whose it is."""

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
    requests: list[dict[str, Any]]
    badge: dict[str, str] | None
    rows: list[SummaryRow]
    level: str
    level_text: str
    consent: Consent
    seen: list[SummaryRow]
    parts: list[Part | OwnPart]
    actions: list[dict[str, str]]
    is_ended: bool
    is_on_behalf: bool


def standing(registration: Registration, user: User, conference: Conference) -> Standing:
    """One registration in words."""
    words = words_for(registration, user)
    level = level_of(registration.participant)
    consent, told = consent_of(registration, conference), told_by(registration)
    return Standing(
        id=registration.pk,
        name=registration.participant.formal_name,
        label=label_of(registration),
        title=str(words.title),
        text=" ".join(filter(None, (str(words.text), place_told(registration), review_told(registration)))),
        tone=tone_of(registration),
        status=capfirst(registration.get_state_display()),
        since=day_text(on_the_clock(conference, registration.state_since).date()),
        reason=_reason(registration),
        todo=[*_todo(registration, conference, told), *consent.todo],
        requests=_requests(registration, user, conference),
        badge=_badge(registration, conference),
        rows=_rows(registration),
        level=str(level.label),
        level_text=str(MEANING[level]),
        consent=consent,
        seen=[SummaryRow(term, text) for term, text in shown_of(registration.participant)],
        parts=[*parts_of(registration, user, conference, told), *_parts_of_others(registration, conference)],
        actions=_actions(registration, user, conference),
        is_ended=registration.state in ENDED,
        is_on_behalf=is_on_behalf(registration, user),
    )


def _parts_of_others(registration: Registration, conference: Conference) -> Iterable[OwnPart]:
    """What the app above knows of the person."""
    return (part for parts in registry.own_parts for part in parts(registration.participant_id, conference))


def label_of(registration: Registration) -> str:
    """As what one takes part: the category, or the delegation and the role in it."""
    if registration.delegation is None:
        return str(registration.category)
    return f"{registration.delegation} · {role_text(registration.role)}"


def by_closing(registration: Registration, conference: Conference) -> str:
    """“by Friday, 14 June, 18:00, Ulaanbaatar time (UTC+8)”; nothing once that is past."""
    closes_at = registration_window(conference, registration.category).closes_at
    if closes_at <= conference_now(conference):
        return ""
    zone = conference.zone
    return _("by %(moment)s, %(zone)s") % {"moment": moment_text(closes_at, zone), "zone": zone_text(zone, closes_at)}


def _reason(registration: Registration) -> str:
    """The reason of the last decision, where it was told in a letter."""
    if registration.state not in TOLD_WITH_A_REASON:
        return ""
    transitions = list(registration.transitions.all())
    return transitions[-1].reason if transitions else ""


def _todo(registration: Registration, conference: Conference, told: Told) -> list[dict[str, str]]:
    url = reverse("registration:own-correct", args=[conference.slug, registration.pk])
    if registration.state == S.CHANGES_REQUESTED:
        wanted = [_("Correct or add what the Secretariat asks for")]
    elif registration.state == S.NOMINATED:
        wanted = [capfirst(what) for what in outstanding(registration)]
    else:
        wanted = []
    asked = [{"text": what, "url": url, "by_text": by_closing(registration, conference)} for what in wanted]
    asked += questions_to_answer(registration, told)
    asked += asked_by_a_day(registration, conference)
    return asked + [ask for asks in registry.asks for ask in asks(registration.participant_id, conference)]


def _requests(registration: Registration, user: User, conference: Conference) -> list[dict[str, Any]]:
    """What was asked for and is not decided yet; who asked may take it back."""
    return [
        {
            "lines": pending.lines,
            "title": "" if pending.change.kind == ChangeKind.CORRECTION else pending.title,
            "asked_on": day_text(on_the_clock(conference, pending.change.asked_at).date()),
            "take_back_url": reverse("registration:own-take-back", args=[conference.slug, pending.change.pk])
            if can_take_back(user, pending.change)
            else "",
        }
        for pending in pending_changes_of(user, conference, registrations=[registration.pk])
    ]


def _badge(registration: Registration, conference: Conference) -> dict[str, str] | None:
    """The code as one reads it, and the address of the picture that the door scans."""
    badge = valid_badge(registration) if registration.state == S.REGISTERED else None
    if badge is None:
        return None
    url = reverse("registration:own-badge", args=[conference.slug, registration.pk])
    return {"code": badge.shown, "picture_url": url}


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
        *_particulars(registration),
    ]
    if application:
        rows += [
            SummaryRow(_("Country or countries of work"), application.country_of_work),
            SummaryRow(_("Mandate"), in_lines(application.mandate)),
            SummaryRow(_("Work related to the conference"), in_lines(application.relevant_work)),
            SummaryRow(_("References"), in_lines(application.referees)),
            SummaryRow(_("Proposed by"), application.proposed_by),
        ]
    return [row for row in rows if row.text]


def _particulars(registration: Registration) -> list[SummaryRow]:
    """What else the category asks, and how it was answered."""
    person, asks = registration.participant, registration.category.asks
    listens = person.interpretation_language
    answers = {
        Particular.MODALITY: SummaryRow(_("How you take part"), capfirst(person.get_modality_display())),
        Particular.AGE_BAND: SummaryRow(_("Age group"), capfirst(person.get_age_band_display())),
        Particular.INTERPRETATION_LANGUAGE: SummaryRow(
            _("Language in which you wish to listen"), language_name(listens) if listens else ""
        ),
        Particular.GENDER: SummaryRow(_("Gender"), person.gender),
    }
    return [row for particular, row in answers.items() if particular in asks]


def _actions(registration: Registration, user: User, conference: Conference) -> list[dict[str, Any]]:
    at = [conference.slug, registration.pk]
    actions = []
    if correctable_fields(registration, user):
        label = _("Correct the data") if is_on_behalf(registration, user) else _("Correct my data")
        actions.append({"label": label, "url": reverse("registration:own-correct", args=at)})
    if may_ask_for_review(registration):
        actions.append({"label": _("Ask for a review"), "url": reverse("registration:own-review", args=at)})
    if may_withdraw(registration):
        actions.append({"label": _("Withdraw"), "url": reverse("registration:own-withdraw", args=at), "style": "link"})
    return actions
