"""Delegations as columns: whose they are, who holds their seats, who answers for them, whether they were invited."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from conference.columns import Column, Row
from conference.models import Conference
from registration.models import FocalPoint, Visibility
from registration.queries.column_kinds import Text, Texts, as_kept, labels_of, of_choices, once
from registration.queries.columns_beside import InvitationsBeside
from registration.queries.desk_delegations import (
    DelegationName,
    Manning,
    delegation_names,
    focal_points_of,
    manning_of,
)
from registration.states import InvitationState

DELEGATION = _("Delegation")
ANSWERS_FOR_IT = _("Focal point")
INVITATION = _("Invitation")
USUAL_OF_DELEGATIONS = (
    "delegation",
    "group",
    "category",
    "quota",
    "seats_taken",
    "head",
    "focal_point",
    "focal_point_email",
    "focal_point_phone",
    "invitation",
    "invitation_status",
)


def delegation_columns(conference: Conference, *, sees_protected: bool) -> Iterator[Column]:
    """What the list of delegations shows, and the numbers to call."""
    names = names_of(conference)
    yield Column(key="reference", label=_("Reference"), group=DELEGATION, value=lambda row: str(row["pk"]))
    yield Column(key="delegation", label=_("Delegation"), group=DELEGATION, value=lambda row: names()[row["pk"]].text)
    yield Column(
        key="group", label=_("Group of States"), group=DELEGATION, value=lambda row: names()[row["pk"]].group_label
    )
    yield of_choices("category", _("Category"), DELEGATION, "category_id", categories_of(conference))
    yield as_kept("quota", _("Seats"), DELEGATION, "quota")
    yield as_kept("seats_at_table", _("Of which at the table"), DELEGATION, "seats_at_table")
    yield from _manned(sees_protected=sees_protected)
    beside = FocalPointsBeside()
    for key, label, what in (
        ("focal_point", _("Focal point"), "name"),
        ("focal_point_function", _("Function of the focal point"), "function"),
        ("focal_point_email", _("E-mail of the focal point"), "email"),
        ("focal_point_phone", _("Telephone of the focal point"), "phone"),
    ):
        yield Column(key=key, label=label, group=ANSWERS_FOR_IT, value=_of_focal_point(what), beside=beside)
    yield from invited(INVITATION, InvitationsBeside(of_delegation="pk"))


def names_of(conference: Conference) -> Callable[[], dict[uuid.UUID, DelegationName]]:
    """Read when the first row is shown."""
    return cache(lambda: delegation_names(conference))


def categories_of(conference: Conference) -> Texts:
    return once(lambda: {each.pk: str(each) for each in conference.categories.all()})


def _manned(*, sees_protected: bool) -> Iterator[Column]:
    beside = ManningBeside()

    def head(row: Row) -> str:
        person = row["manning"].head
        if person is None:
            return ""
        hidden = person.visibility == Visibility.HIDDEN and not sees_protected
        return _now("Protected participant") if hidden else person.formal_name

    facts: tuple[tuple[str, Any, Callable[[Row], str | int]], ...] = (
        ("seats_taken", _("Seats taken"), lambda row: row["manning"].used),
        ("outside_quota", _("Outside quota"), lambda row: row["manning"].outside),
        ("head", _("Head of delegation"), head),
    )
    for key, label, value in facts:
        yield Column(key=key, label=label, group=DELEGATION, value=value, beside=beside)


def _of_focal_point(what: str) -> Callable[[Row], str]:
    def value(row: Row) -> str:
        focal_point: FocalPoint | None = row["focal_point"]
        return getattr(focal_point, what) if focal_point else ""

    return value


def invited(group: Text, beside: InvitationsBeside, reads: tuple[str, ...] = ()) -> Iterator[Column]:
    """By which invitation; ``reads`` is what ``beside`` finds it by."""
    states = labels_of(InvitationState.choices)
    yield Column(
        key="invitation",
        label=_("Invitation"),
        group=group,
        value=lambda row: row["invitation"].reference,
        reads=reads,
        beside=beside,
    )
    yield Column(
        key="invitation_status",
        label=_("Status of the invitation"),
        group=group,
        value=lambda row: states().get(row["invitation"].state, ""),
        choices=states,
        reads=reads,
        beside=beside,
    )


class ManningBeside:
    def __call__(self, rows: Sequence[Row]) -> None:
        found = manning_of([row["pk"] for row in rows])
        for row in rows:
            row["manning"] = found.get(row["pk"], Manning())


class FocalPointsBeside:
    def __call__(self, rows: Sequence[Row]) -> None:
        found = focal_points_of([row["pk"] for row in rows])
        for row in rows:
            row["focal_point"] = next(iter(found.get(row["pk"], ())), None)
