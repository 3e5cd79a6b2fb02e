"""The ledger: every message, what it said, what became of it, and what an officer can do about it."""

from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from conference.admin.chips import chips_shown
from conference.admin.current import (
    current_roles,
    is_of_current_conference,
    officer,
    required_conference,
    sees_protected,
)
from conference.admin.markup import at_text, lines, tag
from conference.admin.scoped import ScopedAdmin
from conference.correspondence.admin.enclosed_response import pdf_response
from conference.correspondence.admin.message_acts import ACTS, acts_for
from conference.correspondence.admin.message_bulk import actions_of, several_view
from conference.correspondence.admin.message_filters import FILTERS, chips_of, resting_shown
from conference.correspondence.admin.message_page import CAME_BACK_TONE, TONES, page_of, purpose_text, recipient_text
from conference.correspondence.enclosed_files import file_of
from conference.correspondence.errors import CorrespondenceError, NotTypesetError
from conference.correspondence.ledger import can_manage
from conference.correspondence.models import OutgoingMessage, says, with_words_of_return
from conference.correspondence.states import MessageState
from conference.correspondence.withheld import marked_for
from conference.jobs.admin.asking_page import asking_page, file_url_for
from conference.models import Conference
from conference.permissions import ROLES_THAT_CORRESPOND, ROLES_THAT_INVITE

#: More than anybody searches for at once.
MOST_WORDS = 12


@admin.register(OutgoingMessage)
class OutgoingMessageAdmin(ScopedAdmin):
    """Written by acts, sent by workers; officers read and, where it is theirs to decide, act."""

    roles_that_change = ROLES_THAT_CORRESPOND
    may_be_added = False
    may_be_deleted = False
    show_facets = ShowFacets.NEVER
    list_display = ("when", "to_whom", "what", "status")
    list_display_links = ("what",)
    list_filter = FILTERS
    search_fields = ("recipient", "recipient_name", "subject")
    search_help_text = gettext_lazy("Recipient, subject, or words of the letter")
    ordering = ("-created_at",)
    change_list_template = "admin/correspondence/ledger.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Of what concerns protected persons each row is marked, for those who may not read whom it names."""
        conference = required_conference(request)
        found = OutgoingMessage.objects.visible_to(request.user, conference).select_related("conference")
        return marked_for(with_words_of_return(found), conference, sees_protected=sees_protected(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Searching tells nobody of protected persons what reading would not.

        Written here, and not with Django's: one look at each row, where its subqueries were three.
        """
        words = search_term.split()[:MOST_WORDS]
        if not words:
            return queryset, False
        named = reduce(and_, (self._names(word) for word in words))
        return queryset.filter(named | says(" ".join(words)), is_withheld=False), False

    def _names(self, word: str) -> Q:
        return reduce(or_, (Q(**{f"{field}__icontains": word}) for field in self.search_fields))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """What may be decided about several that are ticked, for those who correspond."""
        return actions_of(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        chips = chips_shown(request, chips_of(required_conference(request)))
        file_url = file_url_for(request, "ledger", "admin:correspondence_outgoingmessage_file")
        context: dict[str, Any] = {"title": _("Ledger"), "chips": chips, "file_url": file_url}
        context |= {"resting": resting_shown(request, self), "chip_in_force": any(chip["current"] for chip in chips)}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        message = self.get_object(request, object_id)
        if message is None or not self.has_view_permission(request, message):
            raise Http404
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        may_manage = can_manage(officer(request), message)
        acts = acts_for(message, is_withheld=message.is_withheld) if may_manage else []
        may_invite = bool(current_roles(request) & ROLES_THAT_INVITE)
        context = self.admin_site.each_context(request) | page_of(message, may_invite=may_invite, may_act=bool(acts))
        context |= {"opts": self.opts, "acts": acts}
        return TemplateResponse(request, "admin/correspondence/message.html", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What became of a message stands on its page, which names no protected person to those who may not know."""
        return HttpResponseRedirect(reverse("admin:correspondence_outgoingmessage_change", args=[object_id]))

    def get_urls(self) -> list[URLPattern]:
        act = self.admin_site.admin_view(require_POST(self.act))
        enclosed = self.admin_site.admin_view(require_safe(self.enclosed))
        several = self.admin_site.admin_view(require_POST(several_view(self)))
        as_file = self.admin_site.admin_view(lambda request: asking_page(self, request, "ledger"))
        return [
            path("<uuid:pk>/act/<slug:key>/", act, name="correspondence_outgoingmessage_act"),
            path("<uuid:pk>/enclosed/<int:number>/", enclosed, name="correspondence_outgoingmessage_enclosed"),
            path("several/<slug:key>/", several, name="correspondence_outgoingmessage_several"),
            path("as-a-file/", as_file, name="correspondence_outgoingmessage_file"),
            *super().get_urls(),
        ]

    def enclosed(self, request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
        """What goes with a message, or went with it, typeset once more: the same; for who may read the message."""
        message = get_object_or_404(self.get_queryset(request).filter(is_withheld=False), pk=pk)
        if number >= len(message.enclosures) or not self.has_view_permission(request, message):
            raise Http404
        try:
            return pdf_response(file_of(message.enclosures[number]))
        except NotTypesetError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:correspondence_outgoingmessage_change", args=[message.pk]))

    def act(self, request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
        """Does what an officer decided, or says why not."""
        message = get_object_or_404(self.get_queryset(request), pk=pk)
        if key not in ACTS:
            raise Http404
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        else:
            try:
                asked = {"reason": ACTS[key].asks_reason, "address": ACTS[key].asks_address}
                answers = {name: request.POST.get(name, "") for name, is_asked in asked.items() if is_asked}
                message = ACTS[key].act(message.pk, by=officer(request), **answers)
                messages.success(request, str(ACTS[key].done))
            except CorrespondenceError as error:
                messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:correspondence_outgoingmessage_change", args=[message.pk]))

    @admin.display(description=gettext_lazy("when"), ordering="created_at")
    def when(self, message: OutgoingMessage) -> str:
        return at_text(required(message), message.sent_at or message.created_at)

    @admin.display(description=gettext_lazy("to whom"), ordering="recipient_shown")
    def to_whom(self, message: Any) -> str:
        if message.is_withheld:
            return recipient_text(message)
        return lines(message.recipient_name or message.recipient, message.recipient if message.recipient_name else "")

    @admin.display(description=gettext_lazy("subject"), ordering="subject_shown")
    def what(self, message: Any) -> str:
        purpose = purpose_text(message)
        return purpose if message.is_withheld else lines(message.subject, purpose)

    @admin.display(description=gettext_lazy("status"), ordering="state")
    def status(self, message: Any) -> str:
        state = tag(TONES[MessageState(message.state)], message.get_state_display())
        if message.came_back_at is not None:
            words = "" if message.is_withheld else message.words_of_return
            return lines(format_html("{} {}", state, tag(CAME_BACK_TONE, _("came back"))), _short(words))
        tells = message.state in WORTH_TELLING and not message.is_withheld
        attempts = ngettext("%(count)d attempt", "%(count)d attempts", message.attempts) % {"count": message.attempts}
        return lines(state, _short(message.answer) if tells else "", attempts if message.attempts > 1 else "")


WORTH_TELLING = frozenset({MessageState.FAILED, MessageState.UNKNOWN, MessageState.QUEUED})


def _short(words: str | None) -> str:
    return Truncator(words or "").chars(120)


def required(message: OutgoingMessage) -> Conference:
    """The ledger of a conference shows no message of none."""
    if message.conference is None:
        raise Http404
    return message.conference
