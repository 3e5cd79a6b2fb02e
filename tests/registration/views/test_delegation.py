"""The delegation's page: what its focal point sees, and nobody else."""

import datetime

import pytest
from django.urls import reverse

from conference.models import Conference
from registration.models import Delegation, DelegationRole, FocalPointRank, ParticipantCategory
from registration.states import RegistrationState
from tests.factories.conference import ULAANBAATAR, make_conference, make_officer, make_state, set_clock
from tests.factories.registration import (
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)

FOCAL_POINT = "dana@mission.example"


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    delegation = make_delegation(conference, make_state("KR"), quota=5)
    make_focal_point(delegation, email=FOCAL_POINT)
    make_invitation(to=delegation)
    return delegation


def url_of(delegation: Delegation) -> str:
    return reverse("registration:delegation-members", args=[delegation.conference.slug, delegation.pk])


def add(delegation: Delegation, state: RegistrationState, role: DelegationRole, family_name: str, **person):
    participant = make_participant(
        delegation.conference, courtesy="Mr.", given_names="Minjun", family_name=family_name, **person
    )
    return make_registration(
        state,
        delegation=delegation,
        participant=participant,
        role=role,
        is_outside_quota=role == DelegationRole.INTERPRETER,
    )


def test_the_page_answers_who_is_in_and_what_is_outstanding_by_when(delegation, signed_in_as):
    add(delegation, RegistrationState.REGISTERED, DelegationRole.HEAD, "Example")
    add(delegation, RegistrationState.NOMINATED, DelegationRole.DELEGATE, "Sample", function="")
    add(delegation, RegistrationState.COMPLETE, DelegationRole.INTERPRETER, "Specimen")

    text = signed_in_as(FOCAL_POINT).get(url_of(delegation)).content.decode()

    assert "<h1>Republic of Korea</h1>" in text
    assert "Asian Partner for Co-operation · invited by note verbale of 6 May 2019 · you are the focal point" in text
    assert "2 of 5 seats taken; 1 member outside quota (interpreter)" in text
    assert text.count("seat-free") == 3
    assert "Mr. Minjun SAMPLE: Function" in text
    assert "by Friday, 14 June" in text
    assert delegation.conference.contact_email in text


def test_members_stand_in_protocol_order(delegation, signed_in_as):
    add(delegation, RegistrationState.COMPLETE, DelegationRole.ADVISER, "Adviser")
    add(delegation, RegistrationState.COMPLETE, DelegationRole.DELEGATE, "Delegate")
    add(delegation, RegistrationState.COMPLETE, DelegationRole.HEAD, "Head")

    response = signed_in_as(FOCAL_POINT).get(url_of(delegation))

    names = [member.name for member in response.context["delegation"].members]
    assert names == ["Mr. Minjun HEAD", "Mr. Minjun DELEGATE", "Mr. Minjun ADVISER"]


def test_a_missing_head_is_outstanding(delegation, signed_in_as):
    assert "Name the head of delegation" in signed_in_as(FOCAL_POINT).get(url_of(delegation)).content.decode()


def test_an_empty_delegation_says_what_will_be_here(delegation, signed_in_as):
    text = signed_in_as(FOCAL_POINT).get(url_of(delegation)).content.decode()

    assert "The members of your delegation will stand here" in text
    assert reverse("registration:nominate", args=[delegation.conference.slug, delegation.pk]) in text


def test_who_left_stands_apart_and_holds_no_seat(delegation, signed_in_as):
    add(delegation, RegistrationState.WITHDRAWN, DelegationRole.DELEGATE, "Former")

    text = signed_in_as(FOCAL_POINT).get(url_of(delegation)).content.decode()

    assert "No longer taking part" in text
    assert "0 of 5 seats taken" in text


