"""A campaign from its list to the ledger: whom it reaches, whom not and why, in which words, and once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conference.correspondence import claims
from conference.correspondence.campaign_states import CampaignState, Exclusion, Standing
from conference.correspondence.campaigns import drafting, sending, trying, writing
from conference.correspondence.campaigns.totals import totals
from conference.correspondence.errors import (
    CampaignNotReadyError,
    NotPermittedError,
)
from conference.correspondence.models import (
    Campaign,
    CampaignWording,
    OutgoingMessage,
    Queue,
)
from conference.correspondence.states import MessageState as S
from conference.models import TeamRole
from registration.models import Registration, Visibility
from registration.states import RegistrationState
from tests.correspondence.campaigns.rows import addresses
from tests.factories.campaigns import WORDS, begin, make_campaign, make_crowd, make_registered
from tests.factories.conference import make_officer

pytestmark = pytest.mark.django_db
C = CampaignState


def reasons(campaign):
    return dict(campaign.recipients.exclude(reason="").values_list("recipient_name", "reason"))


def test_everybody_on_the_list_receives_one_letter_in_their_language(conference, bolormaa):
    make_registered(conference, "alice@people.example", given_names="Alice", family_name="ALLEN")
    make_registered(conference, "bob@people.example", language="ru")
    make_registered(conference, "naran@people.example", language="mn")
    words = WORDS | {"ru": ("Сведения", "Уважаемые коллеги!\n\n{status_link}")}
    campaign = begin(make_campaign(conference, by=bolormaa, words=words), by=bolormaa)
    assert writing.write_due() == 3
    assert addresses(campaign) == ["alice@people.example", "bob@people.example", "naran@people.example"]
    subjects = dict(OutgoingMessage.objects.values_list("recipient", "subject"))
    assert subjects["bob@people.example"] == "Сведения"
    assert subjects["alice@people.example"].startswith("Practical information, ")
    assert subjects["naran@people.example"].startswith("Practical information, ")
    assert {message.queue for message in OutgoingMessage.objects.all()} == {Queue.BULK}
    assert "/me/" in OutgoingMessage.objects.get(recipient="alice@people.example").text
    assert writing.write_due() == 0


def test_who_is_not_written_to_is_told_with_the_reason(conference, bolormaa):
    make_registered(conference, "a@people.example", given_names="Anna", family_name="First")
    make_registered(conference, "a@people.example", given_names="Zoe", family_name="Second")
    make_registered(conference, "", given_names="Carl", family_name="Without")
    make_registered(conference, "h@people.example", family_name="Hidden", visibility=Visibility.HIDDEN)
    rows = Registration.objects.filter(conference=conference).order_by("participant__given_names", "pk")
    gone = make_registered(conference, "gone@people.example")
    campaign = make_campaign(conference, [*rows.values_list("pk", flat=True), gone.pk], by=bolormaa)
    gone.transitions.all().delete()
    Registration.objects.filter(pk=gone.pk).delete()
    begin(campaign, by=bolormaa)
    writing.write_due()
    assert sorted(campaign.recipients.exclude(reason="").values_list("reason", flat=True)) == sorted(
        [Exclusion.SAME_ADDRESS, Exclusion.NO_ADDRESS, Exclusion.PROTECTED, Exclusion.GONE]
    )
    assert addresses(campaign) == ["a@people.example"]
    found = totals(campaign)
    assert (found.chosen, found.excluded, found.by_state[S.QUEUED], found.waiting) == (5, 4, 1, 0)


def test_a_protected_person_is_written_to_by_who_may_know_of_them(conference):
    make_registered(conference, "h@people.example", visibility=Visibility.HIDDEN)
    both = make_officer(conference, TeamRole.CORRESPONDENCE, TeamRole.REGISTRATION)
    campaign = make_campaign(conference, by=both)
    assert reasons(campaign) == {}
    begin(campaign, by=make_officer(conference, TeamRole.CORRESPONDENCE))
    writing.write_due()
    assert addresses(campaign) == []
    assert campaign.recipients.get().reason == Exclusion.PROTECTED
    again = begin(make_campaign(conference, by=both), by=both)
    writing.write_due()
    assert addresses(again) == ["h@people.example"]


def test_to_whom_nothing_is_written_automatically_the_letter_waits_to_go_by_hand(conference, bolormaa):
    make_registered(conference, "silent@people.example", never_write_automatically=True)
    make_registered(conference, "", never_write_automatically=True)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    assert writing.write_due() == 2
    assert totals(campaign).by_state == {S.BY_HAND: 2}


def test_the_private_office_has_its_copy_which_is_not_counted(conference, bolormaa):
    make_registered(conference, "min@people.example", office_email="office@people.example")
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    writing.write_due()
    copies = OutgoingMessage.objects.filter(key__startswith="copy:")
    assert [(copy.recipient, copy.act_id) for copy in copies] == [("office@people.example", campaign.pk)]
    assert totals(campaign).chosen == 1


def test_who_is_left_out_by_an_officer_makes_room_for_the_other_of_the_address(conference, bolormaa):
    first, second = (make_registered(conference, "a@people.example") for _ in range(2))
    campaign = make_campaign(conference, [first.pk, second.pk], by=bolormaa)
    rows = {row.about_id: row for row in campaign.recipients.all()}
    assert drafting.leave_out(campaign.pk, [rows[first.pk].pk], by=bolormaa) == 1
    assert [row.reason for row in campaign.recipients.order_by("position")] == [Exclusion.LEFT_OUT, ""]
    assert drafting.put_back(campaign.pk, [rows[first.pk].pk], by=bolormaa) == 1
    assert [row.reason for row in campaign.recipients.order_by("position")] == [Exclusion.SAME_ADDRESS, ""]
    campaign.refresh_from_db()
    assert campaign.version == 4


def test_the_condition_is_asked_at_the_list_at_the_writing_and_at_the_hand_over(conference, bolormaa):
    stays, leaves, late = (make_registered(conference, f"{name}@people.example") for name in ("a", "b", "c"))
    early = make_registered(conference, "early@people.example")
    _withdraw(early)
    campaign = make_campaign(conference, by=bolormaa, condition="in_force")
    assert campaign.recipients.get(about_id=early.pk).reason == Exclusion.ANSWERED
    begin(campaign, by=bolormaa)
    _withdraw(leaves)
    writing.write_due()
    assert campaign.recipients.get(about_id=leaves.pk).reason == Exclusion.ANSWERED
    _withdraw(late)
    claimed = claims.claim(Queue.BULK)
    assert [message.about_id for message in claimed] == [stays.pk]
    assert totals(campaign).by_state == {S.SENDING: 1, S.CANCELLED: 1}


def _withdraw(registration):
    Registration.objects.filter(pk=registration.pk).update(state=RegistrationState.WITHDRAWN)


def test_a_condition_that_changes_asks_everybody_again(conference, bolormaa):
    _withdraw(make_registered(conference))
    campaign = make_campaign(conference, by=bolormaa)
    assert reasons(campaign) == {}
    campaign = drafting.word_campaign(
        campaign.pk, name="x", condition="in_force", words=WORDS, seen_version=campaign.version, by=bolormaa
    )
    assert totals(campaign).by_reason == {Exclusion.ANSWERED: 1}


def test_what_was_typed_by_a_participant_is_data(conference, bolormaa):
    make_registered(
        conference, "x@people.example", family_name="{contact_email} {{x}} {status_link}", given_names="A\r\nBcc: b"
    )
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    writing.write_due()
    message = OutgoingMessage.objects.get(act_id=campaign.pk)
    assert "{CONTACT_EMAIL}" in message.subject
    assert "\n" not in message.subject
    assert "secretariat@" not in message.subject


def test_two_who_exchanged_their_addresses_are_each_written_to(conference, bolormaa):
    first, second = (make_registered(conference, f"{name}@people.example") for name in "ab")
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    for each, address in ((first, "b@people.example"), (second, "a@people.example")):
        each.participant.email = address
        each.participant.save()
    assert writing.write_due() == 2
    assert addresses(campaign) == ["a@people.example", "b@people.example"]


def test_a_copy_has_the_words_and_the_list_and_is_a_draft(conference, bolormaa):
    first, second = (make_registered(conference, f"{name}@people.example") for name in "ab")
    campaign = make_campaign(conference, by=bolormaa, condition="in_force")
    drafting.leave_out(
        campaign.pk, campaign.recipients.filter(about_id=first.pk).values_list("pk", flat=True), by=bolormaa
    )
    copy = drafting.copy_campaign(begin(Campaign.objects.get(pk=campaign.pk), by=bolormaa).pk, by=bolormaa)
    assert (copy.state, copy.condition, copy.copied_from) == (C.DRAFT, "in_force", campaign)
    assert [(each.language, each.subject) for each in copy.wordings.all()] == [("en", WORDS["en"][0])]
    standing = dict(copy.recipients.values_list("about_id", "standing"))
    assert standing == {first.pk: Standing.EXCLUDED, second.pk: Standing.WAITING}


def test_the_letter_to_try_tells_of_nobody_and_is_counted_nowhere(conference, bolormaa):
    make_registered(conference, family_name="Secretive")
    campaign = make_campaign(conference, by=bolormaa)
    message = trying.send_test(campaign, language="en", by=bolormaa)
    assert (message.recipient, message.act_id, message.about_id) == (bolormaa.email, None, None)
    assert message.subject == "[Test] Practical information, [The participant's formal name]"
    assert "SECRETIVE" not in message.text
    assert totals(campaign).by_state == {}
    for _ in range(19):
        trying.send_test(campaign, language="en", by=bolormaa)
    with pytest.raises(CampaignNotReadyError, match="20"):
        trying.send_test(campaign, language="en", by=bolormaa)


def test_each_letter_is_shown_as_it_will_be_written(conference, bolormaa):
    make_registered(conference, given_names="Alice", family_name="Allen")
    campaign = make_campaign(conference, by=bolormaa)
    shown = trying.letter_to(campaign, campaign.recipients.get())
    begin(campaign, by=bolormaa)
    writing.write_due()
    written = OutgoingMessage.objects.get(act_id=campaign.pk)
    assert shown is not None
    assert (shown.subject, shown.text.strip()) == (written.subject, written.text.strip())


@pytest.mark.parametrize("role", [TeamRole.REGISTRATION, TeamRole.OBSERVER, TeamRole.PROTOCOL])
def test_others_than_those_who_correspond_can_do_nothing(conference, bolormaa, role):
    make_registered(conference)
    campaign, other = make_campaign(conference, by=bolormaa), make_officer(conference, role)
    acts = (
        lambda: make_campaign(conference, by=other),
        lambda: drafting.word_campaign(campaign.pk, name="", condition="", words={}, seen_version=1, by=other),
        lambda: drafting.leave_out(campaign.pk, [], by=other),
        lambda: drafting.put_back(campaign.pk, [], by=other),
        lambda: drafting.copy_campaign(campaign.pk, by=other),
        lambda: drafting.discard_campaign(campaign.pk, by=other),
        lambda: sending.schedule_campaign(campaign.pk, at=None, seen_version=None, by=other),
        lambda: sending.take_back_campaign(campaign.pk, by=other),
        lambda: sending.pause_campaign(campaign.pk, by=other),
        lambda: sending.resume_campaign(campaign.pk, by=other),
        lambda: sending.cancel_campaign(campaign.pk, by=other),
        lambda: trying.send_test(campaign, language="en", by=other),
    )
    for act in acts:
        with pytest.raises(NotPermittedError):
            act()
    assert not OutgoingMessage.objects.exists()


def test_the_database_refuses_what_would_double_a_letter_or_lose_one(conference, bolormaa):
    first, second = (make_registered(conference, f"{name}@people.example") for name in "ab")
    campaign = make_campaign(conference, [first.pk, second.pk], by=bolormaa)
    rows = campaign.recipients
    refused = (
        lambda: rows.filter(about_id=second.pk).update(recipient="a@people.example"),
        lambda: rows.filter(about_id=second.pk).update(about_id=first.pk),
        lambda: rows.filter(about_id=second.pk).update(standing=Standing.WRITTEN),
        lambda: rows.filter(about_id=second.pk).update(standing=Standing.EXCLUDED),
        lambda: rows.filter(about_id=second.pk).update(reason=Exclusion.GONE),
        lambda: CampaignWording.objects.create(campaign=campaign, language="ru", subject="x", body=""),
        lambda: Campaign.objects.filter(pk=campaign.pk).update(state=C.RUNNING, scheduled_at=None),
        lambda: Campaign.objects.filter(pk=campaign.pk).update(state=C.DONE, scheduled_at=timezone.now()),
    )
    for act in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize("count", [1, 60])
def test_a_slice_costs_the_same_for_one_and_for_many(conference, bolormaa, count, django_assert_max_num_queries):
    make_crowd(conference, count)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    with django_assert_max_num_queries(22):
        assert writing.write_slice(campaign.pk) == count
