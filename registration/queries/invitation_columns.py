"""Invitations as columns: to whom, by which note, through which channel, and what became of them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from conference.clock import on_the_clock
from conference.columns import Column, Row
from conference.models import Conference
from registration.models import Channel, Participant, Visibility
from registration.models.invitation import DispatchWay
from registration.queries.column_kinds import as_kept, labels_of, languages, of_choices
from registration.queries.delegation_columns import categories_of, names_of
from registration.queries.person_columns import OF_THE_NAME
from registration.states import InvitationState

INVITATION = _("Invitation")
USUAL_OF_INVITATIONS = (
    "number",
    "addressee",
    "category",
    "channel",
    "language",
    "dated_on",
    "status",
    "since",
    "reply_by",
    "quota",
    "email",
)
VISIBILITY = "participant__visibility"


def invitation_columns(conference: Conference, *, sees_protected: bool) -> Iterator[Column]:
    """What the list of invitations and the note itself say. Codes and links are in no file."""
    yield Column(key="reference", label=_("Reference"), group=INVITATION, value=lambda row: str(row["pk"]))
    yield as_kept("number", _("Reference number"), INVITATION, "reference")
    yield _addressee(conference, sees_protected=sees_protected)
    yield of_choices("category", _("Category"), INVITATION, "category_id", categories_of(conference))
    yield of_choices("channel", _("Channel"), INVITATION, "channel", labels_of(Channel.choices))
    yield of_choices("language", _("Language"), INVITATION, "language", languages())
    yield as_kept("dated_on", _("Dated"), INVITATION, "dated_on")
    yield as_kept("signatory", _("Signatory"), INVITATION, "signatory")
    yield of_choices("status", _("Status"), INVITATION, "state", labels_of(InvitationState.choices))
    yield Column(
        key="since",
        label=_("Since"),
        group=INVITATION,
        value=lambda row: on_the_clock(conference, row["state_since"]).date(),
        reads=("state_since",),
    )
    yield as_kept("reply_by", _("Reply by"), INVITATION, "reply_by")
    yield as_kept("dispatched_on", _("Dispatched"), INVITATION, "dispatched_on")
    yield of_choices(
        "dispatched_how", _("How it was dispatched"), INVITATION, "dispatched_how", labels_of(DispatchWay.choices)
    )
    yield as_kept("quota", _("Seats offered"), INVITATION, "quota")
    yield Column(
        key="email",
        label=_("Written to"),
        group=INVITATION,
        value=lambda row: "" if _is_withheld(row, sees_protected=sees_protected) else row["email"],
        reads=("email", VISIBILITY),
    )


def _is_withheld(row: Row, *, sees_protected: bool) -> bool:
    return row[VISIBILITY] == Visibility.HIDDEN and not sees_protected


def _addressee(conference: Conference, *, sees_protected: bool) -> Column:
    names = names_of(conference)

    def value(row: Row) -> str:
        if row["delegation_id"] is not None:
            return names()[row["delegation_id"]].text
        if row["participant_id"] is None:
            return ""
        if _is_withheld(row, sees_protected=sees_protected):
            return _now("Protected participant")
        return Participant(**{part: row[f"participant__{part}"] for part in OF_THE_NAME}).formal_name

    reads = ("delegation_id", "participant_id", VISIBILITY, *(f"participant__{part}" for part in OF_THE_NAME))
    return Column(key="addressee", label=_("Addressee"), group=INVITATION, value=value, reads=reads)
