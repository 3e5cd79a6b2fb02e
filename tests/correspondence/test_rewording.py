"""Wordings and what became of them: each act keeps a version, nobody overwrites what a colleague wrote unseen."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from conference.correspondence.compose import compose, shipped_wording
from conference.correspondence.differences import MOST_LINES, Line, differences
from conference.correspondence.errors import NotPermittedError
from conference.correspondence.letter import Letter
from conference.correspondence.models import LetterTemplate, LetterVersion
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.rewording import (
    NewWords,
    StaleWordingError,
    WordingError,
    drop_wording,
    restore_wording,
    reword_letter,
)
from conference.correspondence.wordings import Slot, Words, faults_of_subject, in_force, unusable_wordings
from conference.models import TeamRole
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db
PURPOSE = "waitlisted"


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def alice(conference):
    return make_officer(conference, TeamRole.CORRESPONDENCE, name="Alice")


@pytest.fixture
def bob(conference):
    return make_officer(conference, TeamRole.COORDINATOR, name="Bob")


def reword(by, conference, body="Dear {recipient_name}", *, seen=0, language="en", subject="Waiting"):
    return reword_letter(conference.pk, PURPOSE, [NewWords(language, Words(subject, body), seen)], by=by)


def history(conference, language="en"):
    rows = LetterVersion.objects.filter(conference=conference, purpose=PURPOSE, language=language).order_by("number")
    return [(row.number, row.body, str(row.by or ""), row.restored_from) for row in rows]


def test_each_wording_is_kept_with_who_and_when(conference, alice, bob):
    reword(alice, conference, "One")
    reword(bob, conference, "Two", seen=1)
    assert history(conference) == [(1, "One", "Alice", None), (2, "Two", "Bob", None)]
    own = LetterTemplate.objects.get()
    assert (own.body, own.version) == ("Two", 2)
    assert LetterVersion.objects.filter(at__isnull=True).count() == 0


def test_the_second_of_two_officers_is_told_and_overwrites_nothing(conference, alice, bob):
    reword(alice, conference, "One")
    kept, stale = reword(bob, conference, "Mine")
    assert kept == []
    assert [(error.slot.language, error.seen) for error in stale] == [("en", 0)]
    assert LetterTemplate.objects.get().body == "One"


def test_a_lost_update_in_one_language_leaves_the_others_saved(conference, alice, bob):
    reword(alice, conference, "Один", language="ru")
    wanted = [NewWords("ru", Words("Тема", "Два"), 0), NewWords("en", Words("Subject", "Two"), 0)]
    kept, stale = reword_letter(conference.pk, PURPOSE, wanted, by=bob)
    assert [version.language for version in kept] == ["en"]
    assert [error.slot.language for error in stale] == ["ru"]
    assert dict(LetterTemplate.objects.values_list("language", "body")) == {"ru": "Один", "en": "Two"}


def test_a_fault_in_one_language_saves_none(conference, alice):
    wanted = [NewWords("en", Words("S", "Fine"), 0), NewWords("ru", Words("S", "{passport}"), 0)]
    with pytest.raises(WordingError, match="passport"):
        reword_letter(conference.pk, PURPOSE, wanted, by=alice)
    assert not LetterTemplate.objects.exists()
    assert not LetterVersion.objects.exists()


def test_what_was_given_up_stays_among_the_former_wordings_and_can_be_restored(conference, alice, bob):
    reword(alice, conference, "One")
    drop_wording(conference.pk, PURPOSE, "en", seen=1, by=bob)
    assert not LetterTemplate.objects.exists()
    restore_wording(conference.pk, PURPOSE, "en", 1, seen=2, by=alice)
    assert history(conference) == [(1, "One", "Alice", None), (2, "", "Bob", None), (3, "One", "Alice", 1)]
    assert LetterTemplate.objects.get().version == 3


def test_restoring_what_was_shipped_gives_the_own_wording_up(conference, alice):
    reword(alice, conference, "One")
    drop_wording(conference.pk, PURPOSE, "en", seen=1, by=alice)
    reword(alice, conference, "Three", seen=2)
    restore_wording(conference.pk, PURPOSE, "en", 2, seen=3, by=alice)
    assert not LetterTemplate.objects.exists()


def test_there_is_nothing_to_give_up_twice(conference, alice):
    reword(alice, conference, "One")
    drop_wording(conference.pk, PURPOSE, "en", seen=1, by=alice)
    assert drop_wording(conference.pk, PURPOSE, "en", seen=2, by=alice) is None
    assert len(history(conference)) == 2


@pytest.mark.parametrize("act", ["drop", "restore"])
def test_drop_and_restore_are_refused_where_the_wording_has_moved_on(conference, alice, bob, act):
    reword(alice, conference, "One")
    reword(bob, conference, "Two", seen=1)
    acts = {
        "drop": lambda: drop_wording(conference.pk, PURPOSE, "en", seen=1, by=alice),
        "restore": lambda: restore_wording(conference.pk, PURPOSE, "en", 1, seen=1, by=alice),
    }
    with pytest.raises(StaleWordingError):
        acts[act]()
    assert LetterTemplate.objects.get().body == "Two"


def test_a_wording_that_has_lost_a_placeholder_since_is_not_restored(conference, alice):
    reword(alice, conference, "Two")
    LetterVersion.objects.filter(number=1).update(body="{what_was_once}")
    reword(alice, conference, "Three", seen=1)
    with pytest.raises(WordingError, match="what_was_once"):
        restore_wording(conference.pk, PURPOSE, "en", 1, seen=2, by=alice)


def test_what_stood_there_before_any_history_is_kept_when_it_is_changed(conference, alice):
    LetterTemplate.objects.create(conference=conference, purpose=PURPOSE, language="en", subject="S", body="Copied")
    assert Slot(conference, PURPOSE, "en").words_at(1) == Words("S", "Copied")
    reword(alice, conference, "Two", seen=1)
    assert history(conference) == [(1, "Copied", "", None), (2, "Two", "Alice", None)]


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.AGENDA, TeamRole.REGISTRATION])
def test_other_officers_word_nothing(conference, alice, role):
    reword(alice, conference, "One")
    stranger = make_officer(conference, role)
    for act in (
        lambda: reword(stranger, conference, "Two", seen=1),
        lambda: drop_wording(conference.pk, PURPOSE, "en", seen=1, by=stranger),
        lambda: restore_wording(conference.pk, PURPOSE, "en", 1, seen=1, by=stranger),
    ):
        with pytest.raises(NotPermittedError):
            act()
    assert len(history(conference)) == 1


def test_officers_of_another_conference_word_nothing_here(conference):
    with pytest.raises(NotPermittedError):
        reword(make_officer(make_conference(), TeamRole.COORDINATOR), conference)


def test_characters_that_nobody_sees_are_not_kept(conference, alice):
    reword(alice, conference, "A\u202eB\ue000code\ue001\r\nC\x07", subject="One\r\nBcc: all@people.example\u2028two")
    own = LetterTemplate.objects.get()
    assert (own.subject, own.body) == ("One Bcc: all@people.example two", "ABcode\nC")


@pytest.mark.parametrize(("subject", "body"), [("", "Text"), ("Subject", ""), ("\u202e", "Text")])
def test_a_letter_needs_a_subject_and_a_text(conference, alice, subject, body):
    with pytest.raises(WordingError):
        reword(alice, conference, body, subject=subject)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 1, "subject": "S", "body": "B"},
        {"number": 2, "subject": "S", "body": ""},
        {"number": 2, "subject": "S", "body": "B", "restored_from": 2},
    ],
    ids=["a number twice", "half a letter", "restored from itself"],
)
def test_the_database_keeps_what_a_history_promises(conference, alice, fields):
    reword(alice, conference, "One")
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterVersion.objects.create(conference=conference, purpose=PURPOSE, language="en", **fields)


def test_what_goes_out_follows_each_act_at_once(conference, alice):
    letter = Letter(conference=conference, purpose=PURPOSE, recipient="a@people.example", language="en", values={})
    reword(alice, conference, "Own words")
    assert compose(letter).text.startswith("Own words")
    reword(alice, conference, "Other words", seen=1)
    assert compose(letter).text.startswith("Other words")


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_is_kept_and_the_other_told(conference, alice, bob):
    came, outcomes = threading.Barrier(2), []

    def save(by, body):
        try:
            came.wait(timeout=10)
            kept, stale = reword(by, conference, body)
            outcomes.append((len(kept), len(stale)))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=each) for each in ((alice, "Alice's"), (bob, "Bob's"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == [(0, 1), (1, 0)]
    assert len(history(conference)) == 1


def test_differences_are_told_line_by_line():
    old, new = Words("Subject", "Dear Sir\n\nOne\nTwo"), Words("Subject", "Dear Sir\n\nTwo\nThree")
    assert differences(old, new) == [
        Line("same", "Subject"),
        Line("same", "Dear Sir"),
        Line("gone", "One"),
        Line("same", "Two"),
        Line("new", "Three"),
    ]


def test_very_long_texts_are_not_compared_for_ever():
    old, new = Words("S", "a\n" * 9000), Words("S", "b\na\n" * 4500)
    lines = differences(old, new)
    assert {line.kind for line in lines} == {"gone", "new"}
    assert len(lines) > MOST_LINES


def test_the_words_of_a_version_that_was_given_up_are_the_shipped_ones(conference, alice):
    reword(alice, conference, "One")
    drop_wording(conference.pk, PURPOSE, "en", seen=1, by=alice)
    shipped = shipped_wording(PURPOSE, "en")
    slot = Slot(conference, PURPOSE, "en")
    assert shipped is not None
    assert slot.words_at(2) == slot.words_at(0) == Words(shipped.subject, shipped.body.strip())
    assert slot.words_at(77) is None


@pytest.mark.parametrize("purpose", ["invitation_person", "registration_confirmed"])
def test_a_subject_carries_nothing_that_opens_something(conference, alice, purpose):
    [link] = [each for each in PURPOSES[purpose].placeholders if PURPOSES[purpose].opens(each)][:1]
    words = Words(f"Open {{{link}}}", "Dear {recipient_name}")
    with pytest.raises(WordingError, match="A subject is read by many"):
        reword_letter(conference.pk, purpose, [NewWords("en", words, 0)], by=alice)
    assert not LetterTemplate.objects.exists()
    kept, _stale = reword_letter(conference.pk, purpose, [NewWords("en", Words("Open", words.subject), 0)], by=alice)
    assert len(kept) == 1


@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_no_shipped_subject_carries_what_opens_something(language):
    for key, purpose in PURPOSES.items():
        shipped = shipped_wording(key, language)
        assert shipped is None or list(faults_of_subject(purpose, shipped.subject)) == [], key


def test_an_own_wording_that_has_lost_a_placeholder_is_passed_over_and_fails_no_act(conference):
    """As after an upgrade: who registers must not be told of an error since a wording names what is no more."""
    fields = {"conference": conference, "purpose": PURPOSE, "subject": "Own"}
    LetterTemplate.objects.create(language="en", body="Dear {former_name}", **fields)
    values = dict.fromkeys(PURPOSES[PURPOSE].placeholders, "x")
    letter = Letter(conference=conference, purpose=PURPOSE, recipient="a@people.example", language="en", values=values)
    assert "{former_name}" not in compose(letter).text
    assert compose(letter).subject != "Own"
    assert unusable_wordings(conference) == 1
    standings = {each.slot.language: each.standing.lost for each in in_force(conference, PURPOSE)}
    assert standings == {"en": ("former_name",)} | {code: () for code in conference.languages if code != "en"}
