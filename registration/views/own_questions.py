"""The Secretariat's own questions on one's own page: answered, changed, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.views.pages import get_conference, page, signed_in
from registration.actions.answers import tell_answers
from registration.forms.questions import TITLE
from registration.queries.asked import asked_of_owner
from registration.views.actors import signed_in_user
from registration.views.answering import answers_form, is_told
from registration.views.own import back_to, context_of, own_or_404


@signed_in
def questions(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """As long as the participation goes on; 404 where nothing is asked."""
    shown = get_conference(conference)
    mine, by = own_or_404(request, shown, registration), signed_in_user(request)
    asked = asked_of_owner(mine) if mine.is_live else []
    if not asked:
        raise Http404
    form = answers_form(request, mine, asked, by=by)
    if is_told(request, form, lambda values, seen: tell_answers(mine.pk, values=values, by=by, seen=seen)):
        messages.success(request, _("Thank you. What you entered is saved."))
        return HttpResponseRedirect(back_to(shown, mine.pk))
    lede = _("You may change your answers at any time, unless it is said beside them; they hold once you save them.")
    context = context_of(shown, mine, form=form, title=TITLE, lede=lede)
    return page(request, "registration/member_form.html", shown, context, current="registration")
