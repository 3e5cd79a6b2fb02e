"""What a focal point does for a delegation."""

import uuid

import pytest

from conference.models import TeamRole
from registration.actions.nominate import complete_nomination, nominate, substitute_member
from registration.errors import (
    ClosedError,
    FullError,
    IllegalTransitionError,
    LostUpdateError,
    NotPermittedError,
    RegistrationError,
)
from registration.models import Delegation, DelegationRole, Registration, Route, SeatType
from registration.queries.places import place_in_line, waiting_list_of
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_state, make_user, set_clock
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_registration,
    new_participant,
)

ADDRESSES = ("email", "office_email")
HEAD, DELEGATE = DelegationRole.HEAD, DelegationRole.DELEGATE
AT_TABLE, BEHIND = SeatType.AT_TABLE, SeatType.BEHIND


@pytest.fixture
def delegation(conference):
    return make_delegation(conference, quota=2)


@pytest.fixture
def frida(delegation):
    """The focal point, signed in by her address."""
    return make_user(make_focal_point(delegation, email="frida@mfa.example").email)


@pytest.fixture
def nominating(delegation, frida):
    def act(role=DELEGATE, *, by=frida, form_token=None, **person):
        return nominate(
            delegation.pk, person=new_participant(**person), role=role, by=by, form_token=form_token or uuid.uuid4()
        )

    return act


def steps(registration):
    return [(step.origin, step.target) for step in registration.transitions.all()]


@pytest.mark.parametrize("field", ADDRESSES)
@pytest.mark.parametrize("known", ADDRESSES)
def test_a_focal_point_puts_no_other_address_in_place_of_a_members(field, known, nominating, frida):
    registration = nominating(**{"email": "", known: "erin@ministry.example"})
    with pytest.raises(RegistrationError, match="An e-mail address opens the person’s own page"):
        complete_nomination(registration.pk, person_changes={field: frida.email}, by=frida)


def test_a_focal_point_does_not_choose_who_sees_a_members_name(nominating, frida):
    with pytest.raises(NotPermittedError):
        complete_nomination(nominating().pk, person_changes={"visibility": "listed"}, by=frida)


def test_a_completion_of_what_has_changed_since_is_told(nominating, frida):
    registration = nominating()
    complete_nomination(registration.pk, person_changes={"function": "Envoy"}, by=frida, version=1)
    with pytest.raises(LostUpdateError):
        complete_nomination(registration.pk, person_changes={"function": "Counsellor"}, by=frida, version=1)


def test_a_member_known_by_name_alone_is_nominated(nominating, frida, letters):
    registration = nominating(HEAD, function="", nationality="", email="")
    assert (registration.state, registration.role, registration.delegation.quota) == (S.NOMINATED, HEAD, 2)
    assert steps(registration) == [("", S.NOMINATED)]
    assert registration.transitions.get().by == frida
    assert letters() == []


def test_a_member_of_whom_nothing_is_outstanding_is_complete_at_once(nominating):
    registration = nominating()
    assert registration.state == S.COMPLETE
    assert steps(registration) == [("", S.NOMINATED), (S.NOMINATED, S.COMPLETE)]
    assert registration.submitted_at is not None


def test_a_second_submit_of_the_same_form_is_the_same_member(nominating, token):
    assert nominating(form_token=token) == nominating(form_token=token)
    assert Registration.objects.count() == 1


def test_when_every_seat_is_taken_members_wait_for_the_delegations_own_seats_in_order(nominating, delegation):
    nominating(HEAD)
    nominating()
    waiting = [nominating() for _ in range(3)]
    assert [(each.state, each.waited_for) for each in waiting] == [(S.WAITLISTED, S.NOMINATED)] * 3
    assert list(waiting_list_of(delegation)) == waiting
    assert [place_in_line(each) for each in waiting] == [1, 2, 3]


def test_without_a_waiting_list_a_delegation_has_no_more_members_than_seats(nominating, conference):
    make_category(conference, Route.NOMINATION, has_waiting_list=False)
    nominating(HEAD)
    nominating()
    with pytest.raises(FullError, match=r"All 2 seats of this delegation are taken\. Please replace a member"):
        nominating()


def test_nobody_overtakes_who_waits_for_a_seat(nominating, delegation):
    nominating(HEAD)
    seated, waiting = nominating(), nominating()
    seated.move_to(S.WITHDRAWN, by=None)
    newcomer = nominating()
    assert (newcomer.state, list(waiting_list_of(delegation))) == (S.WAITLISTED, [waiting, newcomer])


def test_a_substitute_of_who_waits_keeps_the_place_in_line(nominating, substituting, delegation):
    nominating(HEAD)
    nominating()
    first, second = nominating(), nominating()
    successor = substituting(first)
    assert list(waiting_list_of(delegation)) == [successor, second]
    assert place_in_line(Registration.objects.get(pk=first.pk)) == 0


