"""Side events for those who propose them: the call, the form, one's own proposal and what becomes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agenda.actions.side_events import change_side_event, propose_side_event, withdraw_side_event
from agenda.errors import AgendaError
from agenda.forms.side_event import SideEventForm
from agenda.models import SideEventCall, SideEventProposal
from agenda.queries.side_events import (
    Proposer,
    call_of,
    may_be_changed,
    own_side_events,
    proposers_of,
    window_of,
)
from agenda.states import SideEventState
from agenda.views.side_event_page import proposal_page, row_of, until_text, url_of
from agenda.views.speaking import user_of
from conference.formats import language_name
from conference.models import Conference
from conference.views.pages import get_conference, page, sign_in_url, signed_in
from registration.views.form_entries import number_in


@require_safe
def call(request: HttpRequest, conference: str) -> HttpResponse:
    """From when until when, and within which limits; nothing of what is proposed."""
    held = get_conference(conference)
    offered = call_of(held)
    if offered is None:
        raise Http404
    own = reverse("agenda:own-side-events", args=[held.slug])
    context = {
        "call": offered,
        "window": window_of(offered),
        "rows": rules_of(offered),
        "own_url": own if request.user.is_authenticated else sign_in_url(held, own),
    }
    return page(request, "agenda/side_events.html", held, context)


def rules_of(offered: SideEventCall) -> list[dict[str, str]]:
    """The limits, as rows of definitions."""
    held = offered.conference
    equipment = ", ".join(str(each) for each in held.side_event_equipment.all())
    categories = ", ".join(str(each) for each in offered.categories.all())
    rows = (
        (_("Who may propose"), categories or _("Every delegation and organisation, one side event each")),
        (_("Length"), _("at most %(longest)d min") % {"longest": offered.longest_minutes}),
        (_("Languages"), ", ".join(map(language_name, offered.languages_offered))),
        (_("Equipment"), equipment),
    )
    return [{"term": term, "text": text} for term, text in rows if text]


@require_safe
@signed_in
def own(request: HttpRequest, conference: str) -> HttpResponse:
    """What one's organisations have proposed, and for which of them one may propose now."""
    held, user = get_conference(conference), user_of(request)
    offered, proposals = call_of(held), own_side_events(user, held)
    proposers = proposers_of(user, held, offered) if offered else []
    window = window_of(offered) if offered else None
    free = [one for one in proposers if not _has_proposed(one, proposals)]
    context = {
        "window": window,
        "rows": [row_of(each) for each in proposals],
        "proposers": [
            {"name": str(one.names), "url": reverse("agenda:propose-side-event", args=[held.slug, one.pk])}
            for one in free
        ],
        "is_nobody": not proposers and not proposals,
        "call_url": reverse("agenda:side-events", args=[held.slug]) if offered else "",
    }
    return page(request, "agenda/own_side_events.html", held, context)


def _has_proposed(proposer: Proposer, proposals: list[SideEventProposal]) -> bool:
    return any(proposer.owns(each) and each.state != SideEventState.WITHDRAWN for each in proposals)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def propose(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """The form; outside the window it says when proposals are taken, and what was sent too late is kept before one."""
    held, user = get_conference(conference), user_of(request)
    # What was typed while the offer was taken back is not lost either.
    offered = call_of(held) if request.method != "POST" else _call_or_none(held)
    chosen = next((one for one in proposers_of(user, held, offered) if one.pk == pk), None)
    if offered is None or chosen is None:
        raise Http404
    first = next((each for each in own_side_events(user, held) if _has_proposed(chosen, [each])), None)
    if request.method != "POST" and first is not None:
        return HttpResponseRedirect(url_of(first))
    form = SideEventForm(request.POST if request.method == "POST" else None, call=offered)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            made = propose_side_event(held.pk, chosen.pk, form.text(), form_token=given["form_token"], by=user)
        except AgendaError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. Your proposal has been received; the Secretariat will decide."))
            return HttpResponseRedirect(url_of(made))
    context = _form_context(offered, form) | {
        "title": _("Propose a side event"),
        "label": str(chosen.names),
        "back": reverse("agenda:own-side-events", args=[held.slug]),
        "submit": _("Send the proposal"),
    }
    return page(request, "agenda/side_event_form.html", held, context, status=422 if form.errors else 200)


@require_safe
@signed_in
def own_one(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """One's own proposal, as it stands."""
    held = get_conference(conference)
    proposal = _own_proposal(request, held, pk)
    return page(request, "agenda/side_event.html", held, proposal_page(proposal, call_of(held)))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """The same form, with what was proposed."""
    held = get_conference(conference)
    proposal = _own_proposal(request, held, pk)
    offered = _call_or_none(held)
    if offered is None or (request.method != "POST" and not may_be_changed(proposal, call_of(held))):
        return HttpResponseRedirect(url_of(proposal))
    form = SideEventForm(request.POST if request.method == "POST" else None, call=offered, proposal=proposal)
    if request.method == "POST" and form.is_valid():
        try:
            seen = number_in(request.POST.get("seen_version"))
            change_side_event(proposal.pk, form.text(), by=user_of(request), version=seen)
        except AgendaError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your proposal is changed."))
            return HttpResponseRedirect(url_of(proposal))
    context = _form_context(offered, form) | {
        "title": _("Change the proposal"),
        "label": proposal.organisation,
        "back": url_of(proposal),
        "submit": _("Save the changes"),
        "asked": proposal.reason if proposal.state == SideEventState.CHANGES_ASKED else "",
        "until": until_text(proposal),
        "seen_version": proposal.version if not form.is_bound else number_in(request.POST.get("seen_version")),
    }
    return page(request, "agenda/side_event_form.html", held, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """Asks first."""
    held = get_conference(conference)
    proposal = _own_proposal(request, held, pk)
    if request.method == "POST":
        try:
            withdraw_side_event(proposal.pk, by=user_of(request), version=number_in(request.POST.get("seen_version")))
            messages.success(request, _("Your proposal is withdrawn."))
        except AgendaError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(url_of(proposal))
    if not may_be_changed(proposal, call_of(held)):
        return HttpResponseRedirect(url_of(proposal))
    hidden = [{"name": "seen_version", "value": proposal.version}]
    context = {"proposal": proposal, "back": url_of(proposal), "hidden": hidden}
    return page(request, "agenda/side_event_withdraw.html", held, context)


def _form_context(offered: SideEventCall, form: SideEventForm) -> dict[str, Any]:
    return {"form": form, "window": window_of(offered), "explanation": str(offered.explanation)}


def _call_or_none(held: Conference) -> SideEventCall | None:
    """Also one that is no longer on offer: what was asked for may still be answered within its limits."""
    found: SideEventCall | None = SideEventCall.objects.filter(conference=held).first()
    if found is not None:
        found.conference = held
    return found


def _own_proposal(request: HttpRequest, held: Conference, pk: UUID) -> SideEventProposal:
    """One's own; anybody else's is not there."""
    found = SideEventProposal.objects.own(user_of(request), held).filter(pk=pk)
    proposal: SideEventProposal | None = found.select_related("session", "delegation", "participant").first()
    if proposal is None:
        raise Http404
    proposal.conference = held
    return proposal
