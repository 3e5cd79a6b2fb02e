"""The Secretariat's own acts at its desk, and what a person or a State alone decides."""

import uuid

import pytest

from conference.models import TeamRole
from registration.actions.correct_person import correct_person
from registration.actions.grant_seats import grant_seats
from registration.actions.nominate_several import LineRefusedError, Nominee, nominate_several
from registration.actions.on_the_spot import register_on_the_spot
from registration.actions.regret import regret_by_code
from registration.actions.visibility import choose_visibility
from registration.actions.withdraw import withdraw_registration
from registration.errors import (
    FullError,
    InvitationNotValidError,
    LostUpdateError,
    NotPermittedError,
    RegistrationError,
)
from registration.models import DelegationRole, Invitation, Registration, Route, Visibility
from registration.states import InvitationState as I
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_officer, make_state, make_user, set_clock
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
    new_participant,
)

HEAD, DELEGATE = DelegationRole.HEAD, DelegationRole.DELEGATE


@pytest.fixture
def entering(conference, officer, token):
    def act(route=Route.ON_THE_SPOT, *, by=officer, form_token=token, delegation=None, role=DELEGATE, **person):
        return register_on_the_spot(
            conference=conference,
            category=make_category(conference, route),
            person=new_participant(**person),
            by=by,
            form_token=form_token,
            delegation=delegation,
            role=role,
        )

    return act


def test_an_officer_enters_a_person_on_the_spot_even_after_the_deadline(entering, conference):
    set_clock(conference, "2019-06-19 15:00")
    registration = entering()
    assert (registration.state, registration.track, registration.delegation) == (S.COMPLETE, Track.NOMINATION, None)


def test_who_lacks_something_is_nominated_first(entering):
    assert entering(function="").state == S.NOMINATED


def test_a_second_submit_at_the_desk_is_the_same_registration(entering):
    assert entering() == entering()


def test_with_a_delegation_the_desk_nominates_under_its_rules(entering, conference):
    delegation = make_delegation(conference, quota=1)
    assert entering(Route.NOMINATION, delegation=delegation, role=HEAD).role == HEAD
    waiting = entering(Route.NOMINATION, delegation=delegation, form_token=uuid.uuid4())
    assert waiting.state == S.WAITLISTED


def test_a_category_of_open_application_keeps_its_vetting_at_the_desk(entering, conference):
    registration = entering(Route.APPLICATION)
    assert (registration.state, registration.track) == (S.SUBMITTED, Track.APPLICATION)
    assert registration.application.organisation == registration.participant.institution
    make_category(conference, Route.APPLICATION, places=0)
    with pytest.raises(FullError):
        entering(Route.APPLICATION, form_token=uuid.uuid4())


def test_only_officers_who_register_enter_anybody(entering, observer):
    with pytest.raises(NotPermittedError):
        entering(by=observer)


def test_a_name_is_seen_as_the_category_proposes_where_nobody_asked_the_person(conference, entering):
    make_category(conference, Route.ON_THE_SPOT, default_visibility=Visibility.COUNTED)
    assert entering().participant.visibility == Visibility.COUNTED
    protected = entering(form_token=uuid.uuid4(), visibility=Visibility.HIDDEN)
    assert protected.participant.visibility == Visibility.HIDDEN


def test_seats_are_granted_and_the_next_nomination_sees_them(conference, officer):
    delegation = make_delegation(conference, quota=1)
    granted = grant_seats(delegation.pk, quota=6, note="By Note No. 31.", by=officer, version=1)
    assert (granted.quota, granted.note, granted.version) == (6, "By Note No. 31.", 2)


def test_no_fewer_seats_are_granted_than_are_taken(conference, officer):
    delegation = make_delegation(conference, quota=4)
    for _ in range(2):
        make_registration(S.COMPLETE, delegation=delegation)
    with pytest.raises(RegistrationError, match="2 seats are taken"):
        grant_seats(delegation.pk, quota=1, note="", by=officer, version=1)
    assert grant_seats(delegation.pk, quota=None, note="", by=officer, version=1).quota is None


def test_seats_are_granted_by_those_who_may_on_what_they_saw(conference, officer, observer):
    delegation = make_delegation(conference)
    with pytest.raises(NotPermittedError):
        grant_seats(delegation.pk, quota=9, note="", by=observer, version=1)
    with pytest.raises(LostUpdateError):
        grant_seats(delegation.pk, quota=9, note="", by=officer, version=0)


