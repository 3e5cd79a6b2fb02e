"""The invitation to speak, and how it tells when and where."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from agenda.models import Appearance, AppearanceRole, Session
from conference.correspondence.letter import Letter
from conference.formats import day_text, time_range_text, zone_text
from registration.emails import letter_to_participant, page_address

# What one is invited to do; each stands after “we have the honour to invite you”.
TASKS = {
    AppearanceRole.CHAIR: gettext_noop("to chair the session “%(title)s”"),
    AppearanceRole.MODERATOR: gettext_noop("to moderate the session “%(title)s”"),
    AppearanceRole.KEYNOTE: gettext_noop("to deliver the keynote address in the session “%(title)s”"),
    AppearanceRole.REMARKS: gettext_noop("to deliver remarks in the session “%(title)s”"),
    AppearanceRole.INTRODUCER: gettext_noop("to introduce the subject in the session “%(title)s”"),
    AppearanceRole.PANELLIST: gettext_noop("to speak as a panellist in the session “%(title)s”"),
    AppearanceRole.RAPPORTEUR: gettext_noop("to serve as rapporteur of the session “%(title)s”"),
}


def speaker_invitation(appearance: Appearance) -> Letter | None:
    """Asks to confirm or regret; once for each time that the person is asked. Nothing for a static line."""
    participant = appearance.participant
    if participant is None:
        return None
    participant.conference = appearance.session.conference
    language = participant.conference.language_or_default(participant.language)
    with override(language):
        values = invitation_values(appearance) | {
            "participant_name": participant.name_in_letters,
            "speaking_link": page_address(participant.conference, language, "agenda:speaking"),
        }
    # Asked again after an answer, it is another letter; the time of that answer tells them apart.
    version = f"{appearance.responded_at:%Y%m%d%H%M%S%f}" if appearance.responded_at else "1"
    return letter_to_participant("speaker_invitation", participant, about=appearance, version=version, values=values)


def invitation_values(appearance: Appearance) -> dict[str, str]:
    """What is asked, when and where, in the active language."""
    return {
        "task": _(TASKS[AppearanceRole(appearance.role)]) % {"title": appearance.session.title},
        "session_title": str(appearance.session.title),
        "session_time": time_of(appearance.session),
        "session_place": place_of(appearance.session),
    }


def time_of(session: Session) -> str:
    """Day with its weekday, times and zone; or that they are still to come."""
    if session.starts_at is None or session.ends_at is None:
        return _("The time will be announced.")
    zone = session.conference.zone
    return _("%(day)s, %(times)s, %(zone)s") % {
        "day": day_text(session.starts_at.astimezone(zone).date(), with_year=True),
        "times": time_range_text(session.starts_at, session.ends_at, zone),
        "zone": zone_text(zone, session.starts_at),
    }


def place_of(session: Session) -> str:
    rooms = [booking.room for booking in session.bookings.select_related("room__venue")]
    if not rooms:
        return _("The room will be announced.")
    return "; ".join(f"{room}, {room.venue}" for room in rooms)
