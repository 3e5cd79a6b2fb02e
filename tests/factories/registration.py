"""Who takes part: rows in any state, as if the acts had brought them there, with their first transition kept."""

import datetime
import hashlib
import itertools
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from conference.models import Conference, Organisation, State, User
from registration.models import (
    Application,
    Badge,
    Channel,
    Delegation,
    DelegationRole,
    Document,
    DocumentKind,
    FocalPoint,
    FocalPointRank,
    Invitation,
    InvitationRound,
    InvitationTransition,
    Participant,
    ParticipantCategory,
    PrivacyNotice,
    Registration,
    RegistrationTransition,
    Route,
    Visibility,
)
from registration.states import InvitationState, RegistrationState, Track
from tests.factories.conference import make_conference, make_mission, make_state

_numbers = itertools.count(1)

CATEGORIES: dict[Route, dict[str, Any]] = {
    Route.NOMINATION: {
        "slug": "government",
        "name": {"en": "Government", "ru": "Правительство", "mn": "Засгийн газар"},
    },
    Route.INVITATION: {
        "slug": "experts",
        "name": {"en": "Independent experts"},
        "default_visibility": Visibility.COUNTED,
    },
    Route.APPLICATION: {
        "slug": "civil-society",
        "name": {"en": "Civil society", "ru": "Гражданское общество", "mn": "Иргэний нийгэм"},
        "default_visibility": Visibility.COUNTED,
        "asks_about_organisation": True,
    },
    Route.ON_THE_SPOT: {"slug": "host-staff", "name": {"en": "Host country staff"}},
}
# By these states one knows the track; the others may be of either.
OF_NOMINATIONS = frozenset({RegistrationState.NOMINATED, RegistrationState.COMPLETE, RegistrationState.REPLACED})


def make_category(
    conference: Conference | None = None, route: Route = Route.NOMINATION, **changes: Any
) -> ParticipantCategory:
    """The conference's category of a route, made on first need; with ``slug=`` another of the same route."""
    fields: dict[str, Any] = {"conference": conference or make_conference(), "route": route}
    fields |= CATEGORIES[route] | changes
    category, created = ParticipantCategory.objects.get_or_create(
        conference=fields.pop("conference"), slug=fields.pop("slug"), defaults=fields
    )
    if changes and not created:
        ParticipantCategory.objects.filter(pk=category.pk).update(**fields)
        category.refresh_from_db()
    return category


def make_delegation(
    conference: Conference | None = None,
    owner: State | Organisation | None = None,
    *,
    quota: int | None = 4,
    **changes: Any,
) -> Delegation:
    """A delegation of a State (Kyrgyzstan where none is given) or of an organisation, with four seats."""
    conference = conference or make_conference()
    owner = owner or make_state()
    fields = {"state": owner} if isinstance(owner, State) else {"organisation": owner}
    category = changes.pop("category", None) or make_category(conference)
    return Delegation.objects.create(
        **{"conference": conference, "category": category, "quota": quota} | fields | changes
    )


def make_focal_point(delegation: Delegation | None = None, **changes: Any) -> FocalPoint:
    """The primary focal point; ``rank=FocalPointRank.BACKUP`` for the other."""
    number = next(_numbers)
    return FocalPoint.objects.create(
        **{
            "delegation": delegation or make_delegation(),
            "rank": FocalPointRank.PRIMARY,
            "name": f"Focal Point {number}",
            "email": f"focal.point{number}@ministry.example",
        }
        | changes
    )


def new_participant(conference: Conference | None = None, **changes: Any) -> Participant:
    """An unsaved participant, as a form gives it."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "courtesy": "Ms.",
        "given_names": "Aigerim",
        "family_name": f"Sample{number}",
        "function": "Adviser",
        "institution": "Institute of Public Policy",
        "nationality": "KG",
        "email": f"participant{number}@people.example",
    }
    return Participant(**({"conference": conference} if conference else {}), **fields | changes)


def make_participant(conference: Conference | None = None, **changes: Any) -> Participant:
    participant = new_participant(conference or make_conference(), **changes)
    participant.save()
    return participant


def new_application(**changes: Any) -> Application:
    """An unsaved application, as a form gives it."""
    return Application(
        **{
            "organisation": "Steppe Dialogue Centre",
            "country_of_work": "Kyrgyzstan",
            "mandate": "Dialogue between communities.",
            "relevant_work": "Youth dialogue in three towns.",
            "proposed_by": "",
        }
        | changes
    )


def make_invitation(
    conference: Conference | None = None,
    state: InvitationState = InvitationState.SENT,
    *,
    to: Delegation | Participant | None = None,
    **changes: Any,
) -> Invitation:
    """An invitation in a state, to a delegation (through its mission) or to a participant.

    The link's token is ``invitation.link_token``, a State's code ``invitation.designation_code``.
    """
    addressee = to or make_delegation(conference)
    fields: dict[str, Any] = {
        "conference": addressee.conference,
        "state": state,
        "dated_on": datetime.date(2019, 5, 6),
        "signatory": "The Ministry of Foreign Affairs of Mongolia",
        "reply_by": datetime.date(2019, 6, 7),
        "expires_at": timezone.now() + datetime.timedelta(days=30),
    }
    if isinstance(addressee, Delegation):
        mission = make_mission(addressee.state) if addressee.state else None
        fields |= {
            "delegation": addressee,
            "category": addressee.category,
            "quota": addressee.quota,
            "mission": mission,
            "email": mission.email if mission else "office@organisation.example",
            "channel": Channel.NOTE_VERBALE,
            "reference": f"MFA/2019/{next(_numbers):03}",
        }
    else:
        category = changes.pop("category", None) or make_category(addressee.conference, Route.INVITATION)
        fields |= {"participant": addressee, "category": category, "email": addressee.email, "channel": Channel.EMAIL}
    invitation = Invitation(**fields | changes)
    invitation.bind()
    invitation.save()
    InvitationTransition.objects.create(invitation=invitation, origin="", target=state, by=None)
    return invitation


def make_notice(
    conference: Conference,
    *,
    is_published: bool = False,
    text: dict[str, str] | None = None,
    changes: dict[str, str] | None = None,
    by: User | None = None,
    **fields: Any,
) -> PrivacyNotice:
    """The conference's next version of its own privacy notice: the draft, or one that is in force."""
    next_number = (conference.privacy_notice_number or 0) + 1
    if is_published:
        fields = {"number": next_number, "published_at": timezone.now(), "published_by": by} | fields
        conference.privacy_notice_number = next_number
        conference.save(update_fields=["privacy_notice_number"])
    in_each = {code: f"# {next_number}\n\nNotice {next_number} ({code})." for code in conference.languages}
    return PrivacyNotice.objects.create(
        conference=conference, text=text or in_each, changes=changes or in_each, drafted_by=by, **fields
    )


