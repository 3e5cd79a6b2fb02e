"""Every page that somebody looks at: where it is, for whom, and what is done there first. On the demonstration."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agenda.models import Appearance, SideEventProposal
from agenda.queries.published import PublishedAgenda, published_agenda
from conference.correspondence.models import OutgoingMessage
from conference.mailbox.store import Mailbox
from conference.models import Conference
from registration.models import Delegation, Invitation, Registration
from registration.queries.reviews import may_ask_for_review
from registration.states import RegistrationState
from tests.browser.desk_pages import desk_stops, model_stops
from tests.browser.stops import APPLICANT, BEGINNER, FOCAL_POINT, OPEN, SLUG, SPEAKER, Stop, stop_at

# Names of addresses that answer with a file, another page's address or nothing to look at.
NOT_PAGES = {
    "root": "leads to the conference",
    "healthz": "for machines",
    "readyz": "for machines",
    "accounts:sign-out": "a button",
    "accounts:language": "leads back to where one was",
    "admin:choose-conference": "a button",
    "admin:autocomplete": "data",
    "admin:jsi18n": "a script",
    "admin:view_on_site": "leads elsewhere",
    "admin:jobs_job_cancel": "a button",
    "admin:agenda_acknowledgedconflict_acknowledge": "a button",
    "admin:agenda_acknowledgedconflict_withdraw": "a button",
    "admin:jobs_job_standing": "data",
    "admin:jobs_job_take": "a file",
    "admin:registration_decisionact_undo": "a button",
    "admin:registration_reading_conflict": "a button",
    "admin:registration_reading_next": "leads to the next application",
    "admin:registration_reading_withdrawn": "a button",
    "admin:agenda_programmeimport_drop": "a button",
    "admin:agenda_programmeimport_errors": "a file",
    "admin:agenda_programmeimport_import": "a button",
    "admin:agenda_programmeimport_preview": "a button",
    "admin:agenda_programmeimport_standing": "data",
    "admin:agenda_programmeimport_stop": "a button",
    "admin:agenda_programmeimport_template": "a file",
    "admin:agenda_programmeimport_undo": "a button",
    "admin:registration_registrationimport_drop": "a button",
    "admin:registration_registrationimport_errors": "a file",
    "admin:registration_registrationimport_import": "a button",
    "admin:registration_registrationimport_preview": "a button",
    "admin:registration_registrationimport_standing": "data",
    "admin:registration_registrationimport_stop": "a button",
    "admin:registration_registrationimport_template": "a file",
    "admin:registration_registrationimport_undo": "a button",
    "admin:registration_decisionround_record": "a button",
    "admin:registration_registration_assign": "a button",
    "admin:registration_registration_tags": "a button",
    "admin:registration_delegation_seats": "a button",
    "admin:registration_question_archive": "a button",
    "admin:registration_question_order": "a button",
    "admin:registration_question_restore": "a button",
    "admin:registration_duplicatecandidate_dismiss": "a button",
    "admin:registration_duplicatecandidate_reopen": "a button",
    "admin:registration_duplicatecandidate_undo": "a button",
    "admin:registration_invitation_paper": "a file",
    "admin:registration_invitation_round_typeset": "a button",
    "admin:registration_invitation_take_back": "a button",
    "admin:agenda_conferencedocument_discard": "a button",
    "admin:agenda_conferencedocument_follow": "a button",
    "admin:agenda_conferencedocument_issue": "a button",
    "admin:agenda_conferencedocument_withdraw": "a button",
    "admin:agenda_session_board_move": "what a gesture saves",
    "admin:agenda_session_board_create": "what a gesture saves",
    "admin:agenda_session_board_discard": "what a gesture saves",
    "admin:agenda_session_briefs": "a button",
    "admin:agenda_session_cancel": "a button",
    "admin:agenda_session_reinstate": "a button",
    "admin:agenda_session_copy": "a button",
    "admin:agenda_release_letters": "a button",
    "admin:agenda_release_now": "a button",
    "admin:correspondence_campaign_copy": "a button",
    "admin:correspondence_campaign_standing": "data",
    "admin:correspondence_campaign_test": "a button",
    "admin:correspondence_lettertemplate_drop": "a button",
    "admin:correspondence_lettertemplate_restore": "a button",
    "admin:correspondence_lettertemplate_restore_enclosures": "a button",
    "admin:correspondence_mailaside_decide": "a button",
    "admin:correspondence_outgoingmessage_act": "a button",
    "admin:correspondence_outgoingmessage_enclosed": "a file",
    "mailbox:html": "somebody else's letter, in its frame",
    "mailbox:source": "a file",
    "mailbox:attachment": "a file",
    "agenda:confirm": "a button",
    "agenda:choose": "a button",
    "agenda:own-calendar-renew": "a button",
    "agenda:own-calendar-revoke": "a button",
    "agenda-files:own-ics": "a file",
    "registration:own-badge": "an image",
    "registration:document": "a file",
    "registration:nominate-several-workbook": "a file",
    "registration:own-take-back": "a button",
    "registration:own-data-file": "a file",
    "registration:own-check": "what stands behind the correction, see its act",
    "registration:own-agree": "a button",
    "accent": "a style sheet",
    "emblem": "an image",
    "agenda-files:ics": "a file",
    "agenda-files:json": "a file",
    "agenda-files:xml": "a file",
    "agenda-files:pdf": "a file",
    "agenda-files:session-ics": "a file",
    "agenda-files:speaker-ics": "a file",
    "agenda-files:document": "a file",
    "agenda-files:portrait": "an image",
    "agenda:paper": "a file",
    "agenda:brief": "a file",
    "agenda:seen": "a button",
}


def every_stop() -> list[Stop]:
    """All of them, each once."""
    held = Conference.objects.get(slug=SLUG)
    parts: dict[str, tuple[Callable[[Conference], Iterator[Stop]], ...]] = {
        "public": (public_stops, agenda_stops),
        "own": (invitation_stops, own_stops, delegation_stops),
        "desk": (desk_stops,),
        "models": (model_stops,),
    }
    found = {stop: part for part, makers in parts.items() for make in makers for stop in make(held)}
    return [replace(stop, part=part) for stop, part in found.items()]


def names_of_addresses() -> set[str]:
    """Of the whole site, as ``reverse`` takes them."""

    def names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                if entry.name:
                    yield ":".join((*spaces, entry.name))
            else:
                yield from names(entry, (*spaces, entry.namespace) if entry.namespace else spaces)

    return set(names(get_resolver()))


def public_stops(held: Conference) -> Iterator[Stop]:
    for name in ("conference:landing", "registration:categories", "registration:privacy"):
        yield stop_at(name, held)
    for version in ("1", "standard-3"):
        yield stop_at("registration:privacy-version", held, version, is_repetition=version != "1")
    yield stop_at("registration:regretted", held)
    yield stop_at("registration:designated", held)
    yield stop_at("registration:received", held, "civil-society")
    ways = set[str]()
    for category in held.categories.exclude(route="on_the_spot"):
        yield stop_at("registration:form", held, category.slug, is_repetition=category.route in ways)
        ways.add(category.route)
    for act in ("submit-empty", "check"):
        yield stop_at("registration:form", held, "civil-society", act=act)
    for act in ("keep-for-later", "keep-and-ask-for-code"):
        yield stop_at("registration:form", held, "civil-society", act=act)
    yield from kept_form_stops(held)
    sign_in = f"{reverse('accounts:sign-in')}?conference={held.slug}"
    yield Stop("accounts:sign-in", sign_in)
    yield Stop("accounts:sign-in", sign_in, act="submit-empty")
    yield Stop("accounts:code", sign_in, act="ask-for-code")
    yield Stop("mailbox:letters", reverse("mailbox:letters"))
    yield Stop("mailbox:letter", reverse("mailbox:letter", args=[letter_in_the_mailbox()]))
    yield Stop("403", sign_in, act="without-token")
    yield Stop("404", "/en/no-such-conference/", status=404)
    yield Stop("404", f"/en/{held.slug}/no-such-page/", status=404)


def kept_form_stops(held: Conference) -> Iterator[Stop]:
    """What somebody began and kept under an address, part by part."""
    yield stop_at("registration:form", held, "media", who=BEGINNER)
    for part in ("files", "later"):
        yield stop_at("registration:form-part", held, "media", part, who=BEGINNER)
    yield stop_at("registration:form-part", held, "media", "files", who=BEGINNER, act="send-no-photograph")


def letter_in_the_mailbox() -> str:
    """One letter with two parts, kept as the mail server of the development site keeps it."""
    letter = EmailMessage()
    letter["Subject"] = "Invitation to the High-level Conference"
    letter["From"] = "secretariat@demo.example"
    letter.set_content("Your Excellency,")
    letter.add_alternative("<!DOCTYPE html><html lang=en><title>Letter</title><p>Your Excellency,", subtype="html")
    mailbox = Mailbox(settings.DATA_DIR / "mailbox")
    return mailbox.keep(letter.as_bytes(), sender="secretariat@demo.example", recipients=["head@state.example"])


def agenda_stops(held: Conference) -> Iterator[Stop]:
    published = published_agenda(held)
    agenda = reverse("agenda:agenda", args=[held.slug])
    yield Stop("agenda:agenda", agenda)
    for asked in _filters(published):
        yield Stop("agenda:agenda", f"{agenda}?{asked}")
    kinds = set[tuple[object, ...]]()
    for one in published.sessions:
        kind = (bool(one.speakers), one.is_break, one.is_cancelled)
        yield stop_at("agenda:session", held, one.id, is_repetition=kind in kinds)
        kinds.add(kind)
    topics = {one.topic_id for one in published.sessions if one.topic_id}
    yield stop_at("agenda:topic", held, min(topics))
    yield stop_at("agenda:changes", held)
    yield stop_at("agenda:changes-of", held, 1)
    yield stop_at("agenda:speakers", held)
    yield Stop("agenda:speakers", f"{reverse('agenda:speakers', args=[held.slug])}?q=nobody")
    named = (line.participant_id for one in published.sessions for line in one.speakers if line.participant_id)
    yield stop_at("agenda:speaker", held, next(named))
    yield stop_at("agenda:own", held, who=SPEAKER)
    spoken = next(one for one in published.sessions if one.speakers)
    yield stop_at("agenda:own-session", held, spoken.id, who=SPEAKER)
    yield stop_at("agenda:own-calendar", held, who=SPEAKER)
    yield stop_at("agenda:speaking", held, who=SPEAKER)
    yield from side_event_stops(held)
    yield stop_at("agenda:documents", held)
    yield stop_at("agenda:own-documents", held, who=SPEAKER)
    asked_to_speak = Appearance.objects.get(participant__email=SPEAKER, state="invited")
    yield stop_at("agenda:regret", held, asked_to_speak.pk, who=SPEAKER)
    yield stop_at("agenda:regret", held, asked_to_speak.pk, who=SPEAKER, act="submit-empty")
    for act in ("", "submit-empty"):
        yield stop_at("agenda:papers", held, asked_to_speak.pk, who=SPEAKER, act=act)
    yield stop_at("agenda:absences", held, asked_to_speak.participant_id, who=SPEAKER, act="submit-empty")
    for name in ("zone", "contact", "introduction", "absences"):
        yield stop_at(f"agenda:{name}", held, asked_to_speak.participant_id, who=SPEAKER)


def side_event_stops(held: Conference) -> Iterator[Stop]:
    """The call; one's own list with and without a proposal; the form, sent empty too; a proposal to change."""
    yield stop_at("agenda:side-events", held)
    asked = SideEventProposal.objects.select_related("participant").get(conference=held, state="changes_asked")
    assert asked.participant
    for who in (asked.participant.email, FOCAL_POINT):
        yield stop_at("agenda:own-side-events", held, who=who)
    own = Delegation.objects.get(conference=held, state__code="KR")
    for act in ("", "submit-empty"):
        yield stop_at("agenda:propose-side-event", held, own.pk, who=FOCAL_POINT, act=act)
        yield stop_at("agenda:change-side-event", held, asked.pk, who=asked.participant.email, act=act)
    for name in ("own-side-event", "withdraw-side-event"):
        yield stop_at(f"agenda:{name}", held, asked.pk, who=asked.participant.email)


