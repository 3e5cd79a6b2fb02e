"""Who was declined may ask for one review, within the time that the letter named, of an officer who did not decline."""

import datetime

import pytest

from registration.actions.ask_for_review import ask_for_review
from registration.actions.decide import confirm_registration, decline_application, request_changes, take_up, waitlist
from registration.actions.decide_in_bulk import confirm_registrations, decline_applications
from registration.actions.undo import undo_decision
from registration.errors import NotPermittedError, ReasonRequiredError, RegistrationError
from registration.models import RegistrationTransition, ReviewRequest
from registration.queries.reviews import last_day_of_review, open_reviews
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import make_registration


@pytest.fixture
def declined(conference, officer):
    return decline_application(make_registration(S.UNDER_REVIEW, conference).pk, reason="Full.", by=officer)


@pytest.fixture
def carol(declined):
    return make_user(declined.participant.email)


def test_it_waits_for_an_officer_who_did_not_decline_and_is_taken_up_once(conference, declined, carol, officer):
    asked = ask_for_review(declined.pk, words="The mandate was misread.", by=carol)
    assert list(open_reviews(conference)) == [asked]
    with pytest.raises(RegistrationError, match="an officer who was not involved"):
        take_up(declined.pk, by=officer)
    other = make_officer(conference)
    take_up(declined.pk, by=other)
    asked.refresh_from_db()
    assert asked.taken_up_by == other
    assert not open_reviews(conference).exists()


ON_THE_REVIEW = {
    "confirm": lambda row, by: confirm_registration(row.pk, by=by),
    "decline": lambda row, by: decline_application(row.pk, reason="Full.", by=by),
    "let wait": lambda row, by: waitlist(row.pk, by=by),
    "ask for changes": lambda row, by: request_changes(row.pk, what="The mandate.", by=by),
}


@pytest.mark.parametrize("decision", ON_THE_REVIEW)
def test_who_declined_decides_nothing_on_the_review(conference, declined, officer, decision):
    other = make_officer(conference)
    take_up(declined.pk, by=other)
    with pytest.raises(RegistrationError, match="an officer who was not involved"):
        ON_THE_REVIEW[decision](declined, officer)
    assert ON_THE_REVIEW[decision](declined, other).state != S.UNDER_REVIEW


def test_who_declined_decides_nothing_on_the_review_among_many(conference, declined, officer):
    other = make_officer(conference)
    take_up(declined.pk, by=other)
    for outcome in (
        confirm_registrations([declined.pk], by=officer),
        decline_applications([declined.pk], reason="Full.", by=officer),
    ):
        assert [("not involved" in sentence) for _row, sentence in outcome.refused] == [True]
    assert [row.pk for row in confirm_registrations([declined.pk], by=other).done] == [declined.pk]


def test_a_decline_that_was_undone_bars_nobody_and_one_that_was_left_still_does(conference, officer):
    undone, left = (make_registration(S.UNDER_REVIEW, conference) for _ in range(2))
    act = decline_applications([undone.pk, left.pk], reason="Full.", by=officer).act
    take_up(left.pk, by=make_officer(conference))
    assert act is not None
    assert [row.pk for row in undo_decision(act.pk, by=officer).done] == [undone.pk]
    assert decline_application(undone.pk, reason="The mandate.", by=officer).state == S.DECLINED
    with pytest.raises(RegistrationError, match="not involved"):
        confirm_registration(left.pk, by=officer)


def test_there_is_one_and_asked_twice_the_first_stands(conference, declined, carol):
    first = ask_for_review(declined.pk, words="First.", by=carol)
    assert ask_for_review(declined.pk, words="Second.", by=carol) == first
    assert ReviewRequest.objects.get().words == "First."


def test_a_review_declined_again_is_not_reviewed_again(conference, declined, carol):
    ask_for_review(declined.pk, words="First.", by=carol)
    other, third = make_officer(conference), make_officer(conference)
    take_up(declined.pk, by=other)
    decline_application(declined.pk, reason="Full.", by=third)
    assert ask_for_review(declined.pk, words="Again.", by=carol).words == "First."
    assert not open_reviews(conference).exists()


def test_it_is_ones_own_has_words_and_a_time(conference, declined, carol, officer):
    with pytest.raises(NotPermittedError):
        ask_for_review(declined.pk, words="No.", by=officer)
    with pytest.raises(ReasonRequiredError):
        ask_for_review(declined.pk, words=" ", by=carol)
    RegistrationTransition.objects.filter(registration=declined, target=S.DECLINED).update(
        at=declined.state_since - datetime.timedelta(days=12)
    )
    with pytest.raises(RegistrationError, match="is over"):
        ask_for_review(declined.pk, words="Late.", by=carol)


def test_only_what_was_declined_is_reviewed(conference):
    row = make_registration(S.UNDER_REVIEW, conference)
    with pytest.raises(RegistrationError, match="declined"):
        ask_for_review(row.pk, words="Now.", by=make_user(row.participant.email))


@pytest.mark.parametrize(
    ("declined_on", "last"),
    [((2019, 6, 3), (2019, 6, 10)), ((2019, 6, 1), (2019, 6, 10)), ((2019, 6, 2), (2019, 6, 10))],
)
def test_the_last_day_is_a_week_later_and_no_weekend(declined_on, last):
    assert last_day_of_review(datetime.date(*declined_on)) == datetime.date(*last)
