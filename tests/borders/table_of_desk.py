"""The rows of the table for the admin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.contenttypes.models import ContentType

from conference.models import Mission, TeamRole
from registration.models import FocalPointRank, Route
from tests.borders.addresses import (
    BOTH,
    COORDINATING,
    CORRESPONDING,
    DECIDING,
    EVERYBODY,
    INVITING,
    POST,
    REGISTERING,
    SCHEDULING,
    Address,
    Kind,
    Visit,
)
from tests.borders.host import Host
from tests.borders.roles import OFFICERS, SEEING_PROTECTED
from tests.borders.world import World

Things = Callable[[Host, World], Iterable[Any]]
NOBODY: frozenset[str] = frozenset()
WORDING = frozenset({"coordinator", "registration", "of_both", "of_there", "superuser"})
COORDINATOR = frozenset({"coordinator"})
WORKING = OFFICERS - {"observer"}
DUTY_OF_CARE = frozenset({"duty_of_care", "of_there"})
ADMINISTRATOR = frozenset({"superuser"})
APPS = ("conference", "registration", "agenda", "correspondence")


def desk(name: str, allowed: frozenset[str] = OFFICERS, *, query: str = "", **fields: Any) -> Address:
    """A page of the admin that names no row."""
    return Address(f"admin:{name}", Kind.DESK, lambda _h, _w: [Visit({}, allowed, query)], **fields)


def row(
    name: str, things: Things, allowed: frozenset[str] = OFFICERS, *, argument: str = "object_id", **fields: Any
) -> Address:
    """A page of the admin for each of some rows."""

    def visits(host: Host, world: World) -> Iterable[Visit]:
        for thing in things(host, world):
            if isinstance(thing, Visit):
                meant = thing.allowed & allowed
                yield replace(thing, allowed=meant, refused=thing.refused if meant else None)
            else:
                yield Visit(thing if isinstance(thing, dict) else {argument: thing.pk}, allowed)

    return Address(name if "/" in name else f"admin:{name}", Kind.DESK, visits, **fields)


def form(
    name: str, things: Things, allowed: frozenset[str] = OFFICERS, *, argument: str = "pk", **fields: Any
) -> Address:
    """A page of a row that is opened and submitted."""
    return row(name, things, allowed, argument=argument, methods=BOTH, **fields)


def act(name: str, things: Things, allowed: frozenset[str]) -> Address:
    """What is done to a row by a button."""
    return row(name, things, allowed, argument="pk", methods=POST, is_page=False)


def model(
    name: str,
    things: Things,
    *,
    changes: frozenset[str] = COORDINATING,
    adds: frozenset[str] | None = None,
    deletes: frozenset[str] | None = None,
    answers: dict[str, int] | None = None,
    refused: dict[str, int] | None = None,
) -> Sequence[Address]:
    """The addresses of a model: its list, add, change, delete, history, and the short one that leads to change."""
    answers, refused = answers or {}, refused or {}
    adding, deleting = (changes if chosen is None else chosen for chosen in (adds, deletes))

    def answer(page: str) -> dict[str, Any]:
        return {"answer": answers.get(page, 200), "refused": refused.get(page, 403)}

    return (
        desk(f"{name}_changelist", **answer("changelist"), methods=BOTH),
        desk(f"{name}_add", adding, **answer("add"), methods=BOTH),
        row(f"{name}_change", things, **answer("change"), methods=BOTH),
        row(f"{name}_delete", things, deleting, **answer("delete"), methods=BOTH),
        row(f"{name}_history", things, **answer("history")),
        row(f"admin/{name.replace('_', '/')}/<path:object_id>/", things, answer=302, refused=302, is_page=False),
    )


def of(*names: str, kept: str) -> Things:
    """Some of what a host keeps, by name: of("nominee", kept="registrations")."""
    return lambda host, _world: [getattr(host, kept)[name] for name in names]


def moves(host: Host, _world: World) -> Iterable[Visit]:
    """The legal moves ask for the duty; an illegal one is refused with a sentence on the registration's page."""
    pk = host.registrations["reviewed"].pk
    for key in ("confirm", "request-changes", "waitlist", "decline"):
        yield Visit({"pk": pk, "key": key}, DECIDING)
    yield Visit({"pk": pk, "key": "withdraw"}, DECIDING | REGISTERING)
    for key in ("take-up", "promote"):
        yield Visit({"pk": pk, "key": key}, OFFICERS, answer=302)
    hidden = frozenset({"registration", "of_both", "of_there"})
    yield Visit({"pk": host.registrations["hidden_person"].pk, "key": "withdraw"}, hidden)


