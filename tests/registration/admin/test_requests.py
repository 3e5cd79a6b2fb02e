"""Officers see what was asked for after the deadline, old beside new, and decide on one or on several."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.actions.changes import propose_change, propose_nomination
from registration.models import DelegationRole, Participant, PendingChange, Visibility
from registration.states import ChangeState
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import make_delegation, make_focal_point, make_registration, new_participant
from tests.registration.admin.reading import chips_of, notices_of, send, text_of

LIST = "admin:registration_pendingchange_changelist"


@pytest.fixture
def delegation(conference):
    return make_delegation(conference, quota=None)


@pytest.fixture
def focal_point(delegation):
    return make_user(make_focal_point(delegation, email="bayar@ministry.example").email)


def asked(delegation, focal_point, new="Minister", **person):
    registration = make_registration(S.REGISTERED, delegation=delegation, person={"function": "Adviser"} | person)
    return propose_change(registration.pk, {"function": new}, by=focal_point, note="By note of 3 June.")


def decide(key):
    return reverse("admin:registration_pendingchange_decide", args=[key])


def chosen(*changes):
    return [f"{change.pk}:{change.version}" for change in changes]


def page_of(change):
    return reverse("admin:registration_pendingchange_change", args=[change.pk])


def test_the_list_shows_old_and_new_and_counts_what_is_open(desk: Client, delegation, focal_point):
    asked(delegation, focal_point)
    page = desk.get(reverse(LIST))
    assert "Function Adviser → Minister" in text_of(page)
    assert chips_of(page)["Waits for the Secretariat"] == 1
    assert chips_of(page)["Correction"] == 1


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_a_hundred(
    desk: Client, delegation, focal_point, django_assert_max_num_queries, count
):
    for number in range(count):
        if number % 2:
            asked(delegation, focal_point)
        else:
            propose_nomination(
                delegation.pk,
                person=new_participant(),
                role=DelegationRole.ADVISER,
                by=focal_point,
                form_token=uuid.uuid4(),
            )
    desk.get(reverse(LIST))
    with django_assert_max_num_queries(14):
        assert desk.get(reverse(LIST)).status_code == 200


def test_one_page_shows_what_stands_there_now_and_who_asked(desk: Client, delegation, focal_point):
    change = asked(delegation, focal_point)
    Participant.objects.filter(pk=change.registration.participant_id).update(function="Counsellor")
    words = text_of(desk.get(page_of(change)))
    assert "Function Adviser Counsellor changed meanwhile Minister" in words
    assert "the focal point" in words
    assert "By note of 3 June." in words


def test_the_page_before_shows_the_letter_and_changes_nothing(desk: Client, delegation, focal_point):
    change = asked(delegation, focal_point)
    page = desk.get(decide("accept"), {"chosen": chosen(change)})
    (effect,) = page.context["effects"]
    assert (effect["letter"].recipient, effect["refusal"]) == (focal_point.email, "")
    assert "Adviser → Minister" in effect["letter"].text
    assert PendingChange.objects.get().state == ChangeState.OPEN
    assert not OutgoingMessage.objects.exists()


def test_one_is_accepted_and_one_comes_back_to_its_page(desk: Client, conference, delegation, focal_point):
    change = asked(delegation, focal_point)
    page = send(desk, decide("accept"), conference, chosen=chosen(change))
    assert notices_of(page) == ["1 request: accepted."]
    assert page.request["PATH_INFO"] == page_of(change)
    assert Participant.objects.get(pk=change.registration.participant_id).function == "Minister"


def test_several_are_decided_at_once_and_the_changed_one_is_named(desk: Client, conference, delegation, focal_point):
    fresh, stale = (asked(delegation, focal_point, given_names=name, family_name="Sample") for name in ("Lena", "Omar"))
    Participant.objects.filter(pk=stale.registration.participant_id).update(function="Counsellor")
    page = send(desk, reverse(LIST), conference, action="accept", _selected_action=[str(fresh.pk), str(stale.pk)])
    assert [bool(effect["refusal"]) for effect in page.context["effects"]] == [False, True]
    page = send(desk, decide("accept"), conference, chosen=chosen(fresh, stale))
    assert notices_of(page)[0] == "1 request: accepted."
    assert notices_of(page)[1].startswith("Ms. Omar SAMPLE: This has changed since the request was made: Function.")


def test_what_changed_is_replaced_only_by_who_says_so(desk: Client, conference, delegation, focal_point):
    change = asked(delegation, focal_point)
    Participant.objects.filter(pk=change.registration.participant_id).update(function="Counsellor")
    page = desk.get(decide("accept"), {"chosen": chosen(change)})
    assert "replaces" in page.context["form"].fields
    send(desk, decide("accept"), conference, chosen=chosen(change))
    assert PendingChange.objects.get().state == ChangeState.OPEN
    send(desk, decide("accept"), conference, chosen=chosen(change), replaces="on")
    assert PendingChange.objects.get().state == ChangeState.ACCEPTED


def test_a_refusal_asks_for_a_reason_which_stands_in_the_letter(desk: Client, conference, delegation, focal_point):
    change = asked(delegation, focal_point)
    page = send(desk, decide("refuse"), conference, chosen=chosen(change), reason="")
    assert "reason" in page.context["form"].errors
    page = send(desk, decide("refuse"), conference, chosen=chosen(change), reason="It is printed.", preview="1")
    assert "It is printed." in page.context["effects"][0]["letter"].text
    send(desk, decide("refuse"), conference, chosen=chosen(change), reason="It is printed.")
    assert PendingChange.objects.get().state == ChangeState.REFUSED
    assert "It is printed." in OutgoingMessage.objects.get().text


def test_an_observer_sees_and_decides_nothing(conference, sign_in, delegation, focal_point):
    observer = sign_in(make_officer(conference, TeamRole.OBSERVER))
    change = asked(delegation, focal_point)
    assert not observer.get(page_of(change)).context["may_decide"]
    page = send(observer, decide("accept"), conference, chosen=chosen(change))
    assert "Your role in this conference does not permit that." in notices_of(page)[0]
    assert PendingChange.objects.get().state == ChangeState.OPEN


def test_of_a_protected_person_only_that_there_is_a_request(
    coordinator_desk: Client, conference, delegation, focal_point
):
    change = asked(delegation, focal_point, family_name="Secret", visibility=Visibility.HIDDEN, function="Spymaster")
    for url in (reverse(LIST), page_of(change), f"{decide('accept')}?chosen={chosen(change)[0]}"):
        words = text_of(coordinator_desk.get(url))
        assert "SECRET" not in words
        assert "Minister" not in words
    send(coordinator_desk, decide("accept"), conference, chosen=chosen(change))
    assert PendingChange.objects.get().state == ChangeState.OPEN


def test_another_conferences_request_is_not_there(desk: Client, other_conference):
    there = make_delegation(other_conference)
    change = asked(there, make_user(make_focal_point(there).email))
    assert desk.get(page_of(change)).status_code == 404
    page = desk.get(decide("accept"), {"chosen": chosen(change)}, follow=True)
    assert page.request["PATH_INFO"] == reverse(LIST)
    assert desk.get(decide("no-such")).status_code == 404


def test_an_open_request_waits_on_the_first_page(desk: Client, delegation, focal_point):
    asked(delegation, focal_point)
    assert "Requests after the deadline" in text_of(desk.get(reverse("admin:index")))
