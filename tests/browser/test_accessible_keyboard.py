"""The keyboard alone: every act is reached, seen while it has the focus, never hidden, never a trap."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from registration.models import Route
from tests.browser.looking import Onlooker
from tests.browser.stops import EVERYBODY, FOCAL_POINT, OFFICER, SLUG, SPEAKER
from tests.factories.conference import make_conference
from tests.factories.registration import make_category

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MOST = 160
HAS_FOCUS = """() => {
    const it = document.activeElement;
    if (!it || it === document.body) return {words: '', id: '', seen: true, marked: true};
    const box = it.getBoundingClientRect();
    const inside = (place, most) => Math.min(Math.max(place, 1), most - 2);
    const there = document.elementFromPoint(
        inside(box.left + Math.min(box.width / 2, 40), innerWidth), inside(box.top + box.height / 2, innerHeight));
    const style = getComputedStyle(it);
    const label = it.labels && it.labels[0];
    return {
        words: [it.innerText, it.ariaLabel, label && label.innerText, it.name].filter(Boolean).join(' '),
        id: it.id,
        seen: Boolean(there) && (it.contains(there) || there.contains(it) || Boolean(label && label.contains(there))),
        marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
}"""

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Keyboard:
    """Somebody without a mouse; each step is judged as it is made."""

    def __init__(self, page: "Page", site: str) -> None:
        self.page, self.site = page, site

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def step(self) -> dict[str, Any]:
        self.page.keyboard.press("Tab")
        focus: dict[str, Any] = self.page.evaluate(HAS_FOCUS)
        where = f"“{' '.join(focus['words'].split())[:60]}” on {self.page.url}"
        assert focus["seen"], f"something hides {where}"
        assert focus["marked"], f"nothing shows that the focus is on {where}"
        return focus

    def reach(self, words: str) -> None:
        """Goes on until what bears the words has the focus."""
        passed = []
        for _ in range(MOST):
            focus = self.step()
            said = " ".join(focus["words"].split())
            if words.casefold() in said.casefold():
                return
            passed.append(said)
        raise AssertionError(f"“{words}” is not reached on {self.page.url}, only {passed}")

    def press(self, words: str) -> None:
        """Reaches a link or a button and uses it."""
        self.reach(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def walk_through(self) -> int:
        """From the first stop to the last of the page, each once; whoever is caught goes round for ever."""
        self.page.evaluate("document.activeElement.blur()")
        for steps in range(MOST):
            if self.step()["words"] == "" and steps:
                return steps
        raise AssertionError(f"The focus does not come out of {self.page.url}.")

    def has(self) -> str:
        focus: dict[str, Any] = self.page.evaluate(HAS_FOCUS)
        return str(focus["id"])


@pytest.fixture
def onlooker(browser: "Browser", live_server: Any, settings: Any) -> Iterator[Onlooker]:
    settings.PUBLIC_URL = live_server.url
    opened = Onlooker(browser, live_server.url)
    yield opened
    opened.close()


def keyboard_of(onlooker: Onlooker, who: str, width: int = 1280) -> Keyboard:
    page = onlooker.window(who)
    page.set_viewport_size({"width": width, "height": 700})
    return Keyboard(page, onlooker.site)


@pytest.mark.parametrize("width", [1280, 360])
def test_an_application_is_reached_filled_in_and_corrected(onlooker: Onlooker, width: int) -> None:
    conference = make_conference()
    make_category(conference, route=Route.APPLICATION)
    keys = keyboard_of(onlooker, EVERYBODY, width)
    keys.go(f"/en/{conference.slug}/")
    assert "Skip to the content" in keys.step()["words"], "the way past the head comes first"
    keys.page.keyboard.press("Enter")
    assert keys.has() == "content"
    keys.go(f"/en/{conference.slug}/")
    keys.press("Registration")
    keys.press("Apply to take part")
    assert keys.walk_through() > 15
    keys.press("Check what you entered")
    assert keys.has() == "error-summary", "after a failed submit the focus is on what needs attention"
    keys.reach("given names")
    keys.page.keyboard.press("Enter")
    assert keys.has() == "id_given_names"


@pytest.mark.xdist_group("own")
def test_the_desk_the_delegation_and_the_speaker_need_no_mouse(onlooker: Onlooker) -> None:
    call_command("load_demo", verbosity=0)
    narrowed_agenda(keyboard_of(onlooker, EVERYBODY))
    nominated_member(keyboard_of(onlooker, FOCAL_POINT))
    regret_of_a_speaker(keyboard_of(onlooker, SPEAKER))
    acts_of_a_list(keyboard_of(onlooker, OFFICER))


def narrowed_agenda(keys: Keyboard) -> None:
    keys.go(f"/en/{SLUG}/agenda/")
    keys.press("Friday, 21 June")
    keys.reach("Topic")
    keys.page.keyboard.press("ArrowDown")
    keys.page.wait_for_url("**topic=**")
    assert "day=2019-06-21" in keys.page.url


def nominated_member(keys: Keyboard) -> None:
    keys.go(f"/en/{SLUG}/me/")
    keys.press("delegation")
    keys.press("Nominate a member")
    keys.walk_through()
    keys.press("Nominate")
    assert keys.has() == "error-summary"


def regret_of_a_speaker(keys: Keyboard) -> None:
    keys.go(f"/en/{SLUG}/speaking/")
    keys.press("Regret")
    keys.reach("reason")
    keys.page.keyboard.type("An engagement of long standing.")
    assert keys.page.locator("textarea").input_value() == "An engagement of long standing."


def acts_of_a_list(keys: Keyboard) -> None:
    keys.go("/admin/registration/registration/")
    keys.reach("With the selected")
    keys.page.keyboard.type("Con")
    keys.reach("Go")
    chosen = keys.page.locator("select[name=action]").input_value()
    assert chosen == "confirm"
    while keys.page.locator(".action-select:focus").count() == 0:
        keys.step()
    keys.page.keyboard.press("Space")
    assert keys.page.locator(".action-select:checked").count() == 1
