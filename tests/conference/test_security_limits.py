"""Who tries too often is told when to come again; strangers cost nobody else anything; Redis is not needed."""

import datetime
from http import HTTPStatus

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from conference.actions import officer_sign_in, sign_in
from conference.celery import app as celery_app
from conference.correspondence.models import OutgoingMessage
from conference.http import client_address
from conference.models import EmailedCode, SignInAttempt
from conference.registry import registry
from registration.models import FocalPoint
from registration.views import code_tries
from tests.conference.second_steps import LOGIN
from tests.factories.conference import PASSWORD, make_conference, make_officer, make_state
from tests.factories.registration import make_delegation, make_invitation, make_participant

pytestmark = pytest.mark.django_db

ALTAN = "altan@example.org"
NOBODY = "nobody@example.org"
VENUE = "192.0.2.1"
ELSEWHERE = "198.51.100.66"
PERSON = {
    "name": "Dana",
    "function": "Second Secretary",
    "email": "dana@mission.example",
    "phone": "",
    "language": "en",
}


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(registry, "knows_address", [lambda address, _conference: address != NOBODY])


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def no_redis(monkeypatch):
    """Nothing listens there."""
    monkeypatch.setattr(celery_app.conf, "broker_write_url", "redis://127.0.0.1:9/0")
    monkeypatch.setattr(celery_app.conf, "broker_url", "redis://127.0.0.1:9/0")


def ask(address, client=VENUE):
    return Client(REMOTE_ADDR=client).post(reverse("accounts:sign-in"), {"email": address})


def tells_to_wait(page, minutes=60):
    text = page.content.decode()
    assert page.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert f"{minutes} minutes" in text
    assert minutes * 60 - 60 < int(page["Retry-After"]) <= minutes * 60
    return True


# Codes by e-mail


@pytest.mark.parametrize("address", [ALTAN, NOBODY])
def test_the_sixth_code_within_an_hour_is_refused_for_known_and_unknown_alike(conference, address):
    for _time in range(sign_in.CODES_AN_HOUR):
        assert ask(address).status_code == HTTPStatus.FOUND
    page = ask(address)
    assert tells_to_wait(page)
    assert "Please use the latest, or ask again in 60 minutes." in page.content.decode()


def test_one_may_ask_again_when_the_page_said_so(conference):
    for _time in range(sign_in.CODES_AN_HOUR):
        ask(ALTAN)
    EmailedCode.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=48, seconds=30))
    assert tells_to_wait(ask(ALTAN), minutes=12)
    EmailedCode.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=60, seconds=1))
    assert ask(ALTAN).status_code == HTTPStatus.FOUND


def test_the_code_page_says_so_too_when_one_asks_again(conference):
    browser = Client(REMOTE_ADDR=VENUE)
    browser.post(reverse("accounts:sign-in"), {"email": ALTAN})
    for _time in range(sign_in.CODES_AN_HOUR - 1):
        assert browser.post(reverse("accounts:code"), {"again": "1"}).status_code == HTTPStatus.FOUND
    assert tells_to_wait(browser.post(reverse("accounts:code"), {"again": "1"}))
    code = OutgoingMessage.objects.latest("created_at").secrets["code"]
    assert browser.post(reverse("accounts:code"), {"code": code}).status_code == HTTPStatus.FOUND


def test_an_invitee_who_asks_too_often_is_told(conference, client):
    invitation = make_invitation(to=make_participant(conference))
    address = reverse("registration:invitation", args=[conference.slug, invitation.link_token])
    for _time in range(sign_in.CODES_AN_HOUR):
        assert client.post(address).status_code == HTTPStatus.FOUND
    assert tells_to_wait(client.post(address))


def test_a_whole_venue_behind_one_address_receives_its_codes(conference):
    for number in range(120):
        assert ask(f"guest{number}@example.org").status_code == HTTPStatus.FOUND
    assert OutgoingMessage.objects.count() == 120


def test_strangers_elsewhere_do_not_use_up_what_a_mission_may_ask_for(conference, monkeypatch):
    monkeypatch.setattr(sign_in, "CODES_AN_HOUR_FOR_A_CLIENT", 8)
    for number in range(8):
        ask(f"guest{number}@example.org", ELSEWHERE)
    assert ask(ALTAN, ELSEWHERE).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert ask(ALTAN, VENUE).status_code == HTTPStatus.FOUND


