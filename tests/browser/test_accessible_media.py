"""Other ways of seeing a page: enlarged, spaced, in forced colours, on paper, with awful data, when the site fails."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.http import HttpRequest
from django.urls import reverse

from agenda.models import Session
from conference.models import Conference
from registration.models import Participant
from registration.urls import urlpatterns
from tests.browser.looking import QUICK, Onlooker
from tests.browser.stops import APPLICANT, FOCAL_POINT, OFFICER, SLUG, SPEAKER, Stop
from tests.factories.conference import make_conference

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# WCAG 2.2, 1.4.12.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT_OFF = """() => [...document.querySelectorAll('main *, header *')].filter(e => {
    const style = getComputedStyle(e);
    return style.overflow === 'hidden' && e.clientWidth > 1 && style.textOverflow !== 'ellipsis'
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.tagName + '.' + e.className)"""
SHOWN = "selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).length"
WORD = "Donaudampfschifffahrtsgesellschaftskapitän"
LONG = f"{WORD} für zwischenstaatliche Zusammenarbeit und Верификация-и-сертификация-документооборота"
SEEN = (
    ("agenda/", ""),
    ("agenda/speakers/", ""),
    ("speaking/", SPEAKER),
    ("me/", APPLICANT),
    ("delegation/", FOCAL_POINT),
    ("register/civil-society/", ""),
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def onlooker(browser: "Browser", live_server: Any, settings: Any) -> Iterator[Onlooker]:
    settings.PUBLIC_URL = live_server.url
    opened = Onlooker(browser, live_server.url, bypass_csp=True)
    yield opened
    opened.close()


@pytest.mark.xdist_group("public")
def test_pages_hold_in_other_ways_of_seeing(onlooker: Onlooker) -> None:
    call_command("load_demo", verbosity=0)
    make_awful(Conference.objects.get(slug=SLUG))
    for language in ("en", "ru", "mn"):
        for path, who in SEEN:
            page = onlooker.window(who)
            page.goto(f"{onlooker.site}/{language}/{SLUG}/{path}")
            in_forced_colours_states_have_a_border(page)
            on_paper_only_the_contents_stand(page)
            spaced_and_enlarged_nothing_is_lost(page)
    page = onlooker.window(OFFICER)
    for path in ("", "registration/registration/", "registration/delegation/", "agenda/session/"):
        page.goto(f"{onlooker.site}/admin/{path}")
        in_forced_colours_states_have_a_border(page)
        on_paper_the_desk_fills_the_sheet(page)
        spaced_and_enlarged_nothing_is_lost(page)


def make_awful(held: Conference) -> None:
    """Words of forty letters and titles of three lines, in two scripts."""
    Session.objects.filter(conference=held).update(title={"en": LONG, "ru": LONG, "mn": LONG})
    Participant.objects.filter(conference=held).update(family_name=WORD, institution=LONG, function=LONG)


def in_forced_colours_states_have_a_border(page: "Page") -> None:
    page.emulate_media(forced_colors="active")
    widths = page.evaluate(
        "[...document.querySelectorAll('.tag')].map(e => parseFloat(getComputedStyle(e).borderWidth))"
    )
    assert all(width >= 1 for width in widths), f"a state is told by its ground alone on {page.url}"
    page.emulate_media(forced_colors="none")


def on_paper_only_the_contents_stand(page: "Page") -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(SHOWN, "main h1") == 1
    assert page.evaluate(SHOWN, ".site-nav, .top-bar, .skip-link, main .btn, .site-footer") == 0, page.url
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)", f"paper is white, also for who reads in the dark: {page.url}"
    page.emulate_media(media="screen", color_scheme="light")


def on_paper_the_desk_fills_the_sheet(page: "Page") -> None:
    page.emulate_media(media="print")
    wide = page.evaluate("document.querySelector('main').clientWidth / document.documentElement.clientWidth")
    assert wide > 0.9, f"on paper {page.url} stands in the column of the navigation"
    page.emulate_media(media="screen")


def spaced_and_enlarged_nothing_is_lost(page: "Page") -> None:
    page.set_viewport_size({"width": 640, "height": 450})
    assert page.evaluate(TOO_WIDE) <= 0, f"at 200 % {page.url} is too wide"
    page.add_style_tag(content=SPACED)
    assert page.evaluate(TOO_WIDE) <= 0, f"spaced, {page.url} is too wide"
    assert page.evaluate(CUT_OFF) == [], page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def test_who_wants_no_motion_sees_none(onlooker: Onlooker) -> None:
    page = onlooker.window("")
    page.goto(f"{onlooker.site}/en/{make_conference().slug}/")
    moving = """[...document.querySelectorAll('*')].filter(e => {
        const style = getComputedStyle(e);
        return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0
            || style.scrollBehavior === 'smooth';
    }).length"""
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0, "the test would see motion if there were some"


def test_the_page_of_a_fault_is_in_order(onlooker: Onlooker, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_request: HttpRequest, **_named: str) -> NoReturn:
        raise RuntimeError("a fault of this test")

    # A page that is not kept: of a kept one the site remembers the view, whatever is patched here.
    document = next(pattern for pattern in urlpatterns if getattr(pattern, "name", "") == "document")
    monkeypatch.setattr(document, "callback", fail)
    path = reverse("registration:document", args=[make_conference().slug, uuid4()])
    assert onlooker.look(Stop("500", path, status=500), QUICK) == []