def test_after_the_deadline_the_page_says_that_changes_are_requests(delegation, signed_in_as):
    set_clock(delegation.conference, datetime.datetime(2019, 6, 15, 9, 0, tzinfo=ULAANBAATAR))
    client = signed_in_as(FOCAL_POINT)

    text = client.get(url_of(delegation)).content.decode()
    several = reverse("registration:nominate-several", args=[delegation.conference.slug, delegation.pk])
    nominate = reverse("registration:nominate", args=[delegation.conference.slug, delegation.pk])

    assert "closed on Friday, 14 June, 18:00" in text
    assert "What you change from now on is kept as a request" in text
    assert nominate in text
    assert several not in text
    assert client.get(several)["Location"] == nominate


def test_before_registration_opens_nobody_is_nominated(delegation, signed_in_as):
    set_clock(delegation.conference, datetime.datetime(2019, 3, 1, 9, 0, tzinfo=ULAANBAATAR))
    client = signed_in_as(FOCAL_POINT)
    nominate = reverse("registration:nominate", args=[delegation.conference.slug, delegation.pk])

    assert nominate not in client.get(url_of(delegation)).content.decode()
    assert client.get(nominate)["Location"] == url_of(delegation)


def test_the_letters_address_leads_to_the_only_delegation(delegation, signed_in_as):
    response = signed_in_as(FOCAL_POINT).get(reverse("registration:delegation", args=[delegation.conference.slug]))

    assert response["Location"] == url_of(delegation)


def test_who_answers_for_several_chooses(delegation, signed_in_as):
    other = make_delegation(delegation.conference, make_state("CA"))
    make_focal_point(other, email=FOCAL_POINT, rank=FocalPointRank.BACKUP)

    response = signed_in_as(FOCAL_POINT).get(reverse("registration:delegation", args=[delegation.conference.slug]))

    text = response.content.decode()
    assert url_of(delegation) in text
    assert url_of(other) in text


def test_who_is_not_signed_in_is_asked_to(client, delegation):
    response = client.get(url_of(delegation))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:sign-in"))


@pytest.mark.parametrize(
    "name",
    ["delegation-members", "nominate", "nominate-several", "member-complete", "member-substitute", "member-withdraw"],
)
def test_for_everybody_else_nothing_is_there(name, delegation, client):
    conference = delegation.conference
    member = add(delegation, RegistrationState.NOMINATED, DelegationRole.HEAD, "Example", email="head@ministry.example")
    neighbour = make_focal_point(make_delegation(conference, make_state("CA")))
    former = make_focal_point(
        delegation, rank=FocalPointRank.BACKUP, ended_at=datetime.datetime(2019, 5, 10, tzinfo=datetime.UTC)
    )
    pk = member.pk if name.startswith("member") else delegation.pk
    url = reverse(f"registration:{name}", args=[conference.slug, pk])

    from tests.factories.conference import make_user

    others = [
        make_user(neighbour.email),
        make_user(former.email),
        make_user("head@ministry.example"),
        make_user("nobody@elsewhere.example"),
        make_officer(conference),
    ]
    for other in others:
        client.force_login(other)
        assert client.get(url).status_code == 404
        assert client.post(url, {"step": "confirm"}).status_code == 404


def test_a_delegation_of_another_conference_is_not_there(delegation, signed_in_as):
    elsewhere = make_conference()
    url = reverse("registration:delegation-members", args=[elsewhere.slug, delegation.pk])

    assert signed_in_as(FOCAL_POINT).get(url).status_code == 404


@pytest.mark.parametrize("members", [1, 100])
def test_the_page_costs_the_same_for_one_member_and_for_a_hundred(
    members, delegation, signed_in_as, django_assert_num_queries
):
    Delegation.objects.update(quota=None)
    Conference.objects.update(photographs_by="2019-06-10", nomination_letters_by="2019-06-11")
    ParticipantCategory.objects.update(asks=["photograph"])
    for number in range(members):
        add(delegation, RegistrationState.NOMINATED, DelegationRole.DELEGATE, f"Sample{number}", function="")
    client = signed_in_as(FOCAL_POINT)

    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        response = client.get(url_of(delegation))

    assert len(response.context["delegation"].members) == members


# session, user, conference; delegation with names, focal points, invitations; team, own delegations, members;
# own pages; photographs, nomination letters, requests
QUERIES_OF_THE_PAGE = 20
