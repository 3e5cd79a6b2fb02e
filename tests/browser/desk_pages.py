"""The pages of the Secretariat, for the walk of pages.py."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse

from agenda.actions.bulk import describe_sessions
from agenda.models import Appearance, ProgrammeAct, Release, SeatBooking, Session, SideEventProposal
from conference.correspondence.models import Campaign, MailAside, OutgoingMessage, ReminderOccurrence, ReminderRule
from conference.models import Conference, Mission, User
from registration.models import (
    Assignment,
    DecisionRound,
    Delegation,
    DuplicateCandidate,
    Invitation,
    InvitationRound,
    ParticipantCategory,
    PrivacyNotice,
    Reading,
    Registration,
    Visibility,
)
from registration.states import RegistrationState
from tests.browser.stops import (
    ADMINISTRATOR,
    CARE_OFFICER,
    EVERYBODY,
    OBSERVER,
    OFFICER,
    OPEN,
    SPEAKER,
    VISA_OFFICER,
    Stop,
)
from tests.browser.tables import brought_programme, brought_table, previewed_programme, previewed_table, reworded_letter
from tests.factories.returned import give_back


def desk_stops(held: Conference) -> Iterator[Stop]:
    """The Secretariat's own pages; what each model has besides comes in ``model_stops``."""

    def desk(name: str, *args: Any, query: str = "", **how: Any) -> Stop:
        return Stop(f"admin:{name}", reverse(f"admin:{name}", args=args) + query, **({"who": OFFICER} | how))

    yield desk("login", who=EVERYBODY)
    yield desk("login", who=EVERYBODY, act="submit-empty")
    yield Stop("admin:second-step", reverse("admin:login"), act="password")
    own = reverse("admin:two-step-sign-in")
    yield Stop("admin:second-step-set-up", f"{own}?act=set-up", who=ADMINISTRATOR, act="set-up-app")
    yield desk("two-step-sign-in", query="?act=set-up")
    yield desk("conference_user_second_step", User.objects.get(email=OBSERVER).pk, who=ADMINISTRATOR)
    yield desk("registration_registration_file")
    for files in (
        "correspondence_outgoingmessage",
        "registration_delegation",
        "registration_invitation",
        "agenda_speaker",
        "agenda_session",
    ):
        yield desk(f"{files}_file", is_repetition=True)
    for name in ("index", "password_change", "password_change_done", "two-step-sign-in"):
        yield desk(name)
    yield desk("index", who=OBSERVER)
    yield desk("app_list", "conference")
    yield desk("conference_conference_frame", held.pk)
    yield desk("conference_conference_frame", held.pk, act="submit-empty")
    yield from _participation(held, desk)
    yield from _questions(held, desk)
    yield from _imports(held, desk)
    yield from _programme(held, desk)
    yield from _letters(held, desk)
    yield from _campaigns(held, desk)
    yield desk("auth_user_password_change", User.objects.get(email=OBSERVER).pk, who=ADMINISTRATOR)
    yield Stop("admin-403", reverse("admin:registration_registration_add"), who=OBSERVER, status=403)
    yield Stop("admin-404", "/admin/no-such-page/", who=OFFICER, status=404)
    yield Stop("admin:logout", reverse("admin:index"), who=OBSERVER, act="sign-out")


