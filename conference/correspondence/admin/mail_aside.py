"""Mail that was put aside: officers look at each, and say of which message it is a notice, or that it is none."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from conference.correspondence.bounces.deciding import Waiting, assign_mail, dismiss_mail, waiting_mail
from conference.correspondence.errors import CorrespondenceError
from conference.correspondence.models import MailAside, OutgoingMessage
from conference.models import Conference
from conference.permissions import ROLES_THAT_CORRESPOND, ROLES_THAT_SEE_PROTECTED


@admin.register(MailAside)
class MailAsideAdmin(ScopedAdmin):
    """One page; each mail with what can be decided about it."""

    roles_that_read = ROLES_THAT_CORRESPOND | ROLES_THAT_SEE_PROTECTED
    roles_that_change = roles_that_read
    may_be_added = False
    may_be_deleted = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return MailAside.objects.visible_to(officer(request), required_conference(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        conference = required_conference(request)
        waiting, of_others = waiting_mail(officer(request), conference)
        context = self.admin_site.each_context(request) | {
            "title": _("Mail put aside"),
            "opts": self.opts,
            "mails": [_shown(each, conference) for each in waiting],
            "of_others": of_others,
        }
        return TemplateResponse(request, "admin/correspondence/mail_aside.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if self.get_object(request, object_id) is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:correspondence_mailaside_changelist"))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.change_view(request, object_id)

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<uuid:pk>/decide/", decide, name="correspondence_mailaside_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Assigns the mail to the message that is chosen, or dismisses it."""
        conference, by = required_conference(request), officer(request)
        try:
            if not is_of_current_conference(request):
                messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            elif request.POST.get("act") == "dismiss":
                dismiss_mail(pk, conference, by=by)
                messages.success(request, _("The mail is dismissed: it says nothing of any message."))
            else:
                assign_mail(pk, _chosen(request), conference, by=by)
                messages.success(request, _("The mail stands with the message of which it is a notice."))
        except MailAside.DoesNotExist as error:
            raise Http404 from error
        except CorrespondenceError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:correspondence_mailaside_changelist"))


def _chosen(request: HttpRequest) -> UUID:
    """What is no identifier is that of no message."""
    try:
        return UUID(request.POST.get("message", ""))
    except ValueError:
        return UUID(int=0)


def _shown(waiting: Waiting, conference: Conference) -> dict[str, Any]:
    mail = waiting.mail
    rows = (
        (_("From"), mail.sender),
        (_("Read"), at_text(conference, mail.read_at)),
        (_("Put aside, because"), mail.get_why_display()),
        (_("What it says"), mail.get_kind_display() if mail.kind else ""),
        (_("Address"), mail.address),
        (_("Words"), mail.words),
    )
    return {
        "pk": mail.pk,
        "subject": mail.subject or _("Without a subject"),
        "rows": [{"term": term, "text": text} for term, text in rows if text],
        "candidates": [{"pk": each.pk, "text": _named(each, conference)} for each in waiting.candidates],
    }


def _named(message: OutgoingMessage, conference: Conference) -> str:
    when = at_text(conference, message.sent_at or message.created_at)
    return f"{when}: {message.subject} ({message.recipient_name or message.recipient})"