def test_the_secretariat_corrects_a_person_and_a_nomination_follows(conference, officer):
    registration = make_registration(S.NOMINATED, conference, person={"function": ""})
    changes = {"function": "Envoy", "listed_name": "Jan van der EXAMPLE", "never_write_automatically": True}
    person = correct_person(registration.participant.pk, changes=changes, by=officer, version=1)
    registration.refresh_from_db()
    assert (person.function, person.formal_name, person.version) == ("Envoy", "Ms. Jan van der EXAMPLE", 2)
    assert registration.state == S.COMPLETE


def test_a_person_without_live_nomination_is_corrected_all_the_same(conference, officer):
    applicant = make_registration(S.SUBMITTED, conference).participant
    speaker = make_participant(conference)
    for person in (applicant, speaker):
        changed = correct_person(person.pk, changes={"function": "Envoy"}, by=officer, version=1)
        assert changed.function == "Envoy"


def test_a_correction_is_refused_to_who_may_not_on_an_old_page_and_of_other_fields(conference, officer, observer):
    person = make_participant(conference)
    with pytest.raises(NotPermittedError):
        correct_person(person.pk, changes={}, by=observer, version=1)
    with pytest.raises(LostUpdateError):
        correct_person(person.pk, changes={}, by=officer, version=0)
    with pytest.raises(ValueError, match="conference"):
        correct_person(person.pk, changes={"conference": None}, by=officer, version=1)


def test_a_state_sends_regrets_with_its_code_and_may_think_better_of_it(conference):
    invitation = make_invitation(conference)
    for _ in range(2):
        declined = regret_by_code(invitation.pk, code=invitation.designation_code, reason=" A clash of dates ")
    assert (declined.state, declined.transitions.latest("pk").reason, declined.transitions.count()) == (
        I.DECLINED,
        "A clash of dates",
        2,
    )


def test_regrets_need_the_code_of_that_very_invitation_unused(conference):
    invitation = make_invitation(conference)
    other = make_invitation(to=make_delegation(conference, make_state("KZ")))
    with pytest.raises(InvitationNotValidError, match="belongs to another invitation"):
        regret_by_code(invitation.pk, code=other.designation_code, reason="")
    Invitation.objects.update(designation_used_at=conference.registration_opens_at)
    with pytest.raises(InvitationNotValidError, match="A focal point was already designated"):
        regret_by_code(invitation.pk, code=invitation.designation_code, reason="")


def test_who_sees_the_name_is_the_persons_own_choice_alone(conference, officer):
    delegation = make_delegation(conference)
    registration = make_registration(S.REGISTERED, delegation=delegation)
    own, frida = make_user(registration.participant.email), make_user(make_focal_point(delegation).email)
    chosen = choose_visibility(registration.pk, visibility=Visibility.HIDDEN, named_on_agenda=False, by=own)
    assert (chosen.participant.visibility, chosen.participant.named_on_agenda) == (Visibility.HIDDEN, False)
    for other in (frida, officer):
        with pytest.raises(NotPermittedError):
            choose_visibility(registration.pk, visibility=Visibility.LISTED, named_on_agenda=True, by=other)


def test_a_grid_is_nominated_as_a_whole_or_not_at_all(conference, officer):
    delegation = make_delegation(conference)

    def grid(*roles):
        return [
            Nominee(line=line, person=new_participant(), role=role, form_token=uuid.uuid4())
            for line, role in enumerate(roles)
        ]

    with pytest.raises(LineRefusedError, match="already has a head") as refusal:
        nominate_several(delegation.pk, nominees=grid(HEAD, DELEGATE, HEAD), by=officer)
    assert (refusal.value.line, Registration.objects.count()) == (2, 0)
    assert len(nominate_several(delegation.pk, nominees=grid(HEAD, DELEGATE), by=officer)) == 2


def test_a_withdrawal_on_an_old_page_is_told(conference):
    registration = make_registration(S.SUBMITTED, conference)
    officer = make_officer(conference, TeamRole.REGISTRATION)
    with pytest.raises(LostUpdateError):
        withdraw_registration(registration.pk, by=officer, version=0)
    assert withdraw_registration(registration.pk, by=officer, version=1).state == S.WITHDRAWN
