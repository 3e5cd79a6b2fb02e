"""What an officer can do while a campaign goes, in words, each with its consequence; each is confirmed on a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.correspondence.campaign_states import CampaignState
from conference.correspondence.campaigns import sending
from conference.correspondence.models import Campaign


@dataclass(frozen=True)
class CampaignAct:
    """``states``: those in which it is offered; the act itself decides again, under a lock."""

    key: str
    label: str | Promise
    explanation: str | Promise
    done: str | Promise
    act: Callable[..., Campaign]
    states: frozenset[CampaignState]
    style: str = "secondary"
    asks_reason: bool = True


C = CampaignState

ACTS: Mapping[str, CampaignAct] = {
    act.key: act
    for act in (
        CampaignAct(
            "pause",
            _("Pause the campaign"),
            _("No further letter is written, and none that waits goes. What is being handed over this moment, goes."),
            _("The campaign is paused."),
            sending.pause_campaign,
            frozenset({C.RUNNING}),
        ),
        CampaignAct(
            "resume",
            _("Let it go on"),
            _("It goes on where it stopped: nobody is written to twice."),
            _("The campaign goes on."),
            sending.resume_campaign,
            frozenset({C.PAUSED}),
            "primary",
            asks_reason=False,
        ),
        CampaignAct(
            "take-back",
            _("Take it back to change it"),
            _("It becomes a draft again, and goes when you send it off anew."),
            _("The campaign is a draft again."),
            sending.take_back_campaign,
            frozenset({C.SCHEDULED}),
            asks_reason=False,
        ),
        CampaignAct(
            "cancel",
            _("Cancel the campaign"),
            _("Who has no letter yet gets none, and letters that have not begun to go are given up for good."),
            _("The campaign is cancelled."),
            sending.cancel_campaign,
            frozenset({C.SCHEDULED, C.RUNNING, C.PAUSED}),
            "trouble",
        ),
    )
}


def acts_for(campaign: Campaign) -> list[CampaignAct]:
    """Those that its state allows."""
    return [act for act in ACTS.values() if campaign.state in act.states]