def make_round(*notes: Invitation, **changes: Any) -> InvitationRound:
    """The round in which these notes were numbered."""
    first = notes[0]
    fields = {"groups": ["participating_state"], "reply_by": "2019-06-07", "dated_on": first.dated_on or "2019-05-02"}
    made = InvitationRound.objects.create(conference=first.conference, **(fields | changes))
    for note in notes:
        note.round = made
        note.save(update_fields=["round"])
    return made


def make_registration(
    state: RegistrationState = RegistrationState.SUBMITTED,
    conference: Conference | None = None,
    *,
    category: ParticipantCategory | None = None,
    delegation: Delegation | None = None,
    participant: Participant | None = None,
    person: dict[str, Any] | None = None,
    **changes: Any,
) -> Registration:
    """A registration in a state.

    A delegation, an invitation or a state such as *nominated* makes it a nomination; anything else is an application of
    civil society. A nomination without either is a delegate of the conference's own delegation (made on first need).
    """
    invitation = changes.get("invitation")
    conference = _conference_of(conference, category, delegation, participant, invitation)
    track = changes.pop("track", None) or _track_of(state, category, delegation, invitation)
    if track == Track.NOMINATION and not (delegation or category or invitation):
        delegation = conference.delegations.first() or make_delegation(conference)
    registration = Registration.objects.create(
        **{
            "conference": conference,
            "participant": participant or make_participant(conference, **(person or {})),
            "category": category or _category_of(conference, track, delegation),
            "delegation": delegation,
            "role": DelegationRole.DELEGATE if delegation else "",
            "track": track,
            "state": state,
            "waited_for": _waited_for(state, track),
            "submitted_at": timezone.now(),
        }
        | changes
    )
    _add_what_its_state_brings(registration)
    return registration


def _add_what_its_state_brings(registration: Registration) -> None:
    """The first line of its history; the badge of who is registered, the application of who applied."""
    RegistrationTransition.objects.create(registration=registration, origin="", target=registration.state, by=None)
    if registration.state == RegistrationState.REGISTERED:
        Badge.objects.issue(registration, by=None)
    if registration.track == Track.APPLICATION:
        application = new_application()
        application.registration = registration
        application.save()


def make_document(
    of: Registration | Delegation | Invitation,
    kind: DocumentKind = DocumentKind.NOMINATION_LETTER,
    content: bytes = b"%PDF-1.4\n%%EOF",
    **changes: Any,
) -> Document:
    """A stored document of a registration, a delegation or an invitation."""
    fields: dict[str, Any] = {
        type(of)._meta.model_name or "": of,
        "kind": kind,
        "name": "letter.pdf",
        "content_type": "application/pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    document = Document(**fields | changes)
    document.file.save("", ContentFile(content), save=False)
    document.save()
    return document


def _conference_of(conference: Conference | None, *things: Any) -> Conference:
    """The conference of whatever is given, else a new one."""
    found = conference or next((thing.conference for thing in things if thing is not None), None)
    return found or make_conference()


def _track_of(
    state: RegistrationState,
    category: ParticipantCategory | None,
    delegation: Delegation | None,
    invitation: Invitation | None,
) -> Track:
    if delegation or invitation or state in OF_NOMINATIONS:
        return Track.NOMINATION
    if category and category.route != Route.APPLICATION:
        return Track.NOMINATION
    return Track.APPLICATION


def _category_of(conference: Conference, track: Track, delegation: Delegation | None) -> ParticipantCategory:
    if delegation:
        return delegation.category
    return make_category(conference, Route.APPLICATION if track == Track.APPLICATION else Route.INVITATION)


def _waited_for(state: RegistrationState, track: Track) -> str:
    if state != RegistrationState.WAITLISTED:
        return ""
    return RegistrationState.REGISTERED if track == Track.APPLICATION else RegistrationState.COMPLETE
