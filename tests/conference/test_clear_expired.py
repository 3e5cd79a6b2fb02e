"""What has run out is not kept; what is in use stays."""

import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from conference.actions.clear_expired import clear_expired
from conference.actions.second_factor import begin_set_up
from conference.celery import app
from conference.models import CodePurpose, EmailedCode, SecondFactor, SignInAttempt
from tests.conference.second_steps import with_app
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(hours=25)


def session(name, age):
    return Session.objects.create(session_key=name, session_data="", expire_date=timezone.now() - age)


def code(age):
    now = timezone.now()
    return EmailedCode.objects.create(
        purpose=CodePurpose.SIGN_IN,
        address="a@example.org",
        digest="",
        asker_digest="",
        expires_at=now,
        created_at=now - age,
    )


def test_what_has_run_out_goes_and_the_rest_stays():
    minute = datetime.timedelta(minutes=1)
    session("gone", minute)
    session("live", -minute)
    code(DAY)
    kept_code = code(minute)
    SignInAttempt.objects.create(address_digest="old", at=timezone.now() - DAY)
    SignInAttempt.objects.create(address_digest="new")
    officer = make_officer(make_conference())
    with_app(officer)
    begun = begin_set_up(officer)
    SecondFactor.objects.update(created_at=timezone.now() - DAY)
    fresh = begin_set_up(make_officer(make_conference()))

    cleared = clear_expired()

    assert (cleared.sessions, cleared.codes, cleared.attempts, cleared.second_factors) == (1, 1, 1, 1)
    assert [kept.session_key for kept in Session.objects.all()] == ["live"]
    assert list(EmailedCode.objects.all()) == [kept_code]
    assert [kept.address_digest for kept in SignInAttempt.objects.all()] == ["new"]
    officer.refresh_from_db()
    assert officer.second_factor_id
    assert not SecondFactor.objects.filter(pk=begun.pk).exists()
    assert SecondFactor.objects.filter(pk=fresh.pk).exists()


def test_beat_wakes_it_each_hour():
    app.loader.import_default_modules()
    [entry] = [entry for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] == "conference.clear_expired"]
    assert entry["schedule"] == 3600
    session("gone", DAY)
    app.tasks[str(entry["task"])].apply().get()
    assert not Session.objects.exists()


def test_it_can_be_done_by_hand(capsys):
    session("gone", DAY)
    call_command("clear_expired")
    assert "Deleted: 1 sessions, 0 codes, 0 tries, 0 second factors." in capsys.readouterr().out