def test_who_guesses_at_one_code_after_the_other_is_stopped_and_nobody_else(conference, monkeypatch):
    monkeypatch.setattr(sign_in, "WRONG_TRIES_AN_HOUR_FOR_A_CLIENT", 7)

    def guess(number, client, times):
        browser = Client(REMOTE_ADDR=client)
        browser.post(reverse("accounts:sign-in"), {"email": f"guest{number}@example.org"})
        pages = [browser.post(reverse("accounts:code"), {"code": "no code"}) for _time in range(times)]
        return browser, [page.status_code for page in pages]

    assert guess(1, ELSEWHERE, 4)[1] == [200] * 4
    assert guess(2, ELSEWHERE, 4)[1] == [200] * 3 + [429]
    browser, _statuses = guess(3, VENUE, 1)
    code = OutgoingMessage.objects.latest("created_at").secrets["code"]
    assert browser.post(reverse("accounts:code"), {"code": code}).status_code == HTTPStatus.FOUND


def test_a_right_code_counts_as_no_wrong_one(conference, monkeypatch):
    monkeypatch.setattr(sign_in, "WRONG_TRIES_AN_HOUR_FOR_A_CLIENT", 1)
    for number in range(3):
        browser = Client(REMOTE_ADDR=VENUE)
        browser.post(reverse("accounts:sign-in"), {"email": f"guest{number}@example.org"})
        code = OutgoingMessage.objects.latest("created_at").secrets["code"]
        assert browser.post(reverse("accounts:code"), {"code": code}).status_code == HTTPStatus.FOUND


# The code of a note


@pytest.fixture
def invitation(conference):
    return make_invitation(to=make_delegation(conference, make_state("KG")))


def addresses_that_take_the_code(invitation):
    slug, token = invitation.conference.slug, invitation.link_token
    return {
        "designate": (reverse("registration:designate", args=[slug]), {}),
        "link": (reverse("registration:invitation", args=[slug, token]), PERSON),
        "regret": (reverse("registration:invitation-regret", args=[slug, token]), {"reason": "Engaged elsewhere."}),
    }


@pytest.mark.parametrize("page", ["designate", "link", "regret"])
def test_after_many_wrong_codes_of_a_note_none_is_looked_at_for_a_while(invitation, page, monkeypatch):
    monkeypatch.setattr(code_tries, "WRONG_CODES", 3)
    address, fields = addresses_that_take_the_code(invitation)[page]
    stranger, mission = Client(REMOTE_ADDR=ELSEWHERE), Client(REMOTE_ADDR=VENUE)
    for _time in range(3):
        assert stranger.post(address, fields | {"code": "AAAA-AAAA-AAAA"}).status_code == HTTPStatus.OK
    right = fields | {"code": invitation.designation_code}
    assert tells_to_wait(stranger.post(address, right), minutes=15)
    assert not FocalPoint.objects.exists()
    assert mission.post(address, right).status_code in {HTTPStatus.OK, HTTPStatus.FOUND}


def test_right_codes_are_not_counted(invitation, monkeypatch):
    monkeypatch.setattr(code_tries, "WRONG_CODES", 2)
    address, _fields = addresses_that_take_the_code(invitation)["designate"]
    for _time in range(4):
        page = Client(REMOTE_ADDR=VENUE).post(address, {"code": invitation.designation_code})
        assert page.status_code == HTTPStatus.OK
    assert not SignInAttempt.objects.exists()


# Without Redis


def test_limits_hold_without_redis(conference, no_redis):
    officer = make_officer(conference)
    for _time in range(sign_in.CODES_AN_HOUR):
        assert ask(ALTAN).status_code == HTTPStatus.FOUND
    assert ask(ALTAN).status_code == HTTPStatus.TOO_MANY_REQUESTS
    for password in ["wrong"] * officer_sign_in.WRONG_TRIES + [PASSWORD]:
        page = Client(REMOTE_ADDR=VENUE).post(LOGIN, {"username": officer.email, "password": password})
    assert page.status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_nothing_that_limits_or_signs_in_lies_in_a_cache(settings):
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert not any("redis" in cache["BACKEND"].lower() for cache in settings.CACHES.values())


# Whence one comes


@pytest.mark.parametrize(
    ("seen", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("a socket", "a socket"),
    ],
)
def test_a_household_of_ipv6_addresses_counts_as_one_client(seen, counted):
    assert client_address(RequestFactory(REMOTE_ADDR=seen).get("/")) == counted


def test_behind_the_proxy_that_is_trusted_its_last_word_counts(settings):
    request = RequestFactory(REMOTE_ADDR="127.0.0.1").get("/", headers={"x-forwarded-for": "10.0.0.1, 192.0.2.7"})
    settings.SECURE_PROXY_SSL_HEADER = None
    assert client_address(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client_address(request) == "192.0.2.7"
