"""No log and no page keeps a link that opens something for whoever reads it."""

import datetime
import io
import logging
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.log import configure_logging

from conference.celery import app
from conference.correspondence.models import OutgoingMessage
from conference.logs import MaskingFormatter, MaskTokens, without_tokens
from conference.models import TeamRole
from registration.actions.invite import invite_person
from registration.models import Route
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_category, new_participant

TOKEN = "lbHdHKtR-RI8-2E_mZwZUQ"


def logged(message, *args):
    record = logging.LogRecord("any", logging.INFO, __file__, 1, message, args, None)
    MaskTokens().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"GET /en/ulaanbaatar-2019/invitation/{TOKEN}/ HTTP/1.1", "GET /en/ulaanbaatar-2019/invitation/•••/ HTTP/1.1"),
        (f"/mn/c/invitation/{TOKEN}/form/", "/mn/c/invitation/•••/form/"),
        ("/en/c/invitation/short/", "/en/c/invitation/•••/"),
        (f"GET /ulaanbaatar-2019/me/{TOKEN}.ics HTTP/1.1", "GET /ulaanbaatar-2019/me/•••.ics HTTP/1.1"),
        ("https://a.example/c/me/without-a-capital-2-.ics", "https://a.example/c/me/•••.ics"),
        (f"/c/calendar/{TOKEN}.ics", "/c/calendar/•••.ics"),
        (f"/c/some-later-page/{TOKEN}/", "/c/some-later-page/•••/"),
        (f"/c/some-later-page/{TOKEN}", "/c/some-later-page/•••"),
        (
            f'"https://a.example/en/c/invitation/{TOKEN}/" "Firefox"',
            '"https://a.example/en/c/invitation/•••/" "Firefox"',
        ),
        ("/accounts/sign-in/?next=%2Fen%2Fc%2Finvitation%2Fabc%2F HTTP/1.1", "/accounts/sign-in/?••• HTTP/1.1"),
        ("/admin/registration/registration/?q=Altan HTTP/1.1", "/admin/registration/registration/?••• HTTP/1.1"),
    ],
)
def test_what_opens_something_or_names_somebody_is_covered(text, kept):
    assert logged("%s", text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "/en/ulaanbaatar-2019/invitation/regretted/ 200",
        "/en/ulaanbaatar-2019/register/civil-society-organisations/ 200",
        "/admin/conference/user/667085c6-a1c0-597f-ae64-9e7bdce01ad3/change/ 302",
        "/static/css/components/frame.0a1b2c3d4e5f.css 200",
        "What is this? Nothing of ours.",
    ],
)
def test_what_opens_nothing_can_be_read(text):
    assert logged("%s", text) == text


def test_a_fault_of_ours_is_told_without_the_link_it_happened_at(client, monkeypatch):
    console = io.StringIO()
    monkeypatch.setattr(sys, "stderr", console)
    configure_logging("logging.config.dictConfig", settings.LOGGING)
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/en/c/invitation/{TOKEN}/")
    monkeypatch.undo()
    configure_logging("logging.config.dictConfig", settings.LOGGING)
    assert console.getvalue() == "Internal Server Error: /en/c/invitation/•••/\n"


def test_a_traceback_is_told_without_links_and_without_what_the_database_quotes():
    words = f"no such page: /en/c/invitation/{TOKEN}/\nDETAIL:  Key (email)=(altan@mfa.example) exists."
    error = ValueError(words)
    with pytest.raises(ValueError, match="no such page") as raised:
        raise error
    record = logging.LogRecord("any", logging.ERROR, __file__, 1, "Failed", (), raised._excinfo)
    text = MaskingFormatter().format(record)
    assert "Traceback" in text
    assert "ValueError: no such page: /en/c/invitation/•••/" in text
    assert "DETAIL:  •••" in text
    assert TOKEN not in text
    assert "altan@mfa.example" not in text


def test_workers_keep_to_the_same_masking_with_time_and_level(monkeypatch):
    assert app.conf.worker_hijack_root_logger is False
    console = io.StringIO()
    monkeypatch.setattr(sys, "stderr", console)
    configure_logging("logging.config.dictConfig", settings.LOGGING)
    logging.getLogger("celery.app.trace").info("Task at /en/c/invitation/%s/", TOKEN)
    monkeypatch.undo()
    configure_logging("logging.config.dictConfig", settings.LOGGING)
    assert re.fullmatch(r"\[\d{4}-\d\d-\d\d [\d:,]+: INFO/\w+\] Task at /en/c/invitation/•••/\n", console.getvalue())


@pytest.mark.slow
def test_the_web_servers_own_log_keeps_neither_link_nor_search(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        log = tmp_path / "access.log"
        command = [sys.executable, "-m", "gunicorn", "conference.wsgi", "--bind", f"fd://{listening.fileno()}"]
        command += ["--config", "python:conference.web_server", "--no-control-socket", "--access-logfile", str(log)]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=dict(os.environ), pass_fds=[listening.fileno()])
        try:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            asked = urllib.request.Request(f"{address}/healthz?token={TOKEN}", headers={"Referer": f"/x/{TOKEN}/"})
            with urllib.request.urlopen(asked, timeout=60) as response:
                assert response.headers["Server"] == "Plenary"
            line = _first_line(log)
        finally:
            process.terminate()
            process.wait(30)
    assert TOKEN not in line
    assert '"GET /healthz?••• HTTP/1.1" 200' in line
    assert '"/x/•••/"' in line


def _first_line(log: Path) -> str:
    for _time in range(100):
        if log.exists() and log.read_text(encoding="utf-8"):
            break
        time.sleep(0.05)
    return log.read_text(encoding="utf-8")


# The ledger


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "is_shown"),
    [
        (TeamRole.COORDINATOR, True),
        (TeamRole.PROTOCOL, True),
        (TeamRole.CORRESPONDENCE, True),
        (TeamRole.REGISTRATION, False),
        (TeamRole.VETTING, False),
        (TeamRole.OBSERVER, False),
    ],
)
def test_only_who_invites_reads_the_link_of_an_invitation(role, is_shown):
    conference = make_conference()
    invite_person(
        conference=conference,
        category=make_category(conference, Route.INVITATION),
        person=new_participant(conference),
        reply_by=datetime.date(2019, 6, 10),
        language="en",
        by=make_officer(conference),
    )
    message = OutgoingMessage.objects.get()
    [token] = re.findall(r"/invitation/([\w-]+)/", message.text)
    browser = Client()
    browser.force_login(make_officer(conference, role))
    page = browser.get(f"/admin/correspondence/outgoingmessage/{message.pk}/change/").content.decode()
    assert "/invitation/" in page
    assert (token in page) is is_shown


def test_a_text_keeps_everything_but_the_token():
    text = f"Kindly open https://plenary.example/en/c/invitation/{TOKEN}/ by Friday."
    assert without_tokens(text) == "Kindly open https://plenary.example/en/c/invitation/•••/ by Friday."
