"""Meals and access of one's own, changed at any time; nobody decides on it, and an office is not shown it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.views.pages import get_conference, page, signed_in
from registration.actions.needs import tell_needs
from registration.errors import LostUpdateError, RegistrationError
from registration.forms.needs import NeedsForm
from registration.models import ParticipantNeeds, Registration
from registration.permissions import is_the_person
from registration.queries.own import is_asked_for_needs
from registration.views.actors import signed_in_user
from registration.views.form_entries import number_in
from registration.views.form_flow import CHANGED_ELSEWHERE
from registration.views.own import back_to, context_of, own_or_404


@signed_in
def needs(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """Filled with what was said before, to whose it is; an office may say it anew without being shown it."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    if not is_asked_for_needs(mine):
        raise Http404
    known = _known(mine)
    is_office = not is_the_person(signed_in_user(request), mine)
    data = request.POST if request.method == "POST" else None
    form = NeedsForm(data, category=mine.category, known=known, is_office=is_office)
    if request.method == "POST" and form.is_valid():
        if form.is_left_alone():
            messages.info(request, _("Nothing was changed."))
            return HttpResponseRedirect(back_to(shown, mine.pk))
        if _is_told(request, mine, form):
            messages.success(request, _("What you entered is saved."))
            return HttpResponseRedirect(back_to(shown, mine.pk))
    context = context_of(
        shown,
        mine,
        form=form,
        seen_version=known.version if known else 0,
        title=_("Meals and access"),
        lede=_("You may change this at any time; it holds as soon as you save it, and nobody decides on it."),
        warning=_not_shown() if is_office else "",
    )
    return page(request, "registration/own_needs.html", shown, context, current="registration")


def _is_told(request: HttpRequest, mine: Registration, form: NeedsForm) -> bool:
    """Keeps what was entered; a refusal stands above the form, with everything typed kept."""
    seen = number_in(request.POST.get("seen_version"))
    try:
        tell_needs(mine.pk, needs=form.told(), by=signed_in_user(request), version=seen)
    except LostUpdateError:
        form.add_error(None, str(CHANGED_ELSEWHERE))
        form.tell_what_stands(_known(mine) or ParticipantNeeds())
    except RegistrationError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def _known(mine: Registration) -> ParticipantNeeds | None:
    known: ParticipantNeeds | None = ParticipantNeeds.objects.filter(participant=mine.participant_id).first()
    return known


def _not_shown() -> str:
    return _(
        "What was said before, if anything was, is shown to the person alone. What you enter here takes the place of "
        "all of it; leave everything empty to leave it as it is."
    )
