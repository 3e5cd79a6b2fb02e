"""After the deadline: what is asked for is kept, shown, decided; nothing is lost, nothing happens silently."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conference.models import TeamRole
from registration.actions.changes import propose_change, propose_nomination, propose_substitution, take_back
from registration.actions.decide_changes import accept_change, accept_changes, refuse_request, refuse_requests
from registration.errors import (
    ChangedMeanwhileError,
    IllegalChangeTransitionError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import ChangeKind, DelegationRole, Participant, PendingChange, Registration
from registration.queries.pending_changes import lines_of, pending_changes_of
from registration.states import CHANGE_TRANSITIONS, ChangeState
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_registration,
    new_participant,
)


@pytest.fixture
def delegation(closed):
    return make_delegation(closed, quota=2)


@pytest.fixture
def focal_point(delegation):
    return make_user(make_focal_point(delegation, email="bayar@ministry.example").email)


def member(delegation, state=S.REGISTERED, **person):
    return make_registration(state, delegation=delegation, person=person)


def asked_for(registration, by, **changes):
    return propose_change(registration.pk, changes or {"function": "Minister"}, by=by)


def test_a_correction_is_kept_field_by_field_and_changes_nothing_yet(delegation, focal_point):
    registration = member(delegation, function="Adviser")
    change = propose_change(registration.pk, {"function": "Minister", "nationality": "KG"}, by=focal_point, note="New.")
    assert change is not None
    assert (change.kind, change.state, change.asked_by, change.note) == ("correction", "open", focal_point, "New.")
    assert change.changes == {"function": {"old": "Adviser", "new": "Minister"}}
    registration.participant.refresh_from_db()
    assert registration.participant.function == "Adviser"


def test_how_one_is_reached_is_saved_at_once(delegation):
    registration = member(delegation)
    carol = make_user(registration.participant.email)
    assert asked_for(registration, carol, phone="+976 11 26 22 22", visibility="counted") is None
    registration.participant.refresh_from_db()
    assert (registration.participant.phone, registration.participant.visibility) == ("+976 11 26 22 22", "counted")
    assert not PendingChange.objects.exists()


def test_who_asks_again_adds_to_the_same_request_and_another_has_their_own(delegation, focal_point):
    registration = member(delegation, function="Adviser", institution="Institute")
    carol = make_user(registration.participant.email)
    first = asked_for(registration, focal_point)
    again = propose_change(registration.pk, {"institution": "Ministry"}, by=focal_point)
    other = asked_for(registration, carol, function="Ambassador")
    assert again is not None
    assert again.pk == first.pk != other.pk
    assert set(again.changes) == {"function", "institution"}
    assert again.version == 2


def test_the_database_lets_who_asks_have_one_open_correction(delegation, focal_point):
    change = asked_for(member(delegation), focal_point)
    copy = PendingChange(
        conference=change.conference,
        kind=change.kind,
        registration=change.registration,
        asked_by=focal_point,
    )
    with pytest.raises(IntegrityError, match="who_asks_has_one_open_correction"), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.parametrize("fields", [{"search_text": "x"}, {"version": 3}, {"never_write_automatically": True}])
def test_what_is_not_ones_own_cannot_even_be_asked(delegation, focal_point, fields):
    with pytest.raises(ValueError, match=next(iter(fields))):
        propose_change(member(delegation).pk, fields, by=focal_point)


def test_a_stranger_asks_for_nothing(delegation, token):
    registration = member(delegation)
    stranger = make_user()
    with pytest.raises(NotPermittedError):
        asked_for(registration, stranger)
    with pytest.raises(NotPermittedError):
        propose_substitution(registration.pk, person=new_participant(), by=stranger, form_token=token)
    with pytest.raises(NotPermittedError):
        propose_nomination(
            delegation.pk, person=new_participant(), role=DelegationRole.DELEGATE, by=stranger, form_token=token
        )
    assert not PendingChange.objects.exists()


def test_of_who_has_ended_nothing_is_asked(delegation, focal_point, token):
    gone = member(delegation, S.WITHDRAWN)
    with pytest.raises(RegistrationError, match="can no longer be changed"):
        asked_for(gone, focal_point)
    with pytest.raises(RegistrationError, match="can no longer be changed"):
        propose_substitution(gone.pk, person=new_participant(), by=focal_point, form_token=token)


def test_a_request_filled_from_an_older_page_is_a_lost_update(delegation, focal_point):
    with pytest.raises(LostUpdateError):
        propose_change(member(delegation).pk, {"function": "Minister"}, by=focal_point, version=99)


def test_accepted_it_is_made_and_told_to_who_asked(delegation, focal_point, officer, letters):
    registration = member(delegation, function="Adviser")
    change = accept_change(asked_for(registration, focal_point).pk, by=officer)
    registration.participant.refresh_from_db()
    registration.refresh_from_db()
    assert (registration.participant.function, registration.state) == ("Minister", S.REGISTERED)
    assert (change.state, change.decided_by, change.result) == (ChangeState.ACCEPTED, officer, registration)
    assert change.decided_at is not None
    assert letters() == [("change_accepted", focal_point.email)]


def test_the_person_who_asked_is_written_to_at_their_own_address(delegation, officer, letters):
    registration = member(delegation)
    change = asked_for(registration, make_user(registration.participant.email))
    refuse_request(change.pk, reason="The list is printed.", by=officer)
    assert letters() == [("change_refused", registration.participant.email)]


def test_accepting_what_was_missing_completes_a_nomination(delegation, focal_point, officer):
    registration = member(delegation, S.NOMINATED, function="")
    accept_change(asked_for(registration, focal_point).pk, by=officer)
    registration.refresh_from_db()
    assert registration.state == S.COMPLETE


def test_what_changed_meanwhile_is_said_and_not_overwritten(delegation, focal_point, officer):
    registration = member(delegation, function="Adviser")
    change = asked_for(registration, focal_point)
    Participant.objects.filter(pk=registration.participant_id).update(function="Counsellor")
    with pytest.raises(ChangedMeanwhileError) as refusal:
        accept_change(change.pk, by=officer)
    assert "Function" in str(refusal.value)
    change.refresh_from_db()
    registration.participant.refresh_from_db()
    change.registration.participant.refresh_from_db()
    line = lines_of(change)[0]
    assert (line.old, line.now, line.new, line.is_stale) == ("Adviser", "Counsellor", "Minister", True)
    assert (change.state, registration.participant.function) == (ChangeState.OPEN, "Counsellor")
    accept_change(change.pk, by=officer, replaces_what_changed=True)
    registration.participant.refresh_from_db()
    assert registration.participant.function == "Minister"


def test_of_two_requests_for_one_field_the_second_finds_it_changed(delegation, focal_point, officer):
    registration = member(delegation, function="Adviser")
    one = asked_for(registration, focal_point)
    other = asked_for(registration, make_user(registration.participant.email), function="Ambassador")
    outcome = accept_changes({one.pk: 1, other.pk: 1}, by=officer)
    assert [each.pk for each in outcome.done] == [one.pk]
    assert [each.pk for each, _why in outcome.refused] == [other.pk]


def test_a_nomination_is_kept_with_everything_and_made_when_it_is_accepted(delegation, focal_point, officer, token):
    person = new_participant(given_names="Dorji", family_name="Sample", nationality="MN", title="Dr.")
    change = propose_nomination(
        delegation.pk, person=person, role=DelegationRole.ADVISER, by=focal_point, form_token=token
    )
    assert not Registration.objects.filter(delegation=delegation).exists()
    accepted = accept_change(change.pk, by=officer)
    made = Registration.objects.get(delegation=delegation)
    assert accepted.result == made
    assert (made.role, made.state, made.participant.given_names) == (DelegationRole.ADVISER, S.COMPLETE, "Dorji")
    assert (made.participant.nationality.code, made.participant.title) == ("MN", "Dr.")


def test_a_nomination_submitted_twice_is_one_request(delegation, focal_point, token):
    make = [
        propose_nomination(
            delegation.pk, person=new_participant(), role=DelegationRole.ADVISER, by=focal_point, form_token=token
        )
        for _twice in range(2)
    ]
    assert make[0] == make[1]
    assert PendingChange.objects.count() == 1


def test_a_nomination_meets_the_quota_when_it_is_accepted(delegation, focal_point, officer, token):
    change = propose_nomination(
        delegation.pk, person=new_participant(), role=DelegationRole.ADVISER, by=focal_point, form_token=token
    )
    for _seat in range(2):
        member(delegation)
    result = accept_change(change.pk, by=officer).result
    assert result is not None
    assert result.state == S.WAITLISTED


def test_a_substitution_keeps_the_member_until_it_is_accepted(delegation, focal_point, officer, token):
    former = member(delegation)
    change = propose_substitution(former.pk, person=new_participant(), by=focal_point, form_token=token)
    former.refresh_from_db()
    assert former.state == S.REGISTERED
    again = propose_substitution(former.pk, person=new_participant(), by=focal_point, form_token=token)
    assert again == change
    result = accept_change(change.pk, by=officer).result
    assert result is not None
    former.refresh_from_db()
    assert (former.state, result.replaces) == (S.REPLACED, former)


def test_a_member_of_another_category_is_replaced_with_locks_in_their_order(delegation, focal_point, officer, token):
    other = make_category(delegation.conference, slug="other")
    former = make_registration(S.REGISTERED, delegation=delegation, category=other)
    change = propose_substitution(former.pk, person=new_participant(), by=focal_point, form_token=token)
    with CaptureQueriesContext(connection) as queries:
        accept_change(change.pk, by=officer)
    locked = [each["sql"] for each in queries if "FOR NO KEY UPDATE" in each["sql"]]
    categories = [n for n, sql in enumerate(locked) if 'FROM "registration_participantcategory"' in sql]
    registrations = [n for n, sql in enumerate(locked) if 'FROM "registration_registration"' in sql]
    assert {str(other.pk) in locked[n] for n in categories} == {True}
    assert categories[0] < registrations[0]


def test_a_member_has_one_open_substitution(delegation, focal_point, token):
    former = member(delegation)
    propose_substitution(former.pk, person=new_participant(), by=focal_point, form_token=token)
    with pytest.raises(RegistrationError, match="already asked for"):
        propose_substitution(former.pk, person=new_participant(), by=focal_point, form_token=uuid.uuid4())


def test_who_belongs_to_no_delegation_has_no_substitute(closed, token):
    alone = make_registration(S.SUBMITTED, closed)
    with pytest.raises(RegistrationError, match="Only the members"):
        propose_substitution(
            alone.pk, person=new_participant(), by=make_user(alone.participant.email), form_token=token
        )


def test_a_refusal_needs_a_reason_and_keeps_it(delegation, focal_point, officer):
    change = asked_for(member(delegation), focal_point)
    for act in (refuse_request, lambda pk, **more: refuse_requests({pk: 1}, **more)):
        with pytest.raises(ReasonRequiredError):
            act(change.pk, reason="  ", by=officer)
    refused = refuse_request(change.pk, reason="The badge is printed.", by=officer)
    assert (refused.state, refused.reason) == (ChangeState.REFUSED, "The badge is printed.")


def test_several_are_refused_for_one_reason(delegation, focal_point, officer, letters):
    changes = [asked_for(member(delegation), focal_point) for _each in range(3)]
    outcome = refuse_requests({each.pk: 1 for each in changes}, reason="The list is printed.", by=officer)
    assert len(outcome.done) == 3
    assert letters() == [("change_refused", focal_point.email)] * 3


def test_who_asked_takes_it_back_and_so_does_the_focal_point(delegation, focal_point):
    registration = member(delegation)
    carol = make_user(registration.participant.email)
    for by in (carol, focal_point):
        change = asked_for(registration, carol)
        assert take_back(change.pk, by=by).state == ChangeState.TAKEN_BACK
    with pytest.raises(NotPermittedError):
        take_back(asked_for(registration, carol).pk, by=make_user())


@pytest.mark.parametrize("state", sorted(set(ChangeState) - {ChangeState.OPEN}))
def test_what_is_decided_is_decided_once(delegation, focal_point, officer, state):
    assert CHANGE_TRANSITIONS[state] == frozenset()
    change = asked_for(member(delegation), focal_point)
    change.move_to(state, by=officer, reason="Settled.")
    for act in (
        lambda: accept_change(change.pk, by=officer),
        lambda: refuse_request(change.pk, reason="No.", by=officer),
        lambda: take_back(change.pk, by=focal_point),
    ):
        with pytest.raises(IllegalChangeTransitionError) as refusal:
            act()
        assert str(state.label) in str(refusal.value)


def test_only_officers_who_register_decide_and_never_for_themselves(delegation, focal_point, observer):
    change = asked_for(member(delegation), focal_point)
    with pytest.raises(NotPermittedError):
        accept_change(change.pk, by=observer)
    with pytest.raises(NotPermittedError):
        refuse_request(change.pk, reason="No.", by=focal_point)
    officer = make_officer(delegation.conference, TeamRole.PROTOCOL)
    own = asked_for(member(delegation, email=officer.email), officer)
    with pytest.raises(NotPermittedError):
        accept_change(own.pk, by=officer)


def test_an_officer_who_saw_an_older_request_is_told(delegation, focal_point, officer):
    registration = member(delegation)
    change = asked_for(registration, focal_point)
    propose_change(registration.pk, {"institution": "Ministry"}, by=focal_point)
    with pytest.raises(LostUpdateError):
        accept_change(change.pk, by=officer, version=change.version)


def test_each_sees_what_was_asked_about_theirs_and_nobody_else(delegation, focal_point, token):
    registration = member(delegation)
    carol = make_user(registration.participant.email)
    asked_for(registration, carol)
    propose_nomination(
        delegation.pk, person=new_participant(), role=DelegationRole.ADVISER, by=focal_point, form_token=token
    )
    conference = delegation.conference
    assert len(pending_changes_of(focal_point, conference, delegation=delegation)) == 2
    assert len(pending_changes_of(carol, conference, registrations=[registration.pk])) == 1
    assert pending_changes_of(make_user(), conference, registrations=[registration.pk], delegation=delegation) == []


def test_every_kind_has_an_act_behind_it():
    from registration.actions.decide_changes import _ACCEPT

    assert set(_ACCEPT) == set(ChangeKind)


def test_a_form_that_asked_for_something_else_is_refused_in_a_sentence(delegation, focal_point):
    member = make_registration(S.NOMINATED, delegation=delegation)
    token = uuid.uuid4()
    propose_nomination(
        delegation.pk, person=new_participant(), role=DelegationRole.ADVISER, by=focal_point, form_token=token
    )
    with pytest.raises(RegistrationError, match="already used"):
        propose_substitution(member.pk, person=new_participant(), by=focal_point, form_token=token)