def _filters(published: PublishedAgenda) -> Iterator[str]:
    """A day, a topic, words, and a choice that leaves nothing."""
    first, last = published.sessions[0], published.sessions[-1]
    yield f"day={last.day}"
    topic = next(one.topic_id for one in published.sessions if one.topic_id)
    yield f"topic={topic}"
    yield "language=en&type=thematic_panel&q=youth"
    elsewhere = next(room.id for room in first.rooms)
    yield f"day={last.day}&topic={topic}&room={elsewhere}"


def invitation_stops(held: Conference) -> Iterator[Stop]:
    open_ones = Invitation.objects.filter(conference=held, state__in=OPEN).order_by("pk")
    person = open_ones.filter(participant__isnull=False).first()
    state = open_ones.filter(delegation__isnull=False).first()
    assert person
    assert state
    yield stop_at("registration:invitation", held, person.link_token)
    for act in ("", "submit-empty"):
        yield stop_at("registration:invitation-code", held, person.link_token, act=act)
        yield stop_at("registration:invitation-form", held, person.link_token, who=person.email, act=act)
        yield stop_at("registration:invitation", held, state.link_token, act=act)
        yield stop_at("registration:invitation-regret", held, state.link_token, act=act)
        yield stop_at("registration:designate", held, act=act)
    yield stop_at("registration:invitation", held, person.link_token, who=person.email)
    yield stop_at("registration:invitation-regret", held, person.link_token, who=person.email)
    form = reverse("registration:invitation-form", args=[held.slug, person.link_token])
    yield Stop("registration:invitation-part", form, person.email, "onwards")
    yield stop_at("registration:invitation", held, "no-such-link", status=404)


