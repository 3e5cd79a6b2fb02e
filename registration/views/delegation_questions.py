"""What is asked of a delegation as a whole, answered by its focal point."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.views.pages import get_conference, page, signed_in
from registration.actions.answers import tell_answers_of_delegation
from registration.forms.questions import TITLE
from registration.queries.asked import asked_of_owner
from registration.views.actors import signed_in_user
from registration.views.answering import answers_form, is_told
from registration.views.delegation import delegations_of
from registration.views.delegation_page import formal_name


@signed_in
def questions(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """Saved as far as it goes; what must be answered stays among what is outstanding. 404 where nothing is asked."""
    shown = get_conference(conference)
    own = get_object_or_404(delegations_of(request.user, shown), pk=delegation)
    by, asked = signed_in_user(request), asked_of_owner(own)
    if not asked:
        raise Http404
    form = answers_form(request, own, asked, by=by, is_whole=False)
    back_url = reverse("registration:delegation-members", args=[shown.slug, own.pk])
    if is_told(request, form, lambda values, seen: tell_answers_of_delegation(own.pk, values=values, by=by, seen=seen)):
        messages.success(request, _("Thank you. What you entered is saved."))
        return HttpResponseRedirect(back_url)
    context = {
        "label": formal_name(own),
        "title": TITLE,
        "lede": _("Asked of your delegation as a whole. You may change the answers at any time."),
        "form": form,
        "back_url": back_url,
        "back_text": _("Back to the delegation"),
    }
    return page(request, "registration/member_form.html", shown, context, current="registration")
