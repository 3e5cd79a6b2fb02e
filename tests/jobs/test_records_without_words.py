"""What was searched for may be a protected person's name: the record of the file says that a search was made."""

import pytest
from django.test import Client

from conference.jobs.models import FileMade, Job
from registration.states import RegistrationState as S
from tests.factories.registration import make_registration
from tests.jobs.test_asking import asked, table_in


@pytest.fixture
def desk(registrar):
    client = Client()
    client.force_login(registrar)
    return client


def test_words_that_were_searched_for_stand_on_no_record(conference, desk):
    make_registration(S.SUBMITTED, conference, person={"family_name": "Sultanova"})
    make_registration(S.SUBMITTED, conference)
    stamp, _headings, *rows = table_in(asked(desk, conference, query="?status=submitted&q=Sultanova"))
    assert rows[0][0] == "Sultanova"
    assert len(rows) == 1
    for kept in (FileMade.objects.get().about, Job.objects.get().about, stamp[0]):
        assert "Status: submitted; found by a search" in kept
        assert "Sultanova" not in kept
