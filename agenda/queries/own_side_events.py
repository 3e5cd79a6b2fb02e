"""A participant's own proposals of side events: on the own page, among what is asked, and to take away."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import SideEventProposal
from agenda.states import SideEventState
from conference.clock import conference_now, on_the_clock
from conference.formats import moment_text
from conference.models import Conference
from conference.own_data import Entry, Item, Section
from conference.registry import OwnPart


def _proposals(participant_id: UUID, conference: Conference) -> Sequence[SideEventProposal]:
    return list(SideEventProposal.objects.filter(participant=participant_id, conference=conference))


def asked_of_proposer(participant_id: UUID, conference: Conference) -> Iterable[dict[str, str]]:
    """That the Secretariat waits for a change, as long as it does; a line of ``components/todo.html``."""
    asked = SideEventProposal.objects.filter(
        participant=participant_id, state=SideEventState.CHANGES_ASKED, changes_until__gt=conference_now(conference)
    )
    for each in asked:
        until = moment_text(each.changes_until, conference.zone) if each.changes_until else ""
        yield {
            "text": _("Change your proposal of a side event"),
            "url": reverse("agenda:change-side-event", args=[conference.slug, each.pk]),
            "by_text": _("by %(day)s") % {"day": until},
        }


def own_side_events_part(participant_id: UUID, conference: Conference) -> Iterable[OwnPart]:
    """The section of the own page; nothing where nothing was proposed."""
    proposals = _proposals(participant_id, conference)
    if proposals:
        yield OwnPart(
            title=_("Your side event"),
            rows=[
                {
                    "term": capfirst(each.get_state_display()),
                    "text": str(each.title),
                    "detail": each.organisation,
                    "url": reverse("agenda:own-side-event", args=[conference.slug, each.pk]),
                }
                for each in proposals
            ],
            url=reverse("agenda:own-side-events", args=[conference.slug]),
            label=_("My side events"),
        )


def own_side_events_data(participant_id: UUID, conference: Conference) -> Iterable[Section]:
    """All that was proposed and what became of it; moments by the conference's clock."""
    entries = [_entry(each, conference) for each in _proposals(participant_id, conference)]
    return [Section("side_events", _("Side events proposed"), entries)]


def _entry(proposal: SideEventProposal, conference: Conference) -> Entry:
    texts = [
        Item(f"{name}_{code}", label, text, language=code)
        for name, label in (("title", _("Title")), ("description", _("What it is about")))
        for code, text in getattr(proposal, name).items()
    ]
    at = on_the_clock(conference, proposal.proposed_at).isoformat(timespec="seconds")
    since = on_the_clock(conference, proposal.state_since).isoformat(timespec="seconds")
    return [
        Item("organisation", _("Organisation"), proposal.organisation),
        *texts,
        Item("speakers", _("Speakers proposed"), proposal.speakers),
        Item("languages", _("Languages"), " · ".join(proposal.languages)),
        Item("minutes", _("Minutes"), proposal.minutes),
        Item("expected", _("People expected"), proposal.expected),
        Item("equipment", _("Equipment"), ", ".join(str(each) for each in proposal.equipment.all())),
        Item("wishes", _("Wishes"), proposal.wishes),
        Item("proposed_at", _("Proposed"), at),
        Item("status", _("Status"), proposal.state, capfirst(proposal.get_state_display())),
        Item("since", _("Since"), since),
        Item("reason", _("Reason"), proposal.reason),
    ]
