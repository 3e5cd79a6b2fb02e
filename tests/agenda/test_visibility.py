"""Whom the programme's rows are for: the one door of each."""

import pytest
from django.contrib.auth.models import AnonymousUser

from agenda.models import Appearance, Session
from conference.models import TeamRole
from tests.factories.agenda import make_appearance, make_session
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def appearance():
    session = make_session()
    return make_appearance(session, make_participant(session.conference, email="leyla@people.example"))


def test_the_team_sees_its_programme_and_a_speaker_only_the_own_part(appearance):
    conference = appearance.session.conference
    make_appearance(appearance.session)
    officer, speaker = make_officer(conference, TeamRole.OBSERVER), make_user("leyla@people.example")

    assert Session.objects.visible_to(officer, conference).count() == 1
    assert Appearance.objects.visible_to(officer, conference).count() == 2
    assert Session.objects.visible_to(speaker, conference).count() == 0
    assert list(Appearance.objects.visible_to(speaker, conference)) == [appearance]


def test_nobody_else_sees_a_draft(appearance):
    conference = appearance.session.conference
    elsewhere = make_officer(make_conference())

    for actor in (AnonymousUser(), make_user("someone@people.example"), elsewhere):
        assert not Session.objects.visible_to(actor, conference).exists()
        assert not Appearance.objects.visible_to(actor, conference).exists()
