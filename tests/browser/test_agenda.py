"""The public agenda in a browser: choosing with and without a script, what is on, one's own time, by keyboard."""

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from agenda.models import SessionType
from conference.models import Conference, Topic
from tests.factories.agenda import FRIDAY, make_hall, make_release, make_session
from tests.factories.conference import make_conference

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: Answers come as they do over a slow line.
SLOW_ANSWERS = """
  window.asked = 0;
  const own = window.fetch;
  window.fetch = async (...asked) => {
    window.asked += 1;
    const answer = await own(...asked);
    await new Promise((done) => setTimeout(done, 300));
    return answer;
  };
"""
AHEAD = datetime.timedelta(days=-2000)  # how far the conference is ahead of our clock


@pytest.fixture
def held() -> Conference:
    """Two panels at a time, on two days; the conference's clock goes 2,000 days behind ours."""
    conference = make_conference(is_demonstration=True, demonstration_offset=AHEAD)
    hall, small = make_hall(conference, name={"en": "Hall"}), make_hall(conference, name={"en": "Small Room"})
    youth, trust = (Topic.objects.create(conference=conference, name={"en": name}) for name in ("Youth", "Trust"))
    make_session(conference, "09:00–10:00", rooms=[hall], type=SessionType.OPENING, title={"en": "Opening"})
    make_session(conference, "11:00–12:30", rooms=[hall], topic=youth, title={"en": "Young voices"})
    make_session(conference, "11:00–12:30", rooms=[small], topic=trust, title={"en": "Police and trust"})
    make_session(conference, "01:00–02:00", rooms=[small], topic=trust, day=FRIDAY, title={"en": "Night watch"})
    make_release(conference)
    return conference


def opened(browser: "Browser", site: str, held: Conference, asked: str = "", **how: Any) -> "Page":
    page = browser.new_context(**{"timezone_id": "Asia/Ulaanbaatar", "locale": "en-GB"} | how).new_page()
    page.goto(f"{site}{reverse('agenda:agenda', args=[held.slug])}{asked}")
    return page


def titles(page: "Page") -> list[str]:
    return page.locator(".agenda-day .session-title").all_inner_texts()


def test_without_a_script_a_choice_is_an_address(browser: "Browser", live_server: Any, held: Conference) -> None:
    page = opened(browser, live_server.url, held, java_script_enabled=False)
    page.select_option("[name=topic]", label="Trust")
    page.fill("[name=q]", "POLICE")
    page.click(".agenda-filter button")

    assert titles(page) == ["Police and trust"]
    assert "1 session answers to this choice." in page.inner_text("[role=status]")
    assert not page.locator("[data-what-is-on]").is_visible()
    assert not page.locator("[data-own-time]").is_visible()
    page.click(".agenda-taken .chip >> text=Search")
    assert titles(page) == ["Police and trust", "Night watch"]
    page.context.close()


def test_with_the_script_it_is_answered_in_place_and_has_the_same_address(
    browser: "Browser", live_server: Any, held: Conference
) -> None:
    page = opened(browser, live_server.url, held)
    page.evaluate("window.isSame = true")
    page.select_option("[name=room]", label="Small Room, Ministry of Foreign Affairs")
    page.locator("[data-found]", has_text="2 sessions answer").wait_for()
    page.locator("[name=q]").press_sequentially("night")
    page.locator("[data-found]", has_text="1 session answers").wait_for()

    assert titles(page) == ["Night watch"]
    assert "q=night" in page.url
    assert "room=" in page.url
    page.fill("[name=q]", "nothing of the kind")
    page.wait_for_selector(".empty-state")
    page.locator(".agenda-taken >> text=Show everything").press("Enter")
    page.locator(".session-title", has_text="Opening").wait_for()
    assert len(titles(page)) == 4
    assert page.input_value("[name=q]") == ""
    assert page.input_value("[name=room]") == ""
    assert page.evaluate("window.isSame && document.activeElement.name === 'q'")
    page.context.close()


