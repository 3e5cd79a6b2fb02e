"""Addresses of kept pages are found once, by language, and nobody's token is remembered."""

import pytest
from django.urls import Resolver404, path
from django.urls.resolvers import RoutePattern
from django.utils.translation import override

from agenda.views import public
from conference import known_addresses
from conference.known_addresses import KnownAddresses
from conference.urls import urlpatterns
from registration.views import invitation

AGENDA = "en/whole-of-society-2019/agenda/"


@pytest.fixture
def resolver() -> KnownAddresses:
    addresses = [path("<slug:conference>/agenda/", public.agenda), path("<str:token>/", invitation.invitation)]
    return KnownAddresses(RoutePattern("en/"), addresses)


def test_an_address_leads_to_the_same_view_again(resolver):
    first, again = resolver.resolve(AGENDA), resolver.resolve(AGENDA)
    assert again is first
    assert (first.func, first.kwargs) == (public.agenda, {"conference": "whole-of-society-2019"})
    assert resolver.resolve("en/another-one/agenda/").kwargs == {"conference": "another-one"}


def test_what_is_not_kept_is_not_remembered(resolver):
    first, again = resolver.resolve("en/somebodys-token/"), resolver.resolve("en/somebodys-token/")
    assert again is not first
    assert not resolver._known


def test_what_leads_nowhere_leads_nowhere_again(resolver):
    for _ in range(2):
        with pytest.raises(Resolver404):
            resolver.resolve("en/a/b/c/d/")
    assert not resolver._known


def test_only_so_many_are_remembered(resolver, monkeypatch):
    monkeypatch.setattr(known_addresses, "ROOM", 3)
    for number in range(10):
        resolver.resolve(f"en/conference-{number}/agenda/")
    assert len(resolver._known) <= 3


def test_a_page_of_another_language_is_none_of_the_active_one():
    [pages] = [
        one for one in urlpatterns if isinstance(one, KnownAddresses) and not isinstance(one.pattern, RoutePattern)
    ]
    with override("en"):
        assert pages.resolve(AGENDA).func is public.agenda
    with override("ru"), pytest.raises(Resolver404):
        pages.resolve(AGENDA)
