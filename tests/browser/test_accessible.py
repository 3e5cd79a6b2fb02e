"""Every page, through axe (WCAG 2.2 AA and good practice), light, dark and at 360 px, with the frame that all have.

By default what only repeats another page is left out, each view is asked what can differ there, and axe is asked
nothing of a narrow page whose parts it has seen narrow elsewhere.
``ACCESSIBLE=full`` walks everything in all four views, some ten minutes.
"""

import os
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from conference.models import Conference
from tests.browser.looking import FULL, QUICK, REPEATED, Onlooker, View
from tests.browser.pages import NOT_PAGES, every_stop, names_of_addresses
from tests.browser.stops import ADMINISTRATOR, SLUG, TWO_STEPS, Stop
from tests.conference.second_steps import with_app
from tests.factories.conference import make_officer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IS_FULL = os.environ.get("ACCESSIBLE") == "full"
PARTS = ("public", "own", "desk", "models")

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stops(settings: Any, live_server: Any) -> list[Stop]:
    """The demonstration, with somebody in it who may do everything."""
    settings.PUBLIC_URL = live_server.url
    call_command("load_demo", verbosity=0)
    held = Conference.objects.get(slug=SLUG)
    make_officer(held, email=ADMINISTRATOR, is_superuser=True)
    with_app(make_officer(held, email=TWO_STEPS))
    return every_stop()


@pytest.mark.parametrize("part", [pytest.param(part, marks=pytest.mark.xdist_group(part)) for part in PARTS])
def test_no_page_is_amiss_in_any_view(part: str, stops: list[Stop], browser: "Browser", live_server: Any) -> None:
    walked = [stop for stop in stops if stop.part == part and (IS_FULL or not stop.is_repetition)]
    onlooker = Onlooker(browser, live_server.url)
    amiss = {str(stop): found for stop in walked if (found := onlooker.look(stop, views_of(stop)))}
    onlooker.close()
    assert amiss == {}, "\n".join(f"{page}\n    " + "\n    ".join(words) for page, words in amiss.items())


def views_of(stop: Stop) -> tuple[View, ...]:
    if IS_FULL:
        return FULL
    return REPEATED if stop.act or stop.part == "models" else QUICK


@pytest.mark.xdist_group("own")
def test_every_address_is_walked_or_is_no_page(stops: list[Stop]) -> None:
    addresses = names_of_addresses()
    assert set(NOT_PAGES) <= addresses, "the table names addresses that are gone"
    assert addresses - set(NOT_PAGES) == {stop.name for stop in stops} & addresses
