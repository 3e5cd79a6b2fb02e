"""As what somebody takes part, where the registration stands, what it came from, as columns."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache

from django.utils.translation import gettext_lazy as _

from conference.clock import on_the_clock
from conference.columns import Column, Row
from conference.models import Conference
from registration.models import DelegationRole
from registration.models.roles import SeatType
from registration.queries.column_kinds import as_kept, labels_of, of_choices, once
from registration.queries.columns_beside import InvitationsBeside, PlacesBeside, UnansweredBeside
from registration.queries.delegation_columns import categories_of, invited, names_of
from registration.queries.outstanding import answer_wanted, lacks
from registration.queries.privacy_notices import version_text
from registration.states import LIVE, RegistrationState, Track

PARTICIPATION = _("Participation")
APPLICATION = _("Application")
READ_FOR_OUTSTANDING = (
    "state",
    "delegation_id",
    "participant__given_names",
    "participant__function",
    "participant__nationality",
    "participant__email",
    "participant__office_email",
)


def participation_columns(conference: Conference) -> Iterator[Column]:
    """The registration itself; by ``reference`` an import finds it again."""
    yield Column(
        key="reference", label=_("Reference"), group=PARTICIPATION, value=lambda row: str(row["pk"]), field="reference"
    )
    yield of_choices(
        "category", _("Category"), PARTICIPATION, "category_id", categories_of(conference), field="category"
    )
    yield from _in_the_delegation(conference)
    yield from _standing(conference)
    # Of the person, or else of the delegation.
    yield from invited(PARTICIPATION, InvitationsBeside(), reads=("invitation_id", "delegation_id"))


def _standing(conference: Conference) -> Iterator[Column]:
    yield of_choices("track", _("Track"), PARTICIPATION, "track", labels_of(Track.choices))
    yield of_choices("status", _("Status"), PARTICIPATION, "state", labels_of(RegistrationState.choices))
    yield Column(
        key="since",
        label=_("Since"),
        group=PARTICIPATION,
        value=lambda row: on_the_clock(conference, row["state_since"]).date(),
        reads=("state_since",),
    )
    yield Column(
        key="submitted",
        label=_("Submitted"),
        group=PARTICIPATION,
        value=lambda row: _moment(conference, row["submitted_at"]),
        reads=("submitted_at",),
    )
    yield Column(
        key="outstanding",
        label=_("Outstanding"),
        group=PARTICIPATION,
        value=_outstanding,
        reads=READ_FOR_OUTSTANDING,
        beside=UnansweredBeside(conference),
    )
    yield Column(
        key="privacy_notice",
        label=_("Privacy notice agreed to"),
        group=PARTICIPATION,
        value=_version_agreed_to(),
        reads=("privacy_notice_version",),
    )


def application_columns() -> Iterator[Column]:
    """What an applicant tells of the organisation and its work."""
    texts = (
        ("organisation", _("Organisation")),
        ("country_of_work", _("Works in")),
        ("mandate", _("Mandate")),
        ("relevant_work", _("Work related to the conference")),
        ("referees", _("References")),
        ("proposed_by", _("Proposed by")),
    )
    for key, label in texts:
        yield as_kept(key, label, APPLICATION, f"application__{key}", field=key)


def _in_the_delegation(conference: Conference) -> Iterator[Column]:
    names = names_of(conference)
    yield of_choices(
        "delegation",
        _("Delegation"),
        PARTICIPATION,
        "delegation_id",
        once(lambda: {pk: name.text for pk, name in names().items()}),
        field="delegation",
    )
    yield Column(
        key="group",
        label=_("Group of States"),
        group=PARTICIPATION,
        value=lambda row: name.group_label if (name := names().get(row["delegation_id"])) else "",
        reads=("delegation_id",),
    )
    yield of_choices("role", _("Role"), PARTICIPATION, "role", labels_of(DelegationRole.choices), field="role")
    yield Column(
        key="place",
        label=_("Place in the delegation"),
        group=PARTICIPATION,
        value=lambda row: row["place"],
        reads=("delegation_id",),
        beside=PlacesBeside(),
    )
    yield of_choices("seat_type", _("Seat"), PARTICIPATION, "seat_type", labels_of(SeatType.choices))
    yield as_kept("is_outside_quota", _("Outside quota"), PARTICIPATION, "is_outside_quota")


def _version_agreed_to() -> Callable[[Row], str]:
    """There are few versions, and many who agreed to each."""
    said = cache(version_text)
    return lambda row: said(version) if (version := row["privacy_notice_version"]) else ""


def _moment(conference: Conference, at: datetime | date | None) -> datetime | None:
    return on_the_clock(conference, at) if isinstance(at, datetime) else None


def _outstanding(row: Row) -> str:
    if row["state"] not in LIVE:
        return ""
    missing = lacks(
        given_names=row["participant__given_names"],
        function=row["participant__function"],
        nationality=row["participant__nationality"],
        address=row["participant__email"] or row["participant__office_email"],
        in_a_delegation=row["delegation_id"] is not None,
    )
    return ", ".join([*missing, *map(answer_wanted, row["unanswered"])])
