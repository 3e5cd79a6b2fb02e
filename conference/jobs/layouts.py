"""What officers do about layouts: keep one, change it, begin with it, delete it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from conference.exports.formats import TableFormat
from conference.jobs.errors import (
    JobNotAllowedError,
    LayoutChangedError,
    LayoutGoneError,
    LayoutNameMissingError,
    LayoutNameTakenError,
    NoColumnsError,
)
from conference.jobs.models import Layout, UsualLayout
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_ARRANGE, has_role
from conference.registry import registry

MOST_COLUMNS = 300


def may_change(layout: Layout, *, by: User) -> bool:
    """Whose it is; and the co-ordinator, where it is shared: its owner may have left."""
    return layout.owner_id == by.pk or (layout.is_shared and has_role(by, layout.conference, ROLES_THAT_ARRANGE))


@transaction.atomic
def keep_layout(
    kind: str,
    *,
    conference: Conference,
    by: User,
    name: str,
    columns: Sequence[str],
    form: TableFormat,
    is_shared: bool = False,
    is_usual: bool = False,
) -> Layout:
    """Keeps a new layout. Raises ``JobNotAllowedError``, ``NoColumnsError`` or what is wrong with its name."""
    if not registry.job_kinds[kind].may_ask(by, conference):
        raise JobNotAllowedError
    layout = Layout(conference=conference, kind=kind, owner=by, name=name.strip())
    layout.columns, layout.form, layout.is_shared = _checked(columns), form, is_shared
    _save(layout)
    _set_usual(layout, is_usual=is_usual, by=by)
    return layout


@transaction.atomic
def change_layout(
    layout_id: UUID,
    *,
    by: User,
    seen_version: int,
    name: str,
    columns: Sequence[str],
    form: TableFormat,
    is_shared: bool,
    is_usual: bool,
) -> Layout:
    """Changes a layout as it was seen. Locks it.

    Raises ``LayoutGoneError``, ``JobNotAllowedError``, ``LayoutChangedError``, ``NoColumnsError``, or what is wrong
    with its name.
    """
    layout = _locked(layout_id, by=by)
    if layout.version != seen_version:
        raise LayoutChangedError
    layout.name, layout.form, layout.is_shared = name.strip(), form, is_shared
    layout.columns = [*_checked(columns), *_unseen(layout, columns, by=by)]
    layout.version += 1
    _save(layout)
    if not is_shared:
        UsualLayout.objects.filter(layout=layout).exclude(user=layout.owner_id).delete()
    _set_usual(layout, is_usual=is_usual, by=by)
    return layout


@transaction.atomic
def delete_layout(layout_id: UUID, *, by: User) -> str:
    """Deletes a layout and gives its name. Locks it. Raises ``LayoutGoneError`` and ``JobNotAllowedError``."""
    layout = _locked(layout_id, by=by)
    layout.delete()
    return layout.name


@transaction.atomic
def begin_with(layout_id: UUID, *, conference: Conference, by: User) -> Layout:
    """Makes a layout the one with which the officer begins. Raises ``LayoutGoneError``."""
    layout: Layout | None = Layout.objects.offered_to(by, conference).filter(pk=layout_id).first()
    if layout is None:
        raise LayoutGoneError
    _set_usual(layout, is_usual=True, by=by)
    return layout


def _locked(layout_id: UUID, *, by: User) -> Layout:
    layout: Layout | None = Layout.objects.select_for_update().filter(pk=layout_id).first()
    if layout is None:
        raise LayoutGoneError
    if not may_change(layout, by=by) or not registry.job_kinds[layout.kind].may_ask(by, layout.conference):
        raise JobNotAllowedError
    return layout


def _checked(columns: Sequence[str]) -> list[str]:
    chosen = list(dict.fromkeys(columns))[:MOST_COLUMNS]
    if not chosen:
        raise NoColumnsError
    return chosen


def _unseen(layout: Layout, columns: Sequence[str], *, by: User) -> list[str]:
    """Columns of the layout that this officer is not shown, and therefore has not left out."""
    kind = registry.job_kinds[layout.kind]
    theirs = {column.key for column in kind.columns(layout.conference, by, None)} if kind.columns else set()
    return [key for key in layout.columns if key not in theirs and key not in columns]


def _save(layout: Layout) -> None:
    if not layout.name:
        raise LayoutNameMissingError
    try:
        with transaction.atomic():
            layout.save()
    except IntegrityError as error:
        raise LayoutNameTakenError from error


def _set_usual(layout: Layout, *, is_usual: bool, by: User) -> None:
    of_list: dict[str, Any] = {"conference_id": layout.conference_id, "kind": layout.kind, "user": by}
    if is_usual:
        UsualLayout.objects.update_or_create(**of_list, defaults={"layout": layout})
    else:
        UsualLayout.objects.filter(**of_list, layout=layout).delete()
