"""The Conference of 2019: its numbers, its titles, what there is to do on it."""

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from agenda.actions.release import release_agenda
from agenda.demonstration.identity import WHOLE_OF_SOCIETY
from agenda.models import Appearance, Release, SeatBooking, Session, SessionStar, SpeakerBrief
from agenda.queries.briefs import Briefing
from agenda.queries.genders import Gender, gender_of
from agenda.queries.moves import MoveKind
from agenda.queries.published import published_agenda
from agenda.states import SeatState
from conference.clock import conference_now
from conference.correspondence.models import OutgoingMessage, ReminderRule
from conference.correspondence.reminders import fire_due_reminders
from conference.correspondence.states import MessageState
from conference.models import Conference, Mission, State, TeamMembership, TeamRole, User
from registration.actions.decide import confirm_registration, decline_application
from registration.models import (
    Delegation,
    DuplicateCandidate,
    FocalPointRank,
    Invitation,
    Participant,
    ParticipantCategory,
    Registration,
)
from registration.queries.places import places_left, seats, waiting_list_of
from registration.states import AWAITING_A_REPLY, LIVE, InvitationState, RegistrationState
from tests.factories.conference import set_clock

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]

S = RegistrationState


@pytest.fixture(scope="module", autouse=True)
def conference(loading):
    with loading(WHOLE_OF_SOCIETY):
        yield Conference.objects.get()


def test_there_are_about_170_registrations_in_every_state_of_the_workflow():
    assert Registration.objects.count() == 177
    assert set(Registration.objects.values_list("state", flat=True)) == set(S)
    categories = set(ParticipantCategory.objects.values_list("slug", flat=True))
    assert set(Registration.objects.values_list("category__slug", flat=True)) == categories - {"other-states"}


def test_a_focal_point_of_twelve_has_three_to_fill_in_at_the_table_and_behind_with_a_backup():
    kazakhstan = Delegation.objects.get(state__code="KZ")
    members = kazakhstan.registrations.filter(state__in=LIVE)
    assert (members.count(), members.filter(state=S.NOMINATED).count()) == (12, 3)
    counted = seats(kazakhstan)
    assert (counted.used, counted.quota, counted.outside, counted.at_table) == (10, 11, 2, 3)
    assert kazakhstan.focal_points.filter(rank=FocalPointRank.BACKUP).exists()


def test_in_a_full_delegation_two_wait_in_line():
    uzbekistan = Delegation.objects.get(state__code="UZ")
    assert seats(uzbekistan).is_full
    line = [each.participant.family_name for each in waiting_list_of(uzbekistan)]
    assert line == ["Halilov", "Ortiqova"]


def test_forty_delegations_have_named_their_members():
    assert Delegation.objects.filter(registrations__isnull=False).distinct().count() == 40


def test_every_state_but_the_host_is_invited_and_invitations_stand_in_every_state():
    invited = Invitation.objects.filter(delegation__state__isnull=False)
    groups = Counter(invited.values_list("delegation__state__group", flat=True))
    assert groups == {"participating_state": 56, "asian_partner": 5}
    assert not invited.filter(delegation__state__code="MN").exists()
    assert set(invited.values_list("state", flat=True)) == set(InvitationState) - {InvitationState.DRAFT}
    assert set(Invitation.objects.values_list("state", flat=True)) == set(InvitationState)
    replied = invited.filter(state__in=(InvitationState.ACCEPTED, InvitationState.DECLINED))
    assert replied.count() == 31


def test_a_state_is_left_that_an_officer_can_invite():
    left = Mission.objects.exclude(state__code__in=Delegation.objects.filter(state__isnull=False).values("state__code"))
    assert set(left.values_list("state__group", flat=True)) == {"mediterranean_partner"}
    assert ParticipantCategory.objects.filter(slug="other-states").exists()


def test_who_chaired_and_spoke_at_the_opening_is_named_as_announced():
    lines = Appearance.objects.filter(participant__isnull=True)
    assert [line.static_name["en"] for line in lines] == [
        "H.E. Ms. B. Battsetseg",
        "H.E. Mr. D. Tsogtbaatar",
        "Mr. D. Gerel",
        "H.E. Mr. Thomas Greminger",
        "Mr. Muhammad R. Shah",
    ]


def test_the_youth_category_is_full_and_civil_society_has_places(conference):
    assert places_left(conference.categories.get(slug="youth")) == 0
    assert places_left(conference.categories.get(slug="civil-society")) == 12


def test_the_titles_are_verbatim(conference):
    assert conference.title["en"] == (
        "High-level Inter-Regional Conference on “Whole-of-Society-Approach” to Prevent and Counter Violent Extremism "
        "and Radicalization that Lead to Terrorism"
    )
    assert conference.title["mn"].startswith("Терроризмд турхирч буй хүчирхийлэл дагуулсан экстремизм")


def test_the_ledger_is_long_and_some_functions_are_too():
    assert OutgoingMessage.objects.filter(state=MessageState.SENT).count() > 300
    assert max(len(function) for function in Participant.objects.values_list("function", flat=True)) >= 90


