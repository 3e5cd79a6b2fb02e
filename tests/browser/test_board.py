"""Each gesture of the board, by mouse and by keyboard, at the width of an officer's laptop."""

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client

from agenda.actions.describe import describe_session
from agenda.actions.schedule import schedule_session
from agenda.models import Session
from conference.models import Conference, Room, TeamRole
from tests.factories.agenda import FRIDAY, THURSDAY, at, make_hall, make_session
from tests.factories.conference import make_conference, make_officer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
BOARD = f"/admin/agenda/session/board/?day={THURSDAY}"
MINUTE = 1.15


@pytest.fixture
def conference() -> Conference:
    return make_conference()


@pytest.fixture
def rooms(conference: Conference) -> list[Room]:
    return [make_hall(conference, name={"en": f"Hall {number}"}) for number in range(1, 13)]


@pytest.fixture
def youth(conference: Conference, rooms: list[Room]) -> Session:
    return make_session(conference, "09:00–10:00", rooms=[rooms[0]], title={"en": "Youth"})


@pytest.fixture
def page(browser: "Browser", live_server: Any, conference: Conference) -> Any:
    client = Client()
    client.force_login(make_officer(conference, TeamRole.AGENDA, name="Bolormaa"))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=live_server.url)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    assert not faults
    context.close()


def card(page: "Page", session: Session) -> "Locator":
    return page.locator(f".board-card[data-session='{session.pk}']:not([aria-hidden]) > .board-face")


def standing(session: Session) -> str:
    """“09:00–10:00 Hall 1”."""
    session.refresh_from_db()
    if session.starts_at is None or session.ends_at is None:
        return "parked"
    begins, ends = (each.astimezone(session.conference.zone) for each in (session.starts_at, session.ends_at))
    rooms = ", ".join(str(booking.room) for booking in session.bookings.all())
    return f"{begins:%d %H:%M}–{ends:%H:%M} {rooms}"


def drag(page: "Page", begin: tuple[float, float], end: tuple[float, float], *, escape: bool = False) -> None:
    page.mouse.move(*begin)
    page.mouse.down()
    page.mouse.move(begin[0] + 8, begin[1] + 8)
    page.mouse.move(*end, steps=4)
    if escape:
        page.keyboard.press("Escape")
    page.mouse.up()


def box_of(shown: "Locator") -> Any:
    return shown.bounding_box()


def middle(shown: "Locator") -> tuple[float, float]:
    box = box_of(shown)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def column(page: "Page", number: int) -> float:
    return middle(page.locator(".board-rooms li").nth(number))[0]


def said(page: "Page", text: str) -> None:
    page.locator("[data-said]", has_text=text).wait_for()


def settled(page: "Page") -> None:
    page.locator("[data-board]:not([aria-busy]):not(.has-taken)").wait_for()


def keys(page: "Page", session: Session, *pressed: str) -> None:
    card(page, session).focus()
    for key in pressed:
        page.keyboard.press(key)


