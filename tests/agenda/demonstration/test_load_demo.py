"""``load_demo``: once, twice, afresh; and what one can do with it at once."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agenda.actions.release import release_agenda
from agenda.demonstration.identity import SEMINAR, WHOLE_OF_SOCIETY
from agenda.models import Appearance, Release, RoomBooking, Session
from conference.clock import conference_now
from conference.correspondence.models import OutgoingMessage, ReminderOccurrence
from conference.correspondence.reminders import fire_due_reminders
from conference.correspondence.states import MessageState
from conference.models import Conference, Mission, Organisation, TeamMembership, User
from registration.actions.decide import confirm_registration, decline_application
from registration.models import Delegation, FocalPoint, Invitation, Participant, Registration, RegistrationTransition
from registration.states import AWAITING_A_REPLY, InvitationState, RegistrationState
from tests.factories.conference import make_conference, set_clock

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]

MODELS = (
    Conference,
    User,
    TeamMembership,
    Organisation,
    Mission,
    Delegation,
    FocalPoint,
    Participant,
    Invitation,
    Registration,
    RegistrationTransition,
    Session,
    RoomBooking,
    Appearance,
    Release,
    OutgoingMessage,
    ReminderOccurrence,
)


def load(**options):
    said = StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


def everything():
    return {model: list(model._default_manager.order_by("pk").values()) for model in MODELS}


@pytest.fixture
def conference():
    load(only=WHOLE_OF_SOCIETY.slug)
    return Conference.objects.get(slug=WHOLE_OF_SOCIETY.slug)


def test_at_the_first_load_it_is_monday_3_june_2019_at_nine(conference):
    now = conference_now(conference)
    assert f"{now:%A %d %B %Y %H:%M}" == "Monday 03 June 2019 09:00"
    assert now.tzinfo == conference.zone


def test_a_second_load_changes_nothing():
    load()
    loaded = everything()
    assert load() == "The demonstration is loaded already; nothing was changed.\n"
    assert everything() == loaded


def test_a_reset_begins_afresh_and_leaves_other_conferences_alone(conference):
    other = make_conference(slug="another-conference")
    before = {model: {row["id"] for row in found} for model, found in everything().items() if model is not Conference}
    set_clock(conference, "2019-06-19 18:00")
    Registration.objects.filter(state=RegistrationState.COMPLETE).delete()
    load(reset=True, only=WHOLE_OF_SOCIETY.slug)
    again = Conference.objects.get(slug=WHOLE_OF_SOCIETY.slug)
    assert f"{conference_now(again):%H:%M}" == "09:00"
    assert Conference.objects.filter(pk=other.pk).exists()
    ours = (Registration, Participant, Invitation, Session, Appearance, Release, OutgoingMessage, Mission)
    for model in ours:
        assert {row["id"] for row in model._default_manager.values("id")} == before[model], model


def test_one_of_them_is_loaded_beside_the_other_and_changes_nothing_there():
    assert load(only=WHOLE_OF_SOCIETY.slug) == "Loaded ulaanbaatar-2019; there it is Monday, 3 June 2019, 09:00.\n"
    before = everything()
    assert load() == "Loaded seminar-2017; there it is Wednesday, 14 June 2017, 09:00.\n"
    after = everything()
    for model, rows in before.items():
        assert {row["id"]: row for row in rows}.items() <= {row["id"]: row for row in after[model]}.items(), model
    assert Registration.objects.filter(conference__slug=SEMINAR.slug).count() > 60


def test_a_reset_of_one_leaves_the_other_and_the_mission_that_it_writes_through():
    load()
    seminar = Conference.objects.get(slug=SEMINAR.slug)
    mission = Mission.objects.get(state__code="FI")
    Invitation.objects.filter(conference=seminar, state=InvitationState.SENT).update(mission=mission)
    set_clock(seminar, "2017-06-20 12:00")
    load(reset=True, only=WHOLE_OF_SOCIETY.slug)
    assert Invitation.objects.get(conference=seminar, mission__isnull=False).mission == mission
    assert f"{conference_now(seminar):%d %H}" == "20 12"
    assert Mission.objects.filter(state__code="FI").count() == 1
    again = Conference.objects.get(slug=WHOLE_OF_SOCIETY.slug)
    assert f"{conference_now(again):%H:%M}" == "09:00"


def test_the_accounts_are_of_those_that_are_loaded():
    load(only=SEMINAR.slug)
    printed = load(accounts=True)
    assert "coordinator@seminar.demo.example" in printed
    assert "coordinator@demo.example" not in printed


@pytest.mark.parametrize("options", [{}, {"reset": True}])
def test_where_the_settings_do_not_allow_demonstrations_nothing_is_touched(settings, options):
    make_conference(slug=WHOLE_OF_SOCIETY.slug if options else "another-conference")
    there = everything()
    settings.DEMONSTRATIONS_ALLOWED = False
    with pytest.raises(CommandError, match="password is published"):
        load(**options)
    assert everything() == there
    assert not User.objects.exists()


def test_without_it_the_accounts_say_how_to_load_it():
    assert load(accounts=True) == "The demonstration is not loaded: manage.py load_demo loads it.\n"


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
        return User.objects.get(memberships__conference=conference, memberships__role=role)

    complete, *_others = conference.registrations.filter(state=RegistrationState.COMPLETE)
    assert confirm_registration(complete.pk, by=officer("registration")).state == RegistrationState.REGISTERED
    application, *_others = conference.registrations.filter(state=RegistrationState.UNDER_REVIEW)
    declined = decline_application(application.pk, reason="No place is left.", by=officer("vetting"))
    assert declined.state == RegistrationState.DECLINED
    release = release_agenda(conference.pk, by=officer("agenda"))
    assert (release.number, release.published_at <= timezone.now()) == (3, True)
