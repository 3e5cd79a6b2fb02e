"""Passwords cannot be guessed on, and who guesses learns nothing; nor does that shut the officer out."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from conference.actions import officer_sign_in
from conference.errors import TooManyAttemptsError
from conference.models import SignInAttempt
from tests.factories.conference import PASSWORD, make_conference, make_officer

pytestmark = pytest.mark.django_db

REFUSAL = "There were too many attempts. Please try again in 15 minutes."
NOBODY = "nobody@secretariat.example"


@pytest.fixture
def officer():
    return make_officer(make_conference())


def sign_in(address, password="wrong", client="198.51.100.66"):
    browser = Client(REMOTE_ADDR=client)
    return browser.post("/admin/login/", {"username": address, "password": password})


def guess(address, times, **fields):
    for _time in range(times):
        page = sign_in(address, **fields)
        assert page.status_code == 200
        assert "too many attempts" not in page.content.decode()


def is_refused(page):
    return page.status_code == 429 and "There were too many attempts." in page.content.decode()


def test_the_right_password_signs_in(officer):
    guess(officer.email, officer_sign_in.WRONG_TRIES - 1)
    assert sign_in(officer.email, PASSWORD).status_code == 302


def test_after_five_wrong_passwords_even_the_right_one_is_refused_with_a_sentence(officer):
    guess(officer.email, officer_sign_in.WRONG_TRIES)
    page = sign_in(officer.email, PASSWORD)
    assert is_refused(page)
    assert REFUSAL in page.content.decode()


def test_who_is_refused_reads_when_to_try_again_and_so_does_a_program(officer):
    guess(officer.email, officer_sign_in.WRONG_TRIES)
    SignInAttempt.objects.update(at=timezone.now() - datetime.timedelta(minutes=14, seconds=10))
    page = sign_in(officer.email, PASSWORD)
    assert "Please try again in 1 minute." in page.content.decode()
    assert 45 <= int(page["Retry-After"]) <= 51


def test_an_unknown_address_is_refused_alike(officer):
    guess(NOBODY, officer_sign_in.WRONG_TRIES)
    assert is_refused(sign_in(NOBODY))


def test_however_the_address_is_typed_it_is_the_same(officer):
    guess(officer.email, 3)
    guess(f" {officer.email.upper()}", 2)
    assert is_refused(sign_in(officer.email, PASSWORD))


def test_after_a_quarter_of_an_hour_one_may_try_again(officer):
    guess(officer.email, officer_sign_in.WRONG_TRIES)
    SignInAttempt.objects.update(at=timezone.now() - datetime.timedelta(minutes=14))
    assert is_refused(sign_in(officer.email, PASSWORD))
    SignInAttempt.objects.update(at=timezone.now() - datetime.timedelta(minutes=15, seconds=1))
    assert sign_in(officer.email, PASSWORD).status_code == 302


def test_what_is_refused_does_not_make_the_wait_longer(officer):
    guess(officer.email, officer_sign_in.WRONG_TRIES)
    sign_in(officer.email)
    assert SignInAttempt.objects.count() == officer_sign_in.WRONG_TRIES


def test_the_right_password_clears_the_wrong_ones_before_it(officer):
    guess(officer.email, officer_sign_in.WRONG_TRIES - 1)
    sign_in(officer.email, PASSWORD)
    assert not SignInAttempt.objects.exists()


def test_a_stranger_who_guesses_does_not_shut_the_officer_out(officer):
    guess(officer.email, officer_sign_in.WRONG_TRIES)
    assert sign_in(officer.email, PASSWORD, client="192.0.2.1").status_code == 302


def test_guessing_at_one_address_from_many_places_is_refused_everywhere(officer):
    for number in range(4):
        guess(officer.email, officer_sign_in.WRONG_TRIES, client=f"198.51.100.{number}")
    assert is_refused(sign_in(officer.email, PASSWORD, client="192.0.2.1"))


def test_trying_one_password_on_everybody_is_refused_for_that_client_alone(officer, monkeypatch):
    monkeypatch.setattr(officer_sign_in, "WRONG_TRIES_FOR_A_CLIENT", 6)
    for number in range(6):
        guess(f"officer{number}@secretariat.example", 1)
    assert is_refused(sign_in(officer.email, PASSWORD))
    assert sign_in(officer.email, PASSWORD, client="192.0.2.1").status_code == 302


def test_who_tried_and_whom_is_not_kept_in_the_clear(officer):
    sign_in(officer.email)
    [kept] = SignInAttempt.objects.values_list("address_digest", "client_digest")
    assert officer.email not in kept[0]
    assert "198.51.100" not in kept[1]


def test_attempts_are_forgotten_after_a_day(officer):
    sign_in(NOBODY)
    SignInAttempt.objects.update(at=timezone.now() - datetime.timedelta(hours=25))
    sign_in(officer.email)
    assert SignInAttempt.objects.count() == 1


def test_a_form_that_is_half_empty_costs_no_try(officer):
    sign_in(officer.email, "")
    assert not SignInAttempt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_twenty_guesses_at_once_five_are_looked_at():
    def begin(_number):
        try:
            return officer_sign_in.begin_attempt(NOBODY, client="198.51.100.66")
        except TooManyAttemptsError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(map(bool, pool.map(begin, range(20)))) == officer_sign_in.WRONG_TRIES