def own_stops(held: Conference) -> Iterator[Stop]:
    for who in (APPLICANT, FOCAL_POINT, SPEAKER, "nobody.in.particular@elsewhere.example"):
        yield stop_at("registration:own", held, who=who)
    mine = Registration.objects.get(conference=held, participant__email=APPLICANT)
    for name in ("own-one", "own-correct", "own-visibility", "own-data", "own-withdraw"):
        yield stop_at(f"registration:{name}", held, mine.pk, who=APPLICANT)
    declined = Registration.objects.filter(conference=held, state=RegistrationState.DECLINED)
    late = next(each for each in declined.select_related("participant") if may_ask_for_review(each))
    for act in ("", "submit-empty"):
        yield stop_at("registration:own-review", held, late.pk, who=late.participant.email, act=act)
    letter = OutgoingMessage.objects.filter(conference=held, recipient=SPEAKER, state="sent").latest("created_at")
    yield stop_at("registration:own-letter", held, letter.pk, who=SPEAKER)
    speaks = Registration.objects.get(conference=held, participant__email=SPEAKER)
    yield stop_at("registration:own-correct", held, speaks.pk, who=SPEAKER)
    yield stop_at("registration:own-travel", held, speaks.pk, who=SPEAKER)
    yield stop_at("registration:own-travel", held, speaks.pk, who=SPEAKER, act="need-a-visa")
    yield stop_at("registration:own-needs", held, speaks.pk, who=SPEAKER)
    answers = (
        Registration.objects.filter(answers__question__key="panel").select_related("participant").order_by("pk")[0]
    )
    yield stop_at("registration:own-questions", held, answers.pk, who=answers.participant.email)
    for act in ("", "send-no-photograph"):
        yield stop_at("registration:own-files", held, speaks.pk, who=SPEAKER, act=act)
    yield stop_at("registration:own-correct", held, speaks.pk, who=SPEAKER, act="correct")
    yield stop_at("registration:own-correct", held, mine.pk, who=APPLICANT, act="submit-empty")


