"""Who may see that one takes part, under which name on the badge, and whether one is photographed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.views.pages import get_conference, page, signed_in
from registration.actions.visibility import choose_visibility
from registration.forms.own import ChoicesForm
from registration.forms.visibility import MEANING, STORED, Level, level_of, outputs_of_levels
from registration.views.actors import signed_in_user
from registration.views.own import back_to, context_of, own_or_404


@signed_in
def visibility(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """Changed at any time, in any state; it holds at once, on every page and list that is made from then on."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    person = mine.participant
    form = ChoicesForm(
        request.POST if request.method == "POST" else None,
        initial={
            "level": level_of(person),
            "badge_name": person.badge_name,
            "do_not_photograph": person.do_not_photograph,
        },
    )
    if request.method == "POST" and form.is_valid():
        level = Level(form.cleaned_data["level"])
        chosen, named_on_agenda = STORED[level]
        choose_visibility(
            mine.pk,
            visibility=chosen,
            named_on_agenda=named_on_agenda,
            badge_name=form.cleaned_data["badge_name"],
            do_not_photograph=form.cleaned_data["do_not_photograph"],
            by=signed_in_user(request),
        )
        sentence = _("Your choices are saved and hold from now on. %(meaning)s")
        messages.success(request, sentence % {"meaning": MEANING[level]})
        return HttpResponseRedirect(back_to(shown, mine.pk))
    context = context_of(
        shown,
        mine,
        form=form,
        levels=outputs_of_levels(),
        title=_("Who may see that you take part"),
        lede=_("The choice is yours alone. It holds from the moment you save it; it cannot call back what is printed."),
    )
    return page(request, "registration/own_choices.html", shown, context, current="registration")
