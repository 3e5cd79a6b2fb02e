"""Every page offers itself in the other languages, whatever its address."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import Client, RequestFactory
from django.utils.translation import override

from conference.models import Conference, TeamRole
from conference.views import errors
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db

WITHOUT_LANGUAGE = ["/admin/", "/accounts/sign-in/", "/mailbox/", "/nowhere/"]


@pytest.fixture
def conference() -> Conference:
    return make_conference()


def way_to(language: str, html: str) -> str:
    """The address under a language's own name in the switch."""
    found = re.search(rf'<a href="([^"]*)"[^>]*>{dict(settings.LANGUAGES)[language]}</a>', html)
    assert found, f"the page does not offer {language}"
    return unescape(found[1])


@pytest.mark.parametrize("address", WITHOUT_LANGUAGE)
@pytest.mark.parametrize("language", ["ru", "mn"])
def test_a_page_without_a_language_in_its_address_follows_the_choice(
    address: str, language: str, conference: Conference, client: Client
) -> None:
    page = client.get(address, follow=True)
    chosen = client.get(way_to(language, page.content.decode()), follow=True)
    assert f'<html lang="{language}"' in chosen.content.decode()


def test_the_choice_holds_for_the_pages_after_it(conference: Conference, client: Client) -> None:
    client.force_login(make_officer(conference, TeamRole.COORDINATOR))
    client.get("/accounts/language/mn/", {"next": "/admin/"})
    assert '<html lang="mn"' in client.get("/admin/registration/registration/").content.decode()


def test_the_choice_leads_nowhere_but_to_this_site(client: Client) -> None:
    assert client.get("/accounts/language/ru/", {"next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_a_language_that_nobody_speaks_here_is_not_there(client: Client) -> None:
    assert client.get("/accounts/language/xx/").status_code == 404


def test_a_missing_page_of_a_conference_offers_the_languages_in_its_address(
    conference: Conference, client: Client
) -> None:
    page = client.get(f"/ru/{conference.slug}/nowhere/")
    assert page.status_code == 404
    assert way_to("mn", page.content.decode()) == f"/mn/{conference.slug}/nowhere/"
    assert str(conference.contact_email) in page.content.decode()


def test_a_missing_page_of_the_admin_keeps_the_officer_in_the_admin(conference: Conference, client: Client) -> None:
    client.force_login(make_officer(conference, TeamRole.COORDINATOR))
    page = client.get("/admin/nowhere/", headers={"accept-language": "ru"})
    assert page.status_code == 404
    assert 'class="bar"' in page.content.decode()


@pytest.mark.parametrize("language", ["ru", "mn"])
@pytest.mark.parametrize("name", ["bad_request", "permission_denied", "csrf_failure", "page_not_found", "server_error"])
def test_each_error_page_speaks_the_language_and_offers_others(name: str, language: str, rf: RequestFactory) -> None:
    request: Any = rf.get(f"/{language}/conference-of-nobody/")
    request.user, request.session = AnonymousUser(), {}
    arguments = {"csrf_failure": (), "server_error": (), "bad_request": (BadRequest(),)}
    with override(language):
        response = getattr(errors, name)(request, *arguments.get(name, (PermissionDenied(),)))
    html = response.content.decode()
    other = "mn" if language == "ru" else "ru"
    assert f'<html lang="{language}"' in html
    assert way_to(other, html) == f"/{other}/conference-of-nobody/"


def test_the_page_for_a_fault_asks_nothing_of_the_database(rf: RequestFactory, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        errors.server_error(rf.get("/ru/ulaanbaatar-2019/me/"))
