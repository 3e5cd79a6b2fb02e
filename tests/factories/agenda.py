"""What happens when: sessions, appearances and releases as the acts make them, at times of the venue's clock."""

import datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from agenda.actions.release import release_agenda
from agenda.actions.schedule import schedule_session
from agenda.models import (
    Appearance,
    AppearanceRole,
    InterpreterTeam,
    Release,
    Session,
    SessionType,
    SpeakerPaper,
    SpeakerProfile,
    Unavailability,
)
from agenda.states import AppearanceState, SessionState
from conference.models import Conference, Room
from conference.uploads import PDF
from registration.models import Participant
from tests.factories.conference import make_conference, make_room, make_venue
from tests.factories.registration import make_participant

THURSDAY = datetime.date(2019, 6, 20)
FRIDAY = datetime.date(2019, 6, 21)


def at(clock: str, day: datetime.date = THURSDAY) -> datetime.datetime:
    """“09:00” on the venue's clock, as an officer types it: naive."""
    return datetime.datetime.combine(day, datetime.time.fromisoformat(clock))


def make_session(
    conference: Conference | None = None,
    times: str | None = "11:00–12:30",
    *,
    rooms: list[Room] | None = None,
    day: datetime.date = THURSDAY,
    state: SessionState = SessionState.SCHEDULED,
    **changes: Any,
) -> Session:
    """A thematic panel on Thursday; with ``times=None`` it waits in the parking lot."""
    conference = conference or make_conference()
    fields: dict[str, Any] = {
        "type": SessionType.THEMATIC_PANEL,
        "title": {"en": "The Role of Inter-cultural and Inter-faith Dialogue in P/CVERLT"},
        "languages": ["mn", "en", "ru"],
        "is_interpreted": True,
    }
    session = Session.objects.create(conference=conference, **fields | changes)
    if times:
        begins, ends = times.split("–")
        schedule_session(session.pk, starts_at=at(begins, day), ends_at=at(ends, day), rooms=rooms or [], by=None)
    if state == SessionState.CANCELLED:
        Session.objects.filter(pk=session.pk).update(state=state)
        session.bookings.update(is_cancelled=True)
    session.refresh_from_db()
    return session


def make_hall(conference: Conference, **changes: Any) -> Room:
    """A room of the conference's first venue, which is made on first need."""
    return make_room(conference.venues.first() or make_venue(conference), **changes)


def make_appearance(
    session: Session,
    participant: Participant | None = None,
    *,
    role: AppearanceRole = AppearanceRole.PANELLIST,
    state: AppearanceState = AppearanceState.INVITED,
    **changes: Any,
) -> Appearance:
    """A speaker who was asked, or has answered; the row alone, without the letter."""
    fields: dict[str, Any] = {
        "session": session,
        "participant": participant or make_participant(session.conference),
        "role": role,
        "position": session.appearances.count() + 1,
        "state": state,
        "reason": "Other engagements" if state == AppearanceState.DECLINED else "",
        "responded_at": None if state == AppearanceState.INVITED else timezone.now(),
    }
    return Appearance.objects.create(**fields | changes)


def make_twice(conference: Conference, person: Participant, second: str = "12:00–13:00") -> list[Appearance]:
    """A person in two sessions at once, unless the second begins when the first is over, at half past twelve."""
    return [make_appearance(make_session(conference, times), person) for times in ("11:00–12:30", second)]


def make_static_line(session: Session, name: str = "Thomas Greminger", **changes: Any) -> Appearance:
    """A real person named in public sources."""
    fields: dict[str, Any] = {
        "session": session,
        "static_name": {"en": name},
        "role": AppearanceRole.REMARKS,
        "position": session.appearances.count() + 1,
    }
    return Appearance.objects.create(**fields | changes)


def make_absence(
    participant: Participant, times: str, *, day: datetime.date = THURSDAY, note: str = ""
) -> Unavailability:
    """When the person cannot speak, on the venue's clock."""
    zone = participant.conference.zone
    begins, ends = (at(clock, day).replace(tzinfo=zone) for clock in times.split("–"))
    return Unavailability.objects.create(participant=participant, starts_at=begins, ends_at=ends, note=note)


def make_team(conference: Conference, *sessions: Session, **changes: Any) -> InterpreterTeam:
    """Interpreters between the conference's languages, in these sessions."""
    fields: dict[str, Any] = {"name": "Team A", "languages": ["mn", "en", "ru"]}
    team = InterpreterTeam.objects.create(conference=conference, **fields | changes)
    team.sessions.set(sessions)
    return team


def make_paper(appearance: Appearance, *, name: str = "statement.pdf", **changes: Any) -> SpeakerPaper:
    """A statement in English that a speaker has sent, not to be read by others before it is spoken."""
    content = f"%PDF-1.4\n% {name}\n%%EOF\n".encode()
    fields: dict[str, Any] = {"language": "en", "content_type": PDF, "size": len(content), "sha256": "0" * 64}
    paper = SpeakerPaper(appearance=appearance, name=name, **fields | changes)
    paper.file.save("", ContentFile(content), save=False)
    paper.save(force_insert=True)
    return paper


def make_profile(participant: Participant, *, is_public: bool = False, **changes: Any) -> SpeakerProfile:
    """Biography and portrait of a speaker; ``is_public``: the Secretariat has let them out."""
    profile = SpeakerProfile(participant=participant, **{"biography": {"en": "Teaches history."}, **changes})
    file = BytesIO()
    Image.new("RGB", (40, 50), "navy").save(file, "JPEG")
    profile.portrait.save("", ContentFile(file.getvalue()), save=False)
    if is_public:
        profile.public_biography, profile.public_portrait = profile.biography, profile.portrait
        profile.published_at = timezone.now()
    profile.save(force_insert=True)
    return profile


def address_of(appearance: Appearance) -> str:
    """To which the letters of whoever speaks go."""
    return appearance.participant.email if appearance.participant else ""


def make_release(conference: Conference, **note: str) -> Release:
    return release_agenda(conference.pk, note=note, by=None)
