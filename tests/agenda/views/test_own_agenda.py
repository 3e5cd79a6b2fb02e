"""The agenda of participants: what is for them, for nobody else, and the address to follow a session online."""

import pytest
from django.test import Client
from django.urls import reverse

from agenda.models import Listing, Session
from agenda.states import SessionState
from conference.models import TeamRole
from registration.models import Route
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_participant,
    make_registration,
)
from tests.registration.admin.reading import text_of

pytestmark = pytest.mark.django_db
LINK = "https://meet.example/room?key=secret"


@pytest.fixture
def government(conference):
    return make_category(conference)


def hybrid(conference, **changes):
    return make_session(conference, is_hybrid=True, link=LINK, **changes)


def browser_of(email: str) -> Client:
    client = Client()
    client.force_login(make_user(email))
    return client


@pytest.fixture
def delegate(conference, government):
    registration = make_registration(RegistrationState.REGISTERED, conference, category=government)
    return browser_of(registration.participant.email)


@pytest.fixture
def applicant(conference):
    """Of civil society, registered; whose category enters nothing that is for the government."""
    category = make_category(conference, Route.APPLICATION)
    registration = make_registration(RegistrationState.REGISTERED, conference, category=category)
    return browser_of(registration.participant.email)


def agenda_url(conference):
    return reverse("agenda:own", args=[conference.slug])


def page_url(session: Session) -> str:
    return reverse("agenda:own-session", args=[session.conference.slug, session.pk])


def closed(conference, government, **changes):
    """For the government alone."""
    session = hybrid(conference, title={"en": "Closed consultation"}, listing=Listing.ENTITLED, **changes)
    session.entry.add(government)
    return session


def test_one_signs_in_first(client, conference):
    session = hybrid(conference)
    make_release(conference)
    for url in (agenda_url(conference), page_url(session)):
        answer = client.get(url)
        assert (answer.status_code, "sign-in" in answer["Location"]) == (302, True)


def test_before_the_first_release_there_is_nothing_yet(delegate, conference):
    session = hybrid(conference)
    assert "has not been published yet" in text_of(delegate.get(agenda_url(conference)))
    assert delegate.get(page_url(session)).status_code == 404


def test_participants_see_what_is_for_participants_and_for_their_category(
    delegate, applicant, conference, government, client
):
    make_session(conference, title={"en": "Plenary"})
    make_session(conference, "14:00–15:00", title={"en": "Heads’ luncheon"}, listing=Listing.PARTICIPANTS)
    secret = closed(conference, government)
    make_release(conference)
    seen, other = (text_of(who.get(agenda_url(conference))) for who in (delegate, applicant))
    assert [title in seen for title in ("Plenary", "luncheon", "Closed consultation")] == [True, True, True]
    assert [title in other for title in ("Plenary", "luncheon", "Closed consultation")] == [True, True, False]
    assert "For those entitled alone, not on the public agenda." in seen
    assert applicant.get(page_url(secret)).status_code == 404
    assert delegate.get(page_url(secret)).status_code == 200
    public = client.get(reverse("agenda:agenda", args=[conference.slug])).content.decode()
    assert "luncheon" not in public
    assert client.get(reverse("agenda:session", args=[conference.slug, secret.pk])).status_code == 404


def test_the_draft_is_not_seen(delegate, conference):
    session = make_session(conference, title={"en": "Plenary"})
    make_release(conference)
    Session.objects.filter(pk=session.pk).update(title={"en": "Renamed in secret"})
    later = make_session(conference, "15:00–16:00", title={"en": "Not released"})
    page = text_of(delegate.get(agenda_url(conference)))
    assert ("Plenary" in page, "Renamed" in page, "Not released" in page) == (True, False, False)
    assert delegate.get(page_url(later)).status_code == 404


def test_who_may_enter_gets_the_address_and_nobody_else_does(delegate, applicant, conference, government, client):
    session = hybrid(conference)
    session.entry.add(government)
    make_release(conference)
    answer = delegate.get(page_url(session))
    page = answer.content.decode()
    assert (f'href="{LINK}"' in page, 'rel="noreferrer noopener"' in page) == (True, True)
    assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    other = applicant.get(page_url(session))
    assert "The address is given to those who may enter the session." in text_of(other)
    assert "Not open to your category." in text_of(other)
    pages = [
        reverse("agenda:session", args=[conference.slug, session.pk]),
        reverse("agenda:agenda", args=[conference.slug]),
        reverse("agenda-files:ics", args=[conference.slug]),
        reverse("agenda-files:session-ics", args=[conference.slug, session.pk]),
    ]
    for each in [other, applicant.get(agenda_url(conference)), *(client.get(url) for url in pages)]:
        assert "meet.example" not in each.content.decode()


