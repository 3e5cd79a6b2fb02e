"""An organisation proposes one side event, within a window that opens and closes at a minute."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agenda.actions.side_events import change_side_event, propose_side_event, withdraw_side_event
from agenda.errors import LostUpdateError, NotPermittedError, SideEventError
from agenda.models import SideEventCall, SideEventProposal
from agenda.queries.side_events import call_of, has_side_event_page, proposers_of, window_of
from agenda.states import SIDE_EVENT_TRANSITIONS, SideEventState
from conference.clock import conference_now
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole, TranslatedText
from registration.models import DelegationRole, Visibility
from registration.states import RegistrationState
from tests.factories.conference import make_conference, make_officer, make_user, set_clock
from tests.factories.registration import make_category, make_delegation, make_registration
from tests.factories.side_events import (
    make_call,
    make_civil_society,
    make_equipment,
    make_host_delegation,
    make_proposal,
    propose,
    text_of,
    who_proposed,
)

pytestmark = pytest.mark.django_db
S = SideEventState


def letters():
    return list(OutgoingMessage.objects.order_by("created_at").values_list("purpose", "recipient"))


def test_an_organisation_proposes_and_is_told_that_it_was_received(conference):
    make_call(conference)
    person = make_civil_society(conference)
    proposal = propose(conference, person.email)
    assert (proposal.organisation, proposal.state) == ("Steppe Dialogue Centre", S.PROPOSED)
    assert letters()[-1] == ("side_event_received", person.email)
    assert [(move.origin, move.target) for move in proposal.moves.all()] == [("", "proposed")]


def test_a_delegation_proposes_by_its_focal_point_and_its_members_leave_it_to_them(conference):
    call = make_call(conference)
    delegation = make_host_delegation(conference)
    member = make_registration(
        RegistrationState.COMPLETE, conference, delegation=delegation, role=DelegationRole.DELEGATE
    )
    assert proposers_of(make_user(member.participant.email), conference, call) == []
    proposal = propose(conference, "focal.point@mission.example")
    assert (proposal.delegation, proposal.organisation) == (delegation, delegation.name_in("en"))
    assert letters()[-1] == ("side_event_received", "focal.point@mission.example")


def test_a_second_one_of_the_same_organisation_is_refused_however_it_is_spelt(conference):
    make_proposal(conference, "Steppe Dialogue Centre")
    other = make_civil_society(conference, "STEPPE  dialogue-centre")
    with pytest.raises(SideEventError, match="each organisation proposes one"):
        propose(conference, other.email)
    assert SideEventProposal.objects.count() == 1


def test_the_database_refuses_a_second_one_too(conference):
    first = make_proposal(conference)
    with pytest.raises(IntegrityError, match="organisation_proposes_one_side_event"), transaction.atomic():
        SideEventProposal.objects.create(
            conference=conference,
            participant=first.participant,
            organisation="Steppe Dialogue Centre",
            organisation_key=first.organisation_key,
            title={"en": "Another"},
            description={"en": "Another"},
            minutes=30,
            form_token=uuid.uuid4(),
        )


def test_the_same_form_sent_twice_is_the_same_proposal(conference):
    make_call(conference)
    person, token = make_civil_society(conference), uuid.uuid4()
    first = propose(conference, person.email, form_token=token)
    assert propose(conference, person.email, form_token=token).pk == first.pk
    assert len([1 for purpose, _to in letters() if purpose == "side_event_received"]) == 1


def test_an_old_form_sent_once_more_after_withdrawing_proposes_anew(conference):
    make_call(conference)
    person, token = make_civil_society(conference), uuid.uuid4()
    first = propose(conference, person.email, form_token=token)
    withdraw_side_event(first.pk, by=make_user(person.email))
    again = propose(conference, person.email, form_token=token)
    assert (again.pk != first.pk, again.state) == (True, S.PROPOSED)


def test_the_page_of_ones_own_is_there_for_who_has_proposed_or_may(conference):
    call = make_call(conference)
    person = make_civil_society(conference)
    user, nobody = make_user(person.email), make_user("somebody@else.example")
    assert (has_side_event_page(user, conference), has_side_event_page(nobody, conference)) == (True, False)
    call.categories.add(make_category(conference))
    assert not has_side_event_page(user, conference)
    call.categories.clear()
    SideEventCall.objects.update(closes_at=conference_now(conference) - datetime.timedelta(minutes=1))
    assert not has_side_event_page(user, conference)
    SideEventCall.objects.all().delete()
    assert not has_side_event_page(user, conference)


@pytest.mark.parametrize(
    ("clock", "is_taken"),
    [
        ("2019-06-03 08:59:59", False),
        ("2019-06-03 09:00:00", True),
        ("2019-06-07 17:59:59", True),
        ("2019-06-07 18:00:00", False),
        ("2019-06-07 18:00:01", False),
    ],
)
def test_it_opens_and_closes_at_a_minute_of_the_venues_clock(monkeypatch, conference, clock, is_taken):
    zone = conference.zone
    make_call(
        conference,
        opens_at=datetime.datetime(2019, 6, 3, 9, tzinfo=zone),
        closes_at=datetime.datetime(2019, 6, 7, 18, tzinfo=zone),
    )
    person = make_civil_society(conference)
    moment = datetime.datetime.fromisoformat(clock).replace(tzinfo=zone)
    monkeypatch.setattr("agenda.queries.side_events.conference_now", lambda _conference: moment)
    if is_taken:
        assert propose(conference, person.email).state == S.PROPOSED
    else:
        with pytest.raises(SideEventError, match="Nothing was saved"):
            propose(conference, person.email)
        assert not SideEventProposal.objects.exists()


def test_the_sentence_says_when_it_opens_until_when_and_that_it_closed(monkeypatch, conference):
    zone = conference.zone
    call = make_call(
        conference,
        opens_at=datetime.datetime(2019, 6, 3, 9, tzinfo=zone),
        closes_at=datetime.datetime(2019, 6, 7, 18, tzinfo=zone),
    )
    said = []
    for day in (2, 4, 8):
        moment = datetime.datetime(2019, 6, day, 12, tzinfo=zone)
        monkeypatch.setattr("agenda.queries.side_events.conference_now", lambda _held, moment=moment: moment)
        said.append(window_of(call).sentence)
    assert said[0].startswith("Proposals open on Monday, 3 June, 09:00")
    assert said[1].startswith("Proposals are taken until Friday, 7 June, 18:00")
    assert said[2].startswith("Proposals closed on Friday, 7 June, 18:00")


def test_nothing_is_taken_where_none_are_offered(conference):
    make_call(conference, is_offered=False)
    person = make_civil_society(conference)
    assert call_of(conference) is None
    with pytest.raises(SideEventError, match="takes no proposals"):
        propose(conference, person.email)


def test_only_who_answers_for_an_organisation_proposes_for_it(conference):
    make_call(conference)
    person = make_civil_society(conference)
    with pytest.raises(NotPermittedError):
        propose_side_event(
            conference.pk, person.pk, text_of(), form_token=uuid.uuid4(), by=make_user("somebody@else.example")
        )
    officer = make_officer(conference, TeamRole.AGENDA)
    with pytest.raises(NotPermittedError):
        propose_side_event(conference.pk, person.pk, text_of(), form_token=uuid.uuid4(), by=officer)


def test_categories_that_are_not_asked_do_not_propose(conference):
    call = make_call(conference)
    call.categories.add(make_category(conference))
    person = make_civil_society(conference)
    assert proposers_of(make_user(person.email), conference, call) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": {"en": "x" * 501}}, "500 are the most"),
        ({"description": {"en": "x" * 2_001}}, "2000 are the most"),
        ({"minutes": 91}, "at most 90 min"),
        ({"minutes": 0}, "at most 90 min"),
        ({"languages": ["fr"]}, "not held in one of these"),
        ({"languages": []}, "at least one language"),
        ({"title": {}}, "give the title"),
    ],
)
def test_what_does_not_keep_to_the_limits_is_refused(conference, changes, sentence):
    make_call(conference)
    person = make_civil_society(conference)
    worded: dict[str, Any] = {
        name: TranslatedText(each) if isinstance(each, dict) else each for name, each in changes.items()
    }
    with pytest.raises(SideEventError, match=sentence):
        propose(conference, person.email, **worded)


def test_equipment_of_another_conference_is_refused(conference):
    make_call(conference)
    person = make_civil_society(conference)
    foreign = make_equipment(make_conference(slug="another"))
    with pytest.raises(SideEventError, match="not offered here"):
        propose(conference, person.email, equipment=[foreign])


def test_it_is_changed_while_the_window_is_open_and_not_afterwards(conference):
    proposal = make_proposal(conference)
    user = make_user(who_proposed(proposal).email)
    changed = change_side_event(proposal.pk, text_of(minutes=45), by=user, version=proposal.version)
    assert (changed.minutes, changed.version) == (45, 2)
    with pytest.raises(LostUpdateError):
        change_side_event(proposal.pk, text_of(minutes=30), by=user, version=1)
    SideEventCall.objects.update(closes_at=conference_now(conference) - datetime.timedelta(minutes=1))
    with pytest.raises(SideEventError, match="Nothing was saved"):
        change_side_event(proposal.pk, text_of(minutes=30), by=user)
    with pytest.raises(SideEventError, match="Nothing was saved"):
        withdraw_side_event(proposal.pk, by=user)
    proposal.refresh_from_db()
    assert (proposal.minutes, proposal.state) == (45, S.PROPOSED)


def test_whoever_withdraws_may_propose_anew(conference):
    proposal = make_proposal(conference)
    user = make_user(who_proposed(proposal).email)
    withdraw_side_event(proposal.pk, by=user)
    assert withdraw_side_event(proposal.pk, by=user).state == S.WITHDRAWN
    again = propose(conference, who_proposed(proposal).email)
    assert again.pk != proposal.pk
    assert proposal.moves.count() == 2


def test_nobody_changes_or_withdraws_what_is_not_theirs(conference):
    proposal = make_proposal(conference)
    for other in (make_user("somebody@else.example"), make_officer(conference, TeamRole.COORDINATOR)):
        with pytest.raises(NotPermittedError):
            change_side_event(proposal.pk, text_of(), by=other)
        with pytest.raises(NotPermittedError):
            withdraw_side_event(proposal.pk, by=other)


def test_a_delegation_whose_name_changed_still_proposes_one(conference):
    make_call(conference)
    delegation = make_host_delegation(conference)
    first = propose(conference, "focal.point@mission.example")
    SideEventProposal.objects.filter(pk=first.pk).update(organisation_key="aformername")
    with pytest.raises(SideEventError, match="each organisation proposes one"):
        propose(conference, "focal.point@mission.example")
    assert delegation.side_events.count() == 1


def test_the_proposal_of_who_is_erased_goes_with_the_person(conference):
    proposal = make_proposal(conference)
    who_proposed(proposal).registrations.all().delete()
    who_proposed(proposal).delete()
    assert not SideEventProposal.objects.exists()


@pytest.mark.parametrize("wanted", list(S))
@pytest.mark.parametrize("current", list(S))
def test_every_pair_of_states_moves_as_the_table_says(conference, current, wanted):
    from agenda.errors import IllegalSideEventTransitionError
    from tests.factories.agenda import make_session

    proposal = make_proposal(conference)
    held = make_session(conference, None) if current == S.ACCEPTED else None
    until = datetime.datetime.now(datetime.UTC) if current == S.CHANGES_ASKED else None
    SideEventProposal.objects.filter(pk=proposal.pk).update(
        state=current, session=held, changes_until=until, reason="So it is."
    )
    proposal.refresh_from_db()
    proposal.session = (proposal.session or make_session(conference, None)) if wanted == S.ACCEPTED else None
    proposal.changes_until = datetime.datetime.now(datetime.UTC)
    if wanted in SIDE_EVENT_TRANSITIONS[current]:
        proposal.move_to(wanted, by=None, reason="Because.")
        proposal.refresh_from_db()
        assert (proposal.state, proposal.reason) == (wanted, "Because.")
    else:
        with pytest.raises(IllegalSideEventTransitionError):
            proposal.move_to(wanted, by=None, reason="Because.")


def test_a_hidden_persons_proposal_is_as_any_other_to_the_person(conference):
    make_call(conference)
    person = make_civil_society(conference, visibility=Visibility.HIDDEN)
    proposal = propose(conference, person.email)
    assert SideEventProposal.objects.own(make_user(person.email), conference).get() == proposal


def test_the_window_follows_the_clock_of_a_demonstration(conference):
    zone = conference.zone
    make_call(
        conference,
        opens_at=datetime.datetime(2019, 6, 3, 9, tzinfo=zone),
        closes_at=datetime.datetime(2019, 6, 7, 18, tzinfo=zone),
    )
    set_clock(conference, datetime.datetime(2019, 6, 5, 12, tzinfo=zone))
    conference.refresh_from_db()
    offered = call_of(conference)
    assert offered is not None
    assert window_of(offered).is_open


def test_a_state_delegation_proposes_too(conference):
    from tests.factories.registration import make_focal_point

    make_call(conference)
    delegation = make_delegation(conference)
    make_focal_point(delegation, email="mission@kg.example")
    assert propose(conference, "mission@kg.example").delegation == delegation
