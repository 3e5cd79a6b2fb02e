"""Keeping a list under a name, and arranging one's own: columns, and what it opens with."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.permissions import roles_in
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import DeskArrangement, SavedFilter
from registration.permissions import can_change_saved_filter

MOST_KEPT = 50
CHANGEABLE = frozenset({"name", "query", "columns", "is_shared"})


@transaction.atomic
def keep_filter(
    conference: Conference, *, by: User, name: str, query: str, columns: Sequence[str] = (), is_shared: bool = False
) -> SavedFilter:
    """Keeps a list of registrations under a name, for oneself or for the team.

    Raises ``NotPermittedError`` for who is not of the team; ``RegistrationError`` where one has a filter of the name.
    """
    if not roles_in(by, conference):
        raise NotPermittedError
    _refuse_name(conference, by, name)
    if SavedFilter.objects.filter(conference=conference, owner=by).count() >= MOST_KEPT:
        raise RegistrationError(
            _("You keep %(most)d saved filters already; please delete one first.") % {"most": MOST_KEPT}
        )
    kept = SavedFilter(conference=conference, owner=by, name=name.strip(), query=query, columns=list(columns))
    kept.is_shared = is_shared
    return _save(kept)


@transaction.atomic
def change_filter(kept: SavedFilter, *, by: User, version: int, **changes: object) -> SavedFilter:
    """Gives it another name, other filters or columns, shares it or keeps it to oneself again. Locks it.

    Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for a name that is taken.
    """
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(unknown)
    found = _locked(kept, by=by, version=version)
    if "name" in changes:
        changes["name"] = str(changes["name"]).strip()
        _refuse_name(found.conference, found.owner, str(changes["name"]), besides=found.pk)
    for name, value in changes.items():
        setattr(found, name, value)
    found.version, found.changed_at = found.version + 1, timezone.now()
    return _save(found)


@transaction.atomic
def delete_filter(kept: SavedFilter, *, by: User, version: int) -> None:
    """Deletes it; who opened the list with it opens it without. Locks it. Raises as ``change_filter`` does."""
    _locked(kept, by=by, version=version).delete()


@transaction.atomic
def open_with(conference: Conference, kept: SavedFilter | None, *, by: User) -> DeskArrangement:
    """The officer's list opens with this filter from now on, or with none. Raises ``NotPermittedError``."""
    if kept is not None and not SavedFilter.objects.visible_to(by, conference).filter(pk=kept.pk).exists():
        raise NotPermittedError
    arrangement = _own(conference, by)
    arrangement.opens_with = kept
    arrangement.save(update_fields=["opens_with"])
    return arrangement


@transaction.atomic
def choose_columns(conference: Conference, columns: Sequence[str], *, by: User, version: int) -> DeskArrangement:
    """The columns of the officer's own list, in their order; none: the usual ones.

    Raises ``LostUpdateError`` where they were changed in another window; ``NotPermittedError``.
    """
    arrangement = _own(conference, by)
    if arrangement.version != version:
        raise LostUpdateError
    arrangement.columns, arrangement.version = list(columns), version + 1
    arrangement.save(update_fields=["columns", "version"])
    return arrangement


def _own(conference: Conference, by: User) -> DeskArrangement:
    if not roles_in(by, conference):
        raise NotPermittedError
    DeskArrangement.objects.get_or_create(conference=conference, officer=by)
    return DeskArrangement.objects.select_for_update(no_key=True).get(conference=conference, officer=by)


def _locked(kept: SavedFilter, *, by: User, version: int) -> SavedFilter:
    rows = SavedFilter.objects.select_for_update(of=("self",), no_key=True).select_related("conference", "owner")
    found = rows.filter(pk=kept.pk).first()
    if found is None:
        raise LostUpdateError
    if not can_change_saved_filter(by, found):
        raise NotPermittedError
    if found.version != version:
        raise LostUpdateError
    return found


def _refuse_name(conference: Conference, owner: User, name: str, besides: UUID | None = None) -> None:
    if not name.strip():
        raise RegistrationError(_("Please give the saved filter a name."))
    others = SavedFilter.objects.filter(conference=conference, owner=owner, name__iexact=name.strip())
    if others.exclude(pk__in=[besides] if besides else []).exists():
        raise _name_is_taken()


def _name_is_taken() -> RegistrationError:
    return RegistrationError(_("There is a saved filter of this name already; please choose another."))


def _save(kept: SavedFilter) -> SavedFilter:
    """Who was asked about the name a moment ago may have been overtaken by another window: the database knows."""
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        if "officer_has_one_saved_filter_of_a_name" not in str(error):
            raise
        raise _name_is_taken() from error
    return kept
