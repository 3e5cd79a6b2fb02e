"""What an officer does on the board; each answer brings the board as it is then, with its conflicts found anew."""

import datetime
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.actions.bookings import rooms_of
from agenda.actions.describe import create_session, discard_session
from agenda.actions.schedule import park_session, schedule_session
from agenda.admin.board_cards import Board
from agenda.admin.board_told import done_text, meanwhile_text, title_of
from agenda.errors import AgendaError, LostUpdateError, RoomTakenError
from agenda.forms.board import DiscardForm, MoveForm, NewSessionForm
from agenda.models import Session
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.models import Room, TranslatedText

View = Callable[..., HttpResponse]
#: As the form of a session says it; translated when it is read.
LOGGED = [{"changed": {"fields": ["begins", "ends", "rooms"]}}]


def parts_of(request: HttpRequest, board: Board, *, may_move: bool) -> dict[str, str]:
    """The parts of the page that a save renews."""
    context = {"board": board, "may_move": may_move}
    return {
        name: render_to_string(f"admin/agenda/_board_{name}.html", context, request=request)
        for name in ("tabs", "day", "parked")
    }


def move_view(model_admin: ScopedAdmin) -> View:
    """Gives a session other times and rooms, or parks it; 409 where somebody else was there first."""

    def view(request: HttpRequest) -> HttpResponse:
        _ensure_may_move(model_admin, request)
        form = MoveForm(request.POST, conference=required_conference(request))
        if refusal := _unfit(request, form):
            return refusal
        given = form.cleaned_data
        try:
            session = _session(request, given["session"])
            undo = _place_fields(session, rooms_of(session))
            with transaction.atomic():
                moved = _moved(request, session, form)
                model_admin.log_change(request, moved, LOGGED)
        except (AgendaError, Session.DoesNotExist) as error:
            return _refusal(request, form, error, given["session"], lambda _now: given)
        rooms = rooms_of(moved)
        return _answer(
            request,
            form,
            said=done_text(moved, rooms, is_undone=given["undo"]),
            version=moved.version,
            undo={"url": reverse("admin:agenda_session_board_move"), "fields": undo | _seen_fields(moved, rooms)},
        )

    return view


def create_view(model_admin: ScopedAdmin) -> View:
    """A session with title, type, times and room; its own form asks for the rest."""

    def view(request: HttpRequest) -> HttpResponse:
        _ensure_may_move(model_admin, request)
        form = NewSessionForm(request.POST, conference=required_conference(request))
        if refusal := _unfit(request, form):
            return refusal
        try:
            with transaction.atomic():
                made = _made(request, form)
                model_admin.log_addition(request, made, [{"added": {}}])
        except AgendaError as error:
            return _refusal(request, form, error)
        fields = {"session": str(made.pk), "version": made.version}
        return _answer(
            request,
            form,
            said=done_text(made, rooms_of(made), is_undone=False),
            link=_link(made),
            version=made.version,
            session=str(made.pk),
            undo={"url": reverse("admin:agenda_session_board_discard"), "fields": fields},
        )

    return view


def discard_made_view(model_admin: ScopedAdmin) -> View:
    """Takes back a session that was made on the board, while nobody has changed or published it."""

    def view(request: HttpRequest) -> HttpResponse:
        _ensure_may_move(model_admin, request)
        form = DiscardForm(request.POST)
        if refusal := _unfit(request, form):
            return refusal
        given = form.cleaned_data
        try:
            session = _session(request, given["session"])
            with transaction.atomic():
                model_admin.log_deletions(request, _sessions(request).filter(pk=session.pk))
                discard_session(session.pk, by=officer(request), version=given["version"])
        except (AgendaError, Session.DoesNotExist) as error:
            return _refusal(request, form, error, given["session"], _seen_now)
        return _answer(request, form, said=_("Undone: “%(session)s” is deleted.") % {"session": title_of(session)})

    return view


def _moved(request: HttpRequest, session: Session, form: MoveForm) -> Session:
    by, version, times = officer(request), form.cleaned_data["version"], form.times()
    rooms = form.cleaned_data["rooms"]
    if times is None:
        # What was parked by hand remembers where it was; what is put back there, where it was remembered to be.
        remembered = rooms if form.cleaned_data["undo"] else None
        return park_session(session.pk, by=by, version=version, rooms=remembered)
    return schedule_session(session.pk, starts_at=times[0], ends_at=times[1], rooms=rooms, by=by, version=version)


