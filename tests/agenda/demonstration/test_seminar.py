"""The Seminar of 2017: a small conference of one country, with its own team, venue, look and clock."""

from collections import Counter

import pytest

from agenda.demonstration.identity import SEMINAR
from agenda.models import Appearance, Release
from agenda.queries.moves import MoveKind
from agenda.queries.published import published_agenda
from conference.clock import conference_now
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.reminders import fire_due_reminders
from conference.correspondence.states import MessageState
from conference.models import Conference, Mission, TeamMembership, TeamRole
from registration.models import Delegation, Invitation, Participant, Registration, Visibility
from registration.queries.places import places_left
from registration.states import AWAITING_A_REPLY, LIVE, InvitationState, RegistrationState
from tests.factories.conference import set_clock

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]

S = RegistrationState
CAME_FROM = {"CA", "DK", "EE", "FI", "KG", "NL", "ES", "US"}


@pytest.fixture(scope="module", autouse=True)
def conference(loading):
    with loading(SEMINAR):
        yield Conference.objects.get()


def test_some_seventy_people_take_part_or_wish_to(conference):
    assert Registration.objects.count() == 76
    assert Registration.objects.filter(state__in=LIVE).count() == 71
    assert set(Registration.objects.values_list("state", flat=True)) == set(S)
    assert set(Registration.objects.values_list("category__slug", flat=True)) == {
        category.slug for category in conference.categories.all()
    }


def test_no_state_is_invited_and_no_mission_needed():
    assert not Invitation.objects.filter(delegation__state__isnull=False).exists()
    assert not Mission.objects.exists()
    assert sorted(str(delegation.state or delegation.organisation.abbreviation) for delegation in delegations()) == [
        "Mongolia",
        "ODIHR",
        "OSCE ATU",
    ]


def delegations():
    return Delegation.objects.select_related("state", "organisation")


def test_experts_come_from_the_states_that_the_announcement_names():
    experts = Participant.objects.filter(registrations__category__slug="experts", registrations__state__in=LIVE)
    assert {person.nationality.code for person in experts} == CAME_FROM


def test_personal_invitations_stand_in_several_states():
    assert Counter(Invitation.objects.values_list("state", flat=True)) == {
        InvitationState.ACCEPTED: 14,
        InvitationState.DRAFT: 1,
        InvitationState.SENT: 1,
        InvitationState.BOUNCED: 1,
        InvitationState.ACKNOWLEDGED: 1,
        InvitationState.DECLINED: 1,
        InvitationState.NO_REPLY: 1,
    }


def test_civil_society_chooses_every_visibility_and_some_of_it_waits_for_a_decision(conference):
    applications = Registration.objects.filter(category__slug="civil-society")
    assert set(applications.values_list("participant__visibility", flat=True)) == set(Visibility)
    assert applications.filter(state__in=(S.SUBMITTED, S.UNDER_REVIEW)).count() == 5
    assert places_left(conference.categories.get(slug="civil-society")) == 5
    assert places_left(conference.categories.get(slug="osce")) == 0


def test_mongolian_names_are_written_as_mongolian_names_are():
    hosts = Participant.objects.filter(nationality="MN")
    assert not hosts.exclude(family_name="").exists()
    assert hosts.filter(patronymic="").count() == 3
    assert not hosts.exclude(patronymic="").exclude(name_of_address="given", name_order="patronymic_first").exists()


def test_the_vice_minister_is_a_line_of_the_opening_and_its_source_is_given():
    line = Appearance.objects.get(participant__isnull=True)
    assert (line.static_name["en"], line.session.type) == ("H.E. Ms. B. Battsetseg", "opening")
    assert line.session.source == "https://www.osce.org/secretariat/328026"


def test_the_second_release_says_what_moved_came_and_was_cancelled(conference):
    agenda = published_agenda(conference)
    kinds = {session.title["en"]: session.move.kind for session in agenda.sessions}
    assert agenda.release == Release.objects.get(number=2)
    assert {title for title, kind in kinds.items() if kind == MoveKind.MOVED} == {
        "The Engagement of Youth",
        "Women in Prevention",
    }
    assert Counter(kinds.values()) == {
        MoveKind.NONE: len(kinds) - 5,
        MoveKind.MOVED: 2,
        MoveKind.NEW: 2,
        MoveKind.CANCELLED: 1,
    }
    assert "Meeting of moderators and rapporteurs" not in kinds
    assert [session.number for session in agenda.sessions if session.number] == [1, 2, 3, 4, 5, 6, 7]


def test_seven_officers_share_the_duties_of_nine():
    team = TeamMembership.objects.all()
    assert {membership.role for membership in team} == set(TeamRole)
    assert team.values("user").distinct().count() == 7


def test_at_the_first_load_it_is_three_weeks_before(conference):
    now = conference_now(conference)
    assert f"{now:%A %d %B %Y %H}" == "Wednesday 14 June 2017 09"
    assert (conference.starts_on - now.date()).days == 21


def test_ten_minutes_later_those_who_have_not_answered_are_reminded():
    assert fire_due_reminders() == 0
    set_clock(Conference.objects.get(), "2017-06-14 09:11")
    waiting = Invitation.objects.filter(state__in=AWAITING_A_REPLY, reply_by="2017-06-21")
    assert fire_due_reminders() == waiting.count() == 2
    queued = OutgoingMessage.objects.filter(state=MessageState.QUEUED)
    assert set(queued.values_list("about_id", flat=True)) == set(waiting.values_list("pk", flat=True))


def test_its_look_is_its_own_and_can_be_read(conference):
    light, dark = ("#fbfaf7", "#ffffff", "#f3f1eb"), ("#12161c", "#1a2028", "#0d1116")
    assert min(contrast(conference.accent, ground) for ground in light) >= 4.5
    assert min(contrast(conference.accent_on_dark, ground) for ground in dark) >= 4.5
    with conference.emblem.open("rb") as stored:
        assert stored.read() == (SEMINAR.folder / "emblem.png").read_bytes()


def contrast(one, other):
    """The ratio of WCAG 2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
