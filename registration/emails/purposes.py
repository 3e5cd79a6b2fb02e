"""The fixed table of registration's letters: what each is for, and which placeholders may stand in it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.correspondence.models import EnclosureKind, Queue
from conference.correspondence.purposes import Purpose

Explained = dict[str, str | Promise]

CASES: Explained = {
    "delegation_of": _("the State after “of”, in the genitive where the language has it; an organisation as it is"),
    "delegation_to": _("the State after “to”, in the dative where the language has it; an organisation as it is"),
}
INVITATION: Explained = {
    "invitation_link": _("the link to the invitation"),
    "reply_by": _("the date by which a reply is asked for, with its weekday"),
    "dated_on": _("the date of the invitation, with its weekday"),
    "registration_closes_on": _("the last day of registration, with its weekday"),
}
TO_A_STATE: Explained = (
    INVITATION
    | CASES
    | {
        "reference": _("the number of the note"),
        "addressee": _("the mission that is written to, or the State"),
        "state_formal_name": _("the formal name of the State in force at the conference"),
        "government_of": _("what follows “the Government of”, from the register"),
    }
)
TO_A_PERSON: Explained = INVITATION | {"category": _("the category of participants")}
TO_AN_ORGANISATION: Explained = INVITATION | {
    "reference": _("the number of the letter, if it has one"),
    "addressee": _("the organisation"),
}
REGISTRATION: Explained = {
    "participant_name": _("the participant's formal name"),
    "category": _("the category of participants"),
    "status_link": _("the link to the participant's own page"),
}
DELEGATION: Explained = {
    "delegation_name": _("the State or organisation"),
    **CASES,
    "delegation_link": _("the link to the delegation's page"),
    "registration_closes_on": _("the last day of registration, with its weekday"),
}
MEMBER: Explained = DELEGATION | {"participant_name": _("the member's formal name")}
ATTENDING: Explained = REGISTRATION | {
    "opening_day": _("the first day, with its weekday"),
}
TRAVELLING: Explained = REGISTRATION | {
    "wanted_by": _("the day by which it is asked for, with its weekday"),
    "travel_link": _("the link to travel and visa on the participant's own page"),
}
WITH_CODE: Explained = {"badge_code": _("the code for the entrance; it never stands in the ledger")}
REQUEST: Explained = {
    "what": _("what was asked for, line by line"),
    "page_link": _("the link to the page of who asked"),
}
LINKS = frozenset({"invitation_link", "status_link", "delegation_link", "page_link", "form_link", "travel_link"})

TABLE: tuple[tuple[str, str | Promise, Explained], ...] = (
    (
        "invitation_state",
        _("Invitation of a State"),
        TO_A_STATE
        | {
            "seats_sentence": _("a sentence with the seats of the delegation"),
            "designation_code": _("the one-time code for the focal point; it never stands in the ledger"),
        },
    ),
    (
        "note_verbale",
        _("Note verbale, on paper"),
        TO_A_STATE
        | {
            "seats_sentence": _("a sentence with the seats of the delegation"),
            "designation_code": _("the one-time code for the focal point, with the address and its QR code"),
        },
    ),
    (
        "invitation_organisation",
        _("Invitation of an organisation"),
        TO_AN_ORGANISATION
        | {
            "seats_sentence": _("a sentence with the seats of the delegation"),
            "designation_code": _("the one-time code for the focal point; it never stands in the ledger"),
        },
    ),
    ("reminder_to_reply_organisation", _("Reminder to reply, to an organisation"), TO_AN_ORGANISATION),
    ("invitation_person", _("Invitation of a person"), TO_A_PERSON),
    ("reminder_to_reply", _("Reminder to reply, to a State"), TO_A_STATE),
    ("reminder_to_reply_person", _("Reminder to reply, to a person"), TO_A_PERSON),
    ("registration_awaited", _("Reminder to register, to a person who is invited"), TO_A_PERSON),
    ("focal_point_designated", _("Focal point designated"), DELEGATION),
    (
        "backup_named",
        _("Backup focal point named, to the focal point"),
        DELEGATION
        | {"backup_name": _("the backup focal point's name"), "backup_email": _("the backup focal point's address")},
    ),
    (
        "member_asked",
        _("A member asked to add what is outstanding"),
        REGISTRATION
        | {
            "delegation_name": DELEGATION["delegation_name"],
            "registration_closes_on": DELEGATION["registration_closes_on"],
        },
    ),
    (
        "nomination_incomplete",
        _("Reminder of what a delegation still owes"),
        DELEGATION | {"missing": _("what is outstanding, line by line")},
    ),
    ("registration_received", _("Registration received"), REGISTRATION),
    ("registration_entered", _("Entered by the Secretariat from a list"), REGISTRATION),
    ("application_received", _("Application received"), REGISTRATION),
    ("application_already_held", _("Application already held"), REGISTRATION),
    (
        "registration_confirmed",
        _("Participation confirmed"),
        REGISTRATION | WITH_CODE | {"visibility_sentence": _("a sentence on what becomes of the name")},
    ),
    ("member_confirmed", _("Participation of a member confirmed, to the focal point"), MEMBER | WITH_CODE),
    ("visa_awaited", _("Reminder of what a visa asks for"), TRAVELLING),
    ("journey_awaited", _("Reminder of arrival and departure"), TRAVELLING),
    ("check_in_information", _("How to enter, to those who take part"), ATTENDING),
    ("day_before", _("The day before, to those who take part"), ATTENDING),
    ("thank_you", _("Thanks to those who took part"), ATTENDING),
    ("code_replaced", _("Another code for the entrance"), REGISTRATION | WITH_CODE),
    (
        "member_code_replaced",
        _("Another code for the entrance of a member, to the focal point"),
        MEMBER | WITH_CODE,
    ),
    (
        "application_declined",
        _("Application declined"),
        REGISTRATION
        | {
            "reason": _("the reason, as the officer wrote it"),
            "review_by": _("the date until which a review may be requested, with its weekday"),
        },
    ),
    ("changes_requested", _("Changes requested"), REGISTRATION | {"what": _("what is asked for")}),
    ("change_accepted", _("Request after the deadline accepted"), REQUEST),
    (
        "change_refused",
        _("Request after the deadline refused"),
        REQUEST | {"reason": _("the reason, as the officer wrote it")},
    ),
    ("waitlisted", _("On the waiting list"), REGISTRATION),
    ("member_waitlisted", _("A member on the waiting list, to the focal point"), MEMBER),
    ("promoted", _("A place has become free"), REGISTRATION),
    ("member_promoted", _("A place for a member has become free, to the focal point"), MEMBER),
    (
        "form_kept",
        _("Where an unfinished form is found again"),
        {"form_link": _("the link to the form"), "kept_until": _("until when it is kept")},
    ),
    (
        "form_unfinished",
        _("Reminder of an unfinished form"),
        {
            "category": REGISTRATION["category"],
            "form_link": _("the link to the form"),
            "kept_until": _("until when it is kept"),
            "registration_closes_on": INVITATION["registration_closes_on"],
        },
    ),
    ("withdrawn", _("Registration withdrawn"), REGISTRATION),
    ("member_withdrawn", _("A member withdrawn, to the focal point"), MEMBER),
)

K = EnclosureKind
#: What can go with a letter, and whether it does unless the Secretariat chooses otherwise.
ENCLOSES: Mapping[str, Mapping[EnclosureKind, bool]] = {
    "invitation_state": {K.LETTER: False},
    "invitation_organisation": {K.LETTER: False},
    "invitation_person": {K.LETTER: False},
    "registration_confirmed": {K.CALENDAR: True},
    "member_confirmed": {K.CALENDAR: False},
    "promoted": {K.CALENDAR: False},
    "check_in_information": {K.CALENDAR: False},
    "day_before": {K.CALENDAR: False},
    "thank_you": {K.CERTIFICATE: False},
}

PURPOSES: tuple[Purpose, ...] = (
    *(
        Purpose(key, label, placeholders, links=LINKS & placeholders.keys(), encloses=ENCLOSES.get(key, {}))
        for key, label, placeholders in TABLE
    ),
    Purpose(
        "form_code",
        _("Code that keeps an unfinished form"),
        {"code": _("the code; it never stands in the ledger")},
        queue=Queue.URGENT,
    ),
    Purpose(
        "invitation_code",
        _("Code that opens an invitation"),
        {"code": _("the code; it never stands in the ledger")},
        queue=Queue.URGENT,
    ),
)
