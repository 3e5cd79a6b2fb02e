"""A reply recorded by an officer, and a letter sent once more."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from conference.admin.current import current_roles, officer
from conference.models import User
from conference.permissions import ROLES_THAT_INVITE, ROLES_THAT_REGISTER
from registration.actions.invite import note_no_reply, record_reply, send_again
from registration.actions.replies import record_return
from registration.admin.guard import is_of_another_conference
from registration.admin.inviting import list_url, page_url
from registration.admin.naming import is_withheld
from registration.admin.previewed import PreviewedAct, run
from registration.admin.reply_forms import ReplyForm, SendAgainForm
from registration.errors import RegistrationError
from registration.models import Invitation
from registration.states import InvitationState

View = Callable[[HttpRequest, uuid.UUID], HttpResponse]


def may_record_replies(request: HttpRequest) -> bool:
    """Whether the pages offer it; the act decides again."""
    return bool(current_roles(request) & (ROLES_THAT_INVITE | ROLES_THAT_REGISTER))


def reply_view(model_admin: ModelAdmin[Any]) -> View:
    """What came by note or telephone, or that nothing came."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        invitation = _invitation(model_admin, request, pk)
        if not may_record_replies(request):
            raise PermissionDenied
        form = ReplyForm(request.POST or None)
        if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
            try:
                _record(invitation, form, officer(request))
            except RegistrationError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The reply of %(name)s is recorded.") % {"name": invitation.addressee})
                return HttpResponseRedirect(page_url(invitation))
        return _reply_page(model_admin, request, invitation, form)

    return view


def _record(invitation: Invitation, form: ReplyForm, by: User) -> Invitation:
    reply = form.cleaned_data["reply"]
    if reply == ReplyForm.NO_REPLY:
        return note_no_reply(invitation.pk, by=by)
    if reply == ReplyForm.RETURNED:
        return record_return(invitation.pk, reason=form.reason(), by=by)
    return record_reply(invitation.pk, accepted=reply == ReplyForm.ACCEPTED, reason=form.reason(), by=by)


def _reply_page(
    model_admin: ModelAdmin[Any], request: HttpRequest, invitation: Invitation, form: ReplyForm
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Reply of %(name)s") % {"name": invitation.addressee},
        "opts": model_admin.opts,
        "form": form,
        "lede": _("The invitation is “%(status)s”.") % {"status": invitation.get_state_display()},
        "submit_label": _("Record the reply"),
        "cancel_url": page_url(invitation),
        "parent_url": list_url(),
        "parent_label": _("Invitations"),
    }
    return TemplateResponse(request, "admin/registration/form_page.html", context)


def send_again_view(model_admin: ModelAdmin[Any]) -> View:
    """The letter once more: to a mission also at another address, to a person at the address that is on record now."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        invitation = _invitation(model_admin, request, pk)
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        form = SendAgainForm(request.POST or None, initial={"email": invitation.email})
        if invitation.participant_id:
            del form.fields["email"]
        return run(model_admin, request, _send_again_page(invitation, form, officer(request)))

    return view


def _send_again_page(invitation: Invitation, form: SendAgainForm, by: User) -> PreviewedAct[Invitation]:
    is_first = invitation.state == InvitationState.DRAFT
    title = _("Send the letter to %(name)s") if is_first else _("Send again to %(name)s")
    again = _(
        "A new letter goes out. Sent to another address, it makes the link and the code of the former one invalid."
    )
    return PreviewedAct(
        title=title % {"name": invitation.addressee},
        lede="" if is_first else again,
        form=form,
        act=lambda: send_again(invitation.pk, by=by, email=form.cleaned_data.get("email", "")),
        about=lambda sent: [sent.pk],
        done=lambda sent: _("The letter to %(name)s is on its way.") % {"name": sent.addressee},
        done_url=page_url,
        parent_url=list_url(),
        parent_label=_("Invitations"),
        cancel_url=page_url(invitation),
        act_label=_("Send the letter") if is_first else _("Send again"),
    )


def _invitation(model_admin: ModelAdmin[Any], request: HttpRequest, pk: uuid.UUID) -> Invitation:
    found = model_admin.get_queryset(request).select_related(
        "conference", "participant", "delegation__state", "delegation__organisation", "delegation__conference"
    )
    invitation: Invitation = get_object_or_404(found, pk=pk)
    if invitation.participant and is_withheld(request, invitation.participant):
        raise PermissionDenied
    return invitation
