"""Two readers of one application: neither knows what the other says, what each says is kept, and nobody reads twice."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conference.models import TeamMembership, TeamRole
from registration.actions.decide import decline_application
from registration.actions.decide_in_bulk import confirm_registrations
from registration.actions.objections import note_withdrawal_of_objection, record_objection
from registration.actions.opinions import declare_conflict, give_opinion, take_back_conflict
from registration.actions.readers import assign_reader, spread_applications, take_back_reading
from registration.actions.round_decisions import decide_in_round
from registration.actions.rounds import begin_round, decide_provisionally, release_round
from registration.actions.withdraw import withdraw_registration
from registration.errors import (
    ApplicationChangedError,
    ConflictOfInterestError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import (
    Application,
    Objection,
    ObjectionChannel,
    Opinion,
    Outcome,
    Reading,
    Recommendation,
    Route,
    Visibility,
)
from registration.queries.decline_grounds import CONDUCT, HELSINKI_1992
from registration.queries.opinions import opinions_on
from registration.queries.vetting import digest_of
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_state
from tests.factories.registration import make_category, make_participant, make_registration
from tests.factories.vetting import make_objection, make_opinion, make_reading

REGISTER, DECLINE = Recommendation.REGISTER, Recommendation.DECLINE


@pytest.fixture
def category(conference):
    return make_category(conference, Route.APPLICATION, places=2)


@pytest.fixture
def ruth(conference):
    return make_officer(conference, TeamRole.VETTING, email="ruth@secretariat.example", name="Ruth")


@pytest.fixture
def saran(conference):
    return make_officer(conference, TeamRole.VETTING, email="saran@secretariat.example", name="Saran")


@pytest.fixture
def row(category):
    return make_registration(S.UNDER_REVIEW, category.conference, category=category)


def applicants(category, count, **changes):
    return [make_registration(S.SUBMITTED, category.conference, category=category, **changes) for _ in range(count)]


def spread(category, rows, readers, by):
    ids, among = [row.pk for row in rows], [each.pk for each in readers]
    return spread_applications(category.conference, category.pk, ids, among=among, by=by)


def say(row, by, recommendation=REGISTER, *, seen=None, token=None, **changes):
    seen = digest_of(row) if seen is None else seen
    token = token or uuid.uuid4()
    return give_opinion(row.pk, recommendation=recommendation, by=by, form_token=token, seen=seen, **changes)


def known_to(user, row):
    return {(each.reading.reader, each.number) for each in Opinion.objects.visible_to(user, row.conference)}


# Readers


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


# Opinions


def test_nobody_knows_an_opinion_of_another_until_both_are_given(row, ruth, saran, officer, observer):
    """Not the other reader, not the co-ordinator: then both, and the officers who decide; never the others."""
    make_reading(row, ruth)
    make_reading(row, saran, place=2)
    say(row, ruth, DECLINE, reason="Far from the subject.")
    assert known_to(ruth, row) == {(ruth, 1)}
    assert [known_to(each, row) for each in (saran, officer, observer)] == [set(), set(), set()]
    both = opinions_on([row.pk], conference=row.conference, user=saran)[row.pk]
    assert (both.given, both.recommended, both.agree, both.differ) == (1, set(), False, False)
    say(row, saran)
    assert known_to(ruth, row) == known_to(saran, row) == known_to(officer, row) == {(ruth, 1), (saran, 1)}
    assert known_to(observer, row) == set()
    assert opinions_on([row.pk], conference=row.conference, user=officer)[row.pk].differ


def test_an_opinion_on_a_hidden_person_is_known_to_few(category, conference, ruth, officer):
    hidden = make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    readers = [make_officer(conference, TeamRole.REGISTRATION) for _ in range(2)]
    for place, reader in enumerate(readers, start=1):
        make_opinion(hidden, reader, place=place)
    assert len(known_to(readers[0], hidden)) == 2
    assert known_to(ruth, hidden) == known_to(officer, hidden) == set()


def test_each_may_revise_and_what_was_said_first_is_kept(row, ruth, saran):
    make_reading(row, ruth)
    make_reading(row, saran, place=2)
    say(row, ruth, DECLINE, reason="Far from the subject.")
    say(row, ruth, REGISTER, grade="b")
    say(row, saran, DECLINE, reason="No.")
    say(row, ruth, Recommendation.WAIT)
    kept = Opinion.objects.filter(reading__reader=ruth)
    assert [(each.number, each.recommendation, each.knew_the_other) for each in kept] == [
        (1, "decline", False),
        (2, "register", False),
        (3, "wait", True),
    ]
    read = opinions_on([row.pk], conference=row.conference, user=saran)[row.pk].readers[0]
    assert read.last is not None
    assert read.first is not None
    assert (read.last.recommendation, read.first.recommendation) == ("wait", "decline")


def test_saved_twice_it_is_one(row, ruth):
    make_reading(row, ruth)
    token = uuid.uuid4()
    assert say(row, ruth, token=token) == say(row, ruth, DECLINE, reason="No.", token=token)
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize("recommendation", [DECLINE, Recommendation.CHANGES])
def test_to_decline_and_to_ask_for_changes_need_a_reason(recommendation, row, ruth, saran):
    make_reading(row, ruth)
    with pytest.raises(ReasonRequiredError):
        say(row, ruth, recommendation, reason=" ")
    with pytest.raises(IntegrityError, match="has_a_reason"), transaction.atomic():
        make_opinion(row, saran, recommendation, place=2, reason="")


def test_what_was_changed_meanwhile_is_read_again(row, ruth):
    make_reading(row, ruth)
    seen = digest_of(row)
    Application.objects.filter(registration=row).update(mandate="Another one.")
    with pytest.raises(ApplicationChangedError):
        say(row, ruth, seen=seen)
    row.refresh_from_db()
    assert say(row, ruth).read_digest == digest_of(row) != seen


def test_an_application_that_was_withdrawn_needs_no_opinion(row, ruth):
    make_reading(row, ruth)
    withdraw_registration(row.pk, by=ruth)
    with pytest.raises(RegistrationError, match="“withdrawn” by now"):
        say(row, ruth)
    with pytest.raises(RegistrationError, match="“withdrawn” by now"):
        declare_conflict(row.pk, by=ruth)


def test_only_a_reader_gives_an_opinion_and_only_while_it_is_their_duty(row, ruth, saran):
    make_reading(row, ruth)
    with pytest.raises(NotPermittedError):
        say(row, saran)
    TeamMembership.objects.filter(user=ruth).update(role=TeamRole.OBSERVER)
    with pytest.raises(NotPermittedError):
        say(row, ruth)


def test_a_reader_with_an_opinion_stays(row, ruth, officer):
    opinion = make_opinion(row, ruth)
    with pytest.raises(RegistrationError, match="is kept"):
        take_back_reading(opinion.reading_id, by=officer)
    with pytest.raises(IntegrityError, match="not_taken_back_once"), transaction.atomic():
        Reading.objects.filter(pk=opinion.reading_id).update(ended_at=opinion.given_at, ended_how="taken_back")


# Conflicts of interest


def test_a_conflict_of_interest_ends_reading_and_deciding(row, ruth, saran, officer, category, conference):
    make_reading(row, ruth)
    make_opinion(row, saran, place=2)
    declare_conflict(row.pk, by=ruth)
    found = begin_round(conference, category.pk, title="First", by=officer)
    with pytest.raises(ConflictOfInterestError):
        decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=ruth)
    with pytest.raises(ConflictOfInterestError):
        decline_application(row.pk, reason="No.", by=ruth)
    refused = confirm_registrations([row.pk], by=ruth).refused
    assert [sentence for _row, sentence in refused] == [str(ConflictOfInterestError())]
    assert decide_provisionally(found.pk, [row.pk], outcome=Outcome.REGISTERED, by=ruth) == 0
    make_opinion(row, officer, place=1)
    assert known_to(ruth, row) == set()
    assert known_to(saran, row) == {(saran, 1), (officer, 1)}


def test_a_conflict_declared_by_mistake_is_taken_back_while_nobody_else_reads(row, ruth, saran, officer):
    with pytest.raises(NotPermittedError):
        take_back_conflict(row.pk, by=ruth)
    make_reading(row, ruth)
    declare_conflict(row.pk, by=ruth, words="My sister's.")
    take_back_conflict(row.pk, by=ruth)
    assert say(row, ruth).number == 1
    declare_conflict(row.pk, by=ruth)
    assign_reader(row.pk, saran.pk, by=officer)
    with pytest.raises(RegistrationError, match="the conflict of interest stands"):
        take_back_conflict(row.pk, by=ruth)


def test_who_has_left_the_team_takes_no_conflict_back(row, ruth):
    make_reading(row, ruth)
    declare_conflict(row.pk, by=ruth)
    TeamMembership.objects.filter(user=ruth).delete()
    with pytest.raises(NotPermittedError):
        take_back_conflict(row.pk, by=ruth)


# Decisions


@pytest.fixture
def found(conference, category, officer):
    return begin_round(conference, category.pk, title="First round", by=officer)


def test_a_ground_stands_in_the_letter_in_the_applicants_language(found, category, officer, conference):
    person = make_participant(conference, language="ru")
    row = make_registration(S.UNDER_REVIEW, conference, category=category, participant=person)
    decision = decide_in_round(
        found.pk, row.pk, outcome=Outcome.DECLINED, ground="conduct", words="См. отчёт.", by=officer
    )
    assert decision is not None
    assert decision.reason == f"{CONDUCT.text['ru']}\n\nСм. отчёт."
    assert decision.ground == "conduct"


def test_the_one_ground_that_names_conduct_has_the_exact_words():
    assert HELSINKI_1992 == "resort to the use of violence or publicly condone terrorism or the use of violence"
    assert all(HELSINKI_1992 in text for text in CONDUCT.text.values())
    assert set(CONDUCT.text) == {"en", "ru", "mn"}


def test_to_decline_takes_a_ground_or_words(found, row, officer):
    for ground in ("", "no-such-ground"):
        with pytest.raises(ReasonRequiredError):
            decide_in_round(found.pk, row.pk, outcome=Outcome.DECLINED, ground=ground, by=officer)
    decision = decide_in_round(found.pk, row.pk, outcome=Outcome.WAITLISTED, ground="conduct", by=officer)
    assert decision is not None
    assert (decision.reason, decision.ground) == ("", "")


def test_two_who_decide_at_once_do_not_overwrite_one_another(found, row, officer, saran):
    decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=officer, seen=0)
    with pytest.raises(LostUpdateError):
        decide_in_round(found.pk, row.pk, outcome=Outcome.WAITLISTED, by=saran, seen=0)
    standing = found.decisions.get()
    assert decide_in_round(found.pk, row.pk, outcome=None, by=saran, seen=standing.pk) is None
    assert not found.decisions.exists()


def test_a_reader_says_first_and_decides_then(found, row, ruth, observer):
    make_reading(row, ruth)
    with pytest.raises(RegistrationError, match="your own opinion before"):
        decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=ruth)
    say(row, ruth)
    assert decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=ruth) is not None
    with pytest.raises(NotPermittedError):
        decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=observer)


def test_a_reader_decides_nothing_while_the_other_would_learn_the_opinion_by_it(found, row, ruth, saran, officer):
    make_opinion(row, ruth)
    make_reading(row, saran, place=2)
    with pytest.raises(RegistrationError, match="wait for the opinion of the other reader"):
        decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=ruth)
    for reader in (ruth, saran):
        assert decide_provisionally(found.pk, [row.pk], outcome=Outcome.REGISTERED, by=reader) == 0
    assert decide_provisionally(found.pk, [row.pk], outcome=Outcome.WAITLISTED, by=officer) == 1
    say(row, saran)
    assert decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=ruth) is not None


def test_a_conflict_declared_after_the_decision_keeps_it_from_being_released(found, row, ruth, officer):
    make_opinion(row, ruth)
    decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=ruth)
    declare_conflict(row.pk, by=ruth)
    release_round(found.pk, by=officer)
    assert found.decisions.get().refusal == str(ConflictOfInterestError())
    row.refresh_from_db()
    assert row.state == S.UNDER_REVIEW


def test_who_declined_does_not_decide_after_the_review(found, row, officer, saran):
    row.transitions.create(origin=S.UNDER_REVIEW, target=S.DECLINED, by=officer)
    with pytest.raises(RegistrationError, match="you are not to decide on it"):
        decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=officer)
    assert decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=saran) is not None


def test_a_hidden_applicant_is_decided_on_by_who_may_know_the_name(found, category, officer, conference):
    hidden = make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    with pytest.raises(NotPermittedError):
        decide_in_round(found.pk, hidden.pk, outcome=Outcome.REGISTERED, by=officer)
    registrar = make_officer(conference, TeamRole.REGISTRATION)
    assert decide_in_round(found.pk, hidden.pk, outcome=Outcome.REGISTERED, by=registrar) is not None


# Objections


def record(row, by, **changes):
    fields: dict[str, Any] = {
        "state": make_state("KG"),
        "made_on": datetime.date(2019, 5, 2),
        "channel": ObjectionChannel.NOTE,
        "words": "The Mission objects.",
        "form_token": uuid.uuid4(),
    }
    return record_objection(row.pk, by=by, **fields | changes)


def test_an_objection_is_recorded_and_is_no_veto(found, row, ruth, officer):
    made = record(row, ruth)
    assert (made.recorded_by, made.channel, made.made_on) == (ruth, "note", datetime.date(2019, 5, 2))
    assert record(row, ruth, form_token=made.form_token) == made
    assert decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=officer) is not None


def test_objections_are_for_the_officers_who_decide(row, ruth, observer, conference, category):
    make_objection(row, make_state("KG"))
    hidden = make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    make_objection(hidden, make_state("KG"))
    assert Objection.objects.visible_to(ruth, conference).count() == 1
    assert Objection.objects.visible_to(make_officer(conference, TeamRole.REGISTRATION), conference).count() == 2
    assert not Objection.objects.visible_to(observer, conference).exists()
    for act in (lambda: record(row, observer), lambda: record(hidden, ruth)):
        with pytest.raises(NotPermittedError):
            act()


def test_an_objection_has_words_and_a_day_that_was_and_is_to_an_application(row, ruth, conference):
    for changes, sentence in (({"words": " "}, "what was said"), ({"made_on": datetime.date(2999, 1, 1)}, "to come")):
        with pytest.raises(RegistrationError, match=sentence):
            record(row, ruth, **changes)
    with pytest.raises(RegistrationError, match="diplomatic channel"):
        record(make_registration(S.COMPLETE, conference), ruth)


def test_a_withdrawn_objection_stays_recorded(row, ruth, observer):
    made = record(row, ruth)
    with pytest.raises(NotPermittedError):
        note_withdrawal_of_objection(made.pk, by=observer)
    noted = note_withdrawal_of_objection(made.pk, by=ruth)
    assert (noted.withdrawn_on is not None, noted.withdrawal_recorded_by) == (True, ruth)
    assert note_withdrawal_of_objection(made.pk, by=ruth).withdrawn_on == noted.withdrawn_on
    assert not Objection.objects.standing().exists()
