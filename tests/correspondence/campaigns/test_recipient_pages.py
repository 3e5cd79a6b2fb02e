"""What the pages of a campaign tell of its recipients, and to whom; what they cost."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.correspondence.campaign_states import Exclusion
from conference.correspondence.campaigns import drafting, writing
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.models import Registration, Route, Visibility
from tests.correspondence.campaigns.rows import LIST, url
from tests.factories.campaigns import address_of, begin, make_campaign, make_crowd, make_registered
from tests.factories.conference import make_officer
from tests.factories.registration import make_category, make_invitation, make_participant
from tests.registration.admin.reading import chips_of, notices_of, send, text_of

pytestmark = pytest.mark.django_db


def test_each_recipient_stands_with_what_became_of_them(desk, conference, bolormaa):
    make_registered(conference, "a@people.example", given_names="Ada", family_name="One")
    make_registered(conference, "", given_names="Ben", family_name="Two")
    campaign = make_campaign(conference, by=bolormaa)
    page = desk.get(url("recipients", campaign))
    assert chips_of(page) == {"To be written to": 1, "Left out: no e-mail address is known": 1}
    assert "No e-mail address is known" in text_of(page)
    assert "Ada" not in text_of(desk.get(url("recipients", campaign), {"show": Exclusion.NO_ADDRESS}))
    assert desk.get(url("recipients", campaign), {"show": "x", "page": "999"}).status_code == 200
    row = campaign.recipients.get(recipient="a@people.example")
    letter = desk.get(url("letter", campaign, row.pk))
    assert "Practical information, Ms. Ada ONE" in text_of(letter)
    page = send(desk, url("recipients", campaign), conference, recipient=[str(row.pk), "nonsense"], do="leave-out")
    assert notices_of(page) == ["1 is left out."]
    page = send(desk, url("recipients", campaign), conference, recipient=[str(row.pk)], do="put-back")
    assert notices_of(page) == ["1 is on the list again."]


def test_a_protected_person_is_named_on_no_page_to_who_may_not_know(desk, conference):
    make_registered(
        conference, "secret@people.example", given_names="Zsofia", family_name="Hidden", visibility=Visibility.HIDDEN
    )
    make_registered(conference, "a@people.example")
    both = make_officer(conference, TeamRole.CORRESPONDENCE, TeamRole.DUTY_OF_CARE)
    campaign = make_campaign(conference, by=both)
    hidden = campaign.recipients.get(recipient="secret@people.example")
    knowing = Client()
    knowing.force_login(both)
    assert "secret@people.example" in text_of(knowing.get(url("recipients", campaign)))
    assert knowing.get(url("letter", campaign, hidden.pk)).status_code == 200
    for name in ("change", "recipients", "send", "words", "standing", "delete"):
        body = desk.get(url(name, campaign)).content.decode()
        assert "secret@people" not in body
        assert "Zsofia" not in body
        assert "HIDDEN" not in body
    assert "Protected participant" in text_of(desk.get(url("recipients", campaign)))
    for asked in ("Zsofia", "secret@people"):
        assert desk.get(url("recipients", campaign), {"q": asked}).context["rows"] == []
    assert desk.get(url("letter", campaign, hidden.pk)).status_code == 404
    other = campaign.recipients.get(recipient="a@people.example")
    assert str(hidden.pk) not in desk.get(url("letter", campaign, other.pk)).content.decode()


def test_the_link_of_an_invitation_is_shown_to_those_who_invite(desk, observer, conference, bolormaa):
    category = make_category(conference, Route.INVITATION)
    invitation = make_invitation(to=make_participant(conference, email="x@people.example"), category=category)
    words = {"en": ("To {addressee}", "{invitation_link}")}
    campaign = make_campaign(conference, [invitation.pk], by=bolormaa, audience="invitations", words=words)
    letter = url("letter", campaign, campaign.recipients.get().pk)
    assert invitation.link_token in desk.get(letter).content.decode()
    assert invitation.link_token not in observer.get(letter).content.decode()


def test_what_came_back_stands_with_its_number_and_its_recipient(desk, conference, bolormaa):
    make_crowd(conference, 2)
    campaign = begin(make_campaign(conference, by=bolormaa), by=bolormaa)
    writing.write_due()
    messages = OutgoingMessage.objects.filter(act_id=campaign.pk)
    messages.update(state="sent", sent_at=timezone.now())
    messages.filter(recipient=address_of(0)).update(came_back_at=timezone.now())
    assert "Sent 1 of them came back 2" in text_of(desk.get(url("change", campaign)))
    assert text_of(desk.get(url("recipients", campaign))).count("Came back") == 1
    again = make_campaign(conference, by=bolormaa)
    assert again.recipients.get(reason=Exclusion.CAME_BACK).recipient == address_of(0)
    page = desk.get(reverse("admin:correspondence_outgoingmessage_change", args=[messages[0].pk]))
    assert url("change", campaign) in page.content.decode()


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_of_campaigns_costs_the_same_for_one_and_for_many(
    desk, conference, bolormaa, count, django_assert_max_num_queries
):
    make_registered(conference)
    for _ in range(count):
        make_campaign(conference, by=bolormaa)
    desk.get(LIST)
    with django_assert_max_num_queries(15):
        assert desk.get(LIST).status_code == 200


@pytest.mark.parametrize("count", [1, 300])
@pytest.mark.parametrize("name", ["recipients", "change", "standing", "send"])
def test_the_pages_of_a_campaign_cost_the_same_for_one_and_for_many(
    desk, conference, bolormaa, name, count, django_assert_max_num_queries
):
    make_crowd(conference, count)
    campaign = make_campaign(conference, by=bolormaa)
    desk.get(url(name, campaign))
    with django_assert_max_num_queries(18):
        page = desk.get(url(name, campaign))
    assert page.status_code == 200
    if name == "recipients":
        assert text_of(page).count("@people.example") == min(count, 100)


def test_awful_words_break_nothing_off(desk, conference, bolormaa):
    awful = "<script>alert(1)</script>“{}”\u202egnp.exe " + "Ш" * 300
    make_registered(conference, family_name=awful[:140], given_names="\u0000x".replace("\u0000", ""))
    campaign = make_campaign(conference, by=bolormaa, name=awful[:200])
    drafting.leave_out(campaign.pk, [], by=bolormaa)
    for name in ("change", "recipients", "send", "words"):
        body = desk.get(url(name, campaign)).content.decode()
        assert "<script>alert" not in body
    body = desk.get(url("letter", campaign, campaign.recipients.get().pk)).content.decode()
    assert "<script>alert" not in body
    assert Registration.objects.count() == 1
