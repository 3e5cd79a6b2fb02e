"""The answers of a registration, or of a delegation, entered by an officer in their stead."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from conference.admin.current import officer
from conference.admin.scoped import ScopedAdmin
from registration.actions.answers import tell_answers, tell_answers_of_delegation
from registration.admin.guard import is_of_another_conference, row_to_show
from registration.admin.naming import is_withheld
from registration.admin.row_page import page_of
from registration.forms.questions import TITLE, AnswersForm
from registration.models import Delegation, Registration
from registration.permissions import can_register
from registration.queries.asked import asked_of_owner
from registration.views.answering import answers_form, is_told

View = Callable[[HttpRequest, UUID], HttpResponse]


def answers_view(model_admin: ScopedAdmin) -> View:
    """The form and the act behind it; saved as far as it goes. 404 where nothing is asked."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        owner: Registration | Delegation = row_to_show(model_admin, request, str(pk))
        by = officer(request)
        hidden = isinstance(owner, Registration) and is_withheld(request, owner.participant)
        if hidden or not can_register(by, owner.conference):
            raise PermissionDenied
        questions = asked_of_owner(owner)
        if not questions:
            raise Http404
        form = answers_form(request, owner, questions, by=by, is_whole=False)
        if request.method == "POST" and is_of_another_conference(request):
            return HttpResponseRedirect(page_of(owner))
        if is_told(request, form, lambda values, seen: _tell(owner, values, seen, request)):
            messages.success(request, _("The answers are saved."))
            return HttpResponseRedirect(page_of(owner))
        return TemplateResponse(
            request, "admin/registration/form_page.html", _context(model_admin, request, owner, form)
        )

    return view


def _tell(owner: Registration | Delegation, values: Mapping[UUID, Any], seen: str, request: HttpRequest) -> object:
    by = officer(request)
    if isinstance(owner, Delegation):
        return tell_answers_of_delegation(owner.pk, values=values, by=by, seen=seen)
    return tell_answers(owner.pk, values=values, by=by, seen=seen, is_whole=False)


def _context(
    model_admin: ScopedAdmin, request: HttpRequest, owner: Registration | Delegation, form: AnswersForm
) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "title": TITLE,
        "lede": str(owner),
        "opts": model_admin.opts,
        "form": form,
        "submit_label": _("Save"),
        "cancel_url": page_of(owner),
        "parent_url": page_of(owner),
        "parent_label": str(owner),
    }
