"""A first opinion is given blind: once both were open to who decides, nobody is made a reader any more."""

import datetime
import uuid

import pytest

from conference.models import TeamRole
from registration.actions.opinions import declare_conflict, give_opinion, take_back_conflict
from registration.actions.readers import assign_reader, spread_applications
from registration.errors import RegistrationError
from registration.models import Opinion, Reading, ReadingEnd, Recommendation, Route
from registration.queries.vetting import digest_of, opened_to_all, progress_of
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_category, make_registration
from tests.factories.vetting import make_opinion, make_reading


@pytest.fixture
def row(conference):
    return make_registration(S.UNDER_REVIEW, conference, category=make_category(conference, Route.APPLICATION))


@pytest.fixture
def readers(conference):
    return [make_officer(conference, TeamRole.VETTING, name=name) for name in ("Ruth", "Saran", "Tuya")]


def say(row, by):
    return give_opinion(
        row.pk, recommendation=Recommendation.REGISTER, by=by, form_token=uuid.uuid4(), seen=digest_of(row)
    )


def test_nobody_reads_what_was_open_and_the_opinion_that_stands_stays_open(row, readers, officer, conference):
    ruth, saran, tuya = readers
    for place, reader in enumerate((ruth, saran), start=1):
        make_reading(row, reader, place=place)
        say(row, reader)
    declare_conflict(row.pk, by=ruth)
    assert opened_to_all([row.pk]) == {row.pk}
    with pytest.raises(RegistrationError, match="have been open to the officers who decide"):
        assign_reader(row.pk, tuya.pk, by=officer)
    among = [saran.pk, tuya.pk]
    spread = spread_applications(conference, row.category_id, [row.pk], among=among, by=officer)
    assert (spread.given, [each.pk for each in spread.lacking]) == (0, [row.pk])
    assert progress_of(conference, officer)[0].without_readers == 0
    assert Opinion.objects.visible_to(officer, conference).filter(reading__reader=saran).exists()
    assert not Opinion.objects.visible_to(ruth, conference).filter(reading__reader=saran).exists()
    assert say(row, saran).knew_the_other


def test_who_gave_the_only_opinion_that_was_never_open_is_followed_by_another_reader(row, readers, officer, conference):
    ruth, saran, tuya = readers
    make_reading(row, ruth)
    make_reading(row, saran, place=2)
    say(row, ruth)
    declare_conflict(row.pk, by=ruth)
    assert progress_of(conference, officer)[0].without_readers == 1
    assert assign_reader(row.pk, tuya.pk, by=officer).place == 1
    say(row, saran)
    assert opened_to_all([row.pk]) == set()
    assert not Opinion.objects.visible_to(officer, conference).exists()
    assert not Opinion.objects.visible_to(tuya, conference).exists()
    say(row, tuya)
    assert opened_to_all([row.pk]) == {row.pk}
    assert not Opinion.objects.filter(knew_the_other=True).exists()


@pytest.mark.parametrize("places", [(1, 2), (2, 1)])
def test_opinions_that_never_stood_together_were_never_open(row, readers, places):
    """The second was given after the first reader had ended."""
    ruth, saran, _tuya = readers
    ended = make_opinion(row, ruth, place=places[0]).reading
    given = make_opinion(row, saran, place=places[1]).reading
    spoken, second = given.given_at, datetime.timedelta(seconds=1)
    assert spoken is not None
    ends = Reading.objects.filter(pk=ended.pk)
    ends.update(ended_at=spoken - second, ended_how=ReadingEnd.CONFLICT)
    assert opened_to_all([row.pk]) == set()
    ends.update(ended_at=spoken + second)
    assert opened_to_all([row.pk]) == {row.pk}


def test_who_owes_an_opinion_reads_none_even_where_they_are_open(row, readers, officer, conference):
    """As rows may be that are older than this rule."""
    ruth, saran, tuya = readers
    make_opinion(row, ruth)
    make_opinion(row, saran, place=2)
    declare_conflict(row.pk, by=ruth)
    make_reading(row, tuya)
    assert not Opinion.objects.visible_to(tuya, conference).exists()
    assert Opinion.objects.visible_to(officer, conference).exists()


def test_a_conflict_without_an_opinion_is_not_taken_back_where_the_others_are_open(row, readers):
    """A merge brings such: the conflict comes from the other application, in a place that is free here."""
    ruth, saran, tuya = readers
    make_opinion(row, ruth)
    make_opinion(row, saran, place=2)
    declare_conflict(row.pk, by=ruth)
    reading = make_reading(row, tuya)
    declare_conflict(row.pk, by=tuya)
    assert reading.given_at is None
    with pytest.raises(RegistrationError, match="have been open"):
        take_back_conflict(row.pk, by=tuya)
    assert take_back_conflict(row.pk, by=ruth).ended_at is None
