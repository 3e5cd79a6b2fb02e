"""Consents to the privacy notice: to the version in force, renewed when there is another, and none is lost."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conference.models import Conference
from registration.actions.privacy_notice import agree_to_notice, publish_notice
from registration.actions.register import apply, register_invited
from registration.actions.throttle import APPLICATIONS_AN_HOUR_FOR_AN_ADDRESS
from registration.errors import NoticeChangedError, NotPermittedError, RegistrationError
from registration.models import STANDARD, Registration, RenewedConsent, Route
from registration.queries.privacy_notices import Agreed, agreed_by_version
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_user
from tests.factories.registration import (
    make_category,
    make_invitation,
    make_notice,
    make_participant,
    make_registration,
    new_application,
    new_participant,
)


def agreed(conference, version=STANDARD, state=S.SUBMITTED, **changes):
    agreed_at = timezone.now() - timedelta(days=3)
    return make_registration(state, conference, privacy_notice_version=version, consented_at=agreed_at, **changes)


def submit(conference, version, token=None, **person):
    return apply(
        conference=conference,
        category=make_category(conference, Route.APPLICATION),
        person=new_participant(**person),
        application=new_application(),
        form_token=token or uuid.uuid4(),
        privacy_notice_version=version,
    )


def test_a_form_is_submitted_with_the_version_in_force_alone(conference, published):
    for version in (STANDARD, "2", "", "on"):
        with pytest.raises(NoticeChangedError):
            submit(conference, version)
    assert not Registration.objects.exists()
    assert submit(conference, "1").privacy_notice_version == "1"


def test_a_second_submit_of_the_same_form_is_the_first_whatever_was_published_since(conference, officer):
    token = uuid.uuid4()
    first = submit(conference, STANDARD, token)
    publish_notice(make_notice(conference).pk, seen_version=1, by=officer)
    assert submit(conference, STANDARD, token) == first


def test_an_invitee_agrees_to_the_version_in_force_as_well(conference, published):
    invitation = make_invitation(to=make_participant(conference))

    def register(version):
        return register_invited(
            invitation.pk, person=new_participant(), form_token=uuid.uuid4(), privacy_notice_version=version
        )

    with pytest.raises(NoticeChangedError):
        register(STANDARD)
    assert register("1").privacy_notice_version == "1"


def test_what_the_view_read_before_does_not_count(conference, officer):
    """The conference in the caller's hand is as old as its page; the act asks the database."""
    stale = Conference.objects.get(pk=conference.pk)
    publish_notice(make_notice(conference).pk, seen_version=1, by=officer)
    with pytest.raises(NoticeChangedError):
        submit(stale, STANDARD)


def test_one_agrees_anew_and_what_was_agreed_to_before_is_kept(conference, published):
    registration = agreed(conference)
    before, alice = registration.consented_at, make_user(registration.participant.email)
    agree_to_notice(registration.pk, version="1", by=alice)
    registration.refresh_from_db()
    assert registration.privacy_notice_version == "1"
    assert registration.consented_at > before
    [renewed] = registration.renewed_consents.all()
    assert (renewed.former_version, renewed.former_at, renewed.version) == (STANDARD, before, "1")
    assert (renewed.at, renewed.by) == (registration.consented_at, alice)


def test_who_was_entered_by_others_agrees_for_the_first_time(conference, published):
    registration = make_registration(S.NOMINATED, conference)
    agree_to_notice(registration.pk, version="1", by=make_user(registration.participant.email))
    [renewed] = registration.renewed_consents.all()
    assert (renewed.former_version, renewed.former_at, renewed.version) == ("", None, "1")


def test_agreeing_twice_is_agreeing_once(conference, published):
    registration = agreed(conference)
    alice = make_user(registration.participant.email)
    agree_to_notice(registration.pk, version="1", by=alice)
    agree_to_notice(registration.pk, version="1", by=alice)
    assert RenewedConsent.objects.count() == 1


def test_one_agrees_to_the_version_in_force_alone(conference, published):
    registration = agreed(conference)
    with pytest.raises(NoticeChangedError):
        agree_to_notice(registration.pk, version=STANDARD, by=make_user(registration.participant.email))


def test_nobody_agrees_for_another_and_a_private_office_for_its_principal(conference, officer, published):
    registration = agreed(conference, person={"office_email": "office@ministry.example"})
    for stranger in (officer, make_user("carol@people.example")):
        with pytest.raises(NotPermittedError):
            agree_to_notice(registration.pk, version="1", by=stranger)
    office = make_user("office@ministry.example")
    assert agree_to_notice(registration.pk, version="1", by=office).privacy_notice_version == "1"


def test_who_has_withdrawn_is_asked_nothing_more(conference, published):
    registration = agreed(conference, state=S.WITHDRAWN)
    with pytest.raises(RegistrationError, match="has ended"):
        agree_to_notice(registration.pk, version="1", by=make_user(registration.participant.email))


def test_agreeing_anew_is_no_application(conference, published):
    alice = make_user("alice@dialogue.example")
    for _time in range(APPLICATIONS_AN_HOUR_FOR_AN_ADDRESS):
        one = agreed(
            conference, created_at=timezone.now() - timedelta(days=3), person={"email": "alice@dialogue.example"}
        )
        agree_to_notice(one.pk, version="1", by=make_user("alice@dialogue.example"))
    assert submit(conference, "1", email=alice.email) is not None


def test_how_many_agreed_to_what_is_counted(conference, published):
    agreed(conference)
    agreed(conference, state=S.DECLINED)
    agreed(conference, version="1")
    make_registration(S.NOMINATED, conference)
    agreed(make_conference(slug="other-2019"))
    assert agreed_by_version(conference) == {"": Agreed(1, 1), "1": Agreed(1, 1), STANDARD: Agreed(2, 1)}


@pytest.mark.parametrize("fields", [{"privacy_notice_version": "1"}, {"consented_at": timezone.now()}])
def test_a_consent_has_its_version_and_its_time(conference, fields):
    with pytest.raises(IntegrityError, match="consent_names_the_notice_agreed_to"), transaction.atomic():
        make_registration(S.SUBMITTED, conference, **fields)


def test_a_consent_is_renewed_for_another_version(conference):
    registration = agreed(conference)
    with pytest.raises(IntegrityError, match="consent_is_renewed_for_another_notice"), transaction.atomic():
        RenewedConsent.objects.create(registration=registration, former_version="1", version="1")
