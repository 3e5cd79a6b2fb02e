"""The mailbox in a real browser: what a letter contains stays in its frame."""

import socket
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conference.mailbox.store import Mailbox

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = """<html><head><style>p {{ color: rgb(1, 2, 3) }}</style></head><body>
<p id="text">Your Excellency,</p>
<script>document.title = "taken over"; parent.document.title = "taken over"</script>
<img src="http://127.0.0.1:{third_party}/pixel.gif">
<link rel="stylesheet" href="http://127.0.0.1:{third_party}/style.css">
<form action="/admin/"><button id="send">Send</button></form>
</body></html>"""


@pytest.mark.browser
def test_a_hostile_letter_shows_its_text_and_does_nothing_else(
    browser: "Browser", live_server: Any, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    with socket.create_server(("127.0.0.1", 0)) as third_party:
        third_party.settimeout(0)
        letter = EmailMessage()
        letter["Subject"] = "Invitation"
        letter.set_content("Your Excellency,")
        letter.add_alternative(HOSTILE.format(third_party=third_party.getsockname()[1]), subtype="html")
        recipients = ["head@state.example"]
        identifier = Mailbox(tmp_path / "mailbox").keep(letter.as_bytes(), sender="a@b.example", recipients=recipients)
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{live_server.url}/mailbox/{identifier}/")
        frame = page.frame_locator("iframe.letter-frame")
        assert frame.locator("#text").inner_text() == "Your Excellency,"
        assert frame.locator("#text").evaluate("element => getComputedStyle(element).color") == "rgb(1, 2, 3)"
        frame.locator("#send").click()
        page.wait_for_load_state("networkidle")
        assert page.title() == "Invitation"
        assert not [url for url in asked if "/admin/" in url]
        with pytest.raises(BlockingIOError):
            third_party.accept()
        page.close()
