"""Several on a list may have one address: one letter goes there, and what is told of it betrays no protected person."""

import pytest
from django.test import Client

from conference.correspondence.campaign_states import Exclusion, Standing
from conference.correspondence.campaigns import drafting, writing
from conference.correspondence.campaigns.totals import totals
from conference.models import TeamRole
from registration.models import Registration, Visibility
from registration.states import RegistrationState
from tests.correspondence.campaigns.rows import addresses, url
from tests.factories.campaigns import begin, make_campaign, make_registered
from tests.factories.conference import make_officer
from tests.registration.admin.reading import text_of

pytestmark = pytest.mark.django_db
SHARED = "office@people.example"


@pytest.fixture
def both(conference):
    """Who corresponds, and may know of protected persons."""
    return make_officer(conference, TeamRole.CORRESPONDENCE, TeamRole.REGISTRATION)


def withdraw(registration):
    Registration.objects.filter(pk=registration.pk).update(state=RegistrationState.WITHDRAWN)


def standings(campaign):
    rows = campaign.recipients.order_by("position")
    return [row.reason or str(row.standing) for row in rows]


def test_who_was_left_out_for_anothers_letter_is_written_to_when_that_one_needs_none_any_more(conference, bolormaa):
    first, second = (make_registered(conference, SHARED) for _ in range(2))
    campaign = make_campaign(conference, [first.pk, second.pk], by=bolormaa, condition="in_force")
    assert standings(campaign) == [Standing.WAITING, Exclusion.SAME_ADDRESS]
    begin(campaign, by=bolormaa)
    withdraw(first)
    assert writing.write_due() == 1
    assert standings(campaign) == [Exclusion.ANSWERED, Standing.WRITTEN]
    assert addresses(campaign) == [SHARED]
    assert totals(campaign).chosen == 2


def test_so_is_who_was_left_out_for_an_address_that_has_changed(conference, bolormaa):
    first, second = (make_registered(conference, SHARED) for _ in range(2))
    campaign = begin(make_campaign(conference, [first.pk, second.pk], by=bolormaa), by=bolormaa)
    first.participant.email = "own@people.example"
    first.participant.save()
    assert writing.write_due() == 2
    assert addresses(campaign) == [SHARED, "own@people.example"]


def test_two_who_exchange_addresses_in_two_slices_are_each_written_to(conference, bolormaa, monkeypatch):
    monkeypatch.setattr(writing, "SLICE", 1)
    first, second = (make_registered(conference, f"{name}@people.example") for name in "ab")
    campaign = begin(make_campaign(conference, [first.pk, second.pk], by=bolormaa), by=bolormaa)
    for each, address in ((first, "b@people.example"), (second, "a@people.example")):
        each.participant.email = address
        each.participant.save()
    assert writing.write_due() == 2
    assert addresses(campaign) == ["a@people.example", "b@people.example"]


@pytest.mark.parametrize("is_first", [True, False])
def test_of_a_protected_person_and_another_of_the_same_address_the_other_is_written_to(conference, both, is_first):
    hidden = make_registered(conference, SHARED, visibility=Visibility.HIDDEN)
    other = make_registered(conference, SHARED)
    ids = [hidden.pk, other.pk] if is_first else [other.pk, hidden.pk]
    campaign = make_campaign(conference, ids, by=both)
    assert campaign.recipients.get(standing=Standing.WAITING).about_id == other.pk


def test_another_who_needs_no_letter_takes_no_protected_persons_address(conference, both):
    hidden = make_registered(conference, SHARED, visibility=Visibility.HIDDEN)
    other = make_registered(conference, SHARED)
    withdraw(other)
    campaign = make_campaign(conference, [hidden.pk, other.pk], by=both, condition="in_force")
    assert standings(campaign) == [Standing.WAITING, Exclusion.ANSWERED]


def test_pages_do_not_tell_that_a_protected_person_shares_an_address(desk, conference, both):
    hidden = make_registered(conference, SHARED, visibility=Visibility.HIDDEN)
    other = make_registered(conference, SHARED)
    campaign = make_campaign(conference, [hidden.pk, other.pk], by=both)
    assert standings(campaign) == [Exclusion.SAME_ADDRESS, Standing.WAITING]
    told, known = "another letter of this campaign goes to the same address", Client()
    known.force_login(both)
    for name in ("recipients", "change", "standing", "send"):
        assert told not in text_of(desk.get(url(name, campaign))), name
        assert told in text_of(known.get(url(name, campaign))), name
    assert "Protected participant" not in text_of(desk.get(url("recipients", campaign), {"show": "same_address"}))
    assert "Protected participant" in text_of(desk.get(url("recipients", campaign), {"show": "protected"}))


def test_leaving_out_does_not_tell_that_a_protected_person_waits_for_the_address(conference, bolormaa, both):
    hidden = make_registered(conference, SHARED, visibility=Visibility.HIDDEN)
    other = make_registered(conference, SHARED)
    campaign = make_campaign(conference, [hidden.pk, other.pk], by=both)
    drafting.leave_out(campaign.pk, [campaign.recipients.get(about_id=other.pk).pk], by=bolormaa)
    assert totals(campaign).waiting == 0
    drafting.put_back(campaign.pk, [campaign.recipients.get(about_id=other.pk).pk], by=both)
    drafting.leave_out(campaign.pk, [campaign.recipients.get(about_id=other.pk).pk], by=both)
    assert campaign.recipients.get(standing=Standing.WAITING).about_id == hidden.pk


def test_a_campaign_whose_condition_no_app_knows_any_more_writes_to_nobody(conference, bolormaa, desk):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    type(campaign).objects.filter(pk=campaign.pk).update(condition="of_old")
    assert "no longer known" in text_of(desk.get(url("change", campaign)))
    type(campaign).objects.filter(pk=campaign.pk).update(condition="in_force")
    begin(campaign, by=bolormaa)
    type(campaign).objects.filter(pk=campaign.pk).update(condition="of_old")
    assert writing.write_due() == 0
    campaign.refresh_from_db()
    assert (campaign.state, addresses(campaign)) == ("paused", [])
