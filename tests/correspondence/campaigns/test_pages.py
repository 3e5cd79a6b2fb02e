"""The pages of campaigns as officers use them: from a list to the letters; who may, and what is refused."""

import pytest
from django.test import Client

from conference.correspondence.campaign_states import CampaignState
from conference.correspondence.campaigns import drafting, sending, writing
from conference.correspondence.models import Campaign, OutgoingMessage
from tests.correspondence.campaigns.rows import LIST, url
from tests.factories.campaigns import begin, make_campaign, make_crowd, make_registered
from tests.factories.conference import make_conference, make_officer
from tests.registration.admin.reading import notices_of, send, text_of

pytestmark = pytest.mark.django_db


def words_given(campaign, **changes):
    given = {
        "name": "News",
        "condition": "",
        "seen_version": campaign.version,
        "subject_en": "News for {participant_name}",
        "body_en": "{salutation},\n\nThe bus leaves at 8.",
    }
    return given | changes


def test_from_the_filtered_list_to_the_letters(desk, conference):
    make_registered(conference, "alice@people.example")
    make_registered(conference, "bob@people.example")
    page = desk.get("/admin/registration/registration/?status=registered")
    write_url = page.context["write_url"]
    assert "Write to these" in text_of(page)
    assert "2 rows" in text_of(desk.get(write_url))
    page = send(desk, write_url, conference, name="Buses")
    campaign = Campaign.objects.get()
    assert (campaign.name, campaign.cut_by, campaign.recipients.count()) == ("Buses", "Status: registered", 2)
    assert "nothing was sent" in notices_of(page)[0]
    page = send(desk, url("words", campaign), conference, **words_given(campaign))
    assert notices_of(page) == ["The campaign is saved. Nothing was sent."]
    campaign.refresh_from_db()
    assert "2 letters will be written" in text_of(desk.get(url("send", campaign)))
    page = send(desk, url("send", campaign), conference, when="now", seen_version=campaign.version)
    assert notices_of(page) == ["The letters are on their way."]
    assert writing.write_due() == 2
    assert "On their way 2" in text_of(desk.get(url("change", campaign)))


def test_those_who_are_ticked_are_written_to(desk, conference):
    alice, _bob = (make_registered(conference, f"{name}@people.example") for name in ("alice", "bob"))
    page = send(
        desk,
        "/admin/registration/registration/",
        conference,
        action="write_to_chosen",
        _selected_action=[str(alice.pk)],
        made_at="",
    )
    campaign = Campaign.objects.get()
    assert list(campaign.recipients.values_list("about_id", flat=True)) == [alice.pk]
    assert page.redirect_chain[-1][0] == url("change", campaign)


@pytest.mark.parametrize(
    "path",
    [
        "registration/registration",
        "registration/delegation",
        "registration/invitation",
        "agenda/speaker",
    ],
)
def test_each_list_of_people_leads_to_a_campaign(desk, observer, path):
    assert desk.get(f"/admin/{path}/write-to-these/").status_code == 200
    assert "write_to_chosen" not in observer.get(f"/admin/{path}/").content.decode()
    assert observer.get(f"/admin/{path}/write-to-these/").status_code == 403
    assert not desk.get(f"/admin/{path}/").context["write_url"].endswith("?")


def test_to_an_empty_list_nothing_is_begun(desk, conference):
    page = send(desk, "/admin/registration/registration/write-to-these/", conference, name="x")
    assert "Nobody is on this list" in text_of(page)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{participant_name.__class__}", "Line 1, column 1: “{participant_name.__class__}” asks for a part"),
        ("one\n{unknown}", "Line 2, column 1: this letter has no placeholder “{unknown}”."),
        ("Dear {participant_name", "Line 1, column 6: the brace of “{participant_name” is not closed."),
        ("{{participant_name}}", "Line 1, column 1: “{{participant_name}}” is no placeholder"),
        ("{delegation_link}", "Line 1, column 1: this letter has no placeholder “{delegation_link}”."),
        ("{%x%} {}", "Line 1, column 7: “{}” is no placeholder"),
    ],
)
@pytest.mark.parametrize("field", ["subject_en", "body_mn"])
def test_words_with_a_fault_are_refused_with_the_place(desk, conference, bolormaa, text, said, field):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    text = " ".join(text.split("\n")) if field == "subject_en" else text
    said = said.replace("Line 2, column 1", "Line 1, column 5") if field == "subject_en" else said
    given = words_given(campaign, subject_mn="x", body_mn="y") | {field: text}
    page = send(desk, url("words", campaign), conference, **given)
    assert said in text_of(page)
    assert campaign.wordings.count() == 1


