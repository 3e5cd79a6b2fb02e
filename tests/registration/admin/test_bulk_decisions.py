"""Decisions on many: the page before, what is done, what is refused by name."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, TeamRole
from registration.models import DecisionAct, Registration, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_delegation, make_registration
from tests.registration.admin.reading import chips_of, links_said, notices_of, rows_of, send, text_of

LIST = "admin:registration_registration_changelist"


def decide(key: str) -> str:
    return reverse("admin:registration_registration_decide", args=[key])


def select(client: Client, conference: Conference, action: str, *rows: Registration):
    """From the list: the chosen rows and the act."""
    return send(client, reverse(LIST), conference, action=action, _selected_action=[str(row.pk) for row in rows])


def chosen(*rows: Registration) -> list[str]:
    return [f"{row.pk}:{row.version}" for row in rows]


def states_of(*rows: Registration) -> list[str]:
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def test_the_page_before_shows_the_effect_on_each_and_why_not_and_changes_nothing(desk: Client, conference):
    ready = make_registration(S.UNDER_REVIEW, conference, person={"email": "aa@people.example"})
    nominee = make_registration(S.COMPLETE, delegation=make_delegation(conference))
    page = select(desk, conference, "decline", ready, nominee)
    refused, possible = page.context["effects"]
    assert (refused["registration"], possible["registration"]) == (nominee, ready)
    assert "nominated or invited is not declined" in refused["refusal"]
    assert possible["letter"].recipient == "aa@people.example"
    assert "1 becomes “declined”. The others cannot" in text_of(page)
    assert states_of(ready, nominee) == [S.UNDER_REVIEW, S.COMPLETE]
    assert OutgoingMessage.objects.count() == 0


def test_many_are_confirmed_at_once_each_with_its_letter(desk: Client, conference: Conference):
    nominee = make_registration(S.COMPLETE, delegation=make_delegation(conference))
    applicant = make_registration(S.UNDER_REVIEW, conference)
    page = send(desk, decide("confirm"), conference, chosen=chosen(nominee, applicant))
    assert notices_of(page) == ["2 are now “registered”."]
    assert states_of(nominee, applicant) == [S.REGISTERED, S.REGISTERED]
    assert OutgoingMessage.objects.filter(purpose="registration_confirmed").count() == 2


def decided_from(desk: Client, conference: Conference, query: str, *rows: Registration):
    return send(desk, f"{decide('confirm')}?{query}", conference, chosen=chosen(*rows))


def test_when_the_list_one_came_from_is_empty_afterwards_one_is_shown_what_was_decided(desk: Client, conference):
    rows = [make_registration(S.UNDER_REVIEW, conference) for _ in range(2)]
    before = make_registration(S.REGISTERED, conference)
    page = decided_from(desk, conference, "status=under_review", *rows)
    assert set(rows_of(page)) == {row.pk for row in rows}
    assert chips_of(page)["Just decided: confirmed"] == 2
    assert before.pk not in rows_of(page)


def test_a_list_that_still_shows_something_is_kept_and_what_was_decided_is_a_link_away(desk: Client, conference):
    row, other = (make_registration(S.UNDER_REVIEW, conference) for _ in range(2))
    page = decided_from(desk, conference, "status=under_review", row)
    assert rows_of(page) == [other.pk]
    assert f'?act={DecisionAct.objects.get().pk}">Show them</a>' in links_said(page)


@pytest.mark.parametrize("act", ["nonsense", "6f1c3a52-93f8-4a8e-8a63-3d6e9f2a0b1c"])
def test_a_decision_that_is_none_cuts_nothing_away(desk: Client, conference: Conference, act: str):
    row = make_registration(S.REGISTERED, conference)
    assert rows_of(desk.get(reverse(LIST), {"act": act})) == [row.pk]


def test_whoever_cannot_be_included_is_named_with_the_reason_and_the_others_are_done(desk: Client, conference):
    ready = make_registration(S.UNDER_REVIEW, conference)
    early = make_registration(S.SUBMITTED, conference, person={"given_names": "Omar", "family_name": "Early"})
    page = send(desk, decide("confirm"), conference, chosen=chosen(ready, early))
    assert notices_of(page) == [
        "1 is now “registered”.",
        "Ms. Omar EARLY: A registration that is “submitted” cannot become “registered”.",
    ]
    assert states_of(ready, early) == [S.REGISTERED, S.SUBMITTED]


def test_many_are_declined_for_one_reason_which_is_asked_for(desk: Client, conference: Conference):
    rows = [make_registration(S.UNDER_REVIEW, conference) for _ in range(2)]
    asked = send(desk, decide("decline"), conference, chosen=chosen(*rows), reason="")
    assert "reason" in asked.context["form"].errors
    assert states_of(*rows) == [S.UNDER_REVIEW, S.UNDER_REVIEW]
    send(desk, decide("decline"), conference, chosen=chosen(*rows), reason="No place is left.")
    assert states_of(*rows) == [S.DECLINED, S.DECLINED]
    assert all("No place is left." in message.text for message in OutgoingMessage.objects.all())


def test_the_letters_can_be_read_with_the_reason_before_they_go(desk: Client, conference: Conference):
    row = make_registration(S.UNDER_REVIEW, conference)
    page = send(desk, decide("decline"), conference, chosen=chosen(row), reason="No place is left.", preview="1")
    assert "No place is left." in page.context["effects"][0]["letter"].text
    assert states_of(row) == [S.UNDER_REVIEW]


def test_many_are_taken_up_for_review(conference: Conference, sign_in):
    vetting = sign_in(make_officer(conference, TeamRole.VETTING))
    rows = [make_registration(S.SUBMITTED, conference) for _ in range(3)]
    assert select(vetting, conference, "take_up", *rows).context["possible"] == 3
    page = send(vetting, decide("take-up"), conference, chosen=chosen(*rows))
    assert notices_of(page) == ["3 are now “under review”."]
    assert states_of(*rows) == [S.UNDER_REVIEW] * 3


def test_what_changed_since_the_page_was_made_is_left_out_and_told(desk: Client, conference: Conference):
    stale = make_registration(S.UNDER_REVIEW, conference, person={"given_names": "Lena", "family_name": "Muster"})
    fresh = make_registration(S.UNDER_REVIEW, conference)
    seen = chosen(stale, fresh)
    Registration.objects.filter(pk=stale.pk).update(version=stale.version + 1)
    page = send(desk, decide("confirm"), conference, chosen=seen)
    assert notices_of(page)[1].startswith("Ms. Lena MUSTER: Somebody else has changed this")
    assert states_of(stale, fresh) == [S.UNDER_REVIEW, S.REGISTERED]


def test_who_may_not_decide_is_told_so_of_each(conference: Conference, sign_in):
    observer = sign_in(make_officer(conference, TeamRole.OBSERVER))
    row = make_registration(S.UNDER_REVIEW, conference)
    page = select(observer, conference, "confirm", row)
    assert page.context["possible"] == 0
    assert page.context["effects"][0]["refusal"] == "Your role in this conference does not permit that."
    send(observer, decide("confirm"), conference, chosen=chosen(row))
    assert states_of(row) == [S.UNDER_REVIEW]


def test_protected_persons_are_left_out_for_those_to_whom_they_are_not_named(coordinator_desk: Client, conference):
    hidden = make_registration(
        S.UNDER_REVIEW, conference, person={"family_name": "Hidden", "visibility": Visibility.HIDDEN}
    )
    page = select(coordinator_desk, conference, "confirm", hidden)
    assert "HIDDEN" not in text_of(page)
    assert page.context["withheld"] == 1
    send(coordinator_desk, decide("confirm"), conference, chosen=chosen(hidden))
    assert states_of(hidden) == [S.UNDER_REVIEW]


def test_rows_of_another_conference_and_nonsense_are_passed_over(desk: Client, conference, other_conference):
    elsewhere = make_registration(S.UNDER_REVIEW, other_conference)
    send(desk, decide("confirm"), conference, chosen=[*chosen(elsewhere), "nonsense", "x:y", ":1"])
    assert states_of(elsewhere) == [S.UNDER_REVIEW]


def test_a_page_of_another_conference_does_nothing(desk: Client, conference, other_conference):
    row = make_registration(S.UNDER_REVIEW, conference)
    page = send(desk, decide("confirm"), other_conference, chosen=chosen(row))
    assert "another conference" in notices_of(page)[0]
    assert states_of(row) == [S.UNDER_REVIEW]


def test_one_comes_back_to_the_list_as_it_was_filtered(desk: Client, conference: Conference):
    row, _other = (make_registration(S.UNDER_REVIEW, conference) for _ in range(2))
    answer = desk.post(
        decide("confirm") + "?status=under_review", {"_conference": str(conference.pk), "chosen": chosen(row)}
    )
    assert answer["Location"] == reverse(LIST) + "?status=under_review"


def test_too_many_at_once_are_refused(desk: Client, conference: Conference, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("registration.admin.bulk_decisions.MOST_AT_ONCE", 1)
    rows = [make_registration(S.UNDER_REVIEW, conference) for _ in range(2)]
    page = select(desk, conference, "confirm", *rows)
    assert notices_of(page)[0].startswith("The first 1 are shown, those who came first; ")
    assert len(page.context["effects"]) == 1


def test_a_bulk_decision_is_never_taken_by_an_address(desk: Client, conference: Conference):
    assert desk.get(decide("confirm")).status_code == 405
    assert desk.post(decide("nonsense")).status_code == 404
