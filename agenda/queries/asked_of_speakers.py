"""What is kindly asked of those who speak, by when, and what of it is outstanding."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models import Appearance, PaperKind, SpeakerPaper, SpeakerProfile, SpeakerRequests
from agenda.queries.speaker_requests import ROLES_WITH_A_STATEMENT, requests_of, statement_due
from agenda.states import AppearanceState
from conference.models import Conference


class Asked(models.TextChoices):
    """In the order in which it is asked for."""

    CONFIRMATION = "confirmation", _("confirmation")
    BIOGRAPHY = "biography", _("biography")
    PORTRAIT = "portrait", _("portrait")
    STATEMENT = "statement", _("statement")


def due_day(requests: SpeakerRequests, starts_at: datetime.datetime, conference: Conference) -> datetime.date:
    """The day at the venue by which all that is asked for a session is to be there."""
    return statement_due(requests, starts_at, conference).date()


class Outstanding:
    """Of many appearances at once: three queries, however many there are."""

    def __init__(self, conference: Conference, appearances: Iterable[Appearance]) -> None:
        rows = list(appearances)
        people = {row.participant_id for row in rows if row.participant_id}
        self.requests = requests_of(conference)
        profiles = SpeakerProfile.objects.filter(participant__in=people)
        self.given: Mapping[UUID, tuple[bool, bool]] = {
            person: (bool(biography), bool(portrait))
            for person, biography, portrait in profiles.values_list("participant", "biography", "portrait")
        }
        papers = SpeakerPaper.objects.current().filter(
            appearance__in=[row.pk for row in rows], kind=PaperKind.STATEMENT
        )
        self.stated = set(papers.values_list("appearance", flat=True))

    def of(self, appearance: Appearance) -> tuple[Asked, ...]:
        """Nothing of a static line, nor of whoever regretted."""
        if appearance.participant_id is None or appearance.state == AppearanceState.DECLINED:
            return ()
        has_biography, has_portrait = self.given.get(appearance.participant_id, (False, False))
        wanted = {
            Asked.CONFIRMATION: appearance.state == AppearanceState.INVITED,
            Asked.BIOGRAPHY: self.requests.asks_biography and not has_biography,
            Asked.PORTRAIT: self.requests.asks_portrait and not has_portrait,
            Asked.STATEMENT: self._is_statement_owed(appearance),
        }
        return tuple(each for each, is_wanted in wanted.items() if is_wanted)

    def _is_statement_owed(self, appearance: Appearance) -> bool:
        """First the answer, then the statement: nobody writes one for what they may regret."""
        if appearance.state != AppearanceState.CONFIRMED or appearance.role not in ROLES_WITH_A_STATEMENT:
            return False
        return self.requests.asks_statement and appearance.pk not in self.stated


def by_person(appearances: Iterable[Appearance]) -> dict[UUID, list[Appearance]]:
    """The appearances of each participant; static lines are nobody's."""
    found: dict[UUID, list[Appearance]] = defaultdict(list)
    for appearance in appearances:
        if appearance.participant_id:
            found[appearance.participant_id].append(appearance)
    return found
