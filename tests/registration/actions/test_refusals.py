"""What acts refuse to whoever comes past the pages, which offer none of it."""

import datetime
import uuid
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from conference.actions.attempts import begin_attempt
from conference.actions.rotate_keys import _encrypt_anew
from conference.actions.second_factor import renew_recovery_codes, switch_off_second_factor
from conference.errors import SecondFactorError
from conference.models import TeamRole
from registration.actions.clear_documents import _is_older
from registration.actions.decide import decline
from registration.actions.drafting import draft
from registration.actions.replies import record_return
from registration.actions.rounds import begin_round, decide_provisionally, release_round
from registration.actions.seating import lock_seating
from registration.actions.travel import tell_travel
from registration.errors import NotPermittedError, ReasonRequiredError, RegistrationError
from registration.models import Outcome, ParticipantNeeds, RoundDecision, Route, Travel
from registration.permissions import is_primary_focal_point
from registration.states import InvitationState
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import make_category, make_delegation, make_invitation, make_registration


def test_a_try_from_no_address_is_counted_for_its_subject_alone(db):
    assert begin_attempt("bolormaa@officers.example", client="", limits=lambda _tries: ()).client_digest == ""


def test_a_row_that_is_gone_meanwhile_is_not_encrypted_anew(db):
    assert _encrypt_anew(ParticipantNeeds, uuid.uuid4(), ["access"]) == 0


def test_a_second_factor_that_is_not_there_or_is_required_is_not_changed(officer, settings):
    with pytest.raises(SecondFactorError):
        renew_recovery_codes(by=officer)
    settings.STAFF_MFA_REQUIRED = True
    with pytest.raises(SecondFactorError):
        switch_off_second_factor(by=officer)


def test_a_file_that_is_gone_meanwhile_is_not_old(tmp_path: Path):
    assert not _is_older(tmp_path / "gone", 0)


def test_nobody_is_declined_without_a_reason(conference, officer):
    application = make_registration(S.UNDER_REVIEW, conference)
    with pytest.raises(ReasonRequiredError), transaction.atomic():
        decline(application, reason=" ", by=officer)


def test_no_invitation_asks_for_a_reply_on_a_day_that_is_past(conference):
    long_ago = datetime.date(2001, 1, 1)
    with pytest.raises(RegistrationError):
        draft(conference, make_category(conference), "Your Excellency,", reply_by=long_ago, language="en")


def test_a_note_that_came_back_twice_came_back(conference, officer):
    invitation = make_invitation(conference, InvitationState.BOUNCED)
    assert record_return(invitation.pk, reason="Moved.", by=officer).state == InvitationState.BOUNCED


def test_what_an_officer_decided_who_may_no_longer_is_kept_with_a_sentence(conference, officer):
    category = make_category(conference, Route.APPLICATION)
    former = make_officer(conference, TeamRole.VETTING)
    application = make_registration(S.UNDER_REVIEW, conference, category=category)
    found = begin_round(conference, category.pk, title="First round", by=officer)
    decide_provisionally(found.pk, [application.pk], outcome=Outcome.REGISTERED, by=former, reason="")
    former.memberships.all().delete()
    release_round(found.pk, by=officer, version=found.version + 1)
    assert RoundDecision.objects.get().refusal
    application.refresh_from_db()
    assert application.state == S.UNDER_REVIEW


@pytest.mark.django_db
def test_where_there_is_a_place_nothing_is_refused(conference):
    with transaction.atomic():
        seating = lock_seating(conference, make_category(conference).pk, make_delegation(conference).pk)
        seating.refuse_without_a_place()


def test_nobody_tells_of_anothers_journey(conference):
    theirs = make_registration(S.REGISTERED, conference)
    with pytest.raises(NotPermittedError):
        tell_travel(theirs.pk, travel=Travel(), passport=None, by=make_user("x@people.example"), version=0)


def test_who_is_not_signed_in_is_no_focal_point(conference):
    assert not is_primary_focal_point(AnonymousUser(), make_delegation(conference))