def _letters(held: Conference, desk: Any) -> Iterator[Stop]:
    """A message in each status, one that came back, the editor of letters, a preview, and what one said before."""
    for state in OutgoingMessage.objects.order_by("state").values_list("state", flat=True).distinct():
        message = OutgoingMessage.objects.filter(conference=held, state=state).order_by("pk")[0]
        yield desk("correspondence_outgoingmessage_change", message.pk)
    returned = OutgoingMessage.objects.filter(conference=held, state="sent").order_by("-pk")[0]
    give_back(returned)
    yield desk("correspondence_outgoingmessage_change", returned.pk)
    yield desk("correspondence_outgoingmessage_changelist", query="?status=came_back")
    failed = f"{reverse('admin:correspondence_outgoingmessage_changelist')}?status=failed"
    yield Stop("admin:correspondence_outgoingmessage_several", failed, who=OFFICER, act="bulk-cancel")
    MailAside.objects.create(
        digest="0" * 64, why="unknown", conference=held, subject="Undelivered", addresses=[returned.recipient]
    )
    MailAside.objects.create(digest="1" * 64, why="no_notice", words="Who is there?")
    yield desk("correspondence_mailaside_changelist")
    reworded = reworded_letter(held)
    yield desk("correspondence_lettertemplate_words", "invitation_state")
    yield desk("correspondence_lettertemplate_words", "invitation_state", act="preview")
    yield desk("correspondence_lettertemplate_words", reworded)
    yield desk("correspondence_lettertemplate_changelist", query="?q=xyzzy")
    yield desk("correspondence_lettertemplate_history_of", reworded, "en")
    fired = ReminderOccurrence.objects.filter(rule__conference=held).order_by("pk")[0]
    ReminderOccurrence.objects.filter(pk=fired.pk).update(outcome="missed")
    for rule in ReminderRule.objects.filter(conference=held).order_by("condition", "pk").distinct("condition"):
        is_first = rule.condition == "form_unfinished"
        yield desk("correspondence_reminderrule_reach", rule.pk, is_repetition=not is_first)
    yield desk("correspondence_reminderrule_reach", fired.rule_id)
    yield desk("correspondence_reminderrule_missed", fired.pk)
    yield desk("correspondence_reminderrule_missed", fired.pk, act="submit-empty")


def _campaigns(held: Conference, desk: Any) -> Iterator[Stop]:
    """One that has gone, one that will go, and a draft; where they begin on each list."""
    by_state = {each.state: each for each in Campaign.objects.filter(conference=held)}
    draft = by_state["draft"]
    for each in by_state.values():
        yield desk("correspondence_campaign_change", each.pk)
        yield desk("correspondence_campaign_recipients", each.pk)
    yield desk("correspondence_campaign_recipients", draft.pk, query="?q=xyzzy")
    yield desk("correspondence_campaign_change", draft.pk, who=OBSERVER)
    for name in ("words", "send"):
        yield desk(f"correspondence_campaign_{name}", draft.pk)
        yield desk(f"correspondence_campaign_{name}", draft.pk, act="submit-empty")
    recipient = draft.recipients.filter(standing="waiting")[0]
    yield desk("correspondence_campaign_letter", draft.pk, recipient.pk)
    yield desk("correspondence_campaign_act", by_state["scheduled"].pk, "cancel")
    for rows in ("registration_registration", "registration_delegation", "registration_invitation", "agenda_speaker"):
        yield desk(f"{rows}_write", is_repetition=rows != "registration_registration")
    yield desk("registration_registration_write", act="submit-empty")