def people(host: Host, _world: World) -> Iterable[Visit]:
    """A hidden person's particulars are there for two duties alone."""
    for name in ("nominee", "minister", "speaker"):
        yield Visit({"object_id": host.people[name].pk}, OFFICERS)
    yield Visit({"object_id": host.people["hidden_person"].pk}, SEEING_PROTECTED, refused=302)


def discarded_notices(host: Host, _world: World) -> Iterable[Visit]:
    """A draft is; what was published stays."""
    yield Visit({"object_id": host.notices["draft"].pk}, OFFICERS)
    yield Visit({"object_id": host.notices["published"].pk}, NOBODY, refused=403)


def previewed_notices(host: Host, _world: World) -> Iterable[Visit]:
    """What is public is looked at where it is."""
    for language in ("en", "mn"):
        yield Visit({"pk": host.notices["draft"].pk, "language": language}, OFFICERS)
    yield Visit({"pk": host.notices["published"].pk, "language": "en"}, OFFICERS, answer=302)


def previewed_questions(host: Host, _world: World) -> Iterable[Visit]:
    for category in host.categories.values():
        yield Visit({"category": category.pk, "subject": "person", "language": "en"}, OFFICERS)


def who_answers(host: Host, _world: World) -> Iterable[Visit]:
    """A hidden person's answers are there for those who register and see protected persons."""
    yield Visit({"pk": host.registrations["nominee"].pk}, REGISTERING)
    yield Visit({"pk": host.registrations["hidden_person"].pk}, REGISTERING & SEEING_PROTECTED)


