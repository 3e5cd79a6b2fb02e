"""The decision on a proposed side event: a form, the letter as it will go, then the act."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions.side_event_decisions import (
    Slot,
    accept_side_event,
    ask_side_event_changes,
    decline_side_event,
    reconsider_side_event,
    record_side_event_withdrawn,
)
from agenda.errors import AgendaError
from agenda.forms.side_event_desk import AcceptForm, AskChangesForm, DecisionForm, ReconsiderForm
from agenda.models import SideEventProposal
from agenda.permissions import can_decide_side_event
from agenda.states import SIDE_EVENT_TRANSITIONS, SideEventState
from conference.admin.current import officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.formats import language_name
from conference.models import User
from registration.admin.previewed import PreviewedAct, run
from registration.errors import RegistrationError

View = Callable[..., HttpResponse]
Act = Callable[[SideEventProposal, Any, User], SideEventProposal]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A decision in words, its form, and the act."""

    key: str
    label: Any
    lede: Any
    done: Any
    wanted: SideEventState
    act: Act
    form: type[DecisionForm] = DecisionForm
    tone: str = "secondary"
    #: Of those that lead to the same status, which stands on the page.
    is_offered: Callable[[SideEventProposal], bool] = lambda _proposal: True


def _accept(proposal: SideEventProposal, form: AcceptForm, by: User) -> SideEventProposal:
    given = form.cleaned_data
    slot = Slot(starts_at=form.starts_at(), rooms=[given["room"]] if given["room"] else [])
    return accept_side_event(
        proposal.pk, by=by, organiser=form.organiser(), slot=slot, reason=given["reason"], version=given["seen_version"]
    )


def _ask(proposal: SideEventProposal, form: AskChangesForm, by: User) -> SideEventProposal:
    return ask_side_event_changes(proposal.pk, until=form.until(), by=by, **_said(form))


def _said(form: DecisionForm) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["seen_version"]}


CHOICES: dict[str, Choice] = {
    choice.key: choice
    for choice in (
        Choice(
            key="accept",
            label=gettext_lazy("Accept"),
            lede=gettext_lazy(
                "It becomes a session, as it was proposed; without a time it waits in the parking lot of the board. "
                "Nothing is public before the next release."
            ),
            done=gettext_lazy("“%s” is accepted; its session is made, and the proposer is told by letter."),
            wanted=SideEventState.ACCEPTED,
            act=_accept,
            form=AcceptForm,
            tone="primary",
        ),
        Choice(
            key="ask",
            label=gettext_lazy("Ask for changes"),
            lede=gettext_lazy("The proposer may then change it until the moment that you name, whatever the window."),
            done=gettext_lazy("Changes of “%s” are asked for by letter."),
            wanted=SideEventState.CHANGES_ASKED,
            act=_ask,
            form=AskChangesForm,
        ),
        Choice(
            key="decline",
            label=gettext_lazy("Decline"),
            lede=gettext_lazy("The organisation cannot propose another one. You can consider it anew later."),
            done=gettext_lazy("“%s” is not accepted; the proposer is told by letter."),
            wanted=SideEventState.DECLINED,
            act=lambda proposal, form, by: decline_side_event(proposal.pk, by=by, **_said(form)),
            tone="trouble",
        ),
        Choice(
            key="reconsider",
            label=gettext_lazy("Consider anew"),
            lede=gettext_lazy(
                "It waits for a decision again. A session that was made of it is deleted, unless it was published or "
                "somebody was asked to speak in it."
            ),
            done=gettext_lazy("“%s” waits for a decision again."),
            wanted=SideEventState.PROPOSED,
            act=lambda proposal, form, by: reconsider_side_event(proposal.pk, by=by, **_said(form)),
            form=ReconsiderForm,
            is_offered=lambda proposal: proposal.state != SideEventState.CHANGES_ASKED,
        ),
        Choice(
            key="withdraw",
            label=gettext_lazy("Record that it is withdrawn"),
            lede=gettext_lazy(
                "For what you were told by letter or telephone. A session that was made of it is cancelled."
            ),
            done=gettext_lazy("It is recorded that “%s” is withdrawn; the proposer is told by letter."),
            wanted=SideEventState.WITHDRAWN,
            act=lambda proposal, form, by: record_side_event_withdrawn(proposal.pk, by=by, **_said(form)),
        ),
    )
}


def decide_view(model_admin: ScopedAdmin) -> View:
    """The page of one decision; whoever may not know what is proposed decides nothing."""

    def view(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
        choice = CHOICES.get(key)
        if choice is None:
            raise Http404
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        own = SideEventProposal.objects.visible_to(request.user, required_conference(request))
        related = own.select_related("conference", "participant", "delegation__state", "delegation__organisation")
        proposal: SideEventProposal = get_object_or_404(related, pk=pk)
        if not can_decide_side_event(officer(request), proposal):
            raise PermissionDenied
        if request.method != "POST" and not is_possible(choice, proposal):
            return HttpResponseRedirect(_page_url(proposal))
        return run(model_admin, request, _page(request, proposal, choice))

    return view


def is_possible(choice: Choice, proposal: SideEventProposal) -> bool:
    """Whether the table of moves has it from where the proposal stands."""
    return choice.wanted in SIDE_EVENT_TRANSITIONS[SideEventState(proposal.state)] and choice.is_offered(proposal)


def _page(request: HttpRequest, proposal: SideEventProposal, choice: Choice) -> PreviewedAct[SideEventProposal]:
    form = choice.form(request.POST if request.method == "POST" else None, proposal=proposal)
    by = officer(request)

    def act() -> SideEventProposal:
        try:
            return choice.act(proposal, form, by)
        except AgendaError as error:
            raise RegistrationError(str(error)) from error

    return PreviewedAct(
        title=f"{choice.label}: {proposal.title}",
        form=form,
        act=act,
        about=_about,
        done=lambda done: choice.done % done.title,
        done_url=_page_url,
        parent_url=reverse("admin:agenda_sideeventproposal_changelist"),
        parent_label=_("Side events"),
        cancel_url=_page_url(proposal),
        act_label=str(choice.label),
        lede=str(choice.lede),
        facts=_facts(proposal),
    )


def _facts(proposal: SideEventProposal) -> list[dict[str, Any]]:
    """What the officer has before the eyes while deciding."""
    rows = (
        (_("Organisation"), proposal.organisation),
        (_("Length"), _("%(minutes)d min") % {"minutes": proposal.minutes}),
        (_("Languages"), ", ".join(map(language_name, proposal.languages))),
        (_("Equipment"), ", ".join(str(each) for each in proposal.equipment.all())),
        (_("Wishes"), proposal.wishes),
    )
    return [{"term": term, "text": text} for term, text in rows if text]


def _about(done: SideEventProposal) -> Iterable[UUID]:
    return [done.pk]


def _page_url(proposal: SideEventProposal) -> str:
    return reverse("admin:agenda_sideeventproposal_change", args=[proposal.pk])
