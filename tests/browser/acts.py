"""What is done on a page before it is looked at, by the names that the stops of the walk give it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.stops import TWO_STEPS
from tests.factories.conference import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page


IS_UNANSWERED_CHOICE = "e => e.type === 'radio' && !e.form.querySelector(`[name='${e.name}']:checked`)"


def submit_empty(page: "Page") -> None:
    """Sends the page's form with nothing typed, past the browser's own checks."""
    page.evaluate(
        """() => {
            const form = document.querySelector('main form[method=post]');
            for (const field of form.querySelectorAll('input:not([type=hidden]), textarea, select')) {
                if (field.type === 'checkbox' || field.type === 'radio') field.checked = false;
                else field.value = '';
            }
            form.noValidate = true;
        }"""
    )
    _press(page, "main form[method=post] button[type=submit], main form[method=post] input[type=submit]")


def ask_for_code(page: "Page") -> None:
    page.fill("main [name=email]", "somebody@elsewhere.example")
    _press(page, "main form [type=submit]")


def sign_out(page: "Page") -> None:
    """An officer leaves; only the page that says so stays."""
    page.locator(".bar-officer summary").click()
    _press(page, "form[action$='/logout/'] button")


def without_token(page: "Page") -> None:
    """Sends the form as a page of somebody else would."""
    page.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(e => e.remove())")
    page.fill("main [name=email]", "somebody@elsewhere.example")
    _press(page, "main form [type=submit]")


def password(page: "Page") -> None:
    """The first of two steps, of an officer who has an authenticator app."""
    page.fill("main [name=username]", TWO_STEPS)
    page.fill("main [name=password]", PASSWORD)
    _press(page, "main form [type=submit]")


def set_up_app(page: "Page") -> None:
    page.fill("main [name=password]", PASSWORD)
    _press(page, "main form[method=post] button")


def preview(page: "Page") -> None:
    _press(page, "main [name=preview]:not([aria-hidden])")


def check(page: "Page") -> None:
    """Fills the application in and goes on to read it again."""
    for control in page.locator("main form input:not([type=hidden]), main form textarea, main form select").all():
        kind = control.evaluate("e => e.type")
        if kind == "select-one":
            control.select_option(index=1)
        elif kind in {"checkbox", "radio"}:
            control.check()
        elif control.evaluate("e => e.required || e.name === 'reference_email'"):
            control.fill("a.person@elsewhere.example" if kind == "email" else "A text of some length")
    _press(page, "main form [type=submit]")


def keep_for_later(page: "Page") -> None:
    """Begins the application and leaves it for another day."""
    page.fill("main [name=given_names]", "Aigerim")
    page.fill("main [name=email]", "a.person@elsewhere.example")
    _press(page, "main form [name=step][value=later]")


def keep_and_ask_for_code(page: "Page") -> None:
    keep_for_later(page)
    _press(page, "main form[method=post] [type=submit]")


def onwards(page: "Page") -> None:
    """Fills in what the form asks and goes to its next part."""
    for control in page.locator("main form :is(input, textarea):not([type=hidden])").all():
        kind = control.evaluate("e => e.type")
        if kind == "checkbox" or control.evaluate(IS_UNANSWERED_CHOICE):
            control.check()
        elif kind != "radio" and control.evaluate("e => e.required && !e.value"):
            control.fill("a.person@elsewhere.example" if kind == "email" else "A text of some length")
    _press(page, "main form[method=post] [type=submit]")


def need_a_visa(page: "Page") -> None:
    """Says so, and is asked for the passport."""
    page.check("main [name=travel-needs_visa_support][value=yes]")
    _press(page, "main form[method=post] [type=submit]")


def send_no_photograph(page: "Page") -> None:
    _press(page, "main form [name=step][value=photograph]")


def correct(page: "Page") -> None:
    """Changes the function, and goes on to read it old beside new."""
    page.fill("main [name=function]", "Director of Research")
    _press(page, "main form[method=post] [type=submit]")


def bulk(key: str) -> Callable[["Page"], None]:
    """Chooses the first rows of a list and asks what an act would do with them."""

    def act(page: "Page") -> None:
        for box in page.locator("input.action-select").all()[:3]:
            box.check()
        page.select_option("select[name=action]", key)
        _press(page, "button[name=index]")

    return act


def take_up(page: "Page") -> None:
    """A session of the board, on its way to the next room."""
    page.locator(".board-area [data-moves] > button").first.focus()
    for key in ("Space", "Control+ArrowDown"):
        page.keyboard.press(key)
    page.locator(".board-shadow").first.wait_for()


def open_card(page: "Page") -> None:
    """What is told of a session on the board, and the ways to its forms."""
    page.locator(".board-area [data-moves] > button").first.press("Enter")
    page.locator(".board-menu:popover-open").wait_for()


def draw_session(page: "Page") -> None:
    page.locator("[data-new]").click()
    page.locator("#board-new[open]").wait_for()


def _press(page: "Page", selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


ACTS: dict[str, Callable[["Page"], None]] = {
    "submit-empty": submit_empty,
    "ask-for-code": ask_for_code,
    "sign-out": sign_out,
    "preview": preview,
    "password": password,
    "set-up-app": set_up_app,
    "without-token": without_token,
    "check": check,
    "correct": correct,
    "keep-for-later": keep_for_later,
    "keep-and-ask-for-code": keep_and_ask_for_code,
    "onwards": onwards,
    "need-a-visa": need_a_visa,
    "send-no-photograph": send_no_photograph,
    "read-passport": lambda page: _press(page, "main form.desk-decision button"),
    "merge": lambda page: _press(page, "main form[action$='/merge/'] [type=submit]"),
    "bulk-accept": bulk("accept"),
    "bulk-refuse": bulk("refuse"),
    "bulk-confirm": bulk("confirm"),
    "bulk-take-up": bulk("take_up"),
    "bulk-decline": bulk("decline"),
    "bulk-cancel": bulk("cancel"),
    "take-up": take_up,
    "open-card": open_card,
    "draw-session": draw_session,
}
