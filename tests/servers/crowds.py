"""Many who are written to in one go, by a campaign or by a reminder, while parts of the site fail."""

import datetime
import os
import time
from typing import Literal

from django.db import transaction

from conference.clock import conference_now
from conference.correspondence.campaign_states import CampaignState, Standing
from conference.correspondence.campaigns.sending import schedule_campaign
from conference.correspondence.models import CampaignRecipient, OutgoingMessage, ReminderOccurrence, ReminderRule
from conference.embedded.processes import wait_until
from conference.models import TeamRole
from tests.factories.campaigns import make_campaign, make_crowd
from tests.factories.conference import make_conference, make_officer
from tests.servers.sampler import Looking, Sampler, SamplerOfReminders
from tests.servers.site import Site
from tests.servers.tally import MESSAGES, Tally, settle_all, unsettled

Kind = Literal["campaign", "reminder"]
PATIENCE = 120 + MESSAGES / 10


class CampaignToMany:
    """To registered participants, one of them each; sent off by ``begin``."""

    def __init__(self) -> None:
        self.conference = make_conference()
        make_crowd(self.conference, MESSAGES)
        self.officer = make_officer(self.conference, TeamRole.CORRESPONDENCE)
        self.campaign = make_campaign(self.conference, by=self.officer)

    def sampler(self) -> Looking:
        """Who counts meanwhile."""
        return Sampler(self.campaign.pk, MESSAGES)

    def begin(self) -> float:
        """The officer's button; gives the moment."""
        began = time.monotonic()
        schedule_campaign(self.campaign.pk, at=None, seen_version=None, by=self.officer)
        return began

    def still_to_write(self) -> int:
        """For how many there is no letter yet."""
        return CampaignRecipient.objects.filter(standing=Standing.WAITING).count()

    def is_being_written(self) -> bool:
        """Whether some have a letter and others have none yet."""
        return 0 < self.still_to_write() < MESSAGES

    def is_complete(self) -> bool:
        """Whether each has one letter, and the campaign knows that it is over."""
        self.campaign.refresh_from_db()
        standing = set(CampaignRecipient.objects.values_list("standing", flat=True))
        is_done: bool = self.campaign.state == CampaignState.DONE
        return is_done and standing == {Standing.WRITTEN} and OutgoingMessage.objects.count() == MESSAGES


class ReminderToMany:
    """To all registered participants, of the first day; due when ``begin`` is called."""

    def __init__(self) -> None:
        self.conference = make_conference()
        make_crowd(self.conference, MESSAGES)

    def sampler(self) -> Looking:
        """Who counts meanwhile."""
        return SamplerOfReminders(self.conference, MESSAGES)

    def begin(self) -> float:
        """A rule that has just come due; gives the moment."""
        began = time.monotonic()
        due = conference_now(self.conference).astimezone(self.conference.zone) - datetime.timedelta(minutes=1)
        ReminderRule.objects.create(
            conference=self.conference,
            name="The day before",
            condition="day_before",
            days_before=(self.conference.starts_on - due.date()).days,
            local_time=due.time().replace(microsecond=0),
            created_at=datetime.datetime.now(tz=datetime.UTC) - datetime.timedelta(days=1),
        )
        return began

    def still_to_write(self) -> int:
        """All, until all are written in one transaction."""
        return MESSAGES - OutgoingMessage.objects.count()

    def is_being_written(self) -> bool:
        """Whether a worker holds the rule's lock, behind which the letters are written."""
        with transaction.atomic():
            return not ReminderRule.objects.select_for_update(skip_locked=True).exists()

    def is_complete(self) -> bool:
        """Whether it came due once, and each has one letter."""
        found = list(ReminderOccurrence.objects.values_list("outcome", "recipients"))
        return found == [("fired", MESSAGES)] and OutgoingMessage.objects.count() == MESSAGES


Many = CampaignToMany | ReminderToMany
KINDS: dict[Kind, type[Many]] = {"campaign": CampaignToMany, "reminder": ReminderToMany}
IS_SUITE = "FAULTS_MESSAGES" not in os.environ  # it has no time for all; `make faults` has
if IS_SUITE:
    del KINDS["reminder"]


def has_more_to_do(many: Many) -> bool:
    """Whether a fault at this moment meets letters that are still to be written, or on their way."""
    return many.still_to_write() > 0 or unsettled() > 0


def wait_until_it_is_written_or_was(many: Many) -> None:
    """For faults in the midst of the writing, which may be over in no time."""
    there = wait_until(lambda: many.is_being_written() or not many.still_to_write(), patience=PATIENCE, pause=0.02)
    assert there, "nobody begins to write"


def wait_until_written(many: Many, site: Site, count: int = MESSAGES) -> None:
    """Until so many letters are there, whatever the parts that have ended must be started anew."""

    def is_there() -> bool:
        site.revive()
        return MESSAGES - many.still_to_write() >= count

    assert wait_until(is_there, patience=PATIENCE, pause=0.05), f"{many.still_to_write()} have no letter yet"


def settle_many(site: Site, many: Many, began: float) -> Tally:
    """Waits until each has a letter and nothing waits; then nothing may be lost or doubled, nor anybody forgotten."""
    wait_until_written(many, site)
    tally = settle_all(site, began)
    assert wait_until(many.is_complete, patience=30), "it does not know that it is over"
    return tally
