"""The officer's sessions: what, when, where, with whom."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from agenda.actions.appoint import appoint, dismiss
from agenda.actions.schedule import cancel_session, park_session, reinstate_session, schedule_session
from agenda.errors import AgendaError
from agenda.forms.session import SessionForm
from agenda.models import Appearance, Session
from agenda.states import AppearanceState, SessionState
from conference.admin.current import officer, required_conference
from conference.admin.scoped import ScopedAdmin, ScopedTabularInline
from conference.formats import day_text, time_range_text
from conference.permissions import ROLES_THAT_SCHEDULE


class AppearanceInline(ScopedTabularInline):
    """Speakers in their order. A new one is appointed by the act, which asks them to confirm or regret."""

    model = Appearance
    roles_that_change = ROLES_THAT_SCHEDULE
    fields = ("position", "role", "participant", "static_name", "static_function", "minutes", "state")
    readonly_fields = ("state",)
    autocomplete_fields: ClassVar[Any] = ("participant",)
    ordering = ("position",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appearance]:
        return super().get_queryset(request).select_related("participant")


@admin.register(Session)
class SessionAdmin(ScopedAdmin):
    form = SessionForm
    roles_that_change = ROLES_THAT_SCHEDULE
    may_be_deleted = False
    refusals = (AgendaError,)
    choices_within: ClassVar[dict[str, str]] = {"topic": "conference", "entry": "conference"}
    long_fields = ("abstract", "guiding_questions")
    list_display = ("when", "title_and_type", "where", "people", "status")
    list_display_links = ("title_and_type",)
    list_filter = ("type", "topic", "state")
    search_fields = ("title",)
    inlines = (AppearanceInline,)
    change_form_template = "admin/agenda/session_change_form.html"
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("seen_version", ("type", "number"), "title", "topic")}),
        (gettext_lazy("When and where"), {"fields": (("day", "begins", "ends"), "in_rooms")}),
        (gettext_lazy("Languages"), {"fields": ("languages", "is_interpreted")}),
        (gettext_lazy("What it is about"), {"fields": ("abstract", "guiding_questions")}),
        (
            gettext_lazy("Who may enter and who may know"),
            {"fields": ("entry", "listing", "attribution", "is_open_to_press")},
        ),
        (gettext_lazy("Source"), {"fields": ("source",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        asked = Q(appearances__state=AppearanceState.INVITED, appearances__participant__isnull=False)
        sessions: QuerySet[Session] = (
            Session.objects.visible_to(request.user, required_conference(request))
            .in_order()
            .select_related("conference")
            .prefetch_related("bookings__room")
            .annotate(speakers=Count("appearances"), unconfirmed=Count("appearances", filter=asked))
        )
        return sessions

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ()

    def get_form(self, request: HttpRequest, obj: Session | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.conference = required_conference(request)
        return form

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "<uuid:pk>/cancel/", self.admin_site.admin_view(require_POST(self.cancel)), name="agenda_session_cancel"
            ),
            path(
                "<uuid:pk>/reinstate/",
                self.admin_site.admin_view(require_POST(self.reinstate)),
                name="agenda_session_reinstate",
            ),
        ]
        return own + super().get_urls()

    def save_model(self, request: HttpRequest, obj: Session, form: SessionForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not form.moves():
            return
        times, by = form.schedule(), officer(request)
        if times:
            moved = schedule_session(
                obj.pk, starts_at=times[0], ends_at=times[1], rooms=form.cleaned_data["in_rooms"], by=by
            )
        else:
            moved = park_session(obj.pk, by=by)
        obj.version = moved.version

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """New speakers are appointed by the act; order and minutes are only arranged."""
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
        for changed, _fields in formset.changed_objects:
            changed.save()

    def cancel(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Cancels; the next release says so."""
        return self._act(request, pk, cancel_session, _("“%s” is cancelled. The public sees it with the next release."))

    def reinstate(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Puts a cancelled session back."""
        return self._act(
            request, pk, reinstate_session, _("“%s” is held again. The public sees it with the next release.")
        )

    def _act(self, request: HttpRequest, pk: Any, act: Any, sentence: str) -> HttpResponse:
        session = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            act(session.pk, by=officer(request))
            messages.success(request, sentence % session)
        except AgendaError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:agenda_session_change", args=[session.pk]))

    @admin.display(description=gettext_lazy("when"))
    def when(self, session: Session) -> str:
        if session.starts_at is None or session.ends_at is None:
            return _("not scheduled yet")
        zone = session.conference.zone
        day = day_text(session.starts_at.astimezone(zone).date())
        return format_html("{}<br><b>{}</b>", day, time_range_text(session.starts_at, session.ends_at, zone))

    @admin.display(description=gettext_lazy("session"))
    def title_and_type(self, session: Session) -> str:
        number = f" {session.number}" if session.number else ""
        return format_html('{}<br><small class="quiet">{}{}</small>', session.title, session.get_type_display(), number)

    @admin.display(description=gettext_lazy("where"))
    def where(self, session: Session) -> str:
        return ", ".join(str(booking.room) for booking in session.bookings.all()) or "–"

    @admin.display(description=gettext_lazy("speakers"))
    def people(self, session: Any) -> str:
        if not session.speakers:
            return "–"
        if not session.unconfirmed:
            return str(session.speakers)
        waits = _("%(count)s to confirm") % {"count": session.unconfirmed}
        return format_html('{}<br><small class="text-waiting">{}</small>', session.speakers, waits)

    @admin.display(description=gettext_lazy("status"))
    def status(self, session: Session) -> str:
        if session.state == SessionState.CANCELLED:
            return format_html('<span class="tag tag-trouble">{}</span>', session.get_state_display())
        return ""
