"""A colleague who lost the telephone: who resets what is set up, who may not, and what is kept of it."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import RestrictedError
from django.test import Client

from conference.actions import officer_sign_in
from conference.actions.second_factor import reset_second_factor
from conference.errors import SecondFactorError
from conference.models import SecondFactor, SecondFactorRecord, TeamRole
from tests.conference.second_steps import (
    CODE,
    LOGIN,
    SET_UP,
    at_password,
    opens,
    with_app,
)
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db


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
