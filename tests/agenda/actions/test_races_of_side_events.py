"""Two at once of one organisation, and two officers at once: real threads on a real PostgreSQL."""

import datetime
from collections import Counter

import pytest

from agenda.actions.side_event_call import call_for_side_events
from agenda.actions.side_event_decisions import accept_side_event, decline_side_event
from agenda.actions.side_events import change_side_event, withdraw_side_event
from agenda.errors import AgendaError
from agenda.models import Session, SideEventMove, SideEventProposal
from agenda.states import SideEventState
from conference.celery import app as celery_app
from conference.clock import conference_now
from conference.correspondence.models import OutgoingMessage
from conference.models import TranslatedText
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.side_events import make_call, make_civil_society, make_proposal, propose, text_of, who_proposed
from tests.registration.actions.racing import at_once, while_another_waits

pytestmark = pytest.mark.django_db(transaction=True)
S = SideEventState


@pytest.fixture(autouse=True)
def _nobody_delivers(monkeypatch):
    monkeypatch.setattr(celery_app, "send_task", lambda *_args, **_kwargs: None)


@pytest.fixture
def conference():
    return make_conference()


def told(act):
    def run():
        try:
            return act().state
        except AgendaError as error:
            return type(error).__name__

    return run


def test_of_ten_of_one_organisation_at_once_one_is_taken(conference):
    make_call(conference)
    people = [make_civil_society(conference) for _ in range(10)]
    for person in people:
        make_user(person.email)
    outcomes = at_once([told(lambda person=person: propose(conference, person.email)) for person in people])
    assert Counter(outcomes) == {"proposed": 1, "SideEventError": 9}
    assert SideEventProposal.objects.count() == 1
    assert OutgoingMessage.objects.filter(purpose="side_event_received").count() == 1


def test_of_officers_who_decide_at_once_one_decides(conference):
    proposal = make_proposal(conference)
    officers = [make_officer(conference) for _ in range(6)]
    accepting = [
        told(lambda by=by: accept_side_event(proposal.pk, by=by, organiser=TranslatedText({"en": "We"}), version=1))
        for by in officers[:3]
    ]
    declining = [
        told(lambda by=by: decline_side_event(proposal.pk, reason="No.", by=by, version=1)) for by in officers[3:]
    ]
    outcomes = Counter(at_once(accepting + declining))
    assert outcomes["LostUpdateError"] == 5
    assert SideEventMove.objects.filter(proposal=proposal).count() == 2
    proposal.refresh_from_db()
    assert Session.objects.count() == (proposal.state == S.ACCEPTED)
    assert OutgoingMessage.objects.filter(purpose__in=("side_event_accepted", "side_event_declined")).count() == 1


def test_a_window_that_closes_meanwhile_is_closed(conference):
    make_call(conference)
    person, officer = make_civil_society(conference), make_officer(conference)
    make_user(person.email)
    past = {"closes_at": conference_now(conference) - datetime.timedelta(minutes=1)}
    outcome = while_another_waits(
        lambda: call_for_side_events(conference.pk, changes=past, by=officer),
        told(lambda: propose(conference, person.email)),
    )
    assert outcome == "SideEventError"
    assert not SideEventProposal.objects.exists()


def test_who_withdraws_while_it_is_accepted_finds_it_decided(conference):
    proposal = make_proposal(conference)
    officer, user = make_officer(conference), make_user(who_proposed(proposal).email)
    outcome = while_another_waits(
        lambda: accept_side_event(proposal.pk, by=officer, organiser=TranslatedText()),
        told(lambda: withdraw_side_event(proposal.pk, by=user)),
    )
    assert outcome == "SideEventError"
    proposal.refresh_from_db()
    assert proposal.state == S.ACCEPTED


def test_what_is_changed_while_an_officer_reads_is_not_accepted_unread(conference):
    proposal = make_proposal(conference)
    officer, user = make_officer(conference), make_user(who_proposed(proposal).email)
    outcome = while_another_waits(
        lambda: change_side_event(proposal.pk, text_of(minutes=30), by=user),
        told(lambda: accept_side_event(proposal.pk, by=officer, organiser=TranslatedText(), version=1)),
    )
    assert outcome == "LostUpdateError"
    assert not Session.objects.exists()
