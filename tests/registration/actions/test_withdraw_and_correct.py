"""Stepping back, and correcting what was entered."""

import pytest

from conference.models import TeamRole
from registration.actions.correct import correct_registration
from registration.actions.withdraw import withdraw_registration
from registration.errors import IllegalTransitionError, LostUpdateError, NotPermittedError, RegistrationError
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import make_delegation, make_focal_point, make_registration


def own_user(registration):
    return make_user(registration.participant.email)


def test_one_withdraws_and_it_is_announced_and_confirmed(conference, letters, ended):
    registration = make_registration(S.SUBMITTED, conference)
    carol = own_user(registration)
    withdrawn = withdraw_registration(registration.pk, by=carol, reason="Illness")
    step = withdrawn.transitions.latest("pk")
    assert (step.origin, step.target, step.by, step.reason) == (S.SUBMITTED, S.WITHDRAWN, carol, "Illness")
    assert ended == [(registration.pk, carol)]
    assert letters() == [("withdrawn", registration.participant.email)]


def test_a_focal_point_withdraws_a_member_and_is_told_where_the_member_has_no_address(conference, letters):
    delegation = make_delegation(conference)
    focal_point = make_focal_point(delegation)
    registration = make_registration(S.REGISTERED, delegation=delegation, person={"email": ""})
    withdraw_registration(registration.pk, by=make_user(focal_point.email))
    assert letters() == [("member_withdrawn", focal_point.email)]


def test_officers_withdraw_whom_they_register_or_decide_on(conference):
    for role in (TeamRole.REGISTRATION, TeamRole.VETTING):
        registration = make_registration(S.SUBMITTED, conference)
        assert withdraw_registration(registration.pk, by=make_officer(conference, role)).state == S.WITHDRAWN


def test_nobody_else_withdraws_anybody(conference, observer, ended):
    registration = make_registration(S.SUBMITTED, conference)
    for stranger in (observer, make_user(), make_user(make_focal_point(make_delegation(conference)).email)):
        with pytest.raises(NotPermittedError):
            withdraw_registration(registration.pk, by=stranger)
    assert ended == []


def test_who_is_out_does_not_withdraw_again(conference, officer):
    with pytest.raises(IllegalTransitionError):
        withdraw_registration(make_registration(S.DECLINED, conference).pk, by=officer)


def test_an_applicant_answers_a_request_for_changes_and_is_submitted_again(conference):
    registration = make_registration(S.CHANGES_REQUESTED, conference)
    corrected = correct_registration(
        registration.pk,
        by=own_user(registration),
        person_changes={"function": "Director"},
        application_changes={"country_of_work": "Mongolia"},
    )
    assert (corrected.state, corrected.participant.function) == (S.SUBMITTED, "Director")
    corrected.application.refresh_from_db()
    assert corrected.application.country_of_work == "Mongolia"


def test_an_officers_correction_does_not_submit_in_the_applicants_place(conference, officer):
    registration = make_registration(S.CHANGES_REQUESTED, conference)
    corrected = correct_registration(registration.pk, by=officer, person_changes={"function": "Director"})
    assert corrected.state == S.CHANGES_REQUESTED


def test_a_submitted_application_is_corrected_and_stays_submitted(conference):
    registration = make_registration(S.SUBMITTED, conference)
    corrected = correct_registration(
        registration.pk, by=own_user(registration), person_changes={"function": "Director"}
    )
    assert corrected.state == S.SUBMITTED


def test_a_nomination_that_is_corrected_becomes_complete(conference):
    registration = make_registration(S.NOMINATED, conference, person={"function": ""})
    corrected = correct_registration(registration.pk, by=own_user(registration), person_changes={"function": "Envoy"})
    assert corrected.state == S.COMPLETE


@pytest.mark.parametrize("state", [S.UNDER_REVIEW, S.REGISTERED])
def test_what_was_decided_upon_changes_only_by_an_officer(state, conference, officer):
    registration = make_registration(state, conference, track=Track.APPLICATION)
    with pytest.raises(RegistrationError, match="To correct a name or a function now, please write to secretariat@"):
        correct_registration(registration.pk, by=own_user(registration), person_changes={"function": "Director"})
    changed = correct_registration(registration.pk, by=officer, person_changes={"function": "Director"})
    assert (changed.state, changed.participant.function) == (state, "Director")


def test_how_one_is_reached_and_who_sees_the_name_may_change_at_any_time(conference):
    registration = make_registration(S.REGISTERED, conference)
    changes = {"phone": "+976 11 111111", "visibility": "hidden"}
    person = correct_registration(registration.pk, by=own_user(registration), person_changes=changes).participant
    assert (person.phone, person.visibility) == ("+976 11 111111", "hidden")


def test_nobody_but_the_person_corrects_who_sees_the_name(conference, officer):
    delegation = make_delegation(conference)
    registration = make_registration(S.COMPLETE, delegation=delegation, person={"visibility": "hidden"})
    for other in (officer, make_user(make_focal_point(delegation).email)):
        for changes in ({"visibility": "listed"}, {"named_on_agenda": True}):
            with pytest.raises(NotPermittedError):
                correct_registration(registration.pk, by=other, person_changes=changes)


def test_an_address_on_record_is_changed_by_the_secretariat_alone(conference, officer):
    registration = make_registration(S.SUBMITTED, conference, person={"office_email": "office@people.example"})
    own, office = own_user(registration), make_user("office@people.example")
    other = "mallory@people.example"
    for user, field in ((own, "email"), (office, "email"), (office, "office_email")):
        with pytest.raises(RegistrationError, match="To change it, please write to secretariat@"):
            correct_registration(registration.pk, by=user, person_changes={field: other})
    assert correct_registration(registration.pk, by=officer, person_changes={"email": other}).participant.email == other


def test_the_person_names_the_private_office(conference):
    registration = make_registration(S.SUBMITTED, conference)
    changes = {"office_email": "Office@People.example"}
    person = correct_registration(registration.pk, by=own_user(registration), person_changes=changes).participant
    person.refresh_from_db()
    assert person.office_email == "office@people.example"


def test_a_correction_of_what_has_changed_since_is_told(conference, officer):
    registration = make_registration(S.SUBMITTED, conference)
    correct_registration(registration.pk, by=officer, person_changes={"phone": "1"}, version=1)
    with pytest.raises(LostUpdateError):
        correct_registration(registration.pk, by=officer, person_changes={"phone": "2"}, version=1)


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.DECLINED])
def test_what_has_ended_is_not_corrected(state, conference, officer):
    registration = make_registration(state, conference, track=Track.APPLICATION)
    with pytest.raises(RegistrationError, match="can no longer be changed"):
        correct_registration(registration.pk, by=officer, person_changes={"phone": "1"})


def test_a_stranger_corrects_nothing(conference):
    with pytest.raises(NotPermittedError):
        correct_registration(make_registration(S.SUBMITTED, conference).pk, by=make_user())


def test_a_form_cannot_write_other_fields_of_an_application(conference, officer):
    registration = make_registration(S.SUBMITTED, conference)
    with pytest.raises(ValueError, match="registration"):
        correct_registration(registration.pk, by=officer, application_changes={"registration": None})
