"""Where the second step is required, who has no app is led to set one up, and nothing opens before."""

import pytest
from django.test import Client

from conference.actions.second_factor import give_second_factor
from tests.conference.second_steps import (
    CODE,
    LOGIN,
    SET_UP,
    App,
    at_password,
    changes,
    codes_on,
    key_on,
    opens,
    with_app,
)
from tests.factories.conference import PASSWORD

pytestmark = pytest.mark.django_db


def test_who_has_no_app_is_led_to_set_one_up(officer, required):
    browser = Client()
    answer = browser.post(LOGIN, {"username": officer.email, "password": PASSWORD, "next": "/admin/"})
    assert answer["Location"] == SET_UP
    assert browser.get(CODE)["Location"] == SET_UP


def test_setting_up_gives_ten_recovery_codes_once_and_opens_the_page_one_wanted(officer, required):
    browser = at_password(officer, goal="/admin/conference/venue/")
    page = browser.get(SET_UP).content.decode()
    assert 'src="data:image/svg+xml' in page
    app = App(key_on(page))
    assert key_on(browser.get(SET_UP).content.decode()) == key_on(page)
    done = browser.post(SET_UP, {"code": app.code()})
    codes = codes_on(done.content.decode())
    assert len(set(codes)) == 10
    assert 'href="/admin/conference/venue/"' in done.content.decode()
    assert "no-store" in done["Cache-Control"]
    assert opens(browser, "/admin/conference/venue/")
    officer.refresh_from_db()
    assert officer.second_factor_id
    assert changes(officer) == ["set_up"]
    give_second_factor(officer.pk, codes[0])


def test_a_wrong_first_code_sets_nothing_up(officer, required):
    browser = at_password(officer)
    app = App(key_on(browser.get(SET_UP).content.decode()))
    assert "This code is not valid." in browser.post(SET_UP, {"code": app.wrong()}).content.decode()
    assert not opens(browser)
    officer.refresh_from_db()
    assert officer.second_factor_id is None


def test_a_session_that_waits_sets_up_nothing_once_there_is_an_app(officer, required):
    browser = at_password(officer)
    theirs = App(key_on(browser.get(SET_UP).content.decode()))
    with_app(officer)
    assert browser.post(SET_UP, {"code": theirs.code()})["Location"].startswith(LOGIN)
    assert not opens(browser)


def test_a_session_from_before_it_was_required_signs_in_anew(officer, settings):
    browser = at_password(officer)
    assert opens(browser)
    settings.STAFF_MFA_REQUIRED = True
    assert browser.get("/admin/")["Location"] == f"{LOGIN}?next=/admin/"
    assert browser.get(LOGIN).status_code == 200
    assert "_auth_user_id" not in browser.session


def test_a_signed_in_session_without_the_second_step_opens_nothing(officer, app):
    browser = Client()
    browser.force_login(officer)
    assert not opens(browser)
    session = browser.session
    session["second_factor"] = "00000000-0000-0000-0000-000000000000"
    session.save()
    assert not opens(browser)
    session["second_factor"] = str(officer.second_factor_id)
    session.save()
    assert opens(browser)
