"""The list of speakers: where their answers stand, in which sessions, what is outstanding, the last letter."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin, ShowFacets, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin.appearances import TONES
from agenda.admin.panel_lines import letter_of
from agenda.models import Speaker, SpeakerRequests
from agenda.queries.speaker_list import (
    STATUSES,
    Owed,
    SpeakerLine,
    as_column,
    has_answered,
    owed_by_speakers,
    speaker_lines,
    speakers_for_list,
)
from agenda.queries.speaker_requests import requests_of
from agenda.states import AppearanceState
from conference.admin.chips import Chip, ChippedList
from conference.admin.current import required_conference, sees_protected
from conference.admin.markup import lines, shortened, tag
from conference.admin.scoped import ScopedAdmin
from conference.correspondence.admin.campaigns.lists import WrittenToList
from conference.formats import moment_text
from conference.jobs.admin.asking_page import asking_page, file_url_for
from conference.permissions import ROLES_THAT_SCHEDULE
from registration.admin.naming import person_line
from registration.models import Visibility, searchable

LONGEST_TITLE = 60


def asked_for(request: HttpRequest) -> SpeakerRequests:
    """What the conference asks of its speakers; one query a request."""
    cached: SpeakerRequests | None = getattr(request, "_speaker_requests", None)
    if cached is None:
        cached = requests_of(required_conference(request))
        request._speaker_requests = cached  # type: ignore[attr-defined]  # noqa: SLF001  cached on the request
    return cached


def owed(request: HttpRequest) -> tuple[Owed, ...]:
    """What may be outstanding in this conference; found once a request."""
    cached: tuple[Owed, ...] | None = getattr(request, "_owed_by_speakers", None)
    if cached is None:
        cached = tuple(owed_by_speakers(required_conference(request), asked_for(request)))
        request._owed_by_speakers = cached  # type: ignore[attr-defined]  # noqa: SLF001  cached on the request
    return cached


class AnswerFilter(SimpleListFilter):
    title = gettext_lazy("answer")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return STATUSES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        is_known = self.value() in AppearanceState.values
        return queryset.filter(has_answered(str(self.value()))) if is_known else queryset


class OwedFilter(SimpleListFilter):
    title = gettext_lazy("outstanding")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(each.key, each.label) for each in owed(request)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = next((each for each in owed(request) if each.key == self.value()), None)
        return queryset.filter(found.condition) if found else queryset


class ListOfSpeakers(ChangeList):
    """What the cells of one page show is loaded in one go."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        found = speaker_lines(required_conference(request), [row.pk for row in rows], asked_for(request))
        for row in rows:
            row.line, row.asked_by = found.get(row.pk, SpeakerLine()), request
        self.result_list = rows


@admin.register(Speaker)
class SpeakerAdmin(WrittenToList, ChippedList, ScopedAdmin):
    """A list and its file; a speaker's page is that of what speakers give."""

    roles_that_change = ROLES_THAT_SCHEDULE
    may_be_added = False
    may_be_deleted = False
    audience = "speakers"
    show_facets = ShowFacets.NEVER
    list_display = ("name", "answers", "sessions", "outstanding", "letter")
    list_display_links = None
    list_filter = (AnswerFilter, OwedFilter)
    search_fields = ("search_text",)
    search_help_text = gettext_lazy("Name, function, institution, address")
    change_list_template = "admin/agenda/speakers.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="agenda_speaker_changelist"),
            path("write-to-these/", wrap(self.write_view), name="agenda_speaker_write"),
            path(
                "as-a-file/",
                wrap(lambda request: asking_page(self, request, "speakers")),
                name="agenda_speaker_file",
            ),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return speakers_for_list(required_conference(request), with_protected=sees_protected(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("name_shown", "pk")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ListOfSpeakers

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Nobody is found by a name that is not shown."""
        words = searchable(search_term).split()
        if words and not sees_protected(request):
            queryset = queryset.exclude(visibility=Visibility.HIDDEN)
        for word in words:
            queryset = queryset.filter(search_text__contains=word)
        return queryset, False

    def chips_for(self, request: HttpRequest) -> Iterable[Chip]:
        """Counted in one aggregate."""
        columns = {f"status_{value}": has_answered(value) for value, _label in STATUSES}
        columns |= {f"lacks_{each.key}": each.condition for each in owed(request)}
        rows = self.get_queryset(request).order_by()
        marked = rows.annotate(**{f"is_{key}": as_column(condition) for key, condition in columns.items()})
        counts = marked.aggregate(**{key: Count("pk", filter=Q((f"is_{key}", True))) for key in columns})
        for value, label in STATUSES:
            yield Chip("status", value, label, counts[f"status_{value}"])
        for each in owed(request):
            yield Chip("lacks", each.key, each.label, counts[f"lacks_{each.key}"])

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        file_url = file_url_for(request, "speakers", "admin:agenda_speaker_file")
        return super().changelist_view(request, {"file_url": file_url, **(extra_context or {})})

    @admin.display(description=gettext_lazy("speaker"))
    def name(self, speaker: Any) -> SafeString:
        """With the way to the speaker's page for whoever may open it."""
        person = person_line(speaker.asked_by, speaker)
        shown: str | SafeString = person.name
        if not person.is_withheld and self.has_change_permission(speaker.asked_by):
            url = reverse("admin:agenda_session_of_speaker", args=[speaker.pk])
            shown = format_html('<a href="{}">{}</a>', url, person.name)
        return lines(shown, person.beside, person.function, person.institution)

    @admin.display(description=gettext_lazy("answer"))
    def answers(self, speaker: Any) -> SafeString:
        """“Confirmed 2”, “Not answered 1”."""
        counts = speaker.line.counts
        found = [(value, label) for value, label in STATUSES if counts.get(value)]
        tags = (
            (tag(TONES[AppearanceState(value)], f"{label} {counts[value]}" if counts[value] > 1 else label),)
            for value, label in found
        )
        return format_html_join(" ", "{}", tags)

    @admin.display(description=gettext_lazy("sessions"))
    def sessions(self, speaker: Any) -> SafeString:
        conference = required_conference(speaker.asked_by)
        rows = (
            (
                reverse("admin:agenda_session_panel", args=[row.session_id]),
                shortened(str(row.session.title), LONGEST_TITLE),
                moment_text(row.session.starts_at, conference.zone) if row.session.starts_at else _("not scheduled"),
                row.get_role_display(),
            )
            for row in speaker.line.appearances
        )
        return format_html_join("", '<div><a href="{}">{}</a><small>{} · {}</small></div>', rows)

    @admin.display(description=gettext_lazy("outstanding"))
    def outstanding(self, speaker: Any) -> str:
        found = [str(each.label) for each in speaker.line.asked]
        if speaker.line.is_unbriefed:
            found.append(_("brief not sent"))
        return capfirst(", ".join(found)) or "–"

    @admin.display(description=gettext_lazy("last letter"))
    def letter(self, speaker: Any) -> SafeString | str:
        if speaker.line.last_message is None:
            return "–"
        found = letter_of(speaker.asked_by, speaker.line.last_message)
        shown = format_html('<a href="{}">{}</a> {}', found["url"], found["text"], tag(found["tone"], found["state"]))
        return lines(shown, found["at"])