def test_twelve_rooms_stand_beside_the_navigation_without_scrolling_sideways(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    assert page.locator(".admin-frame > .side").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 1366
    last = box_of(page.locator(".board-rooms li").nth(11))
    assert last["x"] + last["width"] <= 1366
    assert last["width"] >= 80


def test_a_card_is_dragged_to_another_room_and_time_and_the_drop_is_undone(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    begin = middle(card(page, youth))
    drag(page, begin, (column(page, 3), begin[1] + 120 * MINUTE + 2))
    said(page, "“Youth” now stands on Thursday, 20 June, 11:00–12:00, Hall 4.")
    assert standing(youth) == "20 11:00–12:00 Hall 4"
    page.locator("[data-undo]").click()
    said(page, "Undone: “Youth” stands again on Thursday, 20 June, 09:00–10:00, Hall 1.")
    assert standing(youth) == "20 09:00–10:00 Hall 1"
    assert page.locator("[data-undo]").is_disabled()


def test_escape_puts_a_dragged_card_back_and_its_menu_does_not_open(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    begin = middle(card(page, youth))
    drag(page, begin, (column(page, 3), begin[1] + 50), escape=True)
    page.wait_for_timeout(100)
    assert standing(youth) == "20 09:00–10:00 Hall 1"
    assert page.locator(".board-menu:popover-open, .board-shadow").count() == 0


def test_the_lower_edge_changes_the_length(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    box = box_of(card(page, youth))
    edge = (box["x"] + box["width"] / 2, box["y"] + box["height"] - 2)
    drag(page, edge, (edge[0], edge[1] + 30 * MINUTE + 3))
    said(page, "09:00–10:30")
    assert standing(youth) == "20 09:00–10:30 Hall 1"


def test_a_card_is_dropped_on_another_day_and_into_the_parking_lot_and_dragged_back(
    page: "Page", youth: Session
) -> None:
    page.goto(BOARD)
    begin = middle(card(page, youth))
    drag(page, begin, middle(page.locator(f".board-days [data-day='{FRIDAY}']")))
    said(page, "Friday, 21 June, 09:00–10:00, Hall 1")
    assert standing(youth) == "21 09:00–10:00 Hall 1"
    page.goto(f"/admin/agenda/session/board/?day={FRIDAY}")
    drag(page, middle(card(page, youth)), middle(page.locator("[data-parked]")))
    said(page, "“Youth” is in the parking lot")
    assert standing(youth) == "parked"
    # What is put there keeps the focus, and the page stays where it was.
    assert page.evaluate("window.scrollY") < 100
    spot = box_of(page.locator("[data-area]"))
    drag(page, middle(card(page, youth)), (column(page, 1), spot["y"] + 180 * MINUTE + 2))
    said(page, "Friday, 21 June, 11:00–12:00, Hall 2")
    # Steps of this window are taken back one after another, over the pages in between.
    for place in ("parked", "21 09:00–10:00 Hall 1", "20 09:00–10:00 Hall 1"):
        page.locator("[data-undo]").click()
        settled(page)
        assert standing(youth) == place


def test_a_session_is_drawn_over_empty_hours_and_taken_back(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    spot = box_of(page.locator("[data-area]"))
    top = spot["y"] + 180 * MINUTE + 3
    drag(page, (column(page, 5), top), (column(page, 5), top + 45 * MINUTE))
    page.fill("#new-title", "Round table")
    page.locator("#board-new [value=board]").click()
    said(page, "“Round table” now stands on Thursday, 20 June, 11:00–11:45, Hall 6.")
    page.locator("[data-undo]").click()
    said(page, "Undone: “Round table” is deleted.")
    assert Session.objects.count() == 1


def test_what_is_drawn_after_midnight_is_of_the_night_and_what_is_typed_before_it_is_not(
    page: "Page", youth: Session
) -> None:
    page.goto(f"{BOARD}&hours=all")
    page.locator(".board-area").evaluate("area => window.scrollTo(0, document.body.scrollHeight)")
    spot = box_of(page.locator("[data-area]"))
    top = spot["y"] + spot["height"] / 30 * 25 + 3
    drag(page, (column(page, 5), top), (column(page, 5), top + spot["height"] / 30 - 4))
    assert (page.input_value("#new-begins"), page.input_value("#new-ends")) == ("01:00", "02:00")
    page.fill("#new-title", "Night of music")
    page.locator("#board-new [value=board]").click()
    said(page, "Friday, 21 June, 01:00–02:00, Hall 6")
    drag(page, (column(page, 5), top), (column(page, 5), top + spot["height"] / 30 - 4))
    page.fill("#new-title", "Reception")
    page.fill("#new-begins", "20:00")
    page.fill("#new-ends", "21:00")
    page.locator("#board-new [value=board]").click()
    said(page, "Thursday, 20 June, 20:00–21:00, Hall 6")


def test_a_step_whose_session_somebody_deleted_is_passed_over(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    keys(page, youth, " ", "ArrowDown", "Enter")
    settled(page)
    other = make_session(youth.conference, "14:00–15:00", title={"en": "Media"})
    page.goto(BOARD)
    keys(page, other, " ", "ArrowDown", "Enter")
    settled(page)
    other.delete()
    page.locator("[data-undo]").click()
    said(page, "the session is no longer there")
    page.locator("[data-undo]").click()
    said(page, "Undone: “Youth” stands again")
    assert standing(youth) == "20 09:00–10:00 Hall 1"


def test_a_new_session_is_made_by_keyboard_and_goes_on_to_its_form(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    page.locator("[data-new]").press("Enter")
    assert (page.input_value("#new-begins"), page.input_value("#new-ends")) == ("10:00", "11:00")
    page.keyboard.type("Press briefing")
    page.locator("#board-new [value=form]").press("Enter")
    page.wait_for_url("**/change/")
    assert standing(Session.objects.exclude(pk=youth.pk).get()) == "20 10:00–11:00 Hall 1"


def test_a_taken_room_is_refused_in_the_dialog_and_what_was_typed_stays(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    page.locator("[data-new]").click()
    page.fill("#new-title", "Round table")
    page.fill("#new-begins", "09:30")
    page.locator("#board-new [value=board]").click()
    page.locator("[data-new-refused]", has_text="“Hall 1” is taken by “Youth”").wait_for()
    assert page.input_value("#new-title") == "Round table"
    page.locator("#board-new [value=none]").click()
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("pressed", "place"),
    [
        (["ArrowDown", "ArrowDown", "ArrowRight"], "20 09:10–10:10 Hall 2"),
        (["Control+ArrowDown", "ArrowUp"], "20 09:55–10:55 Hall 1"),
        (["Shift+ArrowDown", "Shift+ArrowDown"], "20 09:00–10:10 Hall 1"),
        (["Shift+ArrowUp"], "20 09:00–09:55 Hall 1"),
        (["PageDown"], "21 09:00–10:00 Hall 1"),
        (["p"], "parked"),
        (["ArrowLeft"], "20 09:00–10:00 Hall 1"),
    ],
)
def test_each_gesture_is_done_by_keyboard(page: "Page", youth: Session, pressed: list[str], place: str) -> None:
    page.goto(BOARD)
    keys(page, youth, "Space", *pressed, "Enter")
    settled(page)
    assert standing(youth) == place


def test_what_a_key_does_is_said_and_escape_puts_back(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    live = page.locator("[data-live]")
    keys(page, youth, "Space")
    assert "“Youth” is taken up: 09:00–10:00, Hall 1. Arrow keys move it" in live.inner_text()
    keys(page, youth, "ArrowDown", "ArrowRight")
    assert live.inner_text() == "09:05–10:05, Hall 2"
    assert page.locator(".board-shadow").count() == 1
    page.keyboard.press("Escape")
    assert live.inner_text() == "“Youth” is put back."
    assert page.locator(".board-shadow").count() == 0
    assert page.evaluate("document.activeElement.parentElement.dataset.session") == str(youth.pk)
    assert standing(youth) == "20 09:00–10:00 Hall 1"


def test_a_parked_session_is_placed_by_keyboard_at_a_free_time_and_keeps_the_focus(
    page: "Page", conference: Conference, youth: Session
) -> None:
    parked = make_session(conference, None, title={"en": "Waiting"})
    page.goto(BOARD)
    keys(page, parked, "Space", "ArrowDown")
    assert page.locator("[data-live]").inner_text() == "10:00–11:00, Hall 1"
    page.keyboard.press("Enter")
    said(page, "“Waiting” now stands on Thursday, 20 June, 10:00–11:00, Hall 1.")
    assert page.evaluate("document.activeElement.parentElement.dataset.session") == str(parked.pk)
    page.keyboard.press("Control+z")
    said(page, "Undone: “Waiting” is back in the parking lot.")


def test_enter_opens_the_ways_to_the_forms(page: "Page", youth: Session) -> None:
    page.goto(BOARD)
    keys(page, youth, "Enter")
    links = page.locator(".board-menu:popover-open .board-ways a").all_inner_texts()
    assert links == ["Time, rooms and all else, by form", "Swap with another session"]


def test_arrows_go_from_card_to_card(page: "Page", conference: Conference, rooms: list[Room], youth: Session) -> None:
    below = make_session(conference, "11:00–12:00", rooms=[rooms[0]], title={"en": "Below"})
    beside = make_session(conference, "09:30–10:30", rooms=[rooms[6]], title={"en": "Beside"})
    page.goto(BOARD)
    card(page, youth).focus()
    for key, reached in (("ArrowDown", below), ("ArrowUp", youth), ("ArrowRight", beside), ("ArrowLeft", youth)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.parentElement.dataset.session") == str(reached.pk), key


def test_a_stale_save_says_what_changed_and_by_whom_and_shows_it(
    page: "Page", conference: Conference, rooms: list[Room], youth: Session
) -> None:
    page.goto(BOARD)
    colleague = make_officer(conference, TeamRole.AGENDA, name="Tsetseg")
    schedule_session(youth.pk, starts_at=at("14:00"), ends_at=at("15:00"), rooms=[rooms[4]], by=colleague)
    keys(page, youth, "Space", "ArrowDown", "Enter")
    page.locator("[role=alert]", has_text="Tsetseg changed “Youth” in the meantime").wait_for()
    assert standing(youth) == "20 14:00–15:00 Hall 5"
    assert card(page, youth).locator("xpath=..").get_attribute("data-begins") == str(14 * 60)
    # It is the session as it is now that is moved next.
    keys(page, youth, "Space", "ArrowDown", "Enter")
    said(page, "14:05–15:05")
    describe_session(youth.pk, changes={"title": {"en": "Youth and Work"}}, by=colleague)
    page.locator("[data-undo]").click()
    page.locator("[role=alert]", has_text="Tsetseg changed what is said of “Youth and Work”").wait_for()
    assert standing(youth) == "20 14:05–15:05 Hall 5"


def test_a_step_before_which_somebody_stood_stays_refused_after_the_later_one_is_undone(
    page: "Page", conference: Conference, rooms: list[Room], youth: Session
) -> None:
    page.goto(BOARD)
    keys(page, youth, "Space", "ArrowDown", "Enter")
    said(page, "09:05–10:05")
    colleague = make_officer(conference, TeamRole.AGENDA, name="Tsetseg")
    schedule_session(youth.pk, starts_at=at("14:00"), ends_at=at("15:00"), rooms=[rooms[4]], by=colleague)
    page.goto(BOARD)
    keys(page, youth, "Space", "ArrowDown", "Enter")
    said(page, "14:05–15:05")
    page.locator("[data-undo]").click()
    said(page, "Undone: “Youth” stands again on Thursday, 20 June, 14:00–15:00, Hall 5.")
    page.locator("[data-undo]").click()
    page.locator("[role=alert]", has_text="Nothing was saved").wait_for()
    assert standing(youth) == "20 14:00–15:00 Hall 5"


def test_a_taken_room_is_refused_with_a_link_and_the_card_is_back(
    page: "Page", conference: Conference, rooms: list[Room], youth: Session
) -> None:
    make_session(conference, "09:30–10:30", rooms=[rooms[1]], title={"en": "Beside"})
    page.goto(BOARD)
    keys(page, youth, "Space", "ArrowRight", "Enter")
    alert = page.locator("[role=alert]", has_text="“Hall 2” is taken by “Beside”")
    alert.wait_for()
    assert alert.locator("a").inner_text() == "Beside"
    assert standing(youth) == "20 09:00–10:00 Hall 1"
    assert box_of(card(page, youth))["x"] < column(page, 1)


def test_search_dims_the_others_and_is_kept_from_day_to_day(
    page: "Page", conference: Conference, youth: Session
) -> None:
    make_session(conference, "14:00–15:00", title={"en": "Religion"})
    page.goto(BOARD)
    page.fill("#board-search", "youth")
    assert page.locator(".board-card.is-dimmed").count() == 1
    assert page.locator("[data-found]").inner_text() == "1 of 2 stand out"
    page.locator(f".board-days [data-day='{FRIDAY}']").click()
    page.wait_for_url("**q=youth**")
    assert page.input_value("#board-search") == "youth"


def test_who_only_reads_takes_nothing_up(browser: "Browser", live_server: Any, youth: Session) -> None:
    client = Client()
    client.force_login(make_officer(youth.conference, TeamRole.OBSERVER))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=live_server.url)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(BOARD)
    keys(page, youth, "Space")
    assert page.locator(".board-card.is-taken").count() == 0
    begin = middle(card(page, youth))
    drag(page, begin, (begin[0] + 300, begin[1] + 100))
    assert standing(youth) == "20 09:00–10:00 Hall 1"
    context.close()
