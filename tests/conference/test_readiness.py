"""What machines ask (/healthz, /readyz), and what an officer reads when a process that nobody sees has ended."""

import datetime
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from conference.embedded.processes import wait_until
from conference.health import checks, heartbeats, report
from conference.health.contributions import waiting
from conference.health.models import Heartbeat
from conference.health.scheduler import LivelyScheduler
from tests.factories.conference import make_conference, make_officer
from tests.servers.worker import QUEUES

NOWHERE = "unix:///tmp/plenary-nobody-listens-here?db=0"


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    monkeypatch.setattr(report, "QUESTIONS", report.questions())
    monkeypatch.setattr(heartbeats, "_tried", {})


@pytest.fixture
def site(transactional_db, smtp_server, settings):
    """All there: PostgreSQL, Redis, a mail server, and everybody has just given a sign of life."""
    settings.EMAIL_BACKEND = checks.SMTP_BACKEND
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    for name in heartbeats.expected():
        heartbeats.write(name)
    return Client()


@pytest.fixture
def hanging():
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield listener.getsockname()[1]


def ask(client):
    answer = client.get("/readyz", {"format": "json"})
    found = answer.json()
    missing = {name: check["says"] for name, check in found["checks"].items() if not check["ready"]}
    assert found["ready"] is (answer.status_code == 200) is (not missing)
    return missing


def leave_nobody_asking():
    for question in report.QUESTIONS:
        if question._asking:
            question._asking.join(10)


