"""What the desk helps with: with whom a campaign begins, what is to do before it goes, what became of it."""

import datetime

import pytest

from conference.correspondence.campaigns import drafting, writing
from conference.correspondence.models import Campaign, OutgoingMessage
from registration.states import InvitationState
from tests.correspondence.campaigns.rows import LIST, url
from tests.factories.campaigns import begin, make_campaign, make_crowd, make_registered
from tests.factories.registration import make_invitation, make_participant
from tests.registration.admin.reading import send, text_of

pytestmark = pytest.mark.django_db


def test_a_campaign_begins_with_those_who_have_not_replied(desk, conference):
    """Two steps from “New campaign”: nobody ticks them on a list of all."""
    alice, bob = (make_participant(conference, email=address) for address in ("alice@one.example", "bob@two.example"))
    unanswered = make_invitation(conference, InvitationState.SENT, to=alice)
    make_invitation(conference, InvitationState.ACCEPTED, to=bob)
    audiences = desk.get(f"{LIST}add/").context["audiences"]
    starts = {start["label"]: start["url"] for each in audiences for start in each["starts"]}
    page = desk.get(starts["who have not replied"])
    assert "1 row" in text_of(page)
    assert page.context["form"]["name"].value() == "Invitations, who have not replied: 1 recipient"
    send(desk, starts["who have not replied"], conference, name="Replies")
    draft = Campaign.objects.get()
    assert draft.condition == "unanswered"
    assert [each.about_id for each in draft.recipients.all()] == [unanswered.pk]


def test_a_made_up_condition_asks_for_nothing(desk, conference):
    make_invitation(conference)
    assert "1 row" in text_of(desk.get("/admin/registration/invitation/write-to-these/?for=xyzzy"))


def test_what_is_still_to_do_before_a_draft_goes_is_said_in_its_order(desk, conference, bolormaa):
    ids = [each.pk for each in make_crowd(conference, 2)]
    draft = drafting.begin_campaign(conference, "registrations", ids, name="News", cut_by="", by=bolormaa)
    steps = desk.get(url("change", draft)).context["steps"]
    assert [step["label"] for step in steps] == ["Words", "Recipients", "Letters", "On trial", "Sending"]
    assert [bool(step.get("url")) for step in steps] == [True, True, False, False, False]
    assert steps[0]["lines"] == ["The letter has no words yet."]
    assert steps[0]["is_lacking"]
    words = {"name": "News", "seen_version": draft.version, "subject_en": "News", "body_en": "The bus leaves at 8."}
    read = text_of(send(desk, url("words", draft), conference, read="1", **words))
    assert "The bus leaves at 8." in read
    assert "Next letter" in read
    steps = desk.get(url("change", draft)).context["steps"]
    assert [bool(step.get("url")) for step in steps] == [True, True, True, False, True]
    assert steps[3]["tests"] == [("en", "English")]


def test_who_only_reads_is_asked_for_no_steps(observer, conference, bolormaa):
    make_registered(conference)
    assert not observer.get(url("change", make_campaign(conference, by=bolormaa))).context["steps"]


def test_the_bar_shows_what_became_of_the_letters(desk, conference, bolormaa):
    make_crowd(conference, 4)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    writing.write_due()
    first = OutgoingMessage.objects.order_by("pk")[0]
    OutgoingMessage.objects.filter(pk=first.pk).update(state="failed")
    bar = desk.get(url("change", campaign)).context["bar"]
    assert [(part["tone"], part["x"], part["width"]) for part in bar] == [("trouble", 0, 2500), ("accent", 2500, 7500)]


def test_a_recipient_is_found_by_name_and_address(desk, conference, bolormaa):
    make_registered(conference, "minister@mfa.example", given_names="Өлзий", family_name="ҮНЭН")
    make_registered(conference, "bob@people.example")
    recipients = url("recipients", make_campaign(conference, by=bolormaa))
    for asked in ("үнэн", "MFA.example"):
        page = desk.get(recipients, {"q": asked, "show": "waiting"})
        assert [row["address"] for row in page.context["rows"]] == ["minister@mfa.example"]
        assert page.context["chips"][0]["url"].startswith("?q=")
    assert "Nobody on the list is called so" in text_of(desk.get(recipients, {"q": "xyzzy"}))


def test_when_the_letters_went_is_drawn_where_it_took_more_than_a_minute(desk, conference, bolormaa):
    make_crowd(conference, 4)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    writing.write_due()
    assert desk.get(url("change", campaign)).context["pace"] is None
    at = datetime.datetime(2019, 6, 3, 2, 0, tzinfo=datetime.UTC)
    for number, letter in enumerate(OutgoingMessage.objects.order_by("pk")):
        minutes = 0 if number < 3 else 3
        moment = at + datetime.timedelta(minutes=minutes)
        OutgoingMessage.objects.filter(pk=letter.pk).update(state="sent", sent_at=moment)
    pace = desk.get(url("change", campaign)).context["pace"]
    assert [(bar["x"], bar["height"], bar["count"]) for bar in pace["bars"]] == [(0, 100, 3), (30, 34, 1)]
    assert (pace["first"], pace["last"]) == ("Monday, 3 June, 10:00", "Monday, 3 June, 10:03")
