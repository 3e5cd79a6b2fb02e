"""The officer's sessions: what, when, where, with whom."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agenda.actions.appoint import appoint, dismiss
from agenda.actions.describe import DESCRIBED, create_session, describe_session
from agenda.actions.interpretation import assign_interpreters
from agenda.actions.schedule import cancel_session, park_session, reinstate_session, schedule_session
from agenda.admin.answers import answer_view
from agenda.admin.appearances import SpeakerInline, StaticLineInline
from agenda.admin.board import board_view
from agenda.admin.board_acts import create_view, discard_made_view, move_view
from agenda.admin.bulk_pages import bulk_cancel_view, bulk_edit_view, cancel_together, edit_together
from agenda.admin.bulk_undo import bulk_undo_view, undoable_lines
from agenda.admin.conflicts import conflicts_of_session
from agenda.admin.panel_page import briefs_view, panel_view
from agenda.admin.seats import seats_view, take_view
from agenda.admin.session_beside import beside_form
from agenda.admin.session_filters import DayFilter, LackFilter, StandingFilter, TopicFilter, TypeFilter, chips_of
from agenda.admin.session_moves import copy_view, discard_view, swap_view
from agenda.admin.speaker_desk import speaker_desk_view, speakers_waiting_view
from agenda.admin.speaker_page import speaker_view
from agenda.errors import AgendaError
from agenda.forms.session import SessionForm
from agenda.models import Session
from agenda.states import AppearanceState, SessionState
from conference.admin.chips import Chip, ChippedList
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.markup import lines, tag
from conference.admin.scoped import ScopedAdmin
from conference.formats import day_text, time_range_text
from conference.jobs.admin.asking_page import asking_page, file_url_for
from conference.permissions import ROLES_THAT_SCHEDULE


@admin.register(Session)
class SessionAdmin(ChippedList, ScopedAdmin):
    """Made, worded, scheduled and cast by the acts alone; what an act refuses is said on the form."""

    form = SessionForm
    roles_that_change = ROLES_THAT_SCHEDULE
    may_be_deleted = False
    actions = (edit_together, cancel_together)
    show_facets = ShowFacets.NEVER
    refusals = (AgendaError,)
    choices_within: ClassVar[dict[str, str]] = {"topic": "conference", "entry": "conference"}
    # A title may have 300 characters; on one line two thirds of it would be out of sight.
    long_fields = ("title", "abstract", "guiding_questions")
    list_display = ("when", "title_and_type", "where", "people", "status")
    list_display_links = ("title_and_type",)
    list_filter = (DayFilter, StandingFilter, LackFilter, TypeFilter, TopicFilter)
    search_fields = ("title",)
    search_help_text = gettext_lazy("Title, in any language")
    inlines = (SpeakerInline, StaticLineInline)
    change_list_template = "admin/agenda/sessions.html"
    change_form_template = "admin/agenda/session_change_form.html"
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("seen_version", ("type", "number"), "title", "organiser", "topic")}),
        (gettext_lazy("When and where"), {"fields": (("day", "begins", "ends"), "is_whole_conference", "in_rooms")}),
        (gettext_lazy("Languages"), {"fields": ("languages", "is_interpreted", "interpreters")}),
        (gettext_lazy("What it is about"), {"fields": ("abstract", "guiding_questions")}),
        (
            gettext_lazy("Who may enter and who may know"),
            {"fields": ("entry", ("listing", "attribution"), "is_open_to_press")},
        ),
        (gettext_lazy("Seats"), {"fields": ("capacity", "needs_booking")}),
        (gettext_lazy("Online"), {"fields": ("is_hybrid", "link")}),
        (gettext_lazy("Source"), {"fields": ("source",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        speaks = ~Q(appearances__state=AppearanceState.DECLINED)
        asked = Q(appearances__state=AppearanceState.INVITED, appearances__participant__isnull=False)
        sessions: QuerySet[Session] = (
            Session.objects.visible_to(request.user, required_conference(request))
            .in_order()
            .select_related("conference")
            .prefetch_related("bookings__room")
            .annotate(
                speakers=Count("appearances", filter=speaks),
                unconfirmed=Count("appearances", filter=asked),
            )
        )
        return sessions

    def get_fieldsets(self, request: HttpRequest, obj: Session | None = None) -> Any:
        """Who only reads sees when and where in words, not as a form asks for them."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        placed = {"fields": (("when", "where"),)}
        return [(name, options if options["fields"] else placed) for name, options in sets]

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ()

    def get_form(self, request: HttpRequest, obj: Session | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.conference = required_conference(request)
        return form

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("board/", wrap(require_safe(board_view(self))), name="agenda_session_board"),
            path("board/move/", wrap(require_POST(move_view(self))), name="agenda_session_board_move"),
            path("board/create/", wrap(require_POST(create_view(self))), name="agenda_session_board_create"),
            path("board/discard/", wrap(require_POST(discard_made_view(self))), name="agenda_session_board_discard"),
            path(
                "as-a-file/", wrap(lambda request: asking_page(self, request, "programme")), name="agenda_session_file"
            ),
            path("<uuid:pk>/cancel/", wrap(require_POST(self.cancel)), name="agenda_session_cancel"),
            path("<uuid:pk>/reinstate/", wrap(require_POST(self.reinstate)), name="agenda_session_reinstate"),
            path("<uuid:pk>/swap/", wrap(swap_view(self)), name="agenda_session_swap"),
            path("<uuid:pk>/copy/", wrap(require_POST(copy_view(self))), name="agenda_session_copy"),
            path("<uuid:pk>/discard/", wrap(discard_view(self)), name="agenda_session_discard"),
            path("<uuid:pk>/speaker/", wrap(speaker_view(self)), name="agenda_session_speaker"),
            path("speakers/waiting/", wrap(speakers_waiting_view(self)), name="agenda_session_speakers_waiting"),
            path("speakers/<uuid:pk>/", wrap(speaker_desk_view(self)), name="agenda_session_of_speaker"),
            path("bulk/edit/", wrap(bulk_edit_view(self)), name="agenda_session_bulk_edit"),
            path("bulk/cancel/", wrap(bulk_cancel_view(self)), name="agenda_session_bulk_cancel"),
            path("bulk/<uuid:pk>/undo/", wrap(bulk_undo_view(self)), name="agenda_session_bulk_undo"),
            path("<uuid:pk>/panel/", wrap(require_safe(panel_view(self))), name="agenda_session_panel"),
            path("<uuid:pk>/panel/briefs/", wrap(require_POST(briefs_view(self))), name="agenda_session_briefs"),
            path("<uuid:pk>/seats/", wrap(seats_view(self)), name="agenda_session_seats"),
            path("seats/<uuid:pk>/take/", wrap(take_view(self)), name="agenda_session_seat_take"),
            path("answers/<uuid:pk>/", wrap(answer_view(self)), name="agenda_session_answer"),
            *super().get_urls(),
        ]

    def get_actions(self, request: HttpRequest) -> Any:
        """Of who only reads nothing is asked."""
        return super().get_actions(request) if self.has_change_permission(request) else {}

    def chips_for(self, request: HttpRequest) -> Iterable[Chip]:
        return chips_of(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        shown = {
            "file_url": file_url_for(request, "programme", "admin:agenda_session_file"),
            "undoable": undoable_lines(request) if self.has_change_permission(request) else [],
        }
        return super().changelist_view(request, shown | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        session = self.get_object(request, object_id)
        extra = beside_form(session, request) if session else {}
        if session:
            extra = {**extra, "session_conflicts": conflicts_of_session(request, session.pk)}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Session, form: SessionForm, change: bool) -> None:
        by = officer(request)
        if not change:
            obj.conference = required_conference(request)
            create_session(obj, by=by)
        elif described := DESCRIBED.union({"entry"}).intersection(form.changed_data):
            changes = {name: getattr(obj, name) for name in described - {"entry"}}
            if "languages" in described:
                changes["channels"] = obj.channels
            if "entry" in described:
                changes["entry"] = form.cleaned_data["entry"]
            describe_session(obj.pk, changes=changes, by=by, version=form.cleaned_data["seen_version"])
        if "interpreters" in form.changed_data:
            assign_interpreters(obj.pk, form.cleaned_data["interpreters"], by=by)
        if form.moves():
            self._schedule(obj, form, request)

    def _schedule(self, session: Session, form: SessionForm, request: HttpRequest) -> None:
        times, by = form.schedule(), officer(request)
        if times:
            rooms = form.cleaned_data["in_rooms"]
            schedule_session(session.pk, starts_at=times[0], ends_at=times[1], rooms=rooms, by=by)
        else:
            park_session(session.pk, by=by)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """New speakers are appointed by the act; of those who stand, only order, role, minutes and words are kept."""
        formset.save(commit=False)
        by = officer(request)
        for gone in formset.deleted_objects:
            dismiss(gone.pk, by=by)
        for added in formset.new_objects:
            appoint(
                form.instance.pk,
                participant=added.participant,
                static_name=added.static_name,
                static_function=added.static_function,
                role=added.role,
                position=added.position,
                minutes=added.minutes,
                by=by,
            )
        for changed, fields in formset.changed_objects:
            changed.save(update_fields=fields)

    def cancel(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Cancels; the next release says so."""
        return self._act(request, pk, cancel_session, _("“%s” is cancelled. The public sees it with the next release."))

    def reinstate(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Puts a cancelled session back."""
        return self._act(
            request, pk, reinstate_session, _("“%s” is held again. The public sees it with the next release.")
        )

    def _act(self, request: HttpRequest, pk: UUID, act: Callable[..., Session], sentence: str) -> HttpResponse:
        session = get_object_or_404(self.get_queryset(request), pk=pk)
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        else:
            try:
                act(session.pk, by=officer(request))
                messages.success(request, sentence % session)
            except AgendaError as error:
                messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:agenda_session_change", args=[session.pk]))

    @admin.display(description=gettext_lazy("when"))
    def when(self, session: Session) -> str:
        if session.starts_at is None or session.ends_at is None:
            return "–"
        zone = session.conference.zone
        day = day_text(session.starts_at.astimezone(zone).date())
        return format_html("{}<br><b>{}</b>", day, time_range_text(session.starts_at, session.ends_at, zone))

    @admin.display(description=gettext_lazy("session"))
    def title_and_type(self, session: Session) -> str:
        kind = capfirst(session.get_type_display())
        return lines(session.title, f"{kind} {session.number}" if session.number else kind)

    @admin.display(description=gettext_lazy("where"))
    def where(self, session: Session) -> str:
        return ", ".join(str(booking.room) for booking in session.bookings.all()) or "–"

    @admin.display(description=gettext_lazy("speakers"))
    def people(self, session: Any) -> str:
        if not session.speakers:
            return "–"
        waits = _("%(count)s to confirm") % {"count": session.unconfirmed} if session.unconfirmed else ""
        return lines(session.speakers, format_html('<span class="text-waiting">{}</span>', waits) if waits else "")

    @admin.display(description=gettext_lazy("status"))
    def status(self, session: Session) -> str:
        if session.state == SessionState.CANCELLED:
            return tag("trouble", session.get_state_display())
        return tag("waiting", _("not scheduled")) if session.starts_at is None else tag("neutral", _("scheduled"))
