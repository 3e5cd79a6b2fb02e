"""Asking for the one review of an application that was declined."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.formats import day_text
from conference.views.pages import get_conference, page, signed_in
from registration.actions.ask_for_review import ask_for_review
from registration.errors import RegistrationError
from registration.forms.review import ReviewForm
from registration.models import Registration
from registration.queries.reviews import may_ask_for_review, review_until
from registration.states import RegistrationState
from registration.views.actors import signed_in_user
from registration.views.own import back_to, context_of, own_or_404


@signed_in
def review(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """What the applicant wishes to be looked at again; within the time that the letter named."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    if request.method != "POST" and not may_ask_for_review(mine):
        messages.warning(request, _("A review can no longer be asked for here. Please write to the Secretariat."))
        return HttpResponseRedirect(back_to(shown, mine.pk))
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_review(mine.pk, words=form.cleaned_data["words"], by=signed_in_user(request))
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Your request for a review is kept. An officer who was not involved considers it and writes to you."),
            )
            return HttpResponseRedirect(back_to(shown, mine.pk))
    until = review_until(mine)
    context = context_of(
        shown,
        mine,
        form=form,
        reason=_reason(mine),
        title=_("Ask for a review"),
        lede=_("An officer who was not involved in the decision looks at it again, once. You may ask until %(day)s.")
        % {"day": day_text(until) if until else ""},
    )
    return page(request, "registration/own_review.html", shown, context, current="registration")


def _reason(mine: Registration) -> str:
    """What the decision said, to be answered: as the letter gave it."""
    declined = mine.transitions.filter(target=RegistrationState.DECLINED).order_by("-pk").first()
    return declined.reason if declined is not None else ""
