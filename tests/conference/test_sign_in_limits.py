"""Nobody learns who is known, nobody is flooded, and no code opens twice; nor does one lead astray."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conference.actions import sign_in
from conference.correspondence.models import OutgoingMessage
from conference.errors import CodeNotValidError, TooManyCodesError
from conference.models import CodePurpose, Conference, EmailedCode, User
from conference.registry import registry
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db

ALTAN = "altan@example.org"
NOBODY = "nobody@example.org"


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(registry, "knows_address", [lambda address, _conference: address == ALTAN])


@pytest.fixture
def conference():
    return make_conference()


def send(address, conference, **fields):
    sign_in.send_sign_in_code(address, conference=conference, language="en", **({"asker": "here"} | fields))


def redeem(address, code, asker="here"):
    return sign_in.redeem_code(address, code, purpose=CodePurpose.SIGN_IN, asker=asker)


def code_sent_to(address=ALTAN):
    return OutgoingMessage.objects.filter(recipient=address).latest("created_at").secrets["code"]


def address_page(conference, goal):
    return f"{reverse('accounts:sign-in')}?{urlencode({'conference': conference.slug, 'next': goal})}"


def statements(address, conference):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        send(address, conference)
    verbs = (query["sql"].split()[0] for query in asked)
    return [verb for verb in verbs if verb not in {"SAVEPOINT", "RELEASE", "ROLLBACK"}]


def test_the_same_work_is_done_for_known_and_unknown_addresses(conference):
    send(ALTAN, conference)  # what is cached on first need is there now
    known_work = statements(ALTAN, conference)
    assert statements(NOBODY, conference) == known_work
    assert "INSERT" in known_work


def test_an_officers_address_costs_the_same_work(conference):
    make_officer(conference, email=NOBODY)
    send(ALTAN, conference)
    assert statements(NOBODY, conference) == statements(ALTAN, conference)


def test_for_an_unknown_address_there_is_no_letter_and_no_code_that_opens(conference):
    send(NOBODY, conference)
    row = EmailedCode.objects.get(address=NOBODY)
    assert not OutgoingMessage.objects.exists()
    assert not any(sign_in._digest(row, f"{code:06}") == row.digest for code in range(0, 1_000_000, 997))
    with pytest.raises(CodeNotValidError):
        redeem(NOBODY, "000000")
    assert not User.objects.filter(email=NOBODY).exists()


def test_a_flood_of_unknown_addresses_is_cut_off_for_the_client_alone(conference, monkeypatch):
    monkeypatch.setattr(sign_in, "CODES_AN_HOUR_FOR_A_CLIENT", 3)
    for number in range(3):
        send(f"nobody{number}@example.org", conference, client="192.0.2.7")
    for address in (NOBODY, ALTAN):
        with pytest.raises(TooManyCodesError):
            send(address, conference, client="192.0.2.7")
    assert EmailedCode.objects.count() == 3
    assert not OutgoingMessage.objects.exists()
    send(ALTAN, conference, client="192.0.2.8")
    assert OutgoingMessage.objects.get().recipient == ALTAN


def test_where_the_client_is_not_known_only_the_address_counts(conference, monkeypatch):
    monkeypatch.setattr(sign_in, "CODES_AN_HOUR_FOR_A_CLIENT", 1)
    send(NOBODY, conference)
    send(ALTAN, conference)
    assert OutgoingMessage.objects.get().recipient == ALTAN


def test_whence_somebody_asked_is_not_kept_in_the_clear(conference):
    send(ALTAN, conference, client="192.0.2.7")
    assert "192.0.2.7" not in EmailedCode.objects.get().client_digest


def test_after_an_hour_one_may_ask_again(conference):
    for _time in range(sign_in.CODES_AN_HOUR):
        send(ALTAN, conference)
    EmailedCode.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=61))
    send(ALTAN, conference)
    assert OutgoingMessage.objects.count() == sign_in.CODES_AN_HOUR + 1


def test_codes_are_forgotten_after_a_day(conference):
    send(NOBODY, conference)
    EmailedCode.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    send(ALTAN, conference)
    assert [row.address for row in EmailedCode.objects.all()] == [ALTAN]


@pytest.mark.django_db(transaction=True)
def test_of_ten_requests_at_once_five_are_answered(conference):
    def ask(_number):
        try:
            send(ALTAN, conference)
        except TooManyCodesError:
            pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(ask, range(10)))
    assert OutgoingMessage.objects.count() == sign_in.CODES_AN_HOUR


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_the_same_code_at_once_one_comes_in(conference):
    send(ALTAN, conference)
    code = code_sent_to()

    def enter(_number):
        try:
            return redeem(ALTAN, code).email
        except CodeNotValidError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(filter(None, pool.map(enter, range(6)))) == [ALTAN]


@pytest.mark.django_db(transaction=True)
def test_guessing_at_once_gives_no_more_than_five_tries(conference):
    send(ALTAN, conference)
    right = code_sent_to()
    guesses = [f"{(int(right) + number) % 1_000_000:06}" for number in range(1, 30)]

    def guess(code):
        try:
            return redeem(ALTAN, code)
        except CodeNotValidError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(guess, guesses))
    assert EmailedCode.objects.get().tries_left == 0


def test_someone_who_became_an_officer_meanwhile_is_not_let_in(conference):
    send(ALTAN, conference)
    make_officer(conference, email=ALTAN)
    with pytest.raises(CodeNotValidError):
        redeem(ALTAN, code_sent_to())


def test_a_person_who_was_shut_out_is_not_let_in(conference):
    User.objects.create(email=ALTAN, is_active=False)
    send(ALTAN, conference)
    with pytest.raises(CodeNotValidError):
        redeem(ALTAN, code_sent_to())


def test_the_sessions_key_changes_when_one_signs_in(client, conference):
    client.post(address_page(conference, "/en/"), {"email": ALTAN})
    before = client.session.session_key
    client.post(reverse("accounts:code"), {"code": code_sent_to()})
    assert client.session.session_key != before
    assert "sign_in" not in client.session


def test_the_address_is_in_no_url(client, conference):
    answer = client.post(address_page(conference, "/en/"), {"email": ALTAN})
    assert "altan" not in answer.url


@pytest.mark.parametrize(
    "goal",
    ["/", "/en", "/en/", "en/x", "//", "///evil.example", "/\\evil.example", "http://testserver/en/x/", "/admin/", "x"],
)
def test_any_goal_is_answered_with_a_page(client, conference, goal):
    assert client.get(address_page(conference, goal)).status_code == 200
    assert client.post(address_page(conference, goal), {"email": ALTAN}).status_code == 302
    assert client.get(reverse("accounts:code")).status_code == 200
    answer = client.post(reverse("accounts:code"), {"code": code_sent_to()})
    assert answer.url.startswith("/")
    assert "evil" not in answer.url


def test_the_language_switch_leads_to_the_same_goal_in_the_other_language(client, conference):
    page = client.get(address_page(conference, f"/en/{conference.slug}/me/?a=1")).content.decode()
    goal = urlencode({"conference": conference.slug, "next": f"/mn/{conference.slug}/me/?a=1"}).replace("&", "&amp;")
    assert f'href="{reverse("accounts:sign-in")}?{goal}"' in page


def test_a_language_that_the_site_does_not_speak_is_not_spoken(client, conference):
    page = client.get(address_page(conference, f"/de/{conference.slug}/me/")).content.decode()
    assert '<html lang="en"' in page


def test_before_there_is_a_conference_one_can_sign_in_all_the_same(client):
    assert not Conference.objects.exists()
    client.post(reverse("accounts:sign-in"), {"email": ALTAN})
    assert client.get(reverse("accounts:code")).status_code == 200
    answer = client.post(reverse("accounts:code"), {"code": code_sent_to()})
    assert answer.url == "/"
    assert client.session["_auth_user_id"] == str(User.objects.get(email=ALTAN).pk)


@pytest.mark.parametrize(("is_trusted", "counted"), [(True, "198.51.100.9"), (False, "127.0.0.1")])
def test_the_client_is_who_the_trusted_proxy_saw(client, conference, settings, is_trusted, counted):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if is_trusted else None
    client.post(
        address_page(conference, "/en/"), {"email": ALTAN}, headers={"X-Forwarded-For": "10.0.0.1, 198.51.100.9"}
    )
    assert EmailedCode.objects.get().client_digest == sign_in._client_digest(counted)


def test_a_new_code_can_be_asked_for_on_the_page(client, conference):
    client.post(address_page(conference, "/en/x/"), {"email": ALTAN})
    page = client.post(reverse("accounts:code"), {"again": "1"}, follow=True).content.decode()
    assert "a new code is on its way" in page
    assert OutgoingMessage.objects.count() == 2
    assert client.post(reverse("accounts:code"), {"code": code_sent_to()}).url == "/en/x/"


def test_who_mistyped_the_address_goes_back_without_losing_the_goal(client, conference):
    goal = f"/en/{conference.slug}/me/"
    client.post(address_page(conference, goal), {"email": NOBODY})
    page = client.get(reverse("accounts:code")).content.decode()
    assert f'href="{address_page(conference, goal).replace("&", "&amp;")}"' in page
