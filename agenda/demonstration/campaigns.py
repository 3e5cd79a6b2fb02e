"""Letters to many: one that has gone, one that goes on its day, one that waits for its words to be looked at."""

import datetime
from typing import Any
from uuid import UUID

from agenda.demonstration.ledger import keep_messages
from agenda.demonstration.stage import DatedLetter, Stage
from agenda.queries.speaker_list import speakers_for_list
from conference.correspondence.campaign_states import CampaignState, Standing
from conference.correspondence.campaigns import gathering
from conference.correspondence.campaigns.audiences import addressees_of, letter_of, wordings_of
from conference.correspondence.models import (
    Campaign,
    CampaignRecipient,
    CampaignTransition,
    CampaignWording,
)
from conference.models import TeamRole
from registration.models import Delegation, Registration
from registration.states import RegistrationState

C = CampaignState


def set_up_campaigns(stage: Stage) -> None:
    """Nothing of them waits to be sent when the demonstration begins."""
    for given in stage.texts("campaigns"):
        campaign = _campaign(stage, given)
        gathering.gather(campaign, _ids(stage, given["audience"]), sees_protected=False)
        if campaign.state == C.DONE:
            _write(stage, campaign, stage.clock.at(given["goes"]))


def _campaign(stage: Stage, given: dict[str, Any]) -> Campaign:
    state, officer = C(given["state"]), stage.officers[TeamRole[given["by"]]]
    begun_at = stage.clock.recorded(stage.clock.at(given["begun"]))
    goes_at = stage.clock.at(given["goes"]) if given["goes"] else None
    campaign = Campaign.objects.create(
        pk=stage.id_of("campaign", given["key"]),
        conference=stage.conference,
        name=given["name"],
        audience=given["audience"],
        condition=given["condition"],
        cut_by=given["cut_by"],
        state=state,
        scheduled_at=goes_at,
        created_by=officer,
        created_at=begun_at,
        sent_by=officer if goes_at else None,
        ended_at=stage.clock.recorded(goes_at) if state == C.DONE and goes_at else None,
    )
    CampaignWording.objects.bulk_create(
        CampaignWording(campaign=campaign, language=language, subject=subject, body=body)
        for language, (subject, body) in given["words"].items()
    )
    path = {C.DRAFT: [], C.SCHEDULED: [C.SCHEDULED], C.DONE: [C.SCHEDULED, C.RUNNING, C.DONE]}[state]
    for origin, target in zip([C.DRAFT, *path], path, strict=False):
        by, at = (officer, begun_at) if target == C.SCHEDULED else (None, campaign.ended_at or begun_at)
        CampaignTransition.objects.create(campaign=campaign, origin=origin, target=target, at=at, by=by)
    return campaign


def _ids(stage: Stage, audience: str) -> list[UUID]:
    held = stage.conference
    registered = Registration.objects.filter(conference=held, state=RegistrationState.REGISTERED)
    rows = {
        "registrations": registered.order_by("name_key", "pk"),
        "delegations": Delegation.objects.filter(conference=held).order_by("pk"),
        "speakers": speakers_for_list(held, with_protected=False),
    }
    return list(rows[audience].values_list("pk", flat=True))


def _write(stage: Stage, campaign: Campaign, goes_at: datetime.datetime) -> None:
    """The letters as they went, all of them taken by the server."""
    rows = list(campaign.recipients.filter(standing=Standing.WAITING))
    ids = [row.about_id for row in rows]
    addressees = addressees_of(campaign, ids)
    letters = {row.pk: letter_of(campaign, addressees[row.about_id]) for row in rows}
    dated = [DatedLetter(letter, goes_at) for letter in letters.values()]
    written = keep_messages(stage, dated, wordings_of(campaign), campaign.pk)
    for row in rows:
        row.standing, row.message = Standing.WRITTEN, written[letters[row.pk].key]
    CampaignRecipient.objects.bulk_update(rows, ["standing", "message"])
