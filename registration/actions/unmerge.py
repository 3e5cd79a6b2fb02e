"""A merge is undone within its time: everything is put back as it was, or nothing is."""

import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.correspondence.ledger import give_up, let_go
from conference.models import UNDO_WITHIN, User
from registration.actions.confirming import refuse_if_full
from registration.actions.correct_person import SECRETARIAT_FIELDS
from registration.actions.entry import live_registration
from registration.actions.merge import refuse_whom_one_may_not_merge, versions_of, what_letters_concern
from registration.actions.merge_belongings import has_changed_since, put_back_belongings
from registration.actions.merge_vetting import put_back_vetting, vetting_has_changed
from registration.actions.nominate import follow_what_is_outstanding
from registration.actions.people import write
from registration.actions.seating import lock_all_seating, lock_registrations
from registration.errors import RegistrationError
from registration.models import (
    Badge,
    DuplicateCandidate,
    DuplicateState,
    Likeness,
    Merge,
    Registration,
)
from registration.signals import merge_undone
from registration.states import HOLDING_A_SEAT, LIVE, RegistrationState, Track

S = RegistrationState


@transaction.atomic
def undo_merge(merge_id: UUID, *, by: User) -> Merge:
    """Puts back what the merge moved and changed; the merged registration is again what it was, since when it was.

    Its badge opens again, its letters go, its appearances return, the pair is to be looked at again. Nothing is put
    back where either of the two has changed since, or where the place was given to somebody else. Locks conference
    (where it has a capacity), categories, delegations, both registrations, their persons, the merge. Raises
    ``NotPermittedError``; ``RegistrationError`` with what stands in the way.
    """
    ids = Merge.objects.values_list("kept", "merged").get(pk=merge_id)
    lock_all_seating(ids)
    rows = {row.pk: row for row in lock_registrations(ids)}
    kept, merged = rows[ids[0]], rows[ids[1]]
    merge: Merge = Merge.objects.select_for_update(of=("self",), no_key=True).get(pk=merge_id)
    refuse_whom_one_may_not_merge(kept, merged, by=by)
    _refuse(merge, kept, merged)
    _put_back(merge, kept, merged, by=by)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    _open_the_pair_again(kept, merged)
    return merge


@transaction.atomic
def close_merges() -> int:
    """Cancels the letters that merges held back, once these can no longer be undone; gives how many merges.

    Locks the merges, passing over what is in use, then the letters.
    """
    over = Merge.objects.filter(closed_at__isnull=True, undone_at__isnull=True, at__lte=timezone.now() - UNDO_WITHIN)
    found = list(over.select_related("merged", "conference").select_for_update(of=("self",), skip_locked=True))
    for merge in found:
        with override(merge.conference.language_or_default(None)):
            answer = _("Cancelled: the registration was merged with another.")
        give_up(what_letters_concern(merge.merged), by=None, answer=answer)
    Merge.objects.filter(pk__in=[merge.pk for merge in found]).update(closed_at=timezone.now())
    return len(found)


def clear_merges() -> int:
    """Each hour: what stood there before a merge is forgotten once it cannot be put back any more; gives of how many.

    It names persons, and what they took back by it. That two were merged, by whom and when, stays.
    """
    over = Merge.objects.filter(at__lte=timezone.now() - UNDO_WITHIN).exclude(closed_at=None, undone_at=None)
    return over.exclude(before={}).update(before={})


def _refuse(merge: Merge, kept: Registration, merged: Registration) -> None:
    if merge.undone_at is not None:
        raise RegistrationError(_("This merge was undone already."))
    if not merge.may_be_undone:
        raise RegistrationError(_("The time within which this merge could be undone is over."))
    before = merge.before
    has_changed = has_changed_since(kept, merged, before) or vetting_has_changed(kept, before.get("vetting", {}))
    if versions_of(kept, merged) != before["seen"] or has_changed:
        raise RegistrationError(
            _("One of the two registrations has changed since they were merged: the merge can no longer be undone.")
        )
    if Merge.objects.filter(merged=kept, undone_at__isnull=True).exists():
        raise RegistrationError(
            _("The registration that stayed was itself merged since. Please undo that merge first.")
        )
    if before["state"] in LIVE and live_registration(merged.participant) is not None:
        raise RegistrationError(_("The person of the merged registration has registered anew since."))


def _put_back(merge: Merge, kept: Registration, merged: Registration, *, by: User) -> None:
    before = merge.before
    put_back_belongings(kept, merged, before)
    put_back_vetting(merged, before.get("vetting", {}))
    _put_back_values(kept, before)
    merge_undone.send(sender=Registration, kept=kept, merged=merged, rows=before["followed"], by=by)
    _return(merged, before, by=by)
    if kept.track == Track.NOMINATION:
        follow_what_is_outstanding(kept, by=by)
    with override(merge.conference.language_or_default(None)):
        answer = _("Let go: the merge was undone.")
    let_go(before["letters"], by=by, answer=answer)


def _put_back_values(kept: Registration, before: dict[str, Any]) -> None:
    if before["person"]:
        write(kept.participant, before["person"], allowed=SECRETARIAT_FIELDS)
    if before["registration"]:
        for name, value in before["registration"].items():
            setattr(kept, name, value)
        kept.version += 1
        kept.save(update_fields=[*before["registration"], "version"])


def _return(merged: Registration, before: dict[str, Any], *, by: User) -> None:
    """To the state and the moment at which it was ended, if its place is free still; with the same badge."""
    former = S(before["state"])
    if former not in LIVE:
        return
    if former in HOLDING_A_SEAT:
        seat = merged.seat_type
        refuse_if_full(merged)
        if merged.seat_type != seat:
            raise RegistrationError(_("The seat was given to somebody else since: the merge can no longer be undone."))
    merged.unmerge_to(former, since=datetime.datetime.fromisoformat(before["state_since"]), by=by)
    if before["badge"]:
        present = Badge.objects.filter(pk=before["badge"])
        present.update(voided_at=None, voided_by=None, void_reason="", void_words="")


def _open_the_pair_again(kept: Registration, merged: Registration) -> None:
    people = sorted((kept.participant_id, merged.participant_id))
    pair = DuplicateCandidate.objects.filter(first=people[0], second=people[1], state=DuplicateState.MERGED)
    pair.update(state=DuplicateState.OPEN, decided_at=None, decided_by=None, note="")
    # Both are compared anew with everybody else.
    Likeness.objects.filter(participant__in=people).delete()