def test_the_address_is_the_one_of_now(delegate, conference):
    session = hybrid(conference)
    make_release(conference)
    Session.objects.filter(pk=session.pk).update(link="https://other.example/")
    assert "https://other.example/" in delegate.get(page_url(session)).content.decode()
    Session.objects.filter(pk=session.pk).update(link="")
    assert "as soon as the Secretariat has entered it" in text_of(delegate.get(page_url(session)))
    Session.objects.filter(pk=session.pk).update(link=LINK, state=SessionState.CANCELLED)
    assert LINK not in delegate.get(page_url(session)).content.decode()


def test_a_cancelled_session_is_followed_nowhere(delegate, conference):
    session = hybrid(conference)
    make_release(conference)
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    make_release(conference)
    page = delegate.get(page_url(session))
    assert "Online" not in text_of(page)
    assert "cancelled" in text_of(page).lower()


def test_who_is_not_registered_is_told_why_little_is_seen(conference, government):
    nominee = make_registration(RegistrationState.NOMINATED, conference)
    session = hybrid(conference)
    hidden = closed(conference, government, times="15:00–16:00")
    make_release(conference)
    client = browser_of(nominee.participant.email)
    page = text_of(client.get(agenda_url(conference)))
    assert "follows as soon as your registration is confirmed" in page
    assert LINK not in client.get(page_url(session)).content.decode()
    assert client.get(page_url(hidden)).status_code == 404


def test_a_focal_point_sees_the_days_of_its_members_and_no_address(conference, government):
    focal_point = make_focal_point(make_delegation(conference))
    session = hybrid(conference, listing=Listing.PARTICIPANTS)
    make_release(conference)
    client = browser_of(focal_point.email)
    assert "As a focal point you see what participants see." in text_of(client.get(agenda_url(conference)))
    assert LINK not in client.get(page_url(session)).content.decode()


def test_a_speaker_sees_the_own_session_with_its_address_on_the_card_too(conference, government):
    session = closed(conference, government)
    speaker = make_participant(conference)
    make_appearance(session, speaker)
    make_release(conference)
    client = browser_of(speaker.email)
    assert "and the sessions in which you speak" in text_of(client.get(agenda_url(conference)))
    for url in (page_url(session), reverse("agenda:speaking", args=[conference.slug])):
        assert LINK in client.get(url).content.decode()
    session.appearances.update(state="declined")
    assert client.get(page_url(session)).status_code == 404
    assert LINK not in client.get(reverse("agenda:speaking", args=[conference.slug])).content.decode()


def test_the_team_sees_everything(conference, government):
    session = closed(conference, government)
    make_release(conference)
    client = Client()
    client.force_login(make_officer(conference, TeamRole.AGENDA))
    assert "You see every session, as the Secretariat does." in text_of(client.get(agenda_url(conference)))
    assert LINK in client.get(page_url(session)).content.decode()


def test_nobody_of_another_conference_sees_more_than_the_public(conference, government):
    session = closed(conference, government)
    make_release(conference)
    other = make_registration(RegistrationState.REGISTERED, make_conference())
    client = browser_of(other.participant.email)
    assert client.get(page_url(session)).status_code == 404
    assert "Closed consultation" not in text_of(client.get(agenda_url(conference)))


def test_what_one_was_not_told_before_is_new_and_not_moved(delegate, conference, government):
    session = closed(conference, make_category(conference, Route.APPLICATION))
    make_release(conference)
    session.entry.set([government])
    make_release(conference)
    assert "New" in text_of(delegate.get(page_url(session)))


def test_the_own_page_leads_to_it(delegate, conference):
    own = delegate.get(reverse("registration:own", args=[conference.slug]))
    assert agenda_url(conference) in own.content.decode()
    stranger = browser_of("stranger@people.example").get(reverse("registration:own", args=[conference.slug]))
    assert agenda_url(conference) not in stranger.content.decode()


@pytest.mark.parametrize("count", [1, 100])
def test_the_agenda_costs_the_same_for_one_session_and_for_a_hundred(
    delegate, conference, django_assert_max_num_queries, count
):
    for number in range(count):
        make_appearance(make_session(conference, f"{9 + number % 8:02}:{number // 8:02}–18:00", is_hybrid=True))
    make_release(conference)
    with django_assert_max_num_queries(23):
        delegate.get(agenda_url(conference))


def test_an_officer_without_the_second_factor_sees_no_more_than_the_public(client, conference, government, settings):
    """As for documents: the admin is closed to whoever lacks it, and so is what only the team may know."""
    followed, secret = hybrid(conference), closed(conference, government)
    make_release(conference)
    client.force_login(make_officer(conference, TeamRole.AGENDA))
    settings.STAFF_MFA_REQUIRED = True

    assert "Closed consultation" not in text_of(client.get(agenda_url(conference)))
    assert client.get(page_url(secret)).status_code == 404
    assert LINK not in client.get(page_url(followed)).content.decode()


def test_a_day_begins_with_a_capital_in_every_language(conference, delegate):
    make_session(conference)
    make_release(conference)
    page = delegate.get(agenda_url(conference).replace("/en/", "/ru/", 1))
    assert "Четверг, 20 июня 2019 года</h2>" in page.content.decode()
