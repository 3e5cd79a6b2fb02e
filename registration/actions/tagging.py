"""Setting tags on registrations and taking them away, one by one or on many."""

import uuid
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conference.models import User
from registration.actions.marking import Marked, lock_rows_to_mark
from registration.errors import LostUpdateError
from registration.models import Registration, Tag, Tagging


@transaction.atomic
def tag_registrations(ids: Iterable[UUID], tag: Tag, *, by: User) -> Marked:
    """Sets the tag on each that does not bear it. Locks the registrations, then the tag.

    ``tag`` is as the officer saw it. Raises ``LostUpdateError`` where it has another word by now, or is gone;
    ``NotPermittedError``.
    """
    rows = lock_rows_to_mark(tag.conference, ids, by=by)
    _refuse_another_word(tag)
    marked = uuid.uuid4()
    wanted = [row.pk for row in rows]
    bearing = Tagging.objects.in_force().filter(tag=tag, registration__in=wanted)
    lacking = set(wanted) - set(bearing.values_list("registration", flat=True))
    Tagging.objects.bulk_create(
        Tagging(registration_id=pk, tag=tag, by=by, act=marked) for pk in wanted if pk in lacking
    )
    return Marked(marked, len(lacking))


@transaction.atomic
def untag_registrations(ids: Iterable[UUID], tag: Tag, *, by: User) -> Marked:
    """Takes the tag away from each that bears it. Locks and raises as ``tag_registrations`` does."""
    rows = lock_rows_to_mark(tag.conference, ids, by=by)
    _refuse_another_word(tag)
    marked = uuid.uuid4()
    bearing = Tagging.objects.in_force().filter(tag=tag, registration__in=[row.pk for row in rows])
    return Marked(marked, bearing.update(ended_at=timezone.now(), ended_in=marked))


@transaction.atomic
def set_tags(registration: Registration, wanted: Iterable[UUID], *, by: User, seen: Iterable[UUID]) -> Marked:
    """Leaves the registration with these tags of its conference and no others. Locks it.

    ``seen`` are those that it bore when the officer looked. Raises ``LostUpdateError`` where it bears others by now, or
    one of those wanted is gone; ``NotPermittedError``.
    """
    rows = lock_rows_to_mark(registration.conference, [registration.pk], by=by)
    known = set(Tag.objects.filter(conference=registration.conference).values_list("pk", flat=True))
    bearing = Tagging.objects.in_force().filter(registration=registration.pk)
    borne, chosen = set(bearing.values_list("tag", flat=True)), set(wanted)
    if not rows or borne != set(seen) or not chosen <= known:
        raise LostUpdateError
    marked = uuid.uuid4()
    bearing.exclude(tag__in=chosen).update(ended_at=timezone.now(), ended_in=marked)
    Tagging.objects.bulk_create(
        Tagging(registration=registration, tag_id=pk, by=by, act=marked) for pk in chosen - borne
    )
    return Marked(marked, int(chosen != borne))


def _refuse_another_word(tag: Tag) -> None:
    """Nobody renames it until the act is done."""
    there = Tag.objects.select_for_update(no_key=True).filter(pk=tag.pk, version=tag.version)
    if not there.exists():
        raise LostUpdateError