def test_the_process_answers_without_a_query_or_a_session(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert client.post("/healthz").status_code == 405


def test_a_site_that_has_everything_is_ready(site):
    assert ask(site) == {}
    answer = site.get("/readyz")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    lines = answer.content.decode().splitlines()
    assert lines[0] == "Ready."
    names = ["database", *heartbeats.expected(), "redis", "smtp", "disk"]
    assert [line.split()[0] for line in lines[2:]] == names
    assert site.get("/readyz", headers={"accept": "application/json"}).json()["ready"] is True


@pytest.mark.parametrize("name", ["worker:urgent", "worker:mail", "worker:bulk", "beat"])
def test_a_worker_or_beat_that_was_silent_too_long_is_named(site, name):
    Heartbeat.objects.filter(name=name).update(at=timezone.now() - datetime.timedelta(seconds=95))
    assert ask(site) == {name: "has not answered lately"}
    said = site.get("/readyz")
    assert said.status_code == 503
    assert said.content.decode().startswith(f"Not ready: {name}.\n")
    assert re.search(rf"^! {name} +has not answered lately \(\d+ s ago\)$", said.content.decode(), re.MULTILINE)


def test_workers_are_not_blamed_for_a_silent_beat(site):
    Heartbeat.objects.exclude(name="worker:mail").update(at=timezone.now() - datetime.timedelta(seconds=95))
    unasked = "was not asked lately, since beat is silent"
    assert ask(site) == {
        "worker:urgent": unasked,
        "worker:bulk": unasked,
        "worker:work": unasked,
        "beat": "has not answered lately",
    }


def test_one_that_has_never_answered_is_named(site):
    Heartbeat.objects.filter(name="beat").delete()
    assert ask(site) == {"beat": "has never answered"}


def test_migrations_that_wait_are_told(site):
    last = MigrationRecorder.Migration.objects.get(app="correspondence", name="0012_told")
    last.delete()
    try:
        assert ask(site) == {"database": "waits for its migrations"}
    finally:
        MigrationRecorder.Migration.objects.create(app=last.app, name=last.name, applied=last.applied)


def test_a_database_without_the_table_of_signs_is_told_too(site):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE health_heartbeat RENAME TO elsewhere")
    try:
        assert set(ask(site)) == set(heartbeats.expected())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO health_heartbeat")


def test_without_redis_it_says_so_and_nothing_else_is_blamed(site, settings):
    settings.REDIS_URL = NOWHERE
    assert ask(site) == {"redis": "does not answer"}


def test_a_redis_that_refuses_to_write_is_not_ready(site, settings):
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.acl_setuser("reader", enabled=True, nopass=True, categories=["+@all", "-@write"], keys=["*"])
        settings.REDIS_URL = settings.REDIS_URL.replace("unix://", "unix://reader@")
        try:
            assert redis.Redis.from_url(settings.REDIS_URL).ping() is True
            assert ask(site) == {"redis": "does not answer"}
        finally:
            client.acl_deluser("reader")


def test_without_the_mail_server_it_says_so(site, smtp_server):
    smtp_server.go_down()
    assert ask(site) == {"smtp": "does not answer"}


def test_a_mail_server_that_turns_everybody_away_is_not_ready(site, settings):
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as clerk:
        settings.EMAIL_PORT = listener.getsockname()[1]

        def turn_away():
            visitor, _address = listener.accept()
            with visitor:
                visitor.sendall(b"421 Too busy\r\n")

        clerk.submit(turn_away)
        assert ask(site) == {"smtp": "takes nothing now"}


def test_where_mail_goes_elsewhere_no_mail_server_is_needed(site, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_PORT = 9
    assert ask(site) == {}


def test_a_disk_with_little_room_is_told(site, monkeypatch):
    monkeypatch.setattr(checks, "LEAST_FREE", 10**18)
    assert ask(site) == {"disk": "is nearly full"}


def test_when_everything_hangs_the_answer_still_comes_within_two_seconds(site, hanging, settings, monkeypatch):
    settings.REDIS_URL = f"redis://127.0.0.1:{hanging}/0"
    settings.EMAIL_PORT = hanging
    address = {"HOST": "127.0.0.1", "PORT": str(hanging)}
    monkeypatch.setattr(connections["default"], "settings_dict", connections["default"].settings_dict | address)
    monkeypatch.setitem(connections.settings, "default", connections["default"].settings_dict)
    begun = time.monotonic()
    missing = ask(site)
    assert time.monotonic() - begun < 2
    assert set(missing) == {"database", "redis", "smtp", *heartbeats.expected()}
    assert missing["database"] == missing["redis"] == missing["smtp"] == "does not answer"
    assert missing["beat"] == "is not known while the database does not answer"
    leave_nobody_asking()


def test_who_asks_while_a_server_hangs_is_not_kept_waiting_again(site, hanging, settings, monkeypatch):
    settings.REDIS_URL = f"redis://127.0.0.1:{hanging}/0"
    monkeypatch.setattr(checks, "SECONDS", 3.0)
    ask(site)
    first = report.QUESTIONS[1]._asking
    monkeypatch.setattr(report, "PATIENCE", 0.0)
    assert ask(site) == {"redis": "does not answer"}
    assert report.QUESTIONS[1]._asking is first, "nobody else was sent to ask"
    leave_nobody_asking()


def test_who_has_asked_in_vain_for_long_is_left_behind_but_not_more_than_a_few(monkeypatch):
    monkeypatch.setattr(report, "GIVEN_UP_AFTER", 0.0)
    monkeypatch.setattr(report, "PATIENCE", 0.0)
    released, asked = threading.Event(), []

    def ask_in_vain():
        asked.append(threading.current_thread())
        released.wait(30)
        return [checks.Check("redis", ready=True, says="answers")]

    question = report.Question("redis", ask_in_vain, kept=2.0)
    for _time in range(10):
        question.begin()
        assert question.answer()[0].says == "does not answer"
    started = [*question._left_behind, question._asking]
    assert len(started) == report.MOST_LEFT_BEHIND + 1
    released.set()
    for thread in started:
        assert thread
        thread.join(10)
    assert len(asked) == len(started)
    assert question.answer()[0].says == "answers"


def test_a_connection_whose_packets_vanish_is_given_up_soon():
    options = checks._own_connection().settings_dict["OPTIONS"]
    assert {"keepalives": 1, "keepalives_idle": 1, "tcp_user_timeout": 2000}.items() <= options.items()


def test_whoever_asks_often_has_the_servers_asked_seldom(site, monkeypatch):
    asked = []

    def mail_server():
        asked.append("smtp")
        return checks.mail_server()

    monkeypatch.setattr(report.QUESTIONS[2], "ask", mail_server)
    for _time in range(20):
        assert ask(site) == {}
    assert asked == ["smtp"]


def test_strangers_learn_no_host_no_path_and_no_reason(site, settings, smtp_server):
    settings.REDIS_URL = "unix:///secret-place/valkey.sock?db=0"
    smtp_server.go_down()
    for form in ("json", "text"):
        said = site.get("/readyz", {"format": form}).content.decode()
        for secret in (
            "secret-place",
            "127.0.0.1",
            "refused",
            "Error",
            str(settings.DATA_DIR),
            connection.settings_dict["NAME"],
        ):
            assert secret not in said


def test_a_worker_gives_a_sign_when_it_is_ready_and_after_each_task(celery_worker_process):
    ours = {heartbeats.worker_of(queue) for queue in QUEUES}
    assert set(Heartbeat.objects.values_list("name", flat=True)) == ours
    Heartbeat.objects.update(at=timezone.now() - datetime.timedelta(hours=1))
    celery_worker_process.restart()
    assert not ours & heartbeats.silent().keys(), "a fresh start is known at once"

    long_ago = timezone.now() - datetime.timedelta(hours=1)
    Heartbeat.objects.update(at=long_ago)
    for queue in QUEUES:
        current_app.send_task("health.answer", queue=queue)
    assert wait_until(lambda: not ours & heartbeats.silent().keys(), patience=10), celery_worker_process.output

    celery_worker_process.kill()
    Heartbeat.objects.update(at=long_ago)
    current_app.send_task("health.answer", queue="mail")
    # The worker is gone for good: its process has been waited for.
    assert heartbeats.silent()["worker:mail"] == long_ago


def test_beat_gives_a_sign_as_it_ticks(transactional_db, tmp_path):
    LivelyScheduler(current_app, schedule_filename=str(tmp_path / "beat")).tick()
    assert "beat" not in heartbeats.silent()


def test_beat_asks_every_queue_and_goes_on_without_its_table(transactional_db, tmp_path, caplog):
    heard = [entry for entry in current_app.conf.beat_schedule.values() if entry["task"] == "health.answer"]
    assert {entry["options"]["queue"] for entry in heard} == set(settings.WORKER_QUEUES)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE health_heartbeat RENAME TO elsewhere")
    try:
        LivelyScheduler(current_app, schedule_filename=str(tmp_path / "beat")).tick()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO health_heartbeat")
    assert "The sign of life of beat could not be written" in caplog.text
    assert "\n" not in caplog.messages[-1]


def test_signs_are_not_written_more_often_than_is_of_use(db, django_assert_num_queries):
    heartbeats.keep("beat", every=15)
    with django_assert_num_queries(0):
        heartbeats.keep("beat", every=15)


def test_an_officer_reads_since_when_nobody_answers(db, django_assert_num_queries):
    conference = make_conference()
    officer = make_officer(conference)
    for name in heartbeats.expected():
        heartbeats.write(name)
    assert list(waiting(officer, conference)) == []
    Heartbeat.objects.filter(name="worker:mail").update(at=datetime.datetime(2019, 6, 3, 1, 12, tzinfo=datetime.UTC))
    with django_assert_num_queries(1):
        (told,) = waiting(officer, conference)
    assert (told.count, told.url, told.tone) == (None, "", "trouble")
    assert "No answer since Monday, 3 June 2019, 09:12, Ulaanbaatar time (UTC+8)" in str(told.detail)


def test_an_officer_reads_that_the_workers_were_never_started(db):
    conference = make_conference()
    (told,) = waiting(make_officer(conference), conference)
    assert told.count is None
    assert "have never answered" in str(told.detail)
