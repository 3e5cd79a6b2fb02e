"""A speaker's own page: where to be, when, in which role, with whom; and what is asked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agenda.actions.respond import confirm_appearance, decline_appearance
from agenda.errors import AgendaError
from agenda.forms.regret import RegretForm
from agenda.models import Appearance
from agenda.queries.documents import documents_by_session
from agenda.queries.speaking import SpeakingSchedule, own_appearances, speaking_schedules
from agenda.views.entitled import entitlement_of
from agenda.views.speaking_card import speaking_card, ways_to
from conference.clock import conference_today
from conference.models import Conference, User
from conference.views.pages import get_conference, page, signed_in


@require_safe
@signed_in
def schedule(request: HttpRequest, conference: str) -> HttpResponse:
    """My sessions, the next first; one part for each principal whose office this address is."""
    held = get_conference(conference)
    schedules = speaking_schedules(user_of(request), held)
    today, ways = conference_today(held), ways_to(held)
    papers = documents_by_session(entitlement_of(request, held), held) if schedules else {}
    parts = []
    for one in schedules:
        cards = [speaking_card(item, held, today, ways, papers) for item in one.sessions]
        part = {"name": one.participant.formal_name, "summary": summary_of(one), "request": request_of(one)}
        asked = next((card["anchor"] for card in cards if card["confirm_url"]), "")
        parts.append({**part, "cards": cards, "asked": asked})
    return page(request, "agenda/speaking.html", held, {"parts": parts})


@require_POST
@signed_in
def confirm(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """The speaker will speak."""
    held = get_conference(conference)
    appearance = own_appearance(request, held, pk)
    try:
        confirm_appearance(appearance.pk, by=user_of(request))
        messages.success(request, _("Thank you. Your participation in “%s” is confirmed.") % appearance.session)
    except AgendaError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("agenda:speaking", args=[held.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def regret(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """The speaker regrets, with a reason, on a page of its own: nobody regrets by a slip of the finger."""
    held = get_conference(conference)
    appearance = own_appearance(request, held, pk)
    back = reverse("agenda:speaking", args=[held.slug])
    form = RegretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_appearance(appearance.pk, reason=form.cleaned_data["reason"], by=user_of(request))
            messages.success(request, _("Your regrets have been recorded, and the Secretariat has been informed."))
            return HttpResponseRedirect(back)
        except AgendaError as error:
            form.add_error(None, str(error))
    context = {"form": form, "title": str(appearance.session), "back": back}
    return page(request, "agenda/regret.html", held, context, status=422 if form.errors else 200)


def own_appearance(request: HttpRequest, held: Conference, pk: UUID) -> Appearance:
    """Somebody else's is not there."""
    appearances = own_appearances(user_of(request), held).select_related("session")
    appearance = appearances.filter(pk=pk).first()
    if appearance is None:
        raise Http404
    return appearance


def user_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # nobody comes here without signing in
        raise Http404
    return request.user


def summary_of(one: SpeakingSchedule) -> str:
    words = {0: _("No session."), 1: _("One session."), 2: _("Two sessions."), 3: _("Three sessions.")}
    count = one.held
    return words.get(count) or ngettext("%(count)s session.", "%(count)s sessions.", count) % {"count": count}


def request_of(one: SpeakingSchedule) -> str:
    """What is asked of the speaker; nothing where all is answered."""
    words = {
        0: "",
        1: _("Kindly confirm one session."),
        2: _("Kindly confirm two sessions."),
        3: _("Kindly confirm three sessions."),
    }
    count = one.asked
    if count in words:
        return words[count]
    return ngettext("Kindly confirm %(count)s session.", "Kindly confirm %(count)s sessions.", count) % {"count": count}
