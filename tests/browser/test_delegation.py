"""A focal point with twelve members, three incomplete, finds what to do within one screen."""

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from registration.models import DelegationRole
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_user
from tests.factories.registration import make_delegation, make_focal_point, make_invitation, make_registration

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)
LACKING = ("Ormanov", "Akimbekova", "Shyngysov")


@pytest.fixture
def address() -> str:
    """The page of a delegation of twelve, in which three lack something."""
    delegation = make_delegation(make_conference(), quota=14)
    make_invitation(to=delegation)
    make_focal_point(delegation, email="dana@mission.example")
    roles = [DelegationRole.HEAD, DelegationRole.DEPUTY_HEAD, *[DelegationRole.DELEGATE] * 7]
    for number, role in enumerate(roles):
        make_registration(S.COMPLETE, delegation=delegation, role=role, person={"family_name": f"Complete{number}"})
    for name in LACKING:
        person = {"family_name": name, "function": "", "nationality": ""}
        make_registration(S.NOMINATED, delegation=delegation, role=DelegationRole.ADVISER, person=person)
    return reverse("registration:delegation-members", args=[delegation.conference.slug, delegation.pk])


def signed_in_page(browser: "Browser", site: str, **how: Any) -> Any:
    client = Client()
    client.force_login(make_user("dana@mission.example"))
    context = browser.new_context(**how)
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": site,
            }
        ]
    )
    return context.new_page()


@pytest.mark.parametrize(("width", "height", "screens"), [(1280, 800, 1), (360, 740, 2)])
def test_the_three_who_lack_something_are_named_with_links_at_the_top(
    width: int, height: int, screens: int, browser: "Browser", live_server: Any, address: str
) -> None:
    page = signed_in_page(
        browser, live_server.url, viewport={"width": width, "height": height}, java_script_enabled=False
    )
    page.goto(live_server.url + address)
    links = page.locator(".todo a")
    texts = links.all_inner_texts()
    assert [name for name in LACKING if any(name.upper() in text for text in texts)] == list(LACKING)
    for place in range(links.count()):
        box = links.nth(place).bounding_box()
        assert box["y"] + box["height"] <= height * screens, texts[place]
        assert links.nth(place).get_attribute("href").endswith("/complete/")
    page.context.close()
