"""What is kindly asked of those who speak, by when, and what of it is outstanding."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from agenda.models import Appearance, PaperKind, SpeakerPaper, SpeakerRequests
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
    """Of many appearances at once: one query, and another for what is asked unless the caller has it."""

    def __init__(
        self, conference: Conference, appearances: Iterable[Appearance], requests: SpeakerRequests | None = None
    ) -> None:
        self.requests = requests or requests_of(conference)
        profile = "participant__speaker_profile"
        stated = Exists(SpeakerPaper.objects.current().filter(appearance=OuterRef("pk"), kind=PaperKind.STATEMENT))
        rows = Appearance.objects.filter(pk__in=[row.pk for row in appearances], participant__isnull=False).order_by()
        self.given: Mapping[UUID, tuple[bool, bool, bool]] = {
            pk: (bool(biography), bool(portrait), has_stated)
            for pk, biography, portrait, has_stated in rows.values_list(
                "pk", f"{profile}__biography", f"{profile}__portrait", stated
            )
        }

    def of(self, appearance: Appearance) -> tuple[Asked, ...]:
        """Nothing of a static line, nor of whoever regretted."""
        if appearance.participant_id is None or appearance.state == AppearanceState.DECLINED:
            return ()
        has_biography, has_portrait, has_stated = self.given.get(appearance.pk, (False, False, False))
        wanted = {
            Asked.CONFIRMATION: appearance.state == AppearanceState.INVITED,
            Asked.BIOGRAPHY: self.requests.asks_biography and not has_biography,
            Asked.PORTRAIT: self.requests.asks_portrait and not has_portrait,
            Asked.STATEMENT: self._asks_statement_of(appearance) and not has_stated,
        }
        return tuple(each for each, is_wanted in wanted.items() if is_wanted)

    def _asks_statement_of(self, appearance: Appearance) -> bool:
        """First the answer, then the statement: nobody writes one for what they may regret."""
        if appearance.state != AppearanceState.CONFIRMED or appearance.role not in ROLES_WITH_A_STATEMENT:
            return False
        return self.requests.asks_statement


def by_person(appearances: Iterable[Appearance]) -> dict[UUID, list[Appearance]]:
    """The appearances of each participant; static lines are nobody's."""
    found: dict[UUID, list[Appearance]] = defaultdict(list)
    for appearance in appearances:
        if appearance.participant_id:
            found[appearance.participant_id].append(appearance)
    return found