def test_the_category_says_which_roles_are_outside_quota(nominating, conference):
    make_category(conference, Route.NOMINATION, roles_outside_quota=[DelegationRole.ACCOMPANYING])
    assert nominating(DelegationRole.ACCOMPANYING).is_outside_quota is True
    assert nominating(DelegationRole.INTERPRETER).is_outside_quota is False


def test_seats_at_the_table_are_given_before_those_behind(nominating, delegation):
    Delegation.objects.update(seats_at_table=1)
    assert [nominating(role).seat_type for role in (HEAD, DELEGATE)] == [AT_TABLE, BEHIND]
    assert nominating(DelegationRole.INTERPRETER).seat_type == ""
    assert nominating().state == S.WAITLISTED


def test_who_is_to_sit_where_no_seat_is_free_is_told_where_one_is(nominating, frida, delegation):
    Delegation.objects.update(seats_at_table=1)
    nominating(HEAD)
    with pytest.raises(FullError, match="Every seat “at the table” is taken; one “behind” is free"):
        nominate(
            delegation.pk,
            person=new_participant(),
            role=DELEGATE,
            by=frida,
            form_token=uuid.uuid4(),
            seat_type=AT_TABLE,
        )


def test_a_wish_for_a_seat_counts_nothing_where_seats_are_not_told_apart(frida, delegation, token):
    person = new_participant()
    made = nominate(delegation.pk, person=person, role=HEAD, by=frida, form_token=token, seat_type=BEHIND)
    assert made.seat_type == ""


def test_a_newcomer_stands_last_where_the_state_has_its_own_order(nominating, delegation):
    Delegation.objects.update(has_own_order=True)
    assert [nominating().position for _ in range(2)] == [1, 2]


def test_who_withdrew_leaves_the_seat(nominating, delegation):
    nominating(HEAD)
    nominating().move_to(S.WITHDRAWN, by=None)
    assert nominating().state == S.COMPLETE


def test_interpreters_security_and_support_are_outside_quota(nominating, delegation):
    nominating(HEAD)
    nominating()
    make_category(delegation.conference, Route.NOMINATION, places=2, has_waiting_list=False)
    for role in (DelegationRole.INTERPRETER, DelegationRole.SECURITY, DelegationRole.SUPPORT):
        assert nominating(role).is_outside_quota is True


def test_a_delegation_without_quota_has_as_many_seats_as_it_likes(conference, officer, token):
    delegation = make_delegation(conference, quota=None)
    person = new_participant()
    assert nominate(delegation.pk, person=person, role=HEAD, by=officer, form_token=token).state == S.COMPLETE


def test_a_full_category_puts_members_on_the_waiting_list(nominating, conference):
    make_category(conference, Route.NOMINATION, places=1)
    nominating(HEAD)
    waiting = nominating()
    assert (waiting.state, waiting.waited_for) == (S.WAITLISTED, S.NOMINATED)


def test_a_full_category_without_waiting_list_takes_nobody(nominating, conference):
    make_category(conference, Route.NOMINATION, places=0, has_waiting_list=False)
    with pytest.raises(FullError, match="category “Government”"):
        nominating()


@pytest.mark.parametrize("state", [S.NOMINATED, S.REGISTERED, S.WAITLISTED])
def test_a_second_head_is_refused_with_a_sentence(nominating, delegation, state):
    make_registration(state, delegation=delegation, role=HEAD)
    with pytest.raises(RegistrationError, match="This delegation already has a head"):
        nominating(HEAD)


def test_another_category_may_be_named(delegation, officer, conference, token):
    media = make_category(conference, Route.NOMINATION, slug="official-media")
    registration = nominate(
        delegation.pk,
        person=new_participant(),
        role=DelegationRole.OFFICIAL_MEDIA,
        by=officer,
        form_token=token,
        category=media,
    )
    assert registration.category == media


def test_after_the_deadline_focal_points_are_told_and_officers_enter_what_comes_by_note(
    nominating, conference, officer
):
    set_clock(conference, "2019-06-15 09:00")
    with pytest.raises(ClosedError):
        nominating()
    assert nominating(by=officer).state == S.COMPLETE


def test_nobody_else_nominates(nominating, conference, observer):
    neighbour = make_user(make_focal_point(make_delegation(conference, make_state("KZ"))).email)
    for stranger in (neighbour, observer, make_user()):
        with pytest.raises(NotPermittedError, match="Your role in this conference does not permit that"):
            nominating(by=stranger)


def test_what_was_missing_is_completed_by_the_focal_point(nominating, frida):
    registration = nominating(function="", email="")
    complete = complete_nomination(registration.pk, person_changes={"function": "Counsellor"}, by=frida)
    assert complete.state == S.COMPLETE
    assert (complete.participant.function, complete.participant.version) == ("Counsellor", 2)


