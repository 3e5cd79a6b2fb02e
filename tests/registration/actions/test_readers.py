"""Applications are given to two readers each: evenly, and never to whom they do not concern."""

import pytest
from django.db import IntegrityError, transaction

from conference.models import TeamRole
from registration.actions.opinions import declare_conflict
from registration.actions.readers import assign_reader, spread_applications, take_back_reading
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Reading, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_registration
from tests.factories.vetting import make_reading


def applicants(category, count, **changes):
    return [make_registration(S.SUBMITTED, category.conference, category=category, **changes) for _ in range(count)]


def spread(category, rows, readers, by):
    ids, among = [row.pk for row in rows], [each.pk for each in readers]
    return spread_applications(category.conference, category.pk, ids, among=among, by=by)


def test_applications_are_spread_evenly_each_to_two(category, officer, ruth, saran, conference):
    third = make_officer(conference, TeamRole.REGISTRATION, name="Bolormaa")
    rows = applicants(category, 30)
    outcome = spread(category, rows, [ruth, saran, third], officer)
    assert (outcome.given, outcome.lacking) == (60, [])
    assert {Reading.objects.filter(reader=each).count() for each in (ruth, saran, third)} == {20}
    pairs = {frozenset(row.readings.values_list("reader", flat=True)) for row in rows}
    assert len(pairs) == 3
    assert spread(category, rows, [ruth, saran, third], officer).given == 0


def test_who_has_much_to_read_is_given_less(category, officer, ruth, saran, conference):
    third = make_officer(conference, TeamRole.VETTING, name="Tuya")
    for row in applicants(category, 4):
        make_reading(row, ruth)
    rows = applicants(category, 4)
    spread(category, rows, [ruth, saran, third], officer)
    assert not Reading.objects.filter(registration__in=rows, reader=ruth).exists()


@pytest.mark.parametrize("count", [1, 40])
def test_spreading_costs_the_same_for_one_and_for_many(
    category, officer, ruth, saran, count, django_assert_max_num_queries
):
    rows = applicants(category, count)
    with django_assert_max_num_queries(12):
        spread(category, rows, [ruth, saran], officer)


def test_nobody_reads_their_own_nor_after_a_conflict_nor_who_may_not_be_named_to_them(
    category, officer, ruth, saran, conference
):
    own = make_registration(S.SUBMITTED, conference, category=category, person={"email": ruth.email})
    hidden = make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    declared = make_registration(S.SUBMITTED, conference, category=category)
    make_reading(declared, ruth)
    declare_conflict(declared.pk, by=ruth, words="I sat on its board.")
    outcome = spread(category, [own, hidden, declared], [ruth, saran], officer)
    given = set(Reading.objects.live().values_list("registration", "reader"))
    assert given == {(own.pk, saran.pk), (declared.pk, saran.pk)}
    assert {each.pk for each in outcome.lacking} == {own.pk, hidden.pk, declared.pk}
    for refused, sentence in ((own, "not their duty"), (hidden, "not their duty"), (declared, "conflict of interest")):
        with pytest.raises(RegistrationError, match=sentence):
            assign_reader(refused.pk, ruth.pk, by=officer)


def test_a_hidden_applicant_is_read_by_who_may_know_the_name(category, officer, ruth, saran, conference):
    readers = [make_officer(conference, TeamRole.REGISTRATION, name=name) for name in ("Bold", "Badam")]
    hidden = make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    spread(category, [hidden], [ruth, saran, *readers], officer)
    assert set(hidden.readings.values_list("reader", flat=True)) == {each.pk for each in readers}


def test_only_the_coordinator_gives_out_and_to_at_least_two(category, officer, ruth, saran, row, observer):
    for act in (
        lambda: spread(category, [row], [ruth, saran], ruth),
        lambda: assign_reader(row.pk, saran.pk, by=ruth),
        lambda: take_back_reading(make_reading(row, saran).pk, by=ruth),
    ):
        with pytest.raises(NotPermittedError):
            act()
    for readers in ([ruth], [ruth, ruth], []):
        with pytest.raises(RegistrationError, match="at least two"):
            spread(category, [row], readers, officer)
    with pytest.raises(RegistrationError, match="not their duty"):
        assign_reader(row.pk, observer.pk, by=officer)


def test_by_hand_an_application_has_two_readers_at_most(category, officer, ruth, saran, row, conference):
    assign_reader(row.pk, ruth.pk, by=officer)
    with pytest.raises(RegistrationError, match="Ruth reads this application already"):
        assign_reader(row.pk, ruth.pk, by=officer)
    second = assign_reader(row.pk, saran.pk, by=officer)
    assert second.place == 2
    with pytest.raises(RegistrationError, match="two readers already"):
        assign_reader(row.pk, make_officer(conference, TeamRole.VETTING).pk, by=officer)
    with pytest.raises(IntegrityError, match="one_reader_in_each_place"), transaction.atomic():
        make_reading(row, officer, place=2)
    take_back_reading(second.pk, by=officer)
    assert take_back_reading(second.pk, by=officer).ended_how == "taken_back"
    assert assign_reader(row.pk, officer.pk, by=officer).place == 2


def test_what_is_decided_is_not_given_out(category, officer, ruth, saran, conference):
    decided = make_registration(S.REGISTERED, conference, category=category)
    assert spread(category, [decided], [ruth, saran], officer).given == 0
    with pytest.raises(RegistrationError, match="not read any more"):
        assign_reader(decided.pk, ruth.pk, by=officer)
