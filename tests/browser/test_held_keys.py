"""A key that is held acts once: what it pressed may have led to a page on which the same key acts again."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PAGE = """
<dialog id="keys"><input type="checkbox" data-keys-switch></dialog>
<button type="button" data-key="t" onclick="window.taken = (window.taken || 0) + 1">Take up for review</button>
"""


def test_a_key_that_is_held_presses_what_bears_it_once(browser: "Browser") -> None:
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto("http://desk.example/")
    page.add_script_tag(path=Path(settings.BASE_DIR) / "static/js/admin/keys.js", type="module")
    page.wait_for_function("document.querySelector('[data-keys-switch]').checked")
    for _each in range(3):
        page.keyboard.down("t")
    page.keyboard.up("t")
    assert page.evaluate("window.taken") == 1
    page.keyboard.press("t")
    assert page.evaluate("window.taken") == 2
    page.close()
