"""Officers sign in in two steps: password, then a code of their app; nothing of the admin opens in between."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.utils import timezone

from conference.actions import officer_sign_in
from conference.actions.second_factor import begin_set_up, confirm_set_up, give_second_factor
from conference.errors import CodeNotValidError
from conference.models import SignInAttempt
from tests.conference.second_steps import (
    CODE,
    LOGIN,
    OWN,
    SET_UP,
    App,
    at_password,
    changes,
    codes_on,
    opens,
    with_app,
)
from tests.factories.conference import PASSWORD, make_conference, make_officer

pytestmark = pytest.mark.django_db


def test_where_it_is_not_required_the_password_signs_in(officer):
    assert opens(at_password(officer))


def test_who_has_an_app_is_asked_for_its_code_even_where_it_is_not_required(officer, app):
    browser = at_password(officer)
    assert not opens(browser)
    answer = browser.post(CODE, {"code": app.code()})
    assert answer["Location"] == "/admin/"
    assert opens(browser)


def test_between_the_steps_nobody_is_signed_in(officer, app):
    browser = at_password(officer)
    assert "_auth_user_id" not in browser.session


def test_one_comes_to_the_page_one_wanted(officer, app):
    browser = at_password(officer, goal="/admin/conference/venue/")
    assert browser.post(CODE, {"code": app.code()})["Location"] == "/admin/conference/venue/"


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example/"])
def test_one_comes_back_to_this_site_only(officer, app, goal):
    browser = at_password(officer, goal=goal)
    assert browser.post(CODE, {"code": app.code()})["Location"] == "/admin/"


def test_a_code_may_be_typed_in_groups(officer, app):
    browser = at_password(officer)
    code = app.code()
    assert browser.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_a_wrong_code_opens_nothing_and_says_so(officer, app):
    browser = at_password(officer)
    page = browser.post(CODE, {"code": app.wrong()})
    assert "This code is not valid." in page.content.decode()
    assert not opens(browser)


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "٤٥٦٧٨٩", "0" * 24])
def test_what_is_no_code_is_no_code(officer, app, typed):
    browser = at_password(officer)
    assert browser.post(CODE, {"code": typed}).status_code == 200
    assert not opens(browser)


def test_a_code_that_was_used_opens_nothing_again(officer, app):
    code = app.code()
    assert at_password(officer).post(CODE, {"code": code}).status_code == 302
    assert at_password(officer).post(CODE, {"code": code}).status_code == 200


def test_an_older_code_is_refused_after_a_newer_one(officer, app):
    give_second_factor(officer.pk, app.code(1))
    with pytest.raises(CodeNotValidError):
        give_second_factor(officer.pk, app.code())


def test_the_code_with_which_the_app_was_set_up_signs_nobody_in(officer):
    factor = begin_set_up(officer)
    code = App(factor.key).code()
    confirm_set_up(factor.pk, code, by=officer)
    with pytest.raises(CodeNotValidError):
        give_second_factor(officer.pk, code)


def test_another_officers_code_opens_nothing(conference, officer, app):
    other_app, _codes = with_app(make_officer(conference))
    browser = at_password(officer)
    assert browser.post(CODE, {"code": other_app.code()}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_give_one_code_at_once_one_gets_in():
    officer = make_officer(make_conference())
    app, _codes = with_app(officer)
    code, start = app.code(), threading.Barrier(8)

    def give(_number):
        try:
            start.wait()
            return give_second_factor(officer.pk, code)
        except CodeNotValidError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(map(bool, pool.map(give, range(8)))) == 1


def test_after_five_wrong_codes_even_the_right_one_waits(officer, app):
    browser = at_password(officer)
    for _time in range(officer_sign_in.WRONG_TRIES):
        assert browser.post(CODE, {"code": app.wrong()}).status_code == 200
    page = browser.post(CODE, {"code": app.code()})
    assert page.status_code == 429
    assert "Please try again in 15 minutes." in page.content.decode()
    assert 0 < int(page["Retry-After"]) <= 15 * 60 + 1
    SignInAttempt.objects.update(at=timezone.now() - datetime.timedelta(minutes=16))
    assert browser.post(CODE, {"code": app.code()}).status_code == 302


def test_wrong_codes_of_a_stranger_with_the_password_do_not_shut_the_officer_out(officer, app):
    stranger = at_password(officer, client="192.0.2.66")
    for _time in range(officer_sign_in.WRONG_TRIES):
        stranger.post(CODE, {"code": app.wrong()})
    assert at_password(officer).post(CODE, {"code": app.code()}).status_code == 302


def test_a_day_of_guessing_comes_to_an_end(officer, app, monkeypatch):
    monkeypatch.setattr(officer_sign_in, "WRONG_CODES_A_DAY", 2)
    browser = at_password(officer)
    browser.post(CODE, {"code": app.wrong()})
    browser.post(CODE, {"code": app.wrong()})
    SignInAttempt.objects.update(at=timezone.now() - datetime.timedelta(hours=3))
    page = browser.post(CODE, {"code": app.code()})
    assert page.status_code == 429
    assert "Please try again in 21 hours." in page.content.decode()


def test_the_code_page_without_a_password_asks_for_the_password(officer, app):
    assert Client().get(CODE)["Location"].startswith(LOGIN)
    assert Client().post(CODE, {"code": app.code()})["Location"].startswith(LOGIN)
    assert Client().get(SET_UP)["Location"].startswith(LOGIN)


@pytest.mark.parametrize("minutes", [29, 31])
def test_the_password_counts_for_half_an_hour(officer, app, minutes):
    browser = at_password(officer)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=minutes)):
        answer = browser.post(CODE, {"code": app.code()})
        assert answer["Location"] == ("/admin/" if minutes < 30 else f"{LOGIN}?next=%2Fadmin%2F")


def test_a_password_changed_meanwhile_counts_no_more(officer, app):
    browser = at_password(officer)
    officer.set_password("another long password")
    officer.save()
    assert browser.post(CODE, {"code": app.code()})["Location"].startswith(LOGIN)


def test_an_account_switched_off_meanwhile_gets_no_further(officer, app):
    browser = at_password(officer)
    officer.is_active = False
    officer.save()
    assert browser.post(CODE, {"code": app.code()})["Location"].startswith(LOGIN)
    with pytest.raises(CodeNotValidError):
        give_second_factor(officer.pk, app.code())


def test_the_sessions_key_changes_at_each_step(officer, app):
    browser = Client()
    browser.get("/accounts/sign-in/")
    session = browser.session
    session["something"] = "planted"
    session.save()
    planted = session.session_key
    browser.cookies["sessionid"] = planted or ""
    browser.post(LOGIN, {"username": officer.email, "password": PASSWORD, "next": "/admin/"})
    between = browser.session.session_key
    browser.post(CODE, {"code": app.code()})
    assert len({planted, between, browser.session.session_key}) == 3
    assert not Session.objects.filter(session_key__in=[planted, between]).exists()


def test_an_officers_session_ends_after_a_working_day(officer, app):
    browser = at_password(officer)
    browser.post(CODE, {"code": app.code()})
    assert browser.session.get_expiry_age() == 12 * 60 * 60
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=12, minutes=1)):
        assert not opens(browser)


def test_a_recovery_code_signs_in_once(officer, app_and_codes):
    code = app_and_codes[1][3]
    assert at_password(officer).post(CODE, {"code": code}).status_code == 302
    assert at_password(officer).post(CODE, {"code": code}).status_code == 200
    assert changes(officer) == ["recovery_code_used", "set_up"]


def test_a_recovery_code_of_another_opens_nothing(conference, officer, app):
    _app, codes = with_app(make_officer(conference))
    assert at_password(officer).post(CODE, {"code": codes[0]}).status_code == 200


def test_new_recovery_codes_void_the_old_ones(officer, app_and_codes):
    app, old = app_and_codes
    browser = at_password(officer)
    browser.post(CODE, {"code": app.code()})
    new = codes_on(browser.post(OWN, {"act": "codes", "password": PASSWORD}).content.decode())
    assert len(new) == 10
    with pytest.raises(CodeNotValidError):
        give_second_factor(officer.pk, old[0])
    give_second_factor(officer.pk, new[0])