def delegation_stops(held: Conference) -> Iterator[Stop]:
    own = Delegation.objects.get(conference=held, state__code="KR")
    seen = {"who": FOCAL_POINT}
    yield stop_at("registration:delegation", held, **seen)
    yield stop_at("registration:delegation-members", held, own.pk, **seen)
    members = Registration.objects.filter(delegation=own)
    nominated = members.filter(state=RegistrationState.NOMINATED).order_by("pk")[0]
    for act in ("", "submit-empty"):
        yield stop_at("registration:nominate", held, own.pk, **seen, act=act)
        yield stop_at("registration:nominate-several", held, own.pk, **seen, act=act)
        yield stop_at("registration:member-complete", held, nominated.pk, **seen, act=act)
        yield stop_at("registration:member-substitute", held, nominated.pk, **seen, act=act)
        yield stop_at("registration:nomination-letter", held, own.pk, **seen, act=act)
        yield stop_at("registration:name-backup", held, own.pk, **seen, act=act)
    yield stop_at("registration:delegation-questions", held, own.pk, **seen)
    yield stop_at("registration:delegation-order", held, own.pk, **seen)
    yield stop_at("registration:member-ask", held, nominated.pk, **seen)
    yield stop_at("registration:member-withdraw", held, nominated.pk, **seen)
    yield stop_at("registration:delegation-members", held, own.pk, who=APPLICANT, status=404)
