"""The address of a participant's own calendar: made, made anew, revoked."""

from uuid import UUID

from django.db import transaction

from agenda.errors import NotPermittedError
from agenda.models import OwnFeed
from agenda.permissions import acts_for
from conference.models import User
from registration.models import Participant


@transaction.atomic
def renew_own_feed(participant_id: UUID, *, by: User) -> OwnFeed:
    """Makes the first address, or another one: the former opens nothing from then on. Locks the feed.

    Raises ``NotPermittedError``.
    """
    feed = _locked(participant_id, by=by)
    feed.open_anew()
    feed.save(update_fields=["serial", "digest", "made_at", "revoked_at"])
    return feed


@transaction.atomic
def revoke_own_feed(participant_id: UUID, *, by: User) -> OwnFeed:
    """Closes the calendar; revoked twice, the first time stands. Locks the feed. Raises ``NotPermittedError``."""
    feed = _locked(participant_id, by=by)
    if feed.revoked_at is None:
        feed.revoke()
        feed.save(update_fields=["digest", "revoked_at"])
    return feed


def _locked(participant_id: UUID, *, by: User) -> OwnFeed:
    participant = Participant.objects.get(pk=participant_id)
    if not acts_for(by, participant):
        raise NotPermittedError
    made = OwnFeed(participant=participant)
    made.open_anew()
    kept = {"serial": made.serial, "digest": made.digest, "id": made.pk}
    OwnFeed.objects.get_or_create(participant=participant, defaults=kept)
    feed: OwnFeed = OwnFeed.objects.select_for_update(no_key=True).get(participant=participant)
    feed.participant = participant
    return feed
