"""One's own page: setting up, another telephone, new recovery codes, switching off."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from conference.actions import officer_sign_in
from conference.actions.clear_expired import clear_expired
from conference.actions.second_factor import begin_set_up, confirm_set_up, give_second_factor
from conference.errors import CodeNotValidError
from conference.models import SecondFactor
from tests.conference.second_steps import (
    OWN,
    SET_UP,
    App,
    at_password,
    changes,
    codes_on,
    key_on,
    opens,
)
from tests.factories.conference import PASSWORD, make_conference, make_officer

pytestmark = pytest.mark.django_db


def test_one_sets_it_up_for_oneself_where_it_is_not_required(officer):
    browser = at_password(officer)
    assert "Set up two-step sign-in" in browser.get(OWN).content.decode()
    assert browser.get(SET_UP)["Location"] == OWN
    assert browser.post(OWN, {"act": "set-up", "password": PASSWORD})["Location"] == SET_UP
    app = App(key_on(browser.get(SET_UP).content.decode()))
    assert len(codes_on(browser.post(SET_UP, {"code": app.code()}).content.decode())) == 10
    assert opens(browser)


@pytest.mark.parametrize("act", ["set-up", "codes", "off"])
def test_each_act_asks_for_ones_password(officer, desk, act):
    page = desk.post(OWN, {"act": act, "password": "not the password"})
    assert "This is not your password." in page.content.decode()
    assert changes(officer) == ["set_up"]
    assert desk.get(SET_UP)["Location"] == OWN


@pytest.mark.parametrize("act", ["set-up", "codes", "off"])
def test_an_act_is_chosen_before_the_password_is_given(officer, desk, act):
    own = desk.get(OWN).content.decode()
    assert f'href="?act={act}"' in own
    assert 'name="password"' not in own
    page = desk.get(OWN, {"act": act}).content.decode()
    assert f'<input type="hidden" name="act" value="{act}">' in page
    assert page.count('name="act"') == 1
    assert changes(officer) == ["set_up"]


@pytest.mark.parametrize("act", ["", "anything"])
def test_the_password_without_an_act_does_nothing(officer, desk, act):
    assert desk.post(OWN, {"act": act, "password": PASSWORD})["Location"] == OWN
    assert changes(officer) == ["set_up"]


def test_guessing_at_the_password_on_ones_own_page_is_limited_too(desk):
    for _time in range(officer_sign_in.WRONG_TRIES):
        assert desk.post(OWN, {"act": "off", "password": "wrong"}).status_code == 200
    page = desk.post(OWN, {"act": "off", "password": PASSWORD})
    assert page.status_code == 429
    assert "There were too many attempts" in page.content.decode()


def test_a_new_telephone_replaces_the_old_one_and_ends_other_sessions(officer, app, desk):
    other = Client()
    other.force_login(officer)
    session = other.session
    session["second_factor"] = str(officer.second_factor_id)
    session.save()
    assert opens(other)
    desk.post(OWN, {"act": "set-up", "password": PASSWORD})
    new = App(key_on(desk.get(SET_UP).content.decode()))
    desk.post(SET_UP, {"code": new.code()})
    assert opens(desk)
    assert not opens(other)
    with pytest.raises(CodeNotValidError):
        give_second_factor(officer.pk, app.code(1))
    give_second_factor(officer.pk, new.code(1))
    assert changes(officer) == ["replaced", "set_up"]
    assert SecondFactor.objects.filter(user=officer).count() == 1


def test_beginning_to_replace_leaves_the_old_app_in_force(officer, app, desk):
    desk.post(OWN, {"act": "set-up", "password": PASSWORD})
    give_second_factor(officer.pk, app.code(1))


def test_it_can_be_switched_off_where_it_is_not_required(officer, desk):
    desk.post(OWN, {"act": "off", "password": PASSWORD})
    assert opens(at_password(officer))
    assert changes(officer) == ["switched_off", "set_up"]
    assert not SecondFactor.objects.exists()


def test_it_cannot_be_switched_off_where_it_is_required(officer, desk, required):
    assert "Switch two-step sign-in off" not in desk.get(OWN).content.decode()
    page = desk.post(OWN, {"act": "off", "password": PASSWORD}, follow=True)
    assert "it can be replaced, but not switched off" in page.content.decode()
    officer.refresh_from_db()
    assert officer.second_factor_id


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["begin", "clear"])
def test_what_one_tab_confirms_another_does_not_forget(act):
    officer = make_officer(make_conference())
    begun = begin_set_up(officer)
    SecondFactor.objects.update(created_at=timezone.now() - datetime.timedelta(days=2))

    def meanwhile():
        try:
            return begin_set_up(officer) if act == "begin" else clear_expired()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            confirm_set_up(begun.pk, App(begun.key).code(), by=officer)
            other = pool.submit(meanwhile)
            while not other.done() and not somebody_waits():
                pass
        other.result(30)
    officer.refresh_from_db()
    assert officer.second_factor_id == begun.pk
    assert SecondFactor.objects.filter(pk=begun.pk).exists()


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]
