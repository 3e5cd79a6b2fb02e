"""Persons who may be one are found by what they have in common; those who only share a mailbox are not."""

import pytest
from django.utils import timezone

from registration.actions.likeness import look_for_duplicates, look_in
from registration.models import DuplicateCandidate, DuplicateState, Likeness, Passport
from registration.queries.duplicates import candidates_for
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference
from tests.factories.registration import make_participant, make_registration, new_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrol(conference):
    """Registers a person of a name; gives the participant."""

    def make(given, family="", state=S.SUBMITTED, **person):
        fields = {"given_names": given, "family_name": family, "phone": ""} | person
        return make_registration(state, conference, person=fields).participant

    return make


def found(conference):
    look_in(conference)
    return {frozenset((each.first_id, each.second_id)): each for each in DuplicateCandidate.objects.all()}


def signals_of(conference, one, other):
    pair = found(conference).get(frozenset((one.pk, other.pk)))
    return pair.signals if pair else None


@pytest.mark.parametrize(
    ("one", "other", "signals"),
    [
        (("Aigerim", "Sample"), ("SAMPLE", "aigerim"), ["name"]),
        (("Ágnes", "Kovács"), ("Agnes", "Kovacs"), ["name"]),
        (("Ивáн", "Сидоров"), ("Ivan", "Sidorov"), ["name"]),
        (("Ганбаатар", "Өлзий"), ("Ganbaatar", "Ulzii"), ["spelling"]),
        (("Жаргал", "Хүрэлсүх"), ("Zhargal", "Khurelsukh"), ["name"]),
        (("Muhammad", "Al-Rashid"), ("Mohammed", "Rashid"), ["spelling"]),
        (("Catherine", "Montgomery"), ("Catherine", "Mongomery"), ["similar"]),
        (("Anna", "Lindqvist"), ("Bertil", "Lindqvist"), None),
        (("Wei", "Li"), ("Wo", "Lu"), None),
    ],
)
def test_a_name_is_known_again_however_it_is_written(conference, enrol, one, other, signals):
    assert signals_of(conference, enrol(*one), enrol(*other)) == signals


def test_without_the_patronymic_and_in_its_own_script_it_is_the_same_name(conference, enrol):
    whole = enrol("Ivan", "Sidorov", patronymic="Petrovich")
    assert signals_of(conference, whole, enrol("Ivan", "Sidorov")) == ["name"]
    native = enrol("Damdin", "Tsogtbaatar", native_name="Дамдин Цогтбаатар")
    assert signals_of(conference, native, enrol("Цогтбаатар", "Дамдин", language="mn")) == ["name"]


def test_a_shared_mailbox_alone_is_no_signal_but_is_said_beside_a_name(conference, enrol):
    embassy = {"email": "embassy@missions.example", "phone": "+976 11 123456"}
    father = enrol("János", "Kovács", **embassy)
    colleague = enrol("Erika", "Nagy", **embassy)
    son = enrol("Péter János", "Kovács", **embassy)
    assert signals_of(conference, father, colleague) is None
    assert signals_of(conference, father, son) == ["similar", "mailbox", "phone"]


def test_the_same_address_and_number_speak_for_it_with_a_name_only(conference, enrol):
    one = enrol("Anna", "Lindqvist", email="anna@people.example", phone="+46 8 123 456 78")
    other = enrol("Anna-Karin", "Lindqvist", email="ANNA@people.example", phone="0046 (8) 123-456-78")
    assert signals_of(conference, one, other) == ["similar", "email", "phone"]
    assert signals_of(conference, one, enrol("Olof", "Palme", phone="0812345678")) is None


def test_the_same_passport_is_found_by_its_digest(conference, enrol):
    one, other = enrol("Anna", "Lindqvist"), enrol("Olof", "Palme")
    for person, number in ((one, "AA 1234567"), (other, "aa1234567")):
        Passport.objects.create(registration=person.registrations.get(), name="?", number=number, issuer="SE")
    assert signals_of(conference, one, other) == ["passport"]
    assert Passport.objects.values("number_digest").distinct().count() == 1
    Passport.objects.filter(registration__participant=other).delete()
    assert signals_of(conference, one, other) is None
    assert Likeness.objects.get(participant=other).passports == []


def test_a_name_that_very_many_bear_says_nothing(conference, enrol):
    people = [enrol("Minjun", "Kim") for _ in range(13)]
    assert found(conference) == {}
    same_address = enrol("Minjun", "Kim", email=people[0].email)
    assert signals_of(conference, people[0], same_address) == ["name", "email"]


def test_only_who_is_new_or_changed_is_compared_again(conference, enrol):
    one, other = enrol("Anna", "Lindqvist"), enrol("Olof", "Palme")
    assert look_in(conference) == 0
    assert look_in(conference) == 0
    other.given_names, other.family_name = "Anna", "Lindquist"
    other.save()
    assert look_in(conference) == 1
    assert signals_of(conference, one, other) == ["similar"]
    other.given_names = "Gustav"
    other.save()
    assert signals_of(conference, one, other) is None


def test_two_who_have_both_ended_are_no_pair_and_who_comes_again_is_one(conference, enrol):
    withdrawn = enrol("Anna", "Lindqvist", state=S.WITHDRAWN)
    declined = enrol("Anna", "Lindqvist", state=S.DECLINED)
    assert found(conference) == {}
    again = enrol("Anna", "Lindqvist")
    assert set(found(conference)) == {frozenset((withdrawn.pk, again.pk)), frozenset((declined.pk, again.pk))}


def test_a_pair_that_was_dismissed_comes_again_only_when_new_data_speak_for_it(conference, enrol, officer):
    one, other = enrol("Anna", "Lindqvist"), enrol("Anna", "Lindqvist")
    found(conference)
    DuplicateCandidate.objects.update(
        state=DuplicateState.DISMISSED, decided_at=timezone.now(), decided_by=officer, note="Cousins."
    )
    other.function = "Ambassador"
    other.phone = "+46 70 000 00 00"
    other.save()
    assert found(conference).popitem()[1].state == DuplicateState.DISMISSED
    one.phone = "+46 700 000 000"
    one.save()
    pair = found(conference).popitem()[1]
    assert (pair.state, pair.signals, pair.note) == (DuplicateState.OPEN, ["name", "phone"], "Cousins.")


def test_persons_of_two_conferences_are_never_compared(conference, enrol):
    enrol("Anna", "Lindqvist")
    make_registration(
        S.SUBMITTED, make_conference(slug="other"), person={"given_names": "Anna", "family_name": "Lindqvist"}
    )
    assert look_for_duplicates() == 0


def test_whoever_is_about_to_be_entered_is_compared_before_they_are_saved(conference, enrol, officer):
    known = enrol("Anna", "Lindqvist", email="anna@people.example")
    look_in(conference)
    arriving = new_participant(conference, given_names="Lindqvist", family_name="Anna", email="anna@people.example")
    (candidate,) = candidates_for(arriving, by=officer)
    assert (candidate.participant, candidate.signals, candidate.score) == (known, ["name", "email"], 80)
    assert str(candidate.likelihood) == "very likely"
    assert candidates_for(new_participant(conference, given_names="Olof"), by=officer) == []
    assert candidates_for(known, by=officer) == []


def test_without_a_registration_nobody_is_compared(conference):
    make_participant(conference, given_names="Anna", family_name="Lindqvist")
    look_in(conference)
    assert not Likeness.objects.exists()
