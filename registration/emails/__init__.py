"""The letters of registration: whom each goes to, and with which values."""

from registration.emails.addressing import letter_to_participant, page_address
from registration.emails.changes import change_accepted, change_refused
from registration.emails.delegations import backup_named, focal_point_designated, nomination_incomplete
from registration.emails.invitations import invitation, on_paper, reminder_to_register, reminder_to_reply
from registration.emails.registrations import (
    application_already_held,
    application_declined,
    application_received,
    changes_requested,
    code_replaced,
    entered,
    journey_asked,
    member_asked,
    promoted,
    registration_confirmed,
    registration_received,
    to_who_takes_part,
    waitlisted,
    withdrawn,
)
from registration.emails.unfinished import form_kept, form_unfinished

__all__ = [
    "application_already_held",
    "application_declined",
    "application_received",
    "backup_named",
    "change_accepted",
    "change_refused",
    "changes_requested",
    "code_replaced",
    "entered",
    "focal_point_designated",
    "form_kept",
    "form_unfinished",
    "invitation",
    "journey_asked",
    "letter_to_participant",
    "member_asked",
    "nomination_incomplete",
    "on_paper",
    "page_address",
    "promoted",
    "registration_confirmed",
    "registration_received",
    "reminder_to_register",
    "reminder_to_reply",
    "to_who_takes_part",
    "waitlisted",
    "withdrawn",
]