def test_a_language_has_both_subject_and_text_or_neither(desk, conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    page = send(desk, url("words", campaign), conference, **words_given(campaign, subject_ru="Тема", body_mn="Текст"))
    text = text_of(page)
    assert "Please write the letter, or leave this language empty." in text
    assert "Please give the letter a subject, or leave this language empty." in text


def test_a_page_that_is_out_of_date_changes_nothing(desk, conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    page = send(desk, url("words", campaign), conference, **words_given(campaign, seen_version=1))
    assert "Somebody else changed this campaign" in text_of(page)
    page = send(desk, url("send", campaign), conference, when="now", seen_version=1)
    assert "Somebody else changed this campaign" in text_of(page)
    assert Campaign.objects.get().state == CampaignState.DRAFT


def test_the_button_pressed_twice_and_by_two_sends_once(desk, conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    other = Client()
    other.force_login(make_officer(conference))
    given = {"when": "now", "seen_version": campaign.version}
    first = send(desk, url("send", campaign), conference, **given)
    second = send(desk, url("send", campaign), conference, **given)
    third = send(other, url("send", campaign), conference, **given)
    assert notices_of(first) == ["The letters are on their way."]
    already = "This campaign was sent off already, by Bolormaa; it is not sent a second time."
    assert notices_of(second) == notices_of(third) == [already]
    writing.write_due()
    assert OutgoingMessage.objects.count() == 1


def test_a_moment_is_given_on_the_venues_clock(desk, conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    given = {"when": "later", "seen_version": campaign.version}
    text = text_of(send(desk, url("send", campaign), conference, **given))
    assert "Please give the day." in text
    assert "Please give the time." in text
    page = send(desk, url("send", campaign), conference, **given, day="2019-06-03", time="08:00")
    assert "That moment has passed" in text_of(page)
    page = send(desk, url("send", campaign), conference, **given, day="2019-06-03", time="18:30")
    assert "It goes on Monday, 3 June, 18:30" in text_of(page)
    page = send(desk, url("act", campaign, "take-back"), conference)
    assert notices_of(page) == ["The campaign is a draft again."]


def test_it_is_paused_let_go_on_and_cancelled_each_after_a_word(desk, conference, bolormaa):
    make_crowd(conference, 2)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    writing.write_due()
    for key, state, reason in (
        ("pause", CampaignState.PAUSED, "A wrong\nhour"),
        ("resume", CampaignState.RUNNING, ""),
        ("cancel", CampaignState.CANCELLED, "Not needed"),
    ):
        assert desk.get(url("act", campaign, key)).status_code == 200
        campaign.refresh_from_db()
        assert campaign.state != state
        send(desk, url("act", campaign, key), conference, reason=reason)
        campaign.refresh_from_db()
        assert campaign.state == state
        assert campaign.transitions.latest("pk").reason == " ".join(reason.split())
    text = text_of(desk.get(url("change", campaign)))
    assert "Given up 2" in text
    assert desk.get(url("act", campaign, "pause")).status_code == 302
    assert desk.get(url("act", campaign, "explode")).status_code == 404


def test_a_paused_campaign_waits_on_the_first_page(desk, conference, bolormaa):
    make_registered(conference)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    assert "Campaigns that are paused" not in text_of(desk.get("/admin/"))
    sending.pause_campaign(campaign.pk, by=bolormaa)
    assert "Campaigns that are paused" in text_of(desk.get("/admin/"))


def test_who_only_reads_sees_and_does_nothing(observer, conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    page = observer.get(url("change", campaign))
    assert "What can be done" not in text_of(page)
    assert observer.get(LIST).status_code == observer.get(url("recipients", campaign)).status_code == 200
    for name, more in (("words", ()), ("send", ()), ("act", ("pause",))):
        assert observer.get(url(name, campaign, *more)).status_code == 403
    for name, more in (
        ("words", ()),
        ("send", ()),
        ("act", ("cancel",)),
        ("test", ()),
        ("copy", ()),
        ("recipients", ()),
    ):
        assert observer.post(url(name, campaign, *more), {"_conference": str(conference.pk)}).status_code == 403
    assert observer.get("/admin/correspondence/campaign/add/").status_code == 403


def test_another_conferences_campaign_is_not_there(desk, bolormaa):
    there = make_conference()
    make_registered(there)
    campaign = make_campaign(there)
    for name, more in (
        ("change", ()),
        ("words", ()),
        ("recipients", ()),
        ("send", ()),
        ("standing", ()),
        ("act", ("pause",)),
    ):
        assert desk.get(url(name, campaign, *more)).status_code in {302, 404}
        assert campaign.name not in desk.get(url(name, campaign, *more), follow=True).content.decode()


def test_a_form_of_another_conference_does_nothing(desk, conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    other = make_conference()
    for name, more in (("words", ()), ("send", ()), ("test", ()), ("copy", ()), ("recipients", ())):
        send(desk, url(name, campaign, *more), other, when="now", seen_version=campaign.version)
    send(desk, "/admin/registration/registration/write-to-these/", other, name="x")
    assert Campaign.objects.get().state == CampaignState.DRAFT
    assert not OutgoingMessage.objects.exists()


def test_a_letter_to_try_goes_to_the_officer_alone(desk, conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    page = send(desk, url("test", campaign), conference, language="en")
    assert notices_of(page) == [f"A letter to try goes to {bolormaa.email}."]
    assert OutgoingMessage.objects.get().recipient == bolormaa.email
    send(desk, url("test", campaign), conference, language="xx")
    assert OutgoingMessage.objects.count() == 1


def test_a_copy_is_a_draft_and_a_draft_alone_is_discarded(desk, conference, bolormaa):
    make_registered(conference)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    page = send(desk, url("copy", campaign), conference)
    copy = Campaign.objects.exclude(pk=campaign.pk).get()
    assert page.redirect_chain[-1][0] == url("change", copy)
    assert desk.get(url("delete", campaign)).status_code == 403
    send(desk, url("delete", copy), conference, post="yes")
    assert list(Campaign.objects.all()) == [campaign]


def test_a_draft_that_is_sent_off_while_it_is_discarded_stays(desk, conference, bolormaa, monkeypatch):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    discard = drafting.discard_campaign

    def after_a_colleague(pk, *, by):
        sending.schedule_campaign(pk, at=None, seen_version=None, by=bolormaa)
        discard(pk, by=by)

    monkeypatch.setattr(drafting, "discard_campaign", after_a_colleague)
    page = send(desk, url("delete", campaign), conference, post="yes")
    assert "sent off already" in text_of(page)
    assert Campaign.objects.get() == campaign


def test_the_part_that_is_fetched_anew_says_when_the_page_is_of_another_status(desk, conference, bolormaa):
    make_registered(conference)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    watched = 'data-unfinished="yes"'
    assert watched in desk.get(url("standing", campaign), {"seen": "running"}).content.decode()
    assert watched not in desk.get(url("standing", campaign), {"seen": "scheduled"}).content.decode()
    sending.pause_campaign(campaign.pk, by=bolormaa)
    assert watched not in desk.get(url("standing", campaign), {"seen": "paused"}).content.decode()


def test_a_draft_is_begun_once_however_often_the_button_is_pressed(desk, conference):
    make_registered(conference)
    path = "/admin/registration/registration/write-to-these/"
    token = desk.get(path).context["form"]["form_token"].value()
    pages = [send(desk, path, conference, name="News", form_token=str(token)) for _ in range(2)]
    assert Campaign.objects.count() == 1
    assert len({page.redirect_chain[-1][0] for page in pages}) == 1
    another = desk.get(path).context["form"]["form_token"].value()
    send(desk, path, conference, name="News", form_token=str(another))
    assert Campaign.objects.count() == 2


def test_the_ticked_rows_of_a_page_are_one_draft_and_others_another(desk, conference):
    alice, bob = make_registered(conference, "alice@people.example"), make_registered(conference, "bob@people.example")
    page = desk.get("/admin/registration/registration/")
    token = str(page.context["action_form"]["form_token"].value())
    assert token in page.content.decode()
    for chosen in ([alice], [alice], [alice, bob]):
        ids = [str(each.pk) for each in chosen]
        given = {"action": "write_to_chosen", "_selected_action": ids, "form_token": token}
        send(desk, "/admin/registration/registration/", conference, **given)
    assert sorted(campaign.recipients.count() for campaign in Campaign.objects.all()) == [1, 2]


def test_a_copy_is_made_once_however_often_the_button_is_pressed(desk, conference, bolormaa):
    make_registered(conference)
    campaign = make_campaign(conference, by=bolormaa)
    token = str(desk.get(url("change", campaign)).context["once"]["form_token"].value())
    pages = [send(desk, url("copy", campaign), conference, form_token=token) for _ in range(2)]
    [copy] = Campaign.objects.exclude(pk=campaign.pk)
    assert {page.redirect_chain[-1][0] for page in pages} == {url("change", copy)}