def test_while_something_is_outstanding_a_member_stays_nominated(nominating, frida):
    registration = nominating(function="", nationality="")
    assert complete_nomination(registration.pk, person_changes={"nationality": "KG"}, by=frida).state == S.NOMINATED


def test_who_is_no_longer_complete_is_nominated_again(nominating, frida):
    registration = complete_nomination(nominating().pk, person_changes={"function": ""}, by=frida)
    assert registration.state == S.NOMINATED


def test_who_waits_goes_on_waiting_when_completed(nominating, frida, conference):
    make_category(conference, Route.NOMINATION, places=0)
    registration = nominating(function="")
    assert complete_nomination(registration.pk, person_changes={"function": "Envoy"}, by=frida).state == S.WAITLISTED


def test_a_member_completes_own_data(nominating):
    registration = nominating(function="", email="gulnara@mfa.example")
    own = make_user("gulnara@mfa.example")
    assert complete_nomination(registration.pk, person_changes={"function": "Envoy"}, by=own).state == S.COMPLETE


@pytest.mark.parametrize("state", [S.REGISTERED, S.WITHDRAWN, S.REPLACED])
def test_what_was_confirmed_or_has_ended_is_not_completed(state, delegation, frida):
    registration = make_registration(state, delegation=delegation)
    with pytest.raises(RegistrationError, match="is no longer changed here"):
        complete_nomination(registration.pk, person_changes={"function": "Envoy"}, by=frida)


def test_an_application_is_not_completed_as_a_nomination(conference, officer):
    registration = make_registration(S.SUBMITTED, conference)
    with pytest.raises(RegistrationError, match="no longer changed here"):
        complete_nomination(registration.pk, person_changes={"function": "Envoy"}, by=officer)


def test_a_stranger_completes_nothing(nominating):
    with pytest.raises(NotPermittedError):
        complete_nomination(nominating().pk, person_changes={"function": "Envoy"}, by=make_user())


def test_fields_of_the_secretariat_cannot_be_written_by_a_form(nominating, frida):
    with pytest.raises(ValueError, match="never_write_automatically"):
        complete_nomination(nominating().pk, person_changes={"never_write_automatically": True}, by=frida)


@pytest.fixture
def substituting(frida):
    def act(former, *, by=frida, form_token=None, **person):
        return substitute_member(
            former.pk, person=new_participant(**person), by=by, form_token=form_token or uuid.uuid4()
        )

    return act


def test_a_substitute_keeps_the_seat_the_role_and_the_rank(nominating, substituting, frida, ended):
    head = nominating(HEAD)
    Registration.objects.filter(pk=head.pk).update(position=3)
    nominating()
    successor = substituting(head)
    head.refresh_from_db()
    assert (head.state, successor.state, successor.role, successor.position) == (S.REPLACED, S.COMPLETE, HEAD, 3)
    assert successor.replaces == head
    assert ended == [(head.pk, frida)]


def test_a_substitute_needs_no_free_place(nominating, substituting, conference):
    head = nominating(HEAD)
    make_category(conference, Route.NOMINATION, places=1, has_waiting_list=False)
    assert substituting(head).state == S.COMPLETE


def test_a_substitute_of_who_waits_waits_in_the_same_place(nominating, substituting, conference):
    make_category(conference, Route.NOMINATION, places=0)
    waiting = nominating()
    successor = substituting(waiting)
    assert (successor.state, successor.waited_for) == (S.WAITLISTED, S.NOMINATED)


def test_a_second_submit_of_the_same_substitution_is_the_same(nominating, substituting, token, ended):
    head = nominating(HEAD)
    assert substituting(head, form_token=token) == substituting(head, form_token=token)
    assert len(ended) == 1


def test_who_is_out_has_no_substitute(substituting, delegation):
    with pytest.raises(IllegalTransitionError):
        substituting(make_registration(S.WITHDRAWN, delegation=delegation))


def test_an_individual_has_no_substitute(substituting, conference):
    with pytest.raises(RegistrationError, match="Only the members of a delegation"):
        substituting(make_registration(S.SUBMITTED, conference))


def test_only_the_focal_point_or_an_officer_substitutes(nominating, substituting, conference):
    head = nominating(HEAD, email="gulnara@mfa.example")
    for stranger in (make_user("gulnara@mfa.example"), make_officer(conference, TeamRole.AGENDA)):
        with pytest.raises(NotPermittedError):
            substituting(head, by=stranger)


def test_after_the_deadline_only_an_officer_substitutes(nominating, substituting, conference, officer):
    head = nominating(HEAD)
    set_clock(conference, "2019-06-15 09:00")
    with pytest.raises(ClosedError):
        substituting(head)
    assert substituting(head, by=officer).state == S.COMPLETE
