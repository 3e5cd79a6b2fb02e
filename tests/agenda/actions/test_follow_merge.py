"""When two persons turn out to be one, the times of absence of the one are the other's, until the merge is undone."""

import pytest

from agenda.actions.follow_merge import follow_merge, undo_follow
from agenda.models import Unavailability
from agenda.queries.own_data import own_appearances_data
from tests.factories.agenda import make_absence
from tests.factories.conference import make_conference, make_user
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


def test_times_of_absence_follow_a_merge_and_go_back_when_it_is_undone():
    conference = make_conference()
    kept, merged = make_participant(conference), make_participant(conference)
    own, followed = make_absence(kept, "09:00–10:00"), make_absence(merged, "11:00–12:00")

    told = follow_merge(kept, merged, conference=conference, by=None)
    assert list(Unavailability.objects.filter(participant=kept)) == [own, followed]
    assert told.sentences == []

    undo_follow(kept, merged, told.rows)
    assert list(Unavailability.objects.filter(participant=kept)) == [own]
    assert list(Unavailability.objects.filter(participant=merged)) == [followed]


def test_a_person_finds_the_times_of_absence_among_the_own_data():
    conference = make_conference()
    person = make_participant(conference)
    make_absence(person, "09:00–10:00", note="Arrives at nine")
    make_absence(make_participant(conference), "09:00–10:00", note="Somebody else")
    sections = own_appearances_data(person.pk, conference, make_user(person.email))
    (section,) = (each for each in sections if each.key == "absences")
    assert section.as_data() == [
        {"from": "2019-06-20T09:00+08:00", "until": "2019-06-20T10:00+08:00", "note": "Arrives at nine"}
    ]
