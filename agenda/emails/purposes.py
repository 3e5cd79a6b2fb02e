"""The fixed table of the programme's letters: what each is for, and which placeholders may stand in it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.correspondence.purposes import Purpose

Explained = dict[str, str | Promise]

SPEAKER: Explained = {
    "participant_name": _("the speaker's name as in the list of participants"),
    "speaking_link": _("address of the speaker's schedule"),
}
IN_A_SESSION: Explained = {
    "session_title": _("title of the session"),
    "session_time": _("day, time and zone, or that they will be announced"),
    "session_place": _("room and venue, or that they will be announced"),
}
ASKED: Explained = (
    SPEAKER
    | {
        "task": _("what the speaker is asked to do, with the title of the session"),
        "speaking_link": _("address of the speaker's schedule, where one confirms or regrets"),
    }
    | IN_A_SESSION
)
BRIEFED: Explained = (
    SPEAKER
    | IN_A_SESSION
    | {
        "session_time": _("day, time and zone"),
        "session_label": _("kind and number of the session"),
        "session_languages": _("the languages of the session, with interpretation"),
        "own_part": _("role, minutes and order of speaking"),
        "panel": _("who else is in the session, with role and function"),
        "asked": _("what is kindly asked of the speaker, and by when"),
        "changes": _("what has changed since the last brief, if one was sent"),
    }
)
REMINDED: Explained = SPEAKER | {"asked": _("what is kindly asked of the speaker for each session, and by when")}
TOLD: Explained = SPEAKER | {"changes": _("each session with what changed for the speaker")}
SEATED: Explained = {
    "participant_name": _("the participant's name as in the list of participants"),
    **IN_A_SESSION,
    "agenda_link": _("address of the session's page among the participant's own"),
}
UNSEATED: Explained = SEATED | {
    "what_ended": _("that the seat, or the place on the waiting list, has ended"),
    "reason": _("what the Secretariat says about it"),
}
SIDE_EVENT: Explained = {
    "event_title": _("title of the side event, as it was proposed"),
    "organisation": _("the organisation that proposes it"),
    "status_link": _("address of the proposal’s page"),
}
ANSWERED: Explained = SIDE_EVENT | {"reason": _("what the Secretariat says about it")}
REVISED: Explained = ANSWERED | {"changes_until": _("until when: day, hour and zone")}
PLACED: Explained = ANSWERED | {name: IN_A_SESSION[name] for name in ("session_time", "session_place")}
LINKS = frozenset({"speaking_link", "agenda_link", "status_link"})

TABLE: tuple[tuple[str, str | Promise, Explained], ...] = (
    ("speaker_invitation", _("Invitation to speak"), ASKED),
    ("speaker_brief", _("Brief of a speaker"), BRIEFED),
    ("speaker_reminder", _("Reminder of a speaker"), REMINDED),
    ("agenda_change", _("Change of the agenda"), TOLD),
    ("seat_given", _("A seat in a session"), SEATED),
    ("seat_reminder", _("Reminder of a seat in a session"), SEATED),
    ("seat_taken", _("The end of a seat in a session"), UNSEATED),
    ("side_event_received", _("Side event: proposal received"), SIDE_EVENT),
    ("side_event_changes", _("Side event: changes asked for"), REVISED),
    ("side_event_accepted", _("Side event: accepted"), PLACED),
    ("side_event_declined", _("Side event: not accepted"), ANSWERED),
    ("side_event_withdrawn", _("Side event: withdrawn"), ANSWERED),
)

PURPOSES: tuple[Purpose, ...] = tuple(
    Purpose(key, label, placeholders, links=LINKS & placeholders.keys()) for key, label, placeholders in TABLE
)
