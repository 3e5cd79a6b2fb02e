"""The list of invitations: to whom, through which channel, what became of the letter, who has replied."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.chips import Chip
from conference.admin.current import required_conference, sees_protected
from conference.admin.markup import lines, tag
from conference.correspondence.admin.campaigns.lists import WrittenToList
from conference.correspondence.states import IN_TROUBLE
from conference.formats import day_text
from conference.jobs.admin.asking_page import asking_page, file_url_for
from conference.permissions import ROLES_THAT_INVITE
from registration.admin import (
    board,
    invitation_page,
    inviting,
    inviting_group,
    inviting_list,
    note_pages,
    replying,
    round_page,
    scans,
)
from registration.admin.desk_list import DeskAdmin, DeskFilter, GroupFilter
from registration.admin.naming import delegations_by_name, is_withheld, person_line
from registration.admin.registration_filters import CategoryFilter, categories_of
from registration.admin.tones import INVITATION_TONES, MESSAGE_TONES, time_since
from registration.models import Invitation
from registration.queries.desk_delegations import focal_points_of
from registration.queries.desk_invitations import (
    WAITING_LONGEST_FIRST,
    invitation_chips,
    invitations_for_desk,
    invitations_found_by,
    last_messages,
)
from registration.queries.desk_today import overdue
from registration.queries.note_rounds import invites_states
from registration.states import InvitationState

OVERDUE = "overdue"
ANSWER_SHOWN = 90


class InvitationStatusFilter(DeskFilter):
    title = gettext_lazy("status")
    parameter_name = "status"
    offered = (*InvitationState.choices, (OVERDUE, gettext_lazy("reply overdue")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.values:
            return queryset
        wanted = Q(state__in=self.values)
        return queryset.filter(wanted | overdue(required_conference(request)) if OVERDUE in self.values else wanted)


def _shortened(answer: str) -> SafeString:
    """The beginning of a server's answer, some of which fill a page; the whole of it stands on the message's page."""
    return format_html('<span title="{}">{}</span>', answer, Truncator(answer).chars(ANSWER_SHOWN))


@admin.register(Invitation)
class InvitationAdmin(WrittenToList, DeskAdmin):
    """Invitations are made, sent and answered by acts; nothing of them is edited."""

    roles_that_change = ROLES_THAT_INVITE
    audience = "invitations"
    list_display = ("addressee", "note", "reply_by_day", "status", "letter", "focal_point")
    list_display_links = ("addressee",)
    list_filter = (InvitationStatusFilter, GroupFilter, CategoryFilter)
    list_select_related: ClassVar[Any] = ("participant",)
    search_fields = ("reference",)
    search_help_text = gettext_lazy("State, person, address, reference")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return invitations_for_desk(required_conference(request), with_protected=sees_protected(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return WAITING_LONGEST_FIRST

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        names = delegations_by_name(request) if search_term else {}
        found = invitations_found_by(queryset, search_term, names=names, with_protected=sees_protected(request))
        return found, False

    def chips(self, request: HttpRequest) -> Iterable[Chip]:
        counts = invitation_chips(required_conference(request))
        for state in InvitationState:
            yield Chip("status", state.value, state.label, counts.by_state[state.value])
        yield Chip("status", OVERDUE, _("reply overdue"), counts.overdue)

    def prepare(self, request: HttpRequest, rows: list[Any]) -> None:
        names, categories = delegations_by_name(request), categories_of(request)
        messages = last_messages(row.pk for row in rows)
        focal_points = focal_points_of([row.delegation_id for row in rows if row.delegation_id])
        for row in rows:
            row.category = categories[row.category_id]
            row.delegation_name = names.get(row.delegation_id)
            row.person = person_line(request, row.participant) if row.participant else None
            row.last_message = messages.get(row.pk)
            row.is_withheld = bool(row.participant and is_withheld(request, row.participant))
            row.focal_points = focal_points.get(row.delegation_id, [])

    @admin.display(description=gettext_lazy("addressee"))
    def addressee(self, invitation: Any) -> SafeString:
        if invitation.person:
            return lines(invitation.person.name, invitation.person.beside, str(invitation.category))
        return lines(invitation.delegation_name.text, invitation.delegation_name.group_label)

    @admin.display(description=gettext_lazy("channel"))
    def note(self, invitation: Any) -> SafeString:
        address = "" if invitation.is_withheld else invitation.email
        return lines(invitation.reference or invitation.get_channel_display(), *self._under(invitation), address)

    def _under(self, invitation: Invitation) -> tuple[str, ...]:
        return (str(invitation.get_channel_display()),) if invitation.reference else ()

    @admin.display(description=gettext_lazy("reply by"), ordering="reply_by")
    def reply_by_day(self, invitation: Invitation) -> str:
        return day_text(invitation.reply_by) if invitation.reply_by else "–"

    @admin.display(description=gettext_lazy("status"), ordering="state")
    def status(self, invitation: Invitation) -> SafeString:
        return lines(
            tag(INVITATION_TONES[invitation.state], invitation.get_state_display()), time_since(invitation.state_since)
        )

    @admin.display(description=gettext_lazy("letter"))
    def letter(self, invitation: Any) -> SafeString | str:
        message = invitation.last_message
        if message is None:
            return "–"
        if message.came_back_at:
            words = "" if invitation.is_withheld else message.words_of_return
            return lines(tag("trouble", _("came back")), _shortened(words) if words else "")
        answer = message.answer if message.state in IN_TROUBLE and not invitation.is_withheld else ""
        shown = tag(MESSAGE_TONES.get(message.state, "neutral"), message.get_state_display())
        return lines(shown, _shortened(answer) if answer else "")

    @admin.display(description=gettext_lazy("focal point"))
    def focal_point(self, invitation: Any) -> SafeString | str:
        first = next(iter(invitation.focal_points), None)
        return lines(first.name, first.email) if first else "–"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        offers = {
            "may_invite_states": invites_states(categories_of(request).values()),
            "file_url": file_url_for(request, "invitations", "admin:registration_invitation_file"),
        }
        return super().changelist_view(request, offers | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Any, name: str) -> URLPattern:
            pattern: URLPattern = path(route, self.admin_site.admin_view(view), name=f"registration_invitation_{name}")
            return pattern

        return [
            page("invite-state/", inviting.invite_state_view(self), "invite_state"),
            page("invite-person/", inviting.invite_person_view(self), "invite_person"),
            page("invite-organisation/", inviting.invite_organisation_view(self), "invite_organisation"),
            page("invite-list/", inviting_list.invite_list_view(self), "invite_list"),
            page("invite-group/", inviting_group.invite_group_view(self), "invite_group"),
            page("rounds/<uuid:pk>/", round_page.round_view(self), "round"),
            page("rounds/<uuid:pk>/typeset/", round_page.typeset_round_view(self), "round_typeset"),
            page("rounds/<uuid:pk>/scans/", scans.scans_view(self), "round_scans"),
            page("rounds/<uuid:pk>/discard/", round_page.discard_round_view(self), "round_discard"),
            page("as-a-file/", lambda request: asking_page(self, request, "invitations"), "file"),
            page("board/", board.board_view(self), "board"),
            page("<uuid:pk>/paper/", note_pages.paper_view(self), "paper"),
            page("<uuid:pk>/change-note/", note_pages.change_note_view(self), "change_note"),
            page("<uuid:pk>/dispatch/", note_pages.dispatch_view(self), "dispatch"),
            page("<uuid:pk>/take-back/", note_pages.take_back_view(self), "take_back"),
            page("<uuid:pk>/attach/", note_pages.attach_view(self), "attach"),
            page("<uuid:pk>/reply/", replying.reply_view(self), "reply"),
            page("<uuid:pk>/send-again/", replying.send_again_view(self), "send_again"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:registration_invitation_invite_state"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return invitation_page.show(self, request, object_id)
