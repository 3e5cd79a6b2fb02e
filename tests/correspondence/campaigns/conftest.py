"""A conference, and the officer who writes its campaigns."""

import pytest


@pytest.fixture
def conference():
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def bolormaa(conference):
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.CORRESPONDENCE, name="Bolormaa")


@pytest.fixture
def desk(bolormaa):
    from django.test import Client

    client = Client()
    client.force_login(bolormaa)
    return client


@pytest.fixture
def observer(conference):
    from django.test import Client

    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    client = Client()
    client.force_login(make_officer(conference, TeamRole.OBSERVER))
    return client
