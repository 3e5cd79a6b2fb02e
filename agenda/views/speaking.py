"""A speaker's own page: where to be, when, in which role, with whom; and what is asked."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agenda.actions.respond import confirm_appearance, decline_appearance
from agenda.emails.changes import told_of
from agenda.errors import AgendaError
from agenda.forms.regret import RegretForm
from agenda.models import Appearance
from agenda.queries.changes_seen import Unseen, unseen_changes
from agenda.queries.documents import documents_by_session
from agenda.queries.speaking import SpeakingSchedule, contact_address, own_appearances, speaking_schedules
from agenda.queries.speaking_words import summary_of, ways_to, zone_of
from agenda.views.entitled import entitlement_of
from agenda.views.speaking_asks import asks_of, count_of, paper_parts, request_text
from agenda.views.speaking_card import Reader, speaking_card
from conference.clock import conference_now, conference_today
from conference.formats import zone_text
from conference.models import Conference, User
from conference.views.pages import get_conference, page, signed_in


@require_safe
@signed_in
def schedule(request: HttpRequest, conference: str) -> HttpResponse:
    """My sessions, the next first; one part for each principal whose office this address is."""
    held = get_conference(conference)
    schedules = speaking_schedules(user_of(request), held)
    documents = documents_by_session(entitlement_of(request, held), held) if schedules else {}
    reader = Reader(held, conference_today(held), ways_to(held), documents)
    unseen = unseen_changes([one.profile for one in schedules], held)
    parts = [part_of(one, reader) | changes_of(one, unseen, held) for one in schedules]
    return page(request, "agenda/speaking.html", held, {"parts": parts, "venue_zone": held.zone.key})


def part_of(one: SpeakingSchedule, reader: Reader) -> dict[str, Any]:
    """One principal: what is asked, the sessions, and where everything else is told."""
    held, profile, person = reader.held, one.profile, one.participant
    reader = replace(reader, own_zone=zone_of(profile))
    return {
        "name": person.formal_name,
        "summary": summary_of(one),
        "request": request_text(count_of(one)),
        "asks": asks_of(one, held),
        "cards": [{**speaking_card(item, reader), **paper_parts(item, held)} for item in one.sessions],
        "zone_url": own_url("zone", held, person.pk),
        "zone": profile.time_zone,
        "zone_name": zone_text(reader.own_zone, conference_now(held)) if reader.own_zone else "",
        "introduction_url": own_url("introduction", held, person.pk),
        "absences_url": own_url("absences", held, person.pk),
        "brief_url": own_url("brief", held, person.pk),
        "contact_url": own_url("contact", held, person.pk) if one.leads or profile.contact else "",
        "contact": contact_address(profile),
    }


def changes_of(one: SpeakingSchedule, unseen: Unseen, held: Conference) -> dict[str, Any]:
    """What the speaker has not said to have seen, a session each with a sentence for each thing that changed."""
    told = [told_of(change, held) for change in unseen.changes.get(one.participant.pk, ())]
    return {
        "changes": [{"title": lines[0], "sentences": lines[1:]} for lines in told if lines],
        "number": unseen.number,
        "seen_url": own_url("seen", held, one.participant.pk),
    }


def own_url(name: str, held: Conference, participant_id: UUID) -> str:
    return reverse(f"agenda:{name}", args=[held.slug, participant_id])


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
