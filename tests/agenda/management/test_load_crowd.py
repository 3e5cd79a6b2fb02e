"""The crowd: any size, the same for the same seed, never in production."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from agenda.models import Appearance, Release, RoomBooking
from conference.models import Conference
from registration.models import Application, Delegation, Invitation, Participant, Registration
from registration.states import RegistrationState

pytestmark = pytest.mark.django_db


def load(slug="crowd", registrations=120, sessions=9, **options):
    call_command("load_crowd", slug=slug, registrations=registrations, sessions=sessions, **options)
    return Conference.objects.get(slug=slug)


def test_a_crowd_has_as_many_as_were_asked_for_and_a_published_agenda(capsys):
    conference = load()

    assert conference.registrations.count() == 120
    assert conference.sessions.count() == 9
    assert RoomBooking.objects.filter(session__conference=conference).count() == 9
    release = Release.objects.get(conference=conference)
    assert len(release.snapshot["sessions"]) == 9
    assert "officer@crowd.example" in capsys.readouterr().out


def test_a_crowd_is_mixed_as_a_conference_is():
    conference = load(registrations=300)

    states = Counter(conference.registrations.values_list("state", flat=True))
    assert states[RegistrationState.REGISTERED] > 100
    assert len(states) >= 8
    assert Delegation.objects.filter(conference=conference, registrations__isnull=False).exists()
    assert Invitation.objects.filter(conference=conference, participant__isnull=False).exists()
    assert Application.objects.filter(registration__conference=conference).exists()
    assert Participant.objects.filter(conference=conference, native_name__regex="[А-я]").exists()
    assert Appearance.objects.filter(session__conference=conference, participant__isnull=False).count() >= 4 * 9


def test_nobody_s_history_ends_elsewhere_than_where_the_registration_stands():
    conference = load()

    for registration in Registration.objects.filter(conference=conference).prefetch_related("transitions"):
        last = registration.transitions.order_by("-pk").first()
        assert last is not None
        assert last.target == registration.state


def test_the_same_seed_makes_the_same_people_and_another_makes_others():
    def people_of(seed):
        with transaction.atomic():
            crowd = load(seed=seed)
            people = list(crowd.participants.order_by("pk").values_list("pk", "given_names", "family_name"))
            transaction.set_rollback(True)
        return people

    first, again, other = people_of(1), people_of(1), people_of(2)

    assert first == again
    assert first != other


def test_two_crowds_live_beside_each_other():
    load("crowd")
    load("another")

    assert Conference.objects.count() == 2


def test_a_crowd_of_nobody_is_an_empty_conference():
    assert load(registrations=0, sessions=0).registrations.count() == 0


@pytest.mark.parametrize(("slug", "said"), [("crowd", "already"), ("admin", "address of the site itself")])
def test_an_address_that_is_taken_or_is_none_is_refused(slug, said):
    load("crowd", 1, 1)

    with pytest.raises(CommandError, match=said):
        load(slug)


def test_where_demonstrations_are_not_allowed_no_crowd_is_loaded(settings):
    settings.DEMONSTRATIONS_ALLOWED = False

    with pytest.raises(CommandError, match="do not allow demonstrations"):
        load()

    assert not Conference.objects.exists()