def test_whoever_types_on_while_an_answer_is_on_its_way_loses_nothing(
    browser: "Browser", live_server: Any, held: Conference
) -> None:
    page = opened(browser, live_server.url, held, bypass_csp=True)
    page.add_script_tag(content=SLOW_ANSWERS)
    field = page.locator("[name=q]")
    field.press_sequentially("pol")
    page.wait_for_function("window.asked === 1")
    field.press_sequentially("ite", delay=150)  # the answer comes between the keys, or soon after the last
    page.wait_for_selector(".empty-state", timeout=5_000)

    assert page.input_value("[name=q]") == "polite"
    assert "q=polite" in page.url
    page.context.close()


def test_the_script_marks_what_is_on_and_what_comes_next_by_the_conferences_clock(
    browser: "Browser", live_server: Any, held: Conference
) -> None:
    page = browser.new_context(timezone_id="America/New_York", locale="en-GB").new_page()
    clock = datetime.datetime(2019, 6, 20, 9, 59, 30, tzinfo=held.zone) - AHEAD
    page.clock.install(time=clock)
    page.goto(f"{live_server.url}{reverse('agenda:agenda', args=[held.slug])}?day=2019-06-20")

    assert page.locator(".session-now .session-title").all_inner_texts() == ["Opening"]
    next_ones = page.locator("article", has=page.locator(".session-label-now", has_text="Next"))
    assert next_ones.locator(".session-title").all_inner_texts() == ["Young voices", "Police and trust"]
    assert page.inner_text("[data-what-is-on]") == "Now: Opening"
    page.clock.run_for(31_000)
    assert page.locator(".session-now").count() == 0
    assert page.inner_text("[data-what-is-on]") == "Next"
    page.clock.run_for(61 * 60_000)
    assert page.locator(".session-now .session-title").all_inner_texts() == ["Young voices", "Police and trust"]
    page.goto(page.url.replace("2019-06-20", "2019-06-21"))
    page.locator("[data-what-is-on] a").press("Enter")
    page.wait_for_url("**day=2019-06-20#now")
    assert page.locator("#now .session-title").inner_text() == "Young voices"
    page.context.close()


def test_ones_own_time_stands_beside_the_venues_and_is_remembered_in_the_address_alone(
    browser: "Browser", live_server: Any, held: Conference
) -> None:
    page = opened(browser, live_server.url, held, "?day=2019-06-21", timezone_id="Europe/Vienna")
    button = page.locator("[data-own-time]")
    assert "Vienna" in button.inner_text()
    button.press("Enter")

    assert page.inner_text(".agenda-hours") == "01:00–02:00"
    own = page.inner_text(".agenda-own-hours")
    assert "Thu" in own
    assert "20 Jun" in own
    assert "19:00–20:00 Vienna" in own
    assert "time=own" in page.url
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.locator(".agenda-days a", has_text="20 June").click()
    assert page.locator(".agenda-own-hours").first.inner_text() == "03:00–04:00 Vienna"
    page.locator("[data-own-time]").press("Space")
    assert page.locator(".agenda-own-hours").count() == 0
    assert "time=" not in page.url
    page.context.close()


def test_who_is_in_the_venues_zone_is_offered_no_other_time(
    browser: "Browser", live_server: Any, held: Conference
) -> None:
    page = opened(browser, live_server.url, held)
    assert not page.locator("[data-own-time]").is_visible()
    page.context.close()


def test_on_paper_there_is_the_programme_and_nothing_to_press(
    browser: "Browser", live_server: Any, held: Conference
) -> None:
    page = opened(browser, live_server.url, held)
    page.emulate_media(media="print")

    shown = {name for name in ("nav", "form", "button", ".agenda-take-away") if page.locator(name).first.is_visible()}
    assert shown == set()
    assert page.locator(".agenda-day-title").first.is_visible()
    inside = page.locator(".agenda-day .session").evaluate_all("all => all.map(e => getComputedStyle(e).breakInside)")
    assert set(inside) == {"avoid"}
    assert page.locator(".agenda-day").last.evaluate("e => getComputedStyle(e).breakBefore") == "page"
    page.context.close()
