"""What an officer says of two who may be one: that they are not; or that it is to be looked at again."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import DuplicateCandidate, DuplicateState, Visibility
from registration.permissions import can_register


@transaction.atomic
def dismiss_duplicate(pair_id: UUID, *, by: User, version: int, note: str = "") -> DuplicateCandidate:
    """Records that two are not the same person; they come again only when new data speak for it.

    Locks the pair. Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for one that is decided.
    """
    pair = _locked(pair_id, by=by, version=version)
    if pair.state != DuplicateState.OPEN:
        raise RegistrationError(_("This pair was decided meanwhile: %(state)s.") % {"state": pair.get_state_display()})
    pair.state, pair.note = DuplicateState.DISMISSED, note.strip()
    pair.decided_at, pair.decided_by = timezone.now(), by
    return _saved(pair)


@transaction.atomic
def reopen_duplicate(pair_id: UUID, *, by: User, version: int) -> DuplicateCandidate:
    """Takes back that two are not the same person, at any time; the note stays. Locks and raises as above."""
    pair = _locked(pair_id, by=by, version=version)
    if pair.state != DuplicateState.DISMISSED:
        raise RegistrationError(_("This pair is not marked as two different persons."))
    pair.state = DuplicateState.OPEN
    return _saved(pair)


def _locked(pair_id: UUID, *, by: User, version: int) -> DuplicateCandidate:
    rows = DuplicateCandidate.objects.select_for_update(of=("self",), no_key=True)
    pair: DuplicateCandidate = rows.select_related("conference", "first", "second").get(pk=pair_id)
    hidden = Visibility.HIDDEN in {pair.first.visibility, pair.second.visibility}
    if not can_register(by, pair.conference) or (
        hidden and not has_role(by, pair.conference, ROLES_THAT_SEE_PROTECTED)
    ):
        raise NotPermittedError
    if pair.version != version:
        raise LostUpdateError
    return pair


def _saved(pair: DuplicateCandidate) -> DuplicateCandidate:
    pair.version += 1
    pair.save(update_fields=["state", "note", "decided_at", "decided_by", "version"])
    return pair
