"""The list of registrations: who, of which delegation, where it stands, what is outstanding, since when."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from conference.admin.chips import Chip
from conference.admin.current import current_roles, officer, required_conference, sees_protected
from conference.admin.markup import lines, on_one_line, shortened, tag
from conference.correspondence.admin.campaigns.lists import WrittenToList
from conference.jobs.admin.asking_page import asking_page
from conference.permissions import ROLES_THAT_REGISTER
from registration.admin import move_page, on_the_spot, registration_page, waiting
from registration.admin.answer_filter import AnswerFilter
from registration.admin.answering import answers_view
from registration.admin.bulk_actions import action_choices, actions_of
from registration.admin.bulk_decisions import decide_view
from registration.admin.codes import code_view
from registration.admin.column_page import columns_view
from registration.admin.desk_counting import counts_of, keep_total, known_total, page_asked
from registration.admin.desk_list import DelegationFilter, DeskAdmin, GroupFilter
from registration.admin.desk_paging import PLACE, RowPages
from registration.admin.filter_sentences import filter_sentences
from registration.admin.list_columns import cells_of, keys_in_force, load_other_cells
from registration.admin.mark_views import mark_urls
from registration.admin.marks_shown import marks_shown, notes_text, tag_pills
from registration.admin.naming import delegations_by_name, person_line
from registration.admin.person_filters import LanguageFilter, VisibilityFilter
from registration.admin.registration_changelist import KeptFilter, RegistrationChangeList, not_read
from registration.admin.registration_filters import (
    WAITING,
    ActFilter,
    CategoryFilter,
    OutstandingFilter,
    ReviewFilter,
    StatusFilter,
    act_in_force,
    categories_of,
)
from registration.admin.saved_filter_menu import MINE, counts_of_lists, led_to_a_saved_filter, saved_filter_menu
from registration.admin.sensitive import needs_view, passport_view
from registration.admin.time_filters import SinceDayFilter, SinceFilter, UntilDayFilter
from registration.admin.tones import REGISTRATION_TONES, time_since
from registration.admin.work_filters import ME, AssignedFilter, TagFilter
from registration.models import DelegationRole, Registration
from registration.queries.desk_delegations import protocol_order
from registration.queries.desk_registrations import found_by, name_shown
from registration.queries.marks import with_marks
from registration.queries.outstanding import outstanding
from registration.queries.rank import BY_RANK, with_rank
from registration.queries.unanswered import unanswered_texts, with_unanswered
from registration.states import ENDED, RegistrationState

BY_DELEGATION = (PLACE, *BY_RANK)
#: As much as stands on three lines of its column; the whole is on the page of the row.
LONGEST_FUNCTION = 56
ON_CHIPS = [state for state in RegistrationState if state not in ENDED and state != RegistrationState.DRAFT]


@admin.register(Registration)
class RegistrationAdmin(WrittenToList, DeskAdmin):
    """Rows are made and moved by acts; the pages for that are in the modules beside this one."""

    roles_that_change = ROLES_THAT_REGISTER
    audience = "registrations"
    list_display_links = ("who",)
    list_filter = (
        StatusFilter,
        CategoryFilter,
        OutstandingFilter,
        GroupFilter,
        DelegationFilter,
        AssignedFilter,
        TagFilter,
        LanguageFilter,
        VisibilityFilter,
        SinceFilter,
        UntilDayFilter,
        SinceDayFilter,
        ReviewFilter,
        ActFilter,
        AnswerFilter,
        KeptFilter,
    )
    search_fields = ("participant__search_text",)
    search_help_text = _("Name, institution, e-mail, delegation")
    ordering = ("-state_since", "pk")
    list_select_related: ClassVar[Any] = ("participant",)

    def action_checkbox(self, obj: Any) -> SafeString:
        """Where one comes back to from the page of a row."""
        return format_html('<span id="row-{}"></span>{}', obj.pk, super().action_checkbox(obj))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = Registration.objects.filter(conference=required_conference(request))
        rows = rows.annotate(name_shown=name_shown(with_protected=sees_protected(request)))
        rows = with_marks(rows, officer(request), current_roles(request))
        if self._is_by_delegation(request):
            place = protocol_order(required_conference(request), through="delegation__")
            # The pages of the list put delegations in order: here the database would look up the name of every row.
            ranked = with_rank(rows).annotate(protocol_order=place) if not_read(request) else None
            rows = rows.annotate(protocol_order=F("delegation")) if ranked is None else ranked
        return rows.order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        if not self._is_by_delegation(request):
            return self.ordering
        return BY_DELEGATION if not_read(request) else (PLACE, "pk")

    def _is_by_delegation(self, request: HttpRequest) -> bool:
        """Whether the list is cut to a delegation or a group of States, or sorted by delegations: in protocol order."""
        first = request.GET.get("o", "").partition(".")[0].removeprefix("-")
        by_column = first.isdecimal() or "delegation" in first
        return by_column or any(request.GET.get(key) for key in ("delegation", "group"))

    def get_paginator(
        self, request: HttpRequest, queryset: Any, per_page: int, *_args: Any, **_kwargs: Any
    ) -> RowPages:
        return RowPages(
            queryset,
            per_page,
            base=self.get_queryset(request).select_related(*self.list_select_related),
            total=known_total(request),
            places=list(delegations_by_name(request)),
            asked=page_asked(request),
            with_facts=with_unanswered,
            keep=partial(keep_total, request),
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[RegistrationChangeList]:
        return RegistrationChangeList

    def get_list_display(self, request: HttpRequest) -> list[str | Callable[[Any], str | bool]]:
        return ["who", *cells_of(request)]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return actions_of(request) | self.writing_action(request)

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> Any:
        letters = [(name, label) for _act, name, label in self.writing_action(request).values()]
        return [*action_choices(request), *([(_("Letters"), letters)] if letters else [])]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found = found_by(
            queryset,
            search_term,
            conference=required_conference(request),
            names=delegations_by_name(request) if search_term else {},
            with_protected=sees_protected(request),
        )
        return found, False

    def chips(self, request: HttpRequest) -> Iterable[Chip]:
        counts = counts_of(request)
        if act := act_in_force(request):
            number = act.transitions.values("registration").distinct().count()
            yield Chip("act", str(act.pk), _("just decided: %(decision)s") % {"decision": act}, number)
        yield Chip("status", WAITING, _("waiting for a decision"), counts.waiting)
        for state in ON_CHIPS:
            in_menu = state != RegistrationState.REGISTERED
            yield Chip("status", state.value, state.label, counts.by_state[state.value], in_menu)
        yield Chip("outstanding", "yes", _("something outstanding"), counts.outstanding)
        yield Chip("assigned", ME, _("assigned to me"), counts_of_lists(self, request)[MINE] or 0)

    def prepare(self, request: HttpRequest, rows: list[Any]) -> None:
        names, categories = delegations_by_name(request), categories_of(request)
        keys = keys_in_force(request)
        for row in rows:
            row.category = categories[row.category_id]
            row.person = person_line(request, row.participant)
            row.delegation_name = names[row.delegation_id].text if row.delegation_id else ""
            row.marks = marks_shown(request, row)
            row.pills = "" if "tags" in keys else tag_pills(row.marks.tags)
            row.pills_beside_name = "" if "outstanding" in keys else row.pills
            row.attends = "" if "officer" in keys else row.marks.officer
        load_other_cells(request, rows)

    @admin.display(description=_("participant"), ordering="name_shown")
    def who(self, registration: Any) -> SafeString:
        person = registration.person
        return lines(person.name, on_one_line(person.beside, person.email), registration.pills_beside_name)

    @admin.display(description=_("delegation"), ordering="protocol_order")
    def of_which_delegation(self, registration: Any) -> SafeString:
        if registration.delegation_name:
            role = DelegationRole(registration.role).label if registration.role else ""
            return lines(registration.delegation_name, on_one_line(role, registration.category))
        return lines(registration.person.institution or str(registration.category), str(registration.category))

    @admin.display(description=_("function"))
    def function(self, registration: Any) -> str:
        return shortened(registration.person.function, LONGEST_FUNCTION) or "–"

    @admin.display(description=_("status"), ordering="state")
    def status(self, registration: Any) -> SafeString:
        # Not get_state_display, which puts the choices together anew for every row.
        state = RegistrationState(registration.state)
        return tag(REGISTRATION_TONES[state], state.label)

    @admin.display(description=_("outstanding"))
    def missing(self, registration: Any) -> SafeString:
        missing = ", ".join(outstanding(registration, unanswered_texts(registration))) if registration.is_live else ""
        return lines(missing or "–", registration.pills)

    @admin.display(description=_("since"), ordering="state_since")
    def since(self, registration: Any) -> SafeString:
        return lines(time_since(registration.state_since), registration.attends)

    @admin.display(description=_("tags"))
    def tags_shown(self, registration: Any) -> SafeString | str:
        return tag_pills(registration.marks.tags) or "–"

    @admin.display(description=_("assigned to"))
    def officer_shown(self, registration: Any) -> str:
        return str(registration.marks.officer or "–")

    @admin.display(description=_("notes"))
    def notes_shown(self, registration: Any) -> str:
        return notes_text(registration.marks.notes) or "–"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/move/<slug:key>/", view(move_page.move_view(self)), name="registration_registration_move"),
            path("<uuid:pk>/code/", view(code_view(self)), name="registration_registration_code"),
            path("<uuid:pk>/answers/", view(answers_view(self)), name="registration_registration_answers"),
            path("<uuid:pk>/needs/", view(needs_view(self)), name="registration_registration_needs"),
            path("<uuid:pk>/passport/", view(passport_view(self)), name="registration_registration_passport"),
            path(
                "as-a-file/",
                view(lambda request: asking_page(self, request, "registrations")),
                name="registration_registration_file",
            ),
            path("waiting/", view(waiting.waiting_view(self)), name="registration_registration_waiting"),
            path("decide/<slug:key>/", view(decide_view(self)), name="registration_registration_decide"),
            path("columns/", view(columns_view(self)), name="registration_registration_columns"),
            *mark_urls(self),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if led := led_to_a_saved_filter(request):
            return led
        may_take = current_roles(request) & ROLES_THAT_REGISTER
        file_url = f"{reverse('admin:registration_registration_file')}?{request.GET.urlencode()}" if may_take else ""
        page: Any = super().changelist_view(
            request, {"file_url": file_url, "saved": saved_filter_menu(self, request), **(extra_context or {})}
        )
        if "cl" in (getattr(page, "context_data", None) or {}):
            page.context_data |= {
                "sentences": filter_sentences(page.context_data["cl"]),
                "made_at": timezone.now().isoformat(),
            }
        return page

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return on_the_spot.register_someone(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return registration_page.show(self, request, object_id)
