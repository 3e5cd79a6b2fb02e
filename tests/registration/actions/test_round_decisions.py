"""What is decided on applications that were read: with grounds, by whom, and after the opinions."""

import pytest

from conference.models import TeamRole
from registration.actions.opinions import declare_conflict
from registration.actions.round_decisions import decide_in_round
from registration.actions.rounds import begin_round, decide_provisionally, release_round
from registration.errors import (
    ConflictOfInterestError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import Outcome, Visibility
from registration.queries.decline_grounds import CONDUCT, HELSINKI_1992
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_participant, make_registration
from tests.factories.vetting import make_opinion, make_reading, say


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
    with pytest.raises(RegistrationError, match="You have declined this application"):
        decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=officer)
    assert decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=saran) is not None


def test_a_hidden_applicant_is_decided_on_by_who_may_know_the_name(found, category, officer, conference):
    hidden = make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    with pytest.raises(NotPermittedError):
        decide_in_round(found.pk, hidden.pk, outcome=Outcome.REGISTERED, by=officer)
    registrar = make_officer(conference, TeamRole.REGISTRATION)
    assert decide_in_round(found.pk, hidden.pk, outcome=Outcome.REGISTERED, by=registrar) is not None