def _programme(held: Conference, desk: Any) -> Iterator[Stop]:
    """Sessions and their pages; releases beside each other."""
    session, spoken = Appearance.objects.filter(participant__email=SPEAKER).values_list("session", "pk")[0]
    yield desk("agenda_session_answer", spoken)
    yield desk("agenda_session_change", session, act="submit-empty")
    other = Session.objects.filter(conference=held, starts_at__isnull=False).exclude(pk=session)[0]
    speaker = Appearance.objects.get(pk=spoken).participant_id
    yield desk("agenda_session_of_speaker", speaker)
    yield desk("agenda_session_speakers_waiting")
    yield desk("agenda_session_board", query=f"?day={held.starts_on}")
    for act in ("take-up", "open-card", "draw-session"):
        yield desk("agenda_session_board", query=f"?day={held.starts_on}", act=act)
    yield desk("agenda_session_board", query="?hours=all", who=OBSERVER)
    yield desk("agenda_session_swap", session, query=f"?with={other.pk}")
    yield desk("agenda_session_discard", session)
    yield desk("agenda_session_panel", session)
    for act in ("", "submit-empty"):
        yield desk("agenda_session_bulk_edit", query=f"?id={session}&id={other.pk}", act=act)
        yield desk("agenda_session_bulk_cancel", query=f"?id={session}&id={other.pk}", act=act)
    describe_sessions({other.pk: other.version}, changes={"attribution": "chatham_house"}, by=None)
    yield desk("agenda_session_bulk_undo", ProgrammeAct.objects.latest("at").pk)
    yield from _side_events(held, desk)
    seat = SeatBooking.objects.filter(session__conference=held).order_by("turn")[0]
    yield desk("agenda_session_seats", seat.session_id, query="?q=a")
    yield desk("agenda_session_seats", seat.session_id, query="?q=a", act="submit-empty")
    yield desk("agenda_session_seat_take", seat.pk, act="submit-empty")
    yield desk("agenda_session_seat_take", seat.pk)
    yield desk("agenda_session_speaker", session, query="?q=a")
    yield desk("agenda_session_speaker", session, act="submit-empty")
    first, second = Release.objects.filter(conference=held).order_by("number")[:2]
    yield desk("agenda_release_compare", query=f"?old={first.pk}&new={second.pk}")
    yield desk("agenda_release_restore", first.pk)


def _side_events(held: Conference, desk: Any) -> Iterator[Stop]:
    """The call, and each decision on a proposal with its form sent empty."""
    for act in ("", "submit-empty"):
        yield desk("agenda_sideeventproposal_call", act=act)
    waiting = SideEventProposal.objects.get(conference=held, state="proposed")
    for key in ("accept", "ask", "decline"):
        yield desk("agenda_sideeventproposal_decide", waiting.pk, key)
    yield desk("agenda_sideeventproposal_decide", waiting.pk, "decline", act="submit-empty")
    accepted = SideEventProposal.objects.filter(conference=held, state="accepted")[0]
    yield desk("agenda_sideeventproposal_decide", accepted.pk, "reconsider")


def _participation(held: Conference, desk: Any) -> Iterator[Stop]:
    by_state = {each.state: each for each in Registration.objects.filter(conference=held).order_by("-pk")}
    for each in by_state.values():
        seldom = each.state not in {"complete", "under_review", "withdrawn"}
        yield desk("registration_registration_change", each.pk, is_repetition=seldom)
    for key in ("decline", "request-changes", "confirm"):
        yield desk("registration_registration_move", by_state["under_review"].pk, key)
    for key in ("confirm", "take-up", "decline"):
        rows = reverse("admin:registration_registration_changelist")
        yield Stop("admin:registration_registration_decide", rows, OFFICER, f"bulk-{key}")
    yield desk("registration_registration_waiting")
    yield from _list_stops(held)
    yield from _notices(held, desk)
    yield from _compartments(held, desk)
    yield from _decisions(held, desk)
    yield from _duplicates(held, desk)
    yield desk("registration_registration_changelist", query="?q=nobody+of+that+name")
    yield desk("registration_registration_changelist", query="?status=registered&outstanding=yes")
    mission = Mission.objects.get(state__code="TN")
    yield desk("registration_invitation_invite_state")
    for act in ("", "submit-empty"):
        yield desk("registration_invitation_invite_state", query=f"?mission={mission.pk}", act=act)
        yield desk("registration_invitation_invite_person", act=act)
    for invited in {one.state: one for one in Invitation.objects.filter(conference=held).order_by("pk")}.values():
        seldom = invited.state not in {"bounced", "draft"}
        yield desk("registration_invitation_change", invited.pk, is_repetition=seldom)
    sent = Invitation.objects.filter(conference=held, state__in=OPEN, delegation__isnull=False).order_by("pk")[0]
    for name in ("reply", "send_again"):
        yield desk(f"registration_invitation_{name}", sent.pk)
    yield from _rounds(held, desk, sent)
    delegation = Delegation.objects.get(conference=held, state__code="KR")
    yield desk("registration_delegation_change", delegation.pk)
    yield desk("registration_delegation_focal_point", delegation.pk, "primary")
    waiting = Registration.objects.filter(conference=held, delegation__isnull=False, state=RegistrationState.WAITLISTED)
    first = waiting.order_by("state_since")[0]
    yield desk("registration_delegation_beyond", first.delegation_id, first.pk)