def who_waits(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    yield {"pk": host.delegations["second"].pk, "registration": host.registrations["member_who_waits"].pk}


def rows_to_mark(host: Host, _world: World) -> Iterable[Visit]:
    """Who works on registrations; on a hidden person's, who may know of one."""
    yield Visit({"pk": host.registrations["nominee"].pk}, WORKING)
    yield Visit({"pk": host.registrations["hidden_person"].pk}, WORKING & SEEING_PROTECTED)


def marked_together(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    yield {"act": host.registrations["nominee"].assignments.get().act}


def saved_filters(host: Host, _world: World) -> Iterable[Visit]:
    """To whom one is not shared, it is not there."""
    yield Visit({"object_id": host.saved_filters["shared"].pk}, OFFICERS, refused=403)
    yield Visit({"object_id": host.saved_filters["own"].pk}, COORDINATOR)


def focal_points(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    for rank in FocalPointRank:
        yield {"pk": host.delegations["first"].pk, "rank": rank.value}


def wordings(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    for language in ("en", "ru"):
        yield {"purpose": "registration_received", "language": language}


def message_acts(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    yield {"pk": host.messages["applicant"].pk, "key": "send-again"}


def content(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    """The admin's way to a thing's own page, which none of ours has."""
    for thing in (host.people["nominee"], host.registrations["nominee"], host.sessions["panel"], host.conference):
        kind = ContentType.objects.get_for_model(thing)
        yield {"content_type_id": kind.pk, "object_id": thing.pk}


def decisions(_host: Host, _world: World) -> Iterable[Visit]:
    for key in ("confirm", "take-up", "decline"):
        yield Visit({"key": key}, OFFICERS)


def open_to_applications(host: Host, _world: World) -> Iterable[Any]:
    return [host.categories[Route.APPLICATION]]


def applications_read(host: Host, _world: World) -> Iterable[Visit]:
    """A hidden applicant's by those who decide and to whom such a person is named."""
    yield Visit({"pk": host.registrations["reviewed"].pk}, OFFICERS)
    yield Visit({"pk": host.registrations["applicant"].pk}, OFFICERS)
    yield Visit({"pk": host.registrations["hidden_person"].pk}, frozenset({"registration", "of_both", "of_there"}))


def requests(host: Host, _world: World) -> Iterable[Visit]:
    """Without a request chosen one is led to the list."""
    for key in ("accept", "refuse"):
        yield Visit({"key": key}, OFFICERS, answer=302)
    change = host.pending_changes["correction"]
    yield Visit({"key": "accept"}, OFFICERS, f"chosen={change.pk}:{change.version}")


def officers(host: Host, _world: World) -> Iterable[Any]:
    return [host.officers[TeamRole.VISA], host.officers[TeamRole.COORDINATOR]]


def state(_host: Host, world: World) -> Iterable[Any]:
    return [world.here.delegations["first"].state]


def missions(_host: Host, world: World) -> Iterable[Any]:
    return Mission.objects.filter(state=world.here.delegations["first"].state).order_by("city")


def own_job(argument: str, refused: int | None = None) -> Things:
    """Of the co-ordinator of the host; ``of_there`` and ``of_both`` are others."""
    return lambda host, _world: [Visit({argument: host.jobs["coordinator"].pk}, COORDINATOR, refused=refused)]


def brought(argument: str, *, nobody: bool = False) -> Things:
    """The import, for whoever registers."""
    allowed = NOBODY if nobody else REGISTERING
    return lambda host, _world: [Visit({argument: host.imports["coordinator"].pk}, allowed, refused=404)]


def own_import(host: Host, _world: World) -> Iterable[Visit]:
    """What stands in the table is the co-ordinator's alone, who brought it."""
    yield Visit({"pk": host.imports["coordinator"].pk}, COORDINATOR, refused=404)


REGISTRATIONS = of("nominee", "minister", "reviewed", "registered", "hidden_person", "speaker", kept="registrations")
DUPLICATES = of("registered", kept="duplicates")
# A thing's history stands on its own page.
ON_ITS_PAGE = {"history": 302}
DESK: Sequence[Address] = (
    desk("index"),
    desk("choose-conference", methods=POST, is_page=False),
    Address("admin:login", Kind.OPEN, lambda _h, _w: [Visit({}, EVERYBODY - OFFICERS, refused=302)], methods=BOTH),
    # Between password and code; whoever is not there is led to the password, or to the own account.
    Address("admin:second-step", Kind.OPEN, lambda _h, _w: [Visit({})], answer=302, methods=BOTH),
    Address("admin:second-step-set-up", Kind.OPEN, lambda _h, _w: [Visit({})], answer=302, methods=BOTH),
    desk("two-step-sign-in", methods=BOTH),
    form("conference_user_second_step", officers),
    desk("logout", methods=POST, is_page=False),
    desk("password_change", methods=BOTH),
    desk("password_change_done"),
    desk("autocomplete", is_page=False, query="app_label=agenda&model_name=appearance&field_name=participant&term="),
    desk("jsi18n", is_page=False),
    row("view_on_site", content, NOBODY, refused=404, is_page=False),
    Address("admin:app_list", Kind.DESK, lambda _h, _w: [Visit({"app_label": label}, OFFICERS) for label in APPS]),
    Address("admin/(?P<url>.*)$", Kind.DESK, lambda _h, _w: [Visit({"url": "nothing-here/"}, NOBODY)], refused=404),
    *model("agenda_release", lambda h, _w: h.releases, changes=SCHEDULING, deletes=NOBODY, refused={"add": 302}),
    *model("agenda_session", of("panel", "draft", kept="sessions"), changes=SCHEDULING, deletes=NOBODY),
    act("agenda_session_cancel", of("panel", kept="sessions"), SCHEDULING),
    act("agenda_session_reinstate", of("cancelled", kept="sessions"), SCHEDULING),
    form("agenda_session_answer", of("speaker", "hidden_person", kept="appearances"), SCHEDULING),
    desk("registration_privacynotice_changelist", methods=BOTH),
    # While a version is in preparation, one is led to it.
    desk("registration_privacynotice_add", WORDING, answer=302, methods=BOTH),
    row("registration_privacynotice_change", of("published", "draft", kept="notices"), methods=BOTH),
    row("registration_privacynotice_delete", discarded_notices, WORDING, methods=BOTH),
    row("registration_privacynotice_history", of("draft", kept="notices"), answer=302, refused=302, is_page=False),
    row(
        "admin/registration/privacynotice/<path:object_id>/",
        of("draft", kept="notices"),
        answer=302,
        refused=302,
        is_page=False,
    ),
    row("registration_privacynotice_preview", previewed_notices),
    form("registration_privacynotice_publish", of("draft", kept="notices"), COORDINATING),
    row("registration_registration_answers", who_answers, methods=BOTH),
    form("registration_delegation_answers", of("first", kept="delegations"), REGISTERING),
    desk("registration_question_changelist", methods=BOTH),
    desk("registration_question_add", WORDING, methods=BOTH),
    row("registration_question_change", of("person", "delegation", kept="questions"), methods=BOTH),
    row("registration_question_delete", of("person", kept="questions"), WORDING, methods=BOTH),
    row("registration_question_history", of("person", kept="questions"), answer=302, refused=302, is_page=False),
    row(
        "admin/registration/question/<path:object_id>/",
        of("person", kept="questions"),
        answer=302,
        refused=302,
        is_page=False,
    ),
    desk("registration_question_order", WORDING, answer=302, methods=BOTH),
    act("registration_question_archive", of("person", kept="questions"), WORDING),
    act("registration_question_restore", of("person", kept="questions"), WORDING),
    row("registration_question_preview", previewed_questions),
    *model("registration_participantcategory", lambda h, _w: h.categories.values()),
    *model(
        "registration_delegation",
        of("first", "organisation", kept="delegations"),
        changes=INVITING | REGISTERING,
        adds=NOBODY,
        deletes=NOBODY,
        answers=ON_ITS_PAGE,
    ),
    form("registration_delegation_seats", of("first", kept="delegations"), answer=302, is_page=False),
    form("registration_delegation_beyond", who_waits, INVITING | REGISTERING),
    form("registration_delegation_focal_point", focal_points, INVITING | REGISTERING),
    *model(
        "registration_invitation",
        of("first", "invitee", "hidden_invitee", kept="invitations"),
        adds=OFFICERS,
        deletes=NOBODY,
        answers=ON_ITS_PAGE | {"add": 302},
    ),
    desk("registration_invitation_invite_state", INVITING, methods=BOTH),
    desk("registration_invitation_invite_person", INVITING, methods=BOTH),
    desk("registration_invitation_invite_group", INVITING, methods=BOTH),
    desk("registration_invitation_invite_organisation", INVITING, methods=BOTH),
    desk("registration_invitation_invite_list", INVITING, methods=BOTH),
    desk("registration_invitation_board", methods=BOTH),
    form("registration_invitation_round", of("notes", kept="rounds")),
    act("registration_invitation_round_typeset", of("notes", kept="rounds"), INVITING),
    form("registration_invitation_round_scans", of("notes", kept="rounds"), INVITING),
    form("registration_invitation_round_discard", of("notes", kept="rounds"), INVITING),
    row(
        "registration_invitation_paper",
        of("first", "invitee", kept="invitations"),
        INVITING,
        argument="pk",
        is_page=False,
    ),
    form("registration_invitation_change_note", of("first", kept="invitations"), INVITING),
    form("registration_invitation_dispatch", of("first", "invitee", kept="invitations"), INVITING),
    form("registration_invitation_attach", of("first", "invitee", kept="invitations"), INVITING),
    act("registration_invitation_take_back", of("first", kept="invitations"), INVITING),
    form("registration_invitation_reply", of("first", "invitee", kept="invitations"), INVITING | REGISTERING),
    form("registration_invitation_send_again", of("first", "invitee", kept="invitations"), INVITING),
    *model("registration_participant", people, adds=NOBODY, deletes=NOBODY, answers={"changelist": 302}),
    *model("registration_registration", REGISTRATIONS, changes=REGISTERING, deletes=NOBODY, answers=ON_ITS_PAGE),
    form("registration_registration_move", moves),
    form("registration_registration_passport", of("speaker", kept="registrations"), frozenset({"visa", "of_there"})),
    form("registration_registration_needs", of("speaker", kept="registrations"), DUTY_OF_CARE),
    form("registration_registration_code", of("speaker", kept="registrations"), REGISTERING),
    Address("admin:registration_registration_decide", Kind.DESK, decisions, methods=POST, is_page=False),
    *model(
        "registration_pendingchange",
        of("correction", "nomination", "hidden_correction", kept="pending_changes"),
        changes=REGISTERING,
        adds=NOBODY,
        deletes=NOBODY,
        answers=ON_ITS_PAGE,
    ),
    desk("registration_registration_waiting"),
    desk("registration_registration_columns", methods=BOTH),
    act("registration_registration_assign", rows_to_mark, OFFICERS),
    act("registration_registration_tags", rows_to_mark, OFFICERS),
    form("registration_registration_notes", rows_to_mark),
    row("registration_registration_undo_marks", marked_together, WORKING, methods=BOTH),
    *model("registration_tag", of("tag", kept="tags"), changes=REGISTERING | DECIDING),
    *model(
        "registration_savedfilter",
        saved_filters,
        changes=OFFICERS,
        deletes=COORDINATING,
        answers=ON_ITS_PAGE,
        refused={"change": 404, "history": 302},
    ),
    *model(
        "registration_decisionact",
        of("decision", kept="decisions"),
        changes=DECIDING | REGISTERING,
        adds=NOBODY,
        deletes=NOBODY,
        answers=ON_ITS_PAGE,
    ),
    act("registration_decisionact_undo", of("decision", kept="decisions"), OFFICERS),
    *model(
        "registration_decisionround",
        of("round", kept="decisions"),
        changes=DECIDING,
        deletes=NOBODY,
        answers=ON_ITS_PAGE,
    ),
    *model(
        "registration_reading",
        lambda h, _w: h.registrations["reviewed"].readings.all(),
        changes=DECIDING,
        adds=NOBODY,
        deletes=NOBODY,
        answers=ON_ITS_PAGE | {"change": 302},
    ),
    desk("registration_reading_next", answer=302, is_page=False),
    form("registration_reading_readers", open_to_applications, COORDINATING),
    row("registration_reading_decisions", open_to_applications, DECIDING, argument="pk"),
    form("registration_reading_read", applications_read, DECIDING),
    form("registration_reading_decide", applications_read, DECIDING),
    form("registration_reading_objection", applications_read, DECIDING),
    act("registration_reading_conflict", of("reviewed", "hidden_person", kept="registrations"), OFFICERS),
    act("registration_reading_withdrawn", of("reviewed", kept="objections"), OFFICERS),
    *model("registration_declineground", of("places", kept="grounds"), changes=DECIDING),
    form("registration_decisionround_release", of("round", kept="decisions"), DECIDING),
    act("registration_decisionround_record", of("round", kept="decisions"), OFFICERS),
    form("registration_decisionround_drop", of("round", kept="decisions"), DECIDING),
    # Who may be whom is for those who register alone.
    desk("registration_duplicatecandidate_changelist", REGISTERING, methods=BOTH),
    desk("registration_duplicatecandidate_add", NOBODY, methods=BOTH),
    row("registration_duplicatecandidate_change", DUPLICATES, REGISTERING, methods=BOTH),
    row("registration_duplicatecandidate_delete", DUPLICATES, NOBODY, methods=BOTH),
    row("registration_duplicatecandidate_history", DUPLICATES, answer=302),
    row("admin/registration/duplicatecandidate/<path:object_id>/", DUPLICATES, answer=302, refused=302, is_page=False),
    form("registration_duplicatecandidate_merge", DUPLICATES, REGISTERING, answer=302, is_page=False),
    act("registration_duplicatecandidate_dismiss", DUPLICATES, OFFICERS),
    act("registration_duplicatecandidate_reopen", DUPLICATES, OFFICERS),
    act("registration_duplicatecandidate_undo", DUPLICATES, OFFICERS),
    Address("admin:registration_pendingchange_decide", Kind.DESK, requests, methods=BOTH, is_page=False),
    *model(
        "correspondence_lettertemplate",
        of("template", kept="wording"),
        adds=OFFICERS,
        deletes=CORRESPONDING,
        answers={"add": 302, "change": 302},
    ),
    form("correspondence_lettertemplate_wording", wordings),
    act("correspondence_lettertemplate_drop", of("template", kept="wording"), CORRESPONDING),
    *model(
        "correspondence_outgoingmessage",
        of("nominee", "applicant", "hidden_person", kept="messages"),
        adds=NOBODY,
        deletes=NOBODY,
        answers=ON_ITS_PAGE,
    ),
    act("correspondence_outgoingmessage_act", message_acts, CORRESPONDING),
    *model("correspondence_reminderrule", of("rule", kept="wording"), changes=CORRESPONDING, deletes=NOBODY),
    # A file is made for one officer; to the others of the team it does not exist either.
    *model("jobs_job", own_job("object_id"), adds=NOBODY, deletes=NOBODY, refused={"change": 404, "history": 302}),
    row("jobs_job_standing", own_job("pk", 404), is_page=False),
    # Tables of names: to the others of the team an import does not exist.
    desk("registration_registrationimport_changelist", REGISTERING, methods=BOTH),
    desk("registration_registrationimport_add", REGISTERING, methods=BOTH),
    desk("registration_registrationimport_template", REGISTERING, is_page=False),
    row("registration_registrationimport_change", brought("object_id"), methods=BOTH),
    row("registration_registrationimport_delete", brought("object_id", nobody=True), methods=BOTH),
    row("registration_registrationimport_history", of("coordinator", kept="imports"), answer=302, refused=302),
    row(
        "admin/registration/registrationimport/<path:object_id>/",
        of("coordinator", kept="imports"),
        answer=302,
        refused=302,
        is_page=False,
    ),
    row("registration_registrationimport_standing", brought("pk"), is_page=False),
    # The file is gone, so those to whom it belonged are led back.
    form("registration_registrationimport_columns", own_import, answer=302),
    row("registration_registrationimport_errors", own_import, argument="pk", answer=302, is_page=False),
    act("registration_registrationimport_preview", brought("pk"), REGISTERING),
    act("registration_registrationimport_import", brought("pk"), REGISTERING),
    act("registration_registrationimport_stop", brought("pk"), REGISTERING),
    act("registration_registrationimport_drop", brought("pk"), REGISTERING),
    act("registration_registrationimport_undo", brought("pk"), REGISTERING),
    act("jobs_job_take", own_job("pk"), COORDINATOR),
    act("jobs_job_cancel", own_job("pk"), COORDINATOR),
    desk("registration_delegation_file", INVITING | REGISTERING, methods=BOTH),
    desk("registration_invitation_file", INVITING | REGISTERING, methods=BOTH),
    desk("jobs_filemade_changelist", COORDINATING, methods=BOTH),
    desk("registration_registration_file", REGISTERING, methods=BOTH),
    desk("correspondence_outgoingmessage_file", CORRESPONDING, methods=BOTH),
    *model(
        "conference_conference",
        lambda h, _w: [h.conference],
        adds=NOBODY,
        deletes=NOBODY,
        answers={"changelist": 302},
    ),
    *model("conference_venue", lambda h, _w: [h.venue]),
    *model("conference_user", officers, adds=ADMINISTRATOR, deletes=NOBODY),
    form("auth_user_password_change", officers, ADMINISTRATOR, argument="id"),
    *model("conference_state", state, deletes=NOBODY),
    *model("conference_mission", missions, changes=INVITING, deletes=ADMINISTRATOR),
    *model("conference_organisation", lambda h, w: [h.organisation, w.international], deletes=NOBODY),
)
