"""The mailbox page, as somebody trying Plenary sees it."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from conference.mailbox.store import Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings: Settings, tmp_path: Path) -> Mailbox:
    settings.DATA_DIR = tmp_path
    return Mailbox(tmp_path / "mailbox")


def keep(mailbox: Mailbox, *, to: str = "head@state.example", subject: str = "Invitation", html: str = "") -> str:
    letter = EmailMessage()
    letter["From"] = "secretariat@plenary.example"
    letter["Subject"] = subject
    letter.set_content("Kindly open https://plenary.example/en/c/invitation/abc/ to reply.\n\nKW4P-9TQX\n")
    if html:
        letter.add_alternative(html, subtype="html")
    letter.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Note “4”.pdf")
    return mailbox.keep(letter.as_bytes(), sender="secretariat@plenary.example", recipients=[to])


def test_an_empty_mailbox_says_what_will_be_here(client: Client, mailbox: Mailbox) -> None:
    assert "Letters will appear here" in client.get("/mailbox/").text


def test_letters_are_listed_and_searched_by_recipient(client: Client, mailbox: Mailbox) -> None:
    keep(mailbox, to="head@state.example", subject="For the head")
    keep(mailbox, to="deputy@state.example", subject="For the deputy")
    assert "For the deputy" in client.get("/mailbox/").text
    found = client.get("/mailbox/", {"to": "head@"}).text
    assert "For the head" in found
    assert "For the deputy" not in found
    assert "No letter to “nobody”" in client.get("/mailbox/", {"to": "nobody"}).text


def test_a_long_list_has_pages(client: Client, mailbox: Mailbox) -> None:
    for number in range(51):
        keep(mailbox, subject=f"Letter {number}")
    assert "Letter 0<" not in client.get("/mailbox/").text
    assert "Letter 0<" in client.get("/mailbox/", {"page": 2}).text


def test_a_letter_shows_its_text_its_links_and_its_code(client: Client, mailbox: Mailbox) -> None:
    page = client.get(f"/mailbox/{keep(mailbox)}/").text
    assert 'href="https://plenary.example/en/c/invitation/abc/"' in page
    assert "<code>KW4P-9TQX</code>" in page
    assert "head@state.example" in page
    assert "<iframe" not in page


def test_html_is_shown_only_inside_a_frame_that_can_do_nothing(client: Client, mailbox: Mailbox) -> None:
    identifier = keep(mailbox, html="<p style='color: #123'>Hello<script>alert(1)</script></p>")
    page = client.get(f"/mailbox/{identifier}/")
    assert "alert(1)" not in page.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    frame = client.get(f"/mailbox/{identifier}/html/")
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    policy = [part.strip() for part in frame["Content-Security-Policy"].split(";")]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "script-src" not in frame["Content-Security-Policy"]


def test_a_header_is_text_and_never_markup(client: Client, mailbox: Mailbox) -> None:
    identifier = keep(mailbox, subject="<img src=x onerror=alert(1)>", to="<b>@state.example")
    for address in ("/mailbox/", f"/mailbox/{identifier}/"):
        text = client.get(address).text
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text


def test_an_attachment_is_saved_and_never_shown(client: Client, mailbox: Mailbox) -> None:
    answer = client.get(f"/mailbox/{keep(mailbox)}/attachments/1/")
    assert answer.content == b"%PDF"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_letter_can_be_taken_as_it_came(client: Client, mailbox: Mailbox) -> None:
    identifier = keep(mailbox)
    answer = client.get(f"/mailbox/{identifier}/source/")
    assert answer.content == mailbox.source(identifier)
    assert answer["Content-Disposition"] == f'attachment; filename="{identifier}.eml"'


@pytest.mark.parametrize("part", ["", "html/", "source/", "attachments/1/", "attachments/9/"])
def test_a_letter_that_is_not_there_is_not_found(client: Client, mailbox: Mailbox, part: str) -> None:
    assert client.get(f"/mailbox/00000000000000000000-00000000/{part}").status_code == 404


@pytest.mark.parametrize("part", ["html/", "attachments/2/", "attachments/0/"])
def test_a_part_that_is_not_there_is_not_found(client: Client, mailbox: Mailbox, part: str) -> None:
    assert client.get(f"/mailbox/{keep(mailbox)}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["", "html/", "source/", "attachments/1/"])
def test_where_the_mailbox_is_off_nothing_of_it_is_found(
    client: Client, mailbox: Mailbox, settings: Settings, part: str
) -> None:
    identifier = keep(mailbox, html="<p>Hello</p>")
    # The table of addresses is made at the first request: what is tried here is that the views refuse by themselves.
    assert client.get("/mailbox/").status_code == 200
    settings.MAILBOX_ENABLED = False
    # Followed, since an unknown address is tried once more under the visitor's language.
    assert client.get("/mailbox/", follow=True).status_code == 404
    assert client.get(f"/mailbox/{identifier}/{part}", follow=True).status_code == 404