def _compartments(held: Conference, desk: Any) -> Iterator[Stop]:
    """Travel, passports and needs, for the officers whose duty they are."""
    travels = Registration.objects.filter(conference=held, passport__isnull=False).order_by("pk")[0]
    for who in (VISA_OFFICER, CARE_OFFICER):
        yield desk("registration_registration_change", travels.pk, who=who)
    for act in ("", "read-passport"):
        yield desk("registration_registration_passport", travels.pk, who=VISA_OFFICER, act=act)
        yield desk("registration_registration_needs", travels.pk, who=CARE_OFFICER, act=act)
    registered = Registration.objects.filter(conference=held, state=RegistrationState.REGISTERED)
    seen = registered.exclude(participant__visibility=Visibility.HIDDEN).order_by("pk")
    yield desk("registration_registration_code", seen[0].pk)


def _questions(held: Conference, desk: Any) -> Iterator[Stop]:
    """The Secretariat's own questions: how a new one is put, how they look, and where an officer answers them."""
    yield desk("registration_question_add", query="?subject=person&kind=several")
    yield desk("registration_question_add", query="?subject=delegation&kind=number", act="submit-empty")
    category = ParticipantCategory.objects.get(conference=held, slug="civil-society")
    yield desk("registration_question_preview", category.pk, "person", "en")
    answered = Registration.objects.filter(conference=held, answers__question__key="panel").order_by("pk")[0]
    yield desk("registration_registration_answers", answered.pk)
    yield desk("registration_delegation_answers", Delegation.objects.get(conference=held, state__code="KZ").pk)


def _imports(held: Conference, desk: Any) -> Iterator[Stop]:
    """A file is asked for, its columns are looked over, and what its rows would do is read."""
    yield desk("registration_registrationimport_add", act="submit-empty")
    by = User.objects.get(email=OFFICER)
    yield desk("registration_registrationimport_columns", brought_table(held, by).pk)
    yield desk("registration_registrationimport_change", previewed_table(held, by).pk)
    yield desk("agenda_programmeimport_add", act="submit-empty")
    yield desk("agenda_programmeimport_columns", brought_programme(held, by).pk)
    yield desk("agenda_programmeimport_change", previewed_programme(held, by).pk)


def _notices(held: Conference, desk: Any) -> Iterator[Stop]:
    """The versions, one of them, the draft of the next with its preview, what publishing it does, the end of it."""
    yield desk("registration_privacynotice_changelist")
    published = PrivacyNotice.objects.published().filter(conference=held).order_by("number")[0]
    yield desk("registration_privacynotice_change", published.pk)
    draft = PrivacyNotice.objects.get(conference=held, published_at=None)
    for act in ("", "submit-empty"):
        yield desk("registration_privacynotice_change", draft.pk, act=act)
    yield desk("registration_privacynotice_preview", draft.pk, "en")
    yield desk("registration_privacynotice_publish", draft.pk)
    yield desk("registration_privacynotice_delete", draft.pk)


def _decisions(held: Conference, desk: Any) -> Iterator[Stop]:
    prepared = DecisionRound.objects.filter(conference=held)[0]
    yield desk("registration_decisionround_change", prepared.pk)
    yield desk("registration_decisionround_release", prepared.pk)
    yield desk("registration_decisionround_drop", prepared.pk)
    yield from _vetting(held, prepared, desk)
    asked = reverse("admin:registration_pendingchange_changelist")
    for key in ("accept", "refuse"):
        yield Stop("admin:registration_pendingchange_decide", asked, OFFICER, f"bulk-{key}")


