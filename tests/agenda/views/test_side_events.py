"""The pages of who proposes a side event: the call, the form, one's own proposal and what becomes of it."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from agenda.actions.side_event_decisions import Slot, accept_side_event, ask_side_event_changes, decline_side_event
from agenda.models import SideEventCall, SideEventProposal
from agenda.states import SideEventState
from conference.clock import conference_now
from conference.models import TranslatedText
from registration.models import Visibility
from tests.factories.agenda import at, make_release
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import make_registration
from tests.factories.side_events import (
    make_call,
    make_civil_society,
    make_equipment,
    make_host_delegation,
    make_proposal,
    propose,
    who_proposed,
)
from tests.registration.admin.reading import text_of

pytestmark = pytest.mark.django_db
S = SideEventState


def browser_of(email):
    client = Client()
    client.force_login(make_user(email))
    return client


def url(name, conference, *args):
    return reverse(f"agenda:{name}", args=[conference.slug, *args])


def answers(**changes):
    return {
        "form_token": str(uuid.uuid4()),
        "title_mn": "",
        "title_en": "Youth Voices",
        "title_ru": "",
        "description_mn": "",
        "description_en": "A conversation.",
        "description_ru": "",
        "minutes": "60",
        "languages": ["en"],
        "speakers": "Bat-Erdene Sarantuya",
        "expected": "",
        "wishes": "",
    } | changes


def test_the_call_says_until_when_for_everybody_and_nothing_of_what_is_proposed(conference):
    make_call(conference)
    proposal = make_proposal(conference)
    page = Client().get(url("side-events", conference))
    assert "Proposals are taken until" in text_of(page)
    assert "at most 90 min" in text_of(page)
    assert str(proposal.title) not in text_of(page)
    assert proposal.organisation not in text_of(page)


def test_where_none_are_offered_there_is_no_such_page(conference):
    assert Client().get(url("side-events", conference)).status_code == 404
    make_call(conference, is_offered=False)
    assert Client().get(url("side-events", conference)).status_code == 404


def test_the_first_page_of_the_conference_names_the_last_moment_and_leads_there(conference):
    landing = reverse("conference:landing", args=[conference.slug])
    assert "side events" not in Client().get(landing).content.decode()
    make_call(conference)
    page = Client().get(landing).content.decode()
    assert "Proposals of side events close." in page
    assert f'href="{url("side-events", conference)}"' in page


def test_an_organisation_proposes_through_the_form(conference):
    make_call(conference)
    person, screen = make_civil_society(conference), make_equipment(conference)
    browser = browser_of(person.email)
    assert "Steppe Dialogue Centre" in text_of(browser.get(url("own-side-events", conference)))
    form = url("propose-side-event", conference, person.pk)
    assert "Projector" in text_of(browser.get(form))
    sent = browser.post(form, answers(equipment=[str(screen.pk)]), follow=True)
    proposal = SideEventProposal.objects.get()
    assert sent.redirect_chain[-1][0] == url("own-side-event", conference, proposal.pk)
    assert "Waits for a decision" in text_of(sent)
    assert (str(proposal.title), list(proposal.equipment.all())) == ("Youth Voices", [screen])
    assert browser.get(form).url == url("own-side-event", conference, proposal.pk)


def test_a_second_after_closing_it_is_refused_in_a_sentence_and_nothing_typed_is_lost(conference):
    make_call(conference)
    person = make_civil_society(conference)
    browser = browser_of(person.email)
    form = url("propose-side-event", conference, person.pk)
    assert browser.get(form).status_code == 200
    SideEventCall.objects.update(closes_at=conference_now(conference) - datetime.timedelta(seconds=1))
    page = browser.post(form, answers(wishes="Not on Friday"))
    assert page.status_code == 422
    assert "Proposals closed on" in text_of(page)
    assert "Nothing was saved; what you typed is kept" in text_of(page)
    for typed in ("Youth Voices", "A conversation.", "Bat-Erdene Sarantuya", "Not on Friday"):
        assert typed in page.content.decode()
    assert not SideEventProposal.objects.exists()


def test_what_was_typed_while_the_offer_was_taken_back_is_not_lost(conference):
    make_call(conference)
    person = make_civil_society(conference)
    SideEventCall.objects.update(is_offered=False)
    page = browser_of(person.email).post(url("propose-side-event", conference, person.pk), answers())
    assert "takes no proposals of side events" in text_of(page)
    assert "Youth Voices" in page.content.decode()
    assert not SideEventProposal.objects.exists()


def test_who_answers_after_closing_is_told_by_when(conference):
    proposal = make_proposal(conference)
    until = conference_now(conference) + datetime.timedelta(days=2)
    ask_side_event_changes(proposal.pk, reason="A shorter title, please.", until=until, by=make_officer(conference))
    SideEventCall.objects.update(closes_at=conference_now(conference) - datetime.timedelta(minutes=1))
    page = text_of(browser_of(who_proposed(proposal).email).get(url("change-side-event", conference, proposal.pk)))
    assert "Kindly answer by" in page
    assert "Proposals closed on" not in page


@pytest.mark.parametrize(("days", "sentence"), [((1, 2), "Proposals open on"), ((-2, -1), "Proposals closed on")])
def test_outside_the_window_the_page_says_when_and_asks_nothing(conference, days, sentence):
    now = conference_now(conference)
    opens, closes = (now + datetime.timedelta(days=day) for day in days)
    make_call(conference, opens_at=opens, closes_at=closes)
    person = make_civil_society(conference)
    page = browser_of(person.email).get(url("propose-side-event", conference, person.pk))
    assert sentence in text_of(page)
    assert 'name="wishes"' not in page.content.decode()


def test_what_is_too_long_is_told_beside_its_field(conference):
    make_call(conference, longest_text=200, longest_minutes=45)
    person = make_civil_society(conference)
    page = browser_of(person.email).post(
        url("propose-side-event", conference, person.pk),
        answers(description_en="x" * 201, title_en="y" * 501, languages=[]),
    )
    for sentence in ("200 are the most", "500 are the most", "at most 45 min", "at least one language"):
        assert sentence in text_of(page)


def test_one_changes_and_withdraws_ones_own(conference):
    proposal = make_proposal(conference)
    browser = browser_of(who_proposed(proposal).email)
    form = url("change-side-event", conference, proposal.pk)
    page = browser.get(form)
    assert "Youth Voices from the Steppe" in page.content.decode()
    browser.post(form, answers(seen_version="1", minutes="30"))
    proposal.refresh_from_db()
    assert (proposal.minutes, proposal.version) == (30, 2)
    stale = browser.post(form, answers(seen_version="1", minutes="20"))
    assert "Somebody else has changed this" in text_of(stale)
    away = url("withdraw-side-event", conference, proposal.pk)
    assert "Do you wish to withdraw" in text_of(browser.get(away))
    browser.post(away, {"seen_version": "2"})
    proposal.refresh_from_db()
    assert proposal.state == S.WITHDRAWN
    assert browser.get(form).status_code == 302


def test_somebody_elses_is_not_there(conference):
    proposal = make_proposal(conference)
    browser = browser_of("somebody@else.example")
    for name in ("own-side-event", "change-side-event", "withdraw-side-event"):
        assert browser.get(url(name, conference, proposal.pk)).status_code == 404
        other = make_conference()
        assert browser_of(who_proposed(proposal).email).get(url(name, other, proposal.pk)).status_code == 404
    assert browser.get(url("propose-side-event", conference, proposal.participant_id)).status_code == 404
    assert "This address answers for no organisation" in text_of(browser.get(url("own-side-events", conference)))


def test_the_proposer_sees_what_was_decided_and_the_session_once_it_is_public(conference):
    proposal = make_proposal(conference)
    officer, browser = make_officer(conference), browser_of(who_proposed(proposal).email)
    own = url("own-side-event", conference, proposal.pk)
    organiser = TranslatedText({"en": "Steppe Dialogue Centre"})
    accept_side_event(proposal.pk, by=officer, organiser=organiser, slot=Slot(starts_at=at("13:00")))
    page = browser.get(own)
    assert "Accepted" in text_of(page)
    assert "Day, hour and room will be announced" in text_of(page)
    assert "13:00" not in text_of(page)
    proposal.refresh_from_db()
    public = url("session", conference, proposal.session_id)
    assert Client().get(public).status_code == 404
    make_release(conference)
    assert f'href="{public}"' in browser.get(own).content.decode()
    session = text_of(Client().get(public))
    assert "Organised by" in session
    assert "Steppe Dialogue Centre" in session
    files = [Client().get(reverse(f"agenda-files:{name}", args=[conference.slug])) for name in ("json", "ics")]
    assert all("Steppe Dialogue Centre" in each.content.decode().replace("\r\n ", "") for each in files)
    assert "Bat-Erdene Sarantuya" not in session + "".join(each.content.decode() for each in files)


def test_what_the_secretariat_asks_and_why_it_declined_stands_on_the_page(conference):
    proposal = make_proposal(conference)
    officer, browser = make_officer(conference), browser_of(who_proposed(proposal).email)
    until = conference_now(conference) + datetime.timedelta(days=2)
    ask_side_event_changes(proposal.pk, reason="A shorter title, please.", until=until, by=officer)
    own = reverse("registration:own", args=[conference.slug])
    assert "Change your proposal of a side event" in text_of(browser.get(own))
    assert "A shorter title, please." in text_of(browser.get(url("change-side-event", conference, proposal.pk)))
    decline_side_event(proposal.pk, reason="All rooms are taken.", by=officer)
    assert "All rooms are taken." in text_of(browser.get(url("own-side-event", conference, proposal.pk)))
    assert "Change your proposal of a side event" not in text_of(browser.get(own))


def test_a_focal_point_proposes_for_the_delegation(conference):
    make_call(conference)
    delegation = make_host_delegation(conference)
    browser = browser_of("focal.point@mission.example")
    browser.post(url("propose-side-event", conference, delegation.pk), answers())
    assert SideEventProposal.objects.get().delegation == delegation


def test_everything_proposed_can_be_taken_away(conference):
    proposal = make_proposal(conference)
    person = who_proposed(proposal)
    registration = person.registrations.get()
    page = text_of(
        browser_of(person.email).get(reverse("registration:own-data", args=[conference.slug, registration.pk]))
    )
    for text in ("Side events proposed", "Youth Voices from the Steppe", "Bat-Erdene Sarantuya, youth worker"):
        assert text in page


def test_of_a_hidden_person_nothing_is_public_and_the_person_sees_it(conference):
    make_call(conference)
    person = make_civil_society(conference, "Hidden House", visibility=Visibility.HIDDEN)
    proposal = propose(conference, person.email)
    assert "Hidden House" in text_of(browser_of(person.email).get(url("own-side-event", conference, proposal.pk)))
    for name in ("side-events", "agenda"):
        assert "Hidden House" not in text_of(Client().get(url(name, conference)))


@pytest.mark.parametrize("count", [1, 100])
def test_ones_own_list_costs_the_same_for_one_and_for_a_hundred(conference, django_assert_max_num_queries, count):
    make_call(conference)
    for number in range(count):
        person = make_civil_society(conference, f"Centre {number}", email="office@centres.example")
        proposal = SideEventProposal(
            conference=conference,
            participant=person,
            organisation=f"Centre {number}",
            organisation_key=f"centre{number}",
            title={"en": f"Event {number}"},
            description={"en": "About it"},
            minutes=30,
            form_token=uuid.uuid4(),
        )
        proposal.save()
    make_registration(conference=conference)
    browser = browser_of("office@centres.example")
    with django_assert_max_num_queries(24):
        assert text_of(browser.get(url("own-side-events", conference))).count("Event ") == count
