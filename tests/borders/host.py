"""One host: a conference with its look, its venue, its team, and the words that stand in it alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from PIL import Image

from conference.models import (
    Conference,
    CoOrganiser,
    Organisation,
    OrganisationFamily,
    OrganisationName,
    Room,
    TeamRole,
    Topic,
    User,
    Venue,
)
from tests.borders.words import PUBLIC, TEAM, Words, texts
from tests.factories.conference import make_conference, make_officer

if TYPE_CHECKING:
    from agenda.models import (
        AcknowledgedConflict,
        Appearance,
        ConferenceDocument,
        InterpreterTeam,
        ProgrammeAct,
        ProgrammeImport,
        Release,
        SeatBooking,
        Session,
        SideEventEquipment,
        SideEventProposal,
        SpeakerPaper,
        SpeakerProfile,
        Unavailability,
        WalkingTime,
    )
    from conference.correspondence.models import (
        Campaign,
        DayToAvoid,
        LetterTemplate,
        MailAside,
        OutgoingMessage,
        ReminderOccurrence,
        ReminderRule,
    )
    from conference.jobs.models import Job
    from registration.models import (
        DecisionAct,
        DecisionRound,
        DeclineGround,
        Delegation,
        Document,
        DuplicateCandidate,
        FocalPoint,
        Invitation,
        InvitationRound,
        Merge,
        Objection,
        Participant,
        ParticipantCategory,
        PendingChange,
        PrivacyNotice,
        Question,
        Registration,
        RegistrationImport,
        Route,
        SavedFilter,
        Tag,
    )


@dataclass
class Host:
    """Everything of one conference, by what it is; filled in by the modules beside this one."""

    conference: Conference
    words: Words
    venue: Venue
    room: Room
    topic: Topic
    organisation: Organisation
    officers: dict[TeamRole, User] = field(default_factory=dict)
    categories: dict[Route, ParticipantCategory] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)
    delegations: dict[str, Delegation] = field(default_factory=dict)
    focal_points: dict[str, FocalPoint] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    rounds: dict[str, InvitationRound] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    pending_changes: dict[str, PendingChange] = field(default_factory=dict)
    decisions: dict[str, DecisionAct | DecisionRound] = field(default_factory=dict)
    duplicates: dict[str, DuplicateCandidate] = field(default_factory=dict)
    merges: dict[str, Merge] = field(default_factory=dict)
    grounds: dict[str, DeclineGround] = field(default_factory=dict)
    objections: dict[str, Objection] = field(default_factory=dict)
    notices: dict[str, PrivacyNotice] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    saved_filters: dict[str, SavedFilter] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    appearances: dict[str, Appearance] = field(default_factory=dict)
    seats: dict[str, SeatBooking] = field(default_factory=dict)
    conflicts: dict[str, AcknowledgedConflict | InterpreterTeam | Unavailability | WalkingTime] = field(
        default_factory=dict
    )
    releases: list[Release] = field(default_factory=list)
    papers: dict[str, ConferenceDocument] = field(default_factory=dict)
    #: Of speakers, with what they say of themselves.
    statements: dict[str, SpeakerPaper] = field(default_factory=dict)
    profiles: dict[str, SpeakerProfile] = field(default_factory=dict)
    side_events: dict[str, SideEventProposal] = field(default_factory=dict)
    equipment: dict[str, SideEventEquipment] = field(default_factory=dict)
    messages: dict[str, OutgoingMessage] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    imports: dict[str, RegistrationImport] = field(default_factory=dict)
    programmes: dict[str, ProgrammeImport] = field(default_factory=dict)
    together: dict[str, ProgrammeAct] = field(default_factory=dict)
    wording: dict[str, LetterTemplate | ReminderRule | ReminderOccurrence | DayToAvoid | MailAside] = field(
        default_factory=dict
    )

    @property
    def slug(self) -> str:
        return self.conference.slug

    def identifiers(self) -> frozenset[str]:
        """Those of its rows; of its conference too."""
        kept: tuple[dict[Any, Any], ...] = (
            self.officers,
            self.categories,
            self.people,
            self.registrations,
            self.delegations,
            self.focal_points,
            self.invitations,
            self.rounds,
            self.documents,
            self.pending_changes,
            self.decisions,
            self.grounds,
            self.objections,
            self.duplicates,
            self.merges,
            self.notices,
            self.tags,
            self.saved_filters,
            self.sessions,
            self.appearances,
            self.seats,
            self.conflicts,
            self.papers,
            self.statements,
            self.profiles,
            self.side_events,
            self.equipment,
            self.messages,
            self.campaigns,
            self.jobs,
            self.imports,
            self.programmes,
            self.wording,
        )
        rows = [row for rows in kept for row in rows.values()]
        rows += [self.conference, self.venue, self.room, self.topic, self.organisation, *self.releases]
        return frozenset(str(row.pk) for row in rows)

    def everybodys(self, en: str, ru: str, mn: str) -> dict[str, str]:
        """A text that everybody may read."""
        return texts(self.words.new(PUBLIC), en, ru, mn)


def make_host(slug: str, root: str, **changes: Any) -> Host:
    """The conference with venue, room, topic and organisations; the team comes with :func:`add_team`."""
    words = Words(root)

    def public(en: str, ru: str, mn: str) -> dict[str, str]:
        return texts(words.new(PUBLIC), en, ru, mn)

    conference = make_conference(
        slug=slug,
        title=public("Conference", "Конференция", "Бага хурал"),
        short_title=public("Meeting", "Встреча", "Уулзалт"),
        hosts=public("At the initiative of", "По инициативе", "Санаачлагч"),
        place=public("Town of", "Город", "Хот"),
        description=public("Purpose", "Цель", "Зорилго"),
        signatory=public("The Ministry of", "Министерство", "Яам"),
        demonstration_notice=public("Invented:", "Вымышлено:", "Зохиомол:"),
        contact_name=public("Office of", "Бюро", "Алба"),
        contact_email=f"{words.new(PUBLIC).lower()}@secretariat.example",
        contact_phone=f"+976 11 {words.new(PUBLIC)}",
        note_prefix=f"{words.new()}/",
        accent="#124a7d",
        accent_on_dark="#8ab8e6",
        capacity=400,
        **changes,
    )
    conference.emblem.save(f"{words.new(PUBLIC)}.png", ContentFile(_dot()), save=True)
    venue = Venue.objects.create(
        conference=conference,
        name=public("House", "Дом", "Ордон"),
        address=public("Street", "Улица", "Гудамж"),
        directions=public("By the bus", "На автобусе", "Автобусаар"),
    )
    room = Room.objects.create(venue=venue, name=public("Hall", "Зал", "Танхим"), floor=words.new(PUBLIC))
    topic = Topic.objects.create(conference=conference, name=public("Topic", "Тема", "Сэдэв"))
    return Host(conference, words, venue, room, topic, _organisation(conference, words))


OWN_ORGANISATION = TEAM | {"organisation_focal_point"}


def _organisation(conference: Conference, words: Words) -> Organisation:
    own = Organisation.objects.create(
        conference=conference, family=OrganisationFamily.CIVIL_SOCIETY, abbreviation=words.new()
    )
    OrganisationName.objects.create(organisation=own, name=texts(words.new(OWN_ORGANISATION), "Centre", "Центр", "Төв"))
    CoOrganiser.objects.create(conference=conference, organisation=own)
    return own


def add_team(host: Host) -> None:
    """One officer for each duty."""
    for role in TeamRole:
        word = host.words.new(TEAM | {"superuser"})  # the administrator reads who of any host wrote in the registers
        host.officers[role] = make_officer(
            host.conference, role, email=f"{word.lower()}@officers.example", name=f"Officer {word}"
        )


def _dot() -> bytes:
    file = BytesIO()
    Image.new("RGB", (1, 1)).save(file, "PNG")
    return file.getvalue()
