"""Two registrations of one person become one: one stays, the other is ended and kept, and all can be put back."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.correspondence.ledger import set_aside
from conference.correspondence.models import OutgoingMessage
from conference.models import User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from registration.actions.correct_person import SECRETARIAT_FIELDS
from registration.actions.merge_belongings import move_belongings
from registration.actions.merge_vetting import move_vetting
from registration.actions.nominate import follow_what_is_outstanding
from registration.actions.people import write
from registration.actions.promotion import Line, lock_line
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import (
    FACTS_OF_A_PERSON,
    Badge,
    DuplicateCandidate,
    DuplicateState,
    Likeness,
    Merge,
    PendingChange,
    Registration,
    Visibility,
)
from registration.models.badge import VoidReason
from registration.permissions import can_register, is_own
from registration.queries.merge_choices import ROLE, differing, strictest
from registration.signals import registrations_merged
from registration.states import ENDED, HOLDING_A_SEAT, LIVE, RegistrationState, Track

S = RegistrationState


@dataclass(frozen=True)
class Merged:
    """What came of it, for the officer to read before and after."""

    merge: Merge
    kept: Registration
    merged: Registration
    former: RegistrationState
    letters: list[OutgoingMessage] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    promoted: list[Registration] = field(default_factory=list)


@transaction.atomic
def merge_registrations(
    kept_id: UUID, merged_id: UUID, *, take: Collection[str], by: User, seen: str, note: str = ""
) -> Merged:
    """Merges one registration into another of the same conference; ``take`` names what is taken from the merged one.

    Where the merged one is live it is ended as *withdrawn*, with its badge void and its letters held back; the place it
    held goes to who waits. Nobody is written to. Documents, personal invitations, appearances and conflicts of interest
    follow; of wishes the more careful prevails. ``seen`` are the versions that the officer compared. Locks conference
    (where it has a capacity), categories, delegations, both registrations with those in line, their persons, then what
    follows. Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for a pair that cannot be merged
    so.
    """
    line = lock_line([kept_id, merged_id])
    try:
        kept, merged = line.rows[kept_id], line.rows[merged_id]
    except KeyError:
        raise NotPermittedError from None
    refuse_merge(kept, merged, by=by)
    if seen != versions_of(kept, merged):
        raise LostUpdateError
    chosen = frozenset(take) & set(differing(kept, merged))
    return _merge(line, kept, merged, chosen, by=by, note=note.strip())


def versions_of(one: Registration, other: Registration) -> str:
    """What a page carries, so that a change by somebody else is told; the same whichever of the two stays."""
    rows = sorted((one, other), key=lambda row: row.pk)
    return ".".join(f"{row.version}-{row.participant.version}" for row in rows)


def refuse_whom_one_may_not_merge(kept: Registration, merged: Registration, *, by: User) -> None:
    """Raises ``NotPermittedError``: officers who register do, those who may know of them for protected persons."""
    conference = kept.conference
    hidden = any(row.participant.visibility == Visibility.HIDDEN for row in (kept, merged))
    if merged.conference_id != conference.pk or not can_register(by, conference):
        raise NotPermittedError
    if is_own(by, kept) or is_own(by, merged) or (hidden and not has_role(by, conference, ROLES_THAT_SEE_PROTECTED)):
        raise NotPermittedError


def refuse_merge(kept: Registration, merged: Registration, *, by: User) -> None:
    """Raises ``NotPermittedError`` or ``RegistrationError`` with the sentence why these two are not merged so."""
    refuse_whom_one_may_not_merge(kept, merged, by=by)
    if kept.participant_id == merged.participant_id:
        raise RegistrationError(_("These are two registrations of one person already; there is nothing to merge."))
    gone = Merge.objects.filter(merged__in=(kept, merged), undone_at__isnull=True).exists()
    if gone:
        raise RegistrationError(_("One of these registrations has been merged already. Please look at it again."))
    _refuse_what_would_be_lost(kept, merged)


def _refuse_what_would_be_lost(kept: Registration, merged: Registration) -> None:
    if kept.state in ENDED and merged.state in LIVE:
        raise RegistrationError(_("The registration that stays has ended, and the other has not. Keep the other one."))
    if kept.state == S.WAITLISTED and merged.state in HOLDING_A_SEAT and not merged.is_outside_quota:
        raise RegistrationError(
            _("The registration that stays waits for a place, and the other holds one. Keep the other one.")
        )
    if kept.state not in HOLDING_A_SEAT and merged.state in HOLDING_A_SEAT:
        raise RegistrationError(
            _("The registration that stays is not as far as the other, which is “%(status)s”. Keep the other one.")
            % {"status": merged.get_state_display()}
        )
    if PendingChange.objects.open().filter(registration=merged).exists():
        raise RegistrationError(
            _("A request after the deadline about the registration to be merged is open. Please decide on it first.")
        )


def _merge(
    line: Line, kept: Registration, merged: Registration, take: frozenset[str], *, by: User, note: str
) -> Merged:
    former = S(merged.state)
    before: dict[str, Any] = {"state": former, "state_since": merged.state_since.isoformat(), "badge": None}
    letters = _set_letters_aside(merged, by=by)
    _end(merged, before, by=by)
    before |= _take(kept, merged, take)
    before |= move_belongings(kept, merged, take)
    before["vetting"] = move_vetting(kept, merged)
    heard = registrations_merged.send(sender=Registration, kept=kept, merged=merged, by=by)
    followed: list[Any] = [answer for _receiver, answer in heard]
    before["followed"] = [row for each in followed for row in each.rows]
    before["letters"] = [str(letter.pk) for letter in letters]
    if kept.track == Track.NOMINATION:
        follow_what_is_outstanding(kept, by=by)
    before["seen"] = versions_of(kept, merged)
    merge = Merge.objects.create(
        conference=kept.conference, kept=kept, merged=merged, taken=sorted(take), before=before, note=note, by=by
    )
    _settle_pairs(kept, merged, by=by, note=note)
    sentences = [sentence for each in followed for sentence in each.sentences]
    return Merged(merge, kept, merged, former, letters, sentences, line.give_free_places())


def _set_letters_aside(merged: Registration, *, by: User) -> list[OutgoingMessage]:
    """Held back, and cancelled once the merge can no longer be undone."""
    with override(merged.conference.language_or_default(None)):
        answer = _("Held back: the registration was merged with another.")
    return set_aside(what_letters_concern(merged), by=by, answer=answer)


def what_letters_concern(merged: Registration) -> list[UUID]:
    """The identifiers of what nobody needs to be told any more."""
    return [merged.pk, merged.participant_id]


def _end(merged: Registration, before: dict[str, Any], *, by: User) -> None:
    """A live one is ended; its badge says why it opens nothing."""
    badge = Badge.objects.filter(registration=merged, voided_at__isnull=True).first()
    if badge is not None:
        before["badge"] = str(badge.pk)
        Badge.objects.void(merged, VoidReason.MERGED, by=by)
    if merged.state in LIVE:
        merged.move_to(S.WITHDRAWN, by=by)


def _take(kept: Registration, merged: Registration, take: frozenset[str]) -> dict[str, Any]:
    """Writes what was chosen; gives what stood there before."""
    person, other = kept.participant, merged.participant
    wanted = {name: getattr(other, name) for name in FACTS_OF_A_PERSON if name in take}
    wanted |= {
        "visibility": strictest(person, other),
        "named_on_agenda": person.named_on_agenda and other.named_on_agenda,
        "do_not_photograph": person.do_not_photograph or other.do_not_photograph,
        "never_write_automatically": person.never_write_automatically or other.never_write_automatically,
    }
    changes = {name: value for name, value in wanted.items() if value != getattr(person, name)}
    before = {name: str(value) if name == "nationality" else value for name, value in _values(person, changes).items()}
    if changes:
        write(person, changes, allowed=SECRETARIAT_FIELDS)
    return {"person": before, "registration": _take_role(kept, merged, take) | _take_consent(kept, merged)}


def _values(person: Any, names: Collection[str]) -> dict[str, Any]:
    return {name: getattr(person, name) for name in names}


def _take_role(kept: Registration, merged: Registration, take: frozenset[str]) -> dict[str, Any]:
    """In one delegation the role may be the merged one's; whoever takes no seat in it holds none."""
    if ROLE not in take:
        return {}
    before = _values(kept, ("role", "is_outside_quota"))
    kept.role = merged.role
    kept.is_outside_quota = merged.is_outside_quota
    kept.version += 1
    kept.save(update_fields=["role", "is_outside_quota", "version"])
    return before


def _take_consent(kept: Registration, merged: Registration) -> dict[str, Any]:
    """Who agreed to the privacy notice has agreed, in whichever of the two forms."""
    if kept.privacy_notice_version or not merged.privacy_notice_version:
        return {}
    kept.privacy_notice_version, kept.consented_at = merged.privacy_notice_version, merged.consented_at
    kept.version += 1
    kept.save(update_fields=["privacy_notice_version", "consented_at", "version"])
    return {"privacy_notice_version": "", "consented_at": None}


def _settle_pairs(kept: Registration, merged: Registration, *, by: User, note: str) -> None:
    """This pair is decided; whoever else was held to be like the merged person is compared with the kept one anew."""
    one, other = kept.participant, merged.participant
    first, second = sorted((one, other), key=lambda person: person.pk)
    decided = {"state": DuplicateState.MERGED, "decided_at": timezone.now(), "decided_by": by, "note": note}
    DuplicateCandidate.objects.filter(first=first, second=second).update(**decided)
    open_ones = DuplicateCandidate.objects.open().filter(Q(first=other) | Q(second=other))
    open_ones.delete()
    Likeness.objects.filter(participant__in=(one, other)).delete()