def test_the_public_agenda_shows_what_moved_what_is_new_and_what_was_cancelled(conference):
    agenda = published_agenda(conference)
    kinds = {session.title["en"]: session.move.kind for session in agenda.sessions}
    assert Release.objects.last_of(conference) == agenda.release == Release.objects.get(number=2)
    assert Counter(kinds.values()) == {
        MoveKind.NONE: len(kinds) - 3,
        MoveKind.MOVED: 1,
        MoveKind.CANCELLED: 1,
        MoveKind.NEW: 1,
    }
    assert kinds["The Role of Youth and Local Communities in P/CVERLT"] == MoveKind.MOVED
    assert "Meeting of moderators and rapporteurs" not in kinds
    assert [len(day.slots) > 5 for day in agenda.days()] == [True, True]
    assert [session.number for session in agenda.sessions if session.number] == [1, 2, 3, 4, 5]


def test_each_duty_of_the_secretariat_has_an_officer(conference):
    roles = set(TeamMembership.objects.filter(conference=conference).values_list("role", flat=True))
    assert roles == set(TeamRole)


def test_the_registers_are_loaded_with_it():
    assert State.objects.count() == 68


def test_at_the_first_load_it_is_monday_3_june_2019_at_nine(conference):
    """It was loaded for all tests of this file, some of which came before."""
    now = conference_now(conference)
    assert f"{now:%A %d %B %Y, %H}" == "Monday 03 June 2019, 09"
    assert now.tzinfo == conference.zone


def test_the_reminder_comes_ten_minutes_after_the_first_load_to_those_who_have_not_answered(conference):
    queued = OutgoingMessage.objects.filter(state=MessageState.QUEUED)
    assert fire_due_reminders() == 0
    set_clock(conference, "2019-06-03 09:11")
    waiting = Invitation.objects.filter(state__in=AWAITING_A_REPLY, reply_by=datetime.date(2019, 6, 6))
    assert fire_due_reminders() == waiting.count() > 10
    assert set(queued.values_list("about_id", flat=True)) == set(waiting.values_list("pk", flat=True))
    assert fire_due_reminders() == 0


def test_officers_decide_and_publish_on_it_at_once(conference):
    def officer(role):
        return User.objects.filter(memberships__conference=conference, memberships__role=role).order_by("email")[0]

    complete, *_others = conference.registrations.filter(state=RegistrationState.COMPLETE)
    assert confirm_registration(complete.pk, by=officer("registration")).state == RegistrationState.REGISTERED
    application, *_others = conference.registrations.filter(state=RegistrationState.UNDER_REVIEW)
    declined = decline_application(application.pk, reason="No place is left.", by=officer("vetting"))
    assert declined.state == RegistrationState.DECLINED
    release = release_agenda(conference.pk, by=officer("agenda"))
    assert (release.number, release.published_at <= timezone.now()) == (3, True)


def test_three_pairs_may_be_one_person_one_of_them_father_and_son():
    """One in two scripts, one nominated by two mailboxes, and two who share a mailbox and are not the same."""
    pairs = {
        frozenset(each.plain_name for each in (pair.first, pair.second)): pair.signals
        for pair in DuplicateCandidate.objects.filter(conference__slug="ulaanbaatar-2019")
    }
    assert pairs == {
        frozenset(("Намнансүрэнгийн Өнөрбаяр", "Namnansurengiin Onorbayar")): ["name"],
        frozenset(("Davit Hovsepyants",)): ["name"],
        frozenset(("Étienne Castelbrac", "Étienne-Marie Castelbrac")): ["similar", "email"],
    }


def test_two_panels_have_their_briefs_and_the_others_wait():
    briefed = SpeakerBrief.objects.values_list("appearance__session__number", flat=True)
    assert Counter(briefed) == {1: 7, 4: 8}
    panel = Session.objects.get(number=1)
    assert not Briefing(panel).due
    assert OutgoingMessage.objects.filter(purpose="speaker_brief", about_type="agenda.speakerbrief").count() >= 15
    assert Briefing(Session.objects.get(number=2)).due


def test_of_the_twelve_seats_of_a_working_session_none_is_left_and_three_wait():
    seats_of = SeatBooking.objects.filter(session__capacity=12).values_list("state", flat=True)
    assert Counter(seats_of) == {SeatState.BOOKED: 12, SeatState.WAITING: 3}
    assert SessionStar.objects.filter(participant__email="leyla.aslanbeyli@caspian-dialogue.example").count() == 3


def test_speakers_have_said_what_a_panel_is_balanced_by_and_some_have_not():
    said = Counter(map(gender_of, Participant.objects.filter(appearances__isnull=False).distinct()))
    assert min(said[gender] for gender in (Gender.WOMAN, Gender.MAN, Gender.UNKNOWN)) > 3
    assert ReminderRule.objects.filter(condition="speaker_asked").exists()
