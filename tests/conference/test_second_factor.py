"""Officers sign in in two steps: password, then a code of their app; nothing of the admin opens in between."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.models import RestrictedError
from django.test import Client
from django.utils import timezone

from conference.actions import officer_sign_in
from conference.actions.clear_expired import clear_expired
from conference.actions.second_factor import begin_set_up, confirm_set_up, give_second_factor, reset_second_factor
from conference.errors import CodeNotValidError, SecondFactorError
from conference.models import RecoveryCode, SecondFactor, SecondFactorRecord, SignInAttempt, TeamRole
from conference.one_time import matching_step, provisioning_uri
from tests.conference.second_steps import CODE, LOGIN, OWN, SET_UP, App, at_password, codes_on, key_on, opens, with_app
from tests.factories.conference import PASSWORD, make_conference, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    settings.STAFF_MFA_REQUIRED = True


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def officer(conference):
    return make_officer(conference, name="Bolormaa")


@pytest.fixture
def app_and_codes(officer):
    return with_app(officer)


@pytest.fixture
def app(app_and_codes):
    return app_and_codes[0]


def changes(user):
    return list(SecondFactorRecord.objects.filter(user=user).values_list("change", flat=True))


# The arithmetic


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(seconds, code):
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    with time_machine.travel(seconds, tick=False):
        assert matching_step(key, code, after=0) == seconds // 30


def test_a_code_is_good_for_half_a_minute_more_on_either_side():
    app = App("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    with time_machine.travel(1_800_000_015, tick=False):
        good = [steps for steps in range(-3, 4) if matching_step(key, app.code(steps), after=0)]
    assert good == [-1, 0, 1]


def test_the_picture_names_the_account_and_the_site():
    uri = provisioning_uri("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", account="b@mfa.example", issuer="Plenary")
    assert uri.startswith("otpauth://totp/Plenary:b%40mfa.example?")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in uri


# Signing in


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


# Required


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


# Recovery codes


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


# Kept


def test_neither_key_nor_recovery_codes_can_be_read_in_the_database(officer, app_and_codes):
    factor = SecondFactor.objects.get(user=officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM conference_secondfactor")
        [(stored,)] = cursor.fetchall()
    assert factor.key not in stored
    assert stored.startswith("gAAAA")
    digests = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace(" ", "") in digests for code in app_and_codes[1])


# One's own page


@pytest.fixture
def desk(officer, app):
    browser = at_password(officer)
    browser.post(CODE, {"code": app.code()})
    return browser


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


# Reset by a colleague


def reset_page(officer):
    return f"/admin/conference/user/{officer.pk}/second-step/"


def in_admin(colleague):
    browser = Client()
    browser.force_login(colleague)
    return browser


def reset(browser, officer, conference, reason="Lost the telephone; spoke to her."):
    return browser.post(reset_page(officer), {"reason": reason, "_conference": str(conference.pk)})


def test_a_co_ordinator_resets_a_colleagues_with_a_reason(conference, officer, app):
    colleague = make_officer(conference, name="Altan")
    signed_in = Client()
    signed_in.force_login(officer)
    browser = in_admin(colleague)
    page = browser.get(f"/admin/conference/user/{officer.pk}/change/").content.decode()
    assert reset_page(officer) in page
    assert reset(browser, officer, conference).status_code == 302
    officer.refresh_from_db()
    assert officer.second_factor_id is None
    record = SecondFactorRecord.objects.filter(user=officer)[0]
    assert (record.change, record.by, record.reason) == ("reset", colleague, "Lost the telephone; spoke to her.")
    assert "Lost the telephone" in browser.get(f"/admin/conference/user/{officer.pk}/change/").content.decode()


def test_without_a_reason_nothing_is_reset(conference, officer, app):
    page = reset(in_admin(make_officer(conference)), officer, conference, reason="  ")
    assert "Please give the reason." in page.content.decode()
    officer.refresh_from_db()
    assert officer.second_factor_id
    with pytest.raises(SecondFactorError, match="give the reason"):
        reset_second_factor(officer.pk, reason=" ", by=make_officer(conference))


def test_after_a_reset_a_session_that_had_given_it_opens_nothing(conference, officer, desk, required):
    assert opens(desk)
    reset_second_factor(officer.pk, reason="Lost.", by=make_officer(conference))
    assert not opens(desk)
    assert desk.get(SET_UP)["Location"].startswith(LOGIN), "a session proves no password"


@pytest.mark.parametrize("is_superuser", [True, False])
def test_nobody_resets_their_own(conference, is_superuser):
    own = make_officer(conference, is_superuser=is_superuser)
    with_app(own)
    with pytest.raises(SecondFactorError, match="is reset by a colleague"):
        reset_second_factor(own.pk, reason="Lost.", by=own)


@pytest.mark.parametrize("role", [role for role in TeamRole if role != TeamRole.COORDINATOR])
def test_other_officers_reset_nobodys(conference, officer, app, role):
    browser = in_admin(make_officer(conference, role))
    page = reset(browser, officer, conference)
    assert "reset by the administrator" in page.content.decode()
    officer.refresh_from_db()
    assert officer.second_factor_id


def test_a_co_ordinator_does_not_weaken_an_account_of_another_host(conference, officer, app):
    from conference.models import TeamMembership

    TeamMembership.objects.create(conference=make_conference(), user=officer, role=TeamRole.OBSERVER)
    with pytest.raises(SecondFactorError, match="by the administrator"):
        reset_second_factor(officer.pk, reason="Lost.", by=make_officer(conference))
    reset_second_factor(officer.pk, reason="Lost.", by=make_officer(conference, is_superuser=True))


def test_a_co_ordinator_resets_no_administrators(conference):
    administrator = make_officer(conference, is_superuser=True)
    with_app(administrator)
    with pytest.raises(SecondFactorError, match="by the administrator"):
        reset_second_factor(administrator.pk, reason="Lost.", by=make_officer(conference))


def test_an_officer_of_no_team_is_reset_by_the_administrator_alone(conference, officer, app):
    officer.memberships.all().delete()
    with pytest.raises(SecondFactorError, match="by the administrator"):
        reset_second_factor(officer.pk, reason="Lost.", by=make_officer(conference))


def test_the_page_of_another_hosts_officer_is_not_there(conference, app):
    stranger = make_officer(make_conference())
    with_app(stranger)
    assert reset(in_admin(make_officer(conference)), stranger, conference).status_code == 404


def test_what_is_not_set_up_is_not_reset(conference, officer):
    with pytest.raises(SecondFactorError, match="is not set up"):
        reset_second_factor(officer.pk, reason="Lost.", by=make_officer(conference))


def test_the_last_administrator_is_helped_on_the_server(officer, app, capsys):
    call_command("reset_second_factor", officer.email.upper(), reason="Lost everything.")
    officer.refresh_from_db()
    assert officer.second_factor_id is None
    assert SecondFactorRecord.objects.filter(user=officer)[0].by is None
    with pytest.raises(CommandError, match="is not set up"):
        call_command("reset_second_factor", officer.email, reason="Again.")
    with pytest.raises(CommandError, match="No officer has this address"):
        call_command("reset_second_factor", "nobody@example.org", reason="Who?")


def test_after_a_reset_every_session_ends_also_where_no_second_step_is_required(conference, officer):
    before = in_admin(officer)
    assert opens(before)
    with_app(officer)
    reset_second_factor(officer.pk, reason="Lost.", by=make_officer(conference))
    assert not opens(before)
    assert opens(at_password(officer))


def test_tries_at_the_old_factor_do_not_shut_out_who_has_a_new_one(conference, officer, app, monkeypatch):
    monkeypatch.setattr(officer_sign_in, "WRONG_CODES_A_DAY", 2)
    for _time in range(2):
        at_password(officer).post(CODE, {"code": app.wrong()})
    assert at_password(officer).post(CODE, {"code": app.code()}).status_code == 429
    reset_second_factor(officer.pk, reason="Lost.", by=make_officer(conference))
    anew, _codes = with_app(officer)
    assert at_password(officer).post(CODE, {"code": anew.code()}).status_code == 302


def test_a_form_made_in_another_conference_resets_nothing(conference, officer, app):
    page = reset(in_admin(make_officer(conference)), officer, make_conference())
    assert page.status_code == 302
    officer.refresh_from_db()
    assert officer.second_factor_id


def test_the_history_names_no_officer_of_another_host_and_no_reason(conference, officer, app):
    from conference.models import TeamMembership

    TeamMembership.objects.create(conference=make_conference(), user=officer, role=TeamRole.OBSERVER)
    stranger = make_officer(make_conference(), name="Zebedee of elsewhere", is_superuser=True)
    reset_second_factor(officer.pk, reason="Lost in a taxi.", by=stranger)
    address = f"/admin/conference/user/{officer.pk}/change/"
    page = in_admin(make_officer(conference)).get(address).content.decode()
    assert "was reset by a colleague" in page
    assert "Zebedee" not in page
    assert "Lost in a taxi" not in page
    page = in_admin(make_officer(conference, is_superuser=True)).get(address).content.decode()
    assert "Zebedee" in page
    assert "Lost in a taxi" in page


def test_the_factor_that_counts_cannot_be_deleted_from_under_its_owner(officer, app):
    with pytest.raises(RestrictedError):
        SecondFactor.objects.filter(user=officer).delete()


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