def _duplicates(held: Conference, desk: Any) -> Iterator[Stop]:
    pair = DuplicateCandidate.objects.filter(conference=held)[0]
    yield desk("registration_duplicatecandidate_change", pair.pk)
    compared = reverse("admin:registration_duplicatecandidate_change", args=[pair.pk])
    yield Stop("admin:registration_duplicatecandidate_merge", compared, OFFICER, "merge")


def _vetting(held: Conference, prepared: DecisionRound, desk: Any) -> Iterator[Stop]:
    """Read by one of the two, decided on with both opinions, given out; an objection recorded."""
    decided = prepared.decisions.order_by("pk")[0].registration_id
    outstanding = (
        Reading.objects.outstanding().filter(registration__conference=held).select_related("reader").order_by("pk")[0]
    )
    for act in ("", "submit-empty"):
        yield desk("registration_reading_read", outstanding.registration_id, who=outstanding.reader.email, act=act)
        yield desk("registration_reading_decide", decided, act=act)
        yield desk("registration_reading_objection", decided, act=act)
    for name in ("decisions", "readers"):
        yield desk(f"registration_reading_{name}", prepared.category_id)


def _rounds(held: Conference, desk: Any, sent: Invitation) -> Iterator[Stop]:
    for name in ("dispatch", "attach"):
        yield desk(f"registration_invitation_{name}", sent.pk)
    yield desk("registration_invitation_change_note", sent.pk)
    yield desk("registration_invitation_board")
    yield desk("registration_invitation_board", query="?standing=silent")
    yield desk("registration_invitation_invite_group")
    chosen = "?groups=mediterranean_partner&reply_by=2019-06-12&quota=4&copies=note"
    yield desk("registration_invitation_invite_group", query=chosen)
    for name in ("invite_organisation", "invite_list"):
        for act in ("", "submit-empty"):
            yield desk(f"registration_invitation_{name}", act=act)
    made = InvitationRound.objects.filter(conference=held).order_by("made_at")[0]
    for name in ("round", "round_scans", "round_discard"):
        yield desk(f"registration_invitation_{name}", made.pk)


def _rows_of(held: Conference, model: type[Model]) -> QuerySet[Any]:
    if model is Conference:
        return Conference.objects.filter(pk=held.pk)
    own = {"conference": held} if any(field.name == "conference" for field in model._meta.fields) else {}
    return model._default_manager.filter(**own)


def _list_stops(held: Conference) -> Iterator[Stop]:
    """What officers do with the list of registrations, and keep on its rows."""
    name = "admin:registration_registration"
    yield Stop(f"{name}_columns", reverse(f"{name}_columns"), OFFICER)
    filters = "?status=nominated&status=complete&outstanding=nationality&since=1"
    yield Stop(f"{name}_changelist", reverse(f"{name}_changelist") + filters, OFFICER)
    marked = Assignment.objects.filter(registration__conference=held).order_by("registration").first()
    if marked is not None:
        yield Stop(f"{name}_notes", reverse(f"{name}_notes", args=[marked.registration_id]), OFFICER)
        yield Stop(f"{name}_undo_marks", reverse(f"{name}_undo_marks", args=[marked.act]), OFFICER)


def model_stops(held: Conference) -> Iterator[Stop]:
    """For each model of the admin: its list, a new one, one that is there, its deletion, its history.

    Deletion and history are drawn alike for all: those of the categories speak for the others.
    """
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = _rows_of(held, model).order_by("pk").first() or model(pk=uuid.uuid4())
        pages: dict[str, list[Any]] = {"changelist": [], "add": []}
        pages |= {page: [row.pk] for page in ("change", "delete", "history")}
        for page, args in pages.items():
            again = page in {"delete", "history"} and model is not ParticipantCategory
            with suppress(NoReverseMatch):  # a list whose lines say all that there is
                address = reverse(f"{name}_{page}", args=args)
                yield Stop(f"{name}_{page}", address, ADMINISTRATOR, status=0, is_repetition=again)