def _made(request: HttpRequest, form: NewSessionForm) -> Session:
    conference, given, times = required_conference(request), form.cleaned_data, form.times()
    language = conference.language_or_default(get_language())
    title = TranslatedText({language: " ".join(given["title"].split())})
    made = create_session(Session(conference=conference, type=given["type"], title=title), by=officer(request))
    if times is None:
        return made
    return schedule_session(
        made.pk, starts_at=times[0], ends_at=times[1], rooms=given["rooms"], by=officer(request), version=made.version
    )


def _ensure_may_move(model_admin: ScopedAdmin, request: HttpRequest) -> None:
    if not model_admin.has_change_permission(request):
        raise PermissionDenied


def _unfit(request: HttpRequest, form: Any) -> HttpResponse | None:
    """What no act is asked about: a page of another conference, or something that the board never sends."""
    if not is_of_current_conference(request):
        refused = _("This board belongs to another conference than the one you work in now. Nothing was changed.")
        return JsonResponse({"refused": refused}, status=HTTPStatus.CONFLICT)
    if form.is_valid():
        return None
    sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
    return JsonResponse({"refused": " ".join(sentences)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _refusal(
    request: HttpRequest,
    form: Any,
    error: Exception,
    pk: UUID | None = None,
    seen: Callable[[Session], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Why nothing was done, with the way to what stands in the way; of a stale save who has changed what.

    Somebody may have deleted the session: the board says so, or its step could never be passed over.
    """
    other = error.session_id if isinstance(error, RoomTakenError) else pk
    now = _sessions(request).select_related("conference", "changed_by").filter(pk=other).first() if other else None
    if isinstance(error, Session.DoesNotExist) or (other and now is None):
        gone = _("Nothing was saved: the session is no longer there; somebody has deleted it in the meantime.")
        return _answer(request, form, HTTPStatus.NOT_FOUND, refused=gone)
    if now is not None and seen and isinstance(error, LostUpdateError):
        return _answer(request, form, HTTPStatus.CONFLICT, refused=meanwhile_text(now, seen(now)))
    link = {"link": _link(now)} if now else {}
    return _answer(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, refused=str(error), **link)


def _sessions(request: HttpRequest) -> Any:
    return Session.objects.visible_to(request.user, required_conference(request))


def _session(request: HttpRequest, pk: Any) -> Session:
    """Raises ``Session.DoesNotExist``."""
    found: Session = _sessions(request).select_related("conference").get(pk=pk)
    return found


def _link(session: Session) -> dict[str, str]:
    return {"text": title_of(session), "url": reverse("admin:agenda_session_change", args=[session.pk])}


def _place_fields(session: Session, rooms: Iterable[Room]) -> dict[str, Any]:
    """What the board sends to put the session back where it is now."""
    begins, ends = (_clock(session, moment) for moment in (session.starts_at, session.ends_at))
    return {"session": str(session.pk), "begins": begins, "ends": ends, "rooms": [str(room.pk) for room in rooms]}


def _seen_fields(session: Session, rooms: Iterable[Room]) -> dict[str, Any]:
    """What the officer sees once it is done: an undo is refused when it is not so any more."""
    seen = _place_fields(session, rooms)
    return {"version": session.version} | {f"seen_{name}": seen[name] for name in ("begins", "ends", "rooms")}


def _seen_now(session: Session) -> dict[str, Any]:
    """As it stands: what somebody else has changed of a new session is not told apart."""
    times = (_clock(session, session.starts_at), _clock(session, session.ends_at))
    begins, ends = (datetime.datetime.fromisoformat(text) if text else None for text in times)
    return {"seen_begins": begins, "seen_ends": ends, "seen_rooms": rooms_of(session)}


def _clock(session: Session, moment: datetime.datetime | None) -> str:
    return f"{moment.astimezone(session.conference.zone):%Y-%m-%dT%H:%M}" if moment else ""


def _answer(request: HttpRequest, form: Any, status: int = HTTPStatus.OK, **told: Any) -> HttpResponse:
    given = form.cleaned_data
    board = Board(request, given["shown"], is_whole_day=given["whole_day"])
    return JsonResponse({**told, "parts": parts_of(request, board, may_move=True)}, status=status)
