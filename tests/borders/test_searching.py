"""A list is searched, filtered and sorted: with the other host's words and identifiers it is as with none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import SimpleListFilter

from conference.models import User
from tests.borders.roles import Visitor, visitor
from tests.borders.test_walk import IS_FULL, UUID
from tests.borders.walking import opened
from tests.borders.words import WORD
from tests.borders.world import World

pytestmark = pytest.mark.usefixtures("db")
# The officer of both has every duty of the co-ordinator here, and is kept from the other's rows by the least.
LOOKING = ("of_both", *(("of_there",) if IS_FULL else ()))
NOTHING = "zzzzzzzzzzzz"
NOBODYS = "00000000-0000-4000-8000-000000000000"


def lists(role: str = "") -> Iterator[tuple[str, Any]]:
    """Every list of the admin; to the administrator the accounts of all hosts are one."""
    for model, model_admin in admin.site._registry.items():
        if role == "superuser" and model is User:
            continue
        yield f"/admin/{model._meta.app_label}/{model._meta.model_name}/", model_admin


def parameters(model_admin: Any) -> Iterable[str]:
    """The names by which a list is filtered."""
    for entry in model_admin.list_filter:
        named = isinstance(entry, type) and issubclass(entry, SimpleListFilter)
        yield str(entry.parameter_name) if named else f"{entry}__exact"


def is_the_same(walker: Visitor, url: str, theirs: str, nobodys: str) -> bool:
    """Whether what is the other's is answered as what is nobody's, and nothing of it is read."""
    answer, host = opened(walker.client, url.format(theirs)), walker.home
    text = answer.text.replace(theirs.lower(), "")
    read = walker.withheld(host).intersection(WORD.findall(text))
    named = walker.identifiers_withheld(host).intersection(UUID.findall(text))
    assert not read, (url, read)
    assert not named, (url, named)
    return answer.comparable([theirs]) == answer_for_nobodys(walker, url.format(nobodys), nobodys)


def answer_for_nobodys(walker: Visitor, url: str, nobodys: str) -> tuple[int, str, str]:
    """Asked once a visitor: nothing changes between two questions."""
    if url not in walker.answers:
        walker.answers[url] = opened(walker.client, url).comparable([nobodys])
    return walker.answers[url]


@pytest.mark.parametrize("role", LOOKING)
def test_a_search_finds_nothing_of_the_other_host(role: str, world: World):
    walker = visitor(world, role)
    there = walker.elsewhere
    words = [
        there.people["nominee"].given_names,
        there.people["hidden_person"].given_names,
        str(there.sessions["draft"].title).split()[-1],
    ]
    for url, _admin in lists(role):
        for word in words:
            assert is_the_same(walker, f"{url}?q={{}}", word, NOTHING), (url, word)


@pytest.mark.parametrize("role", LOOKING)
def test_a_filter_knows_nothing_of_the_other_host(role: str, world: World):
    walker = visitor(world, role)
    there = walker.elsewhere
    rows = (there.topic, there.delegations["first"], next(iter(there.categories.values())))
    identifiers = [str(row.pk) for row in rows]
    for url, model_admin in lists(role):
        for parameter in parameters(model_admin):
            for identifier in identifiers:
                assert is_the_same(walker, f"{url}?{parameter}={{}}", identifier, NOBODYS), (url, parameter)


@pytest.mark.parametrize("role", LOOKING)
def test_a_list_in_any_order_and_any_window_shows_its_own(role: str, world: World):
    walker = visitor(world, role)
    ways = ("o=1.-2&_facets=True", "all=", "p=2", "_popup=1&_to_field=id")
    for url, _admin in lists(role):
        for way in ways:
            assert is_the_same(walker, f"{url}?{way}&q={{}}", walker.elsewhere.people["nominee"].given_names, NOTHING)
            answer = opened(walker.client, f"{url}?{way}")
            assert not walker.withheld(walker.home).intersection(WORD.findall(answer.text)), (url, way)


def choices_by_search() -> Iterator[str]:
    """Every choice of the admin that is made by searching."""
    for model, model_admin in admin.site._registry.items():
        for holder, owner in ((model_admin, model), *((inline, inline.model) for inline in model_admin.inlines)):
            for field in getattr(holder, "autocomplete_fields", ()):
                names = f"app_label={owner._meta.app_label}&model_name={owner._meta.model_name}&field_name={field}"
                yield f"/admin/autocomplete/?{names}"


@pytest.mark.parametrize("role", LOOKING)
def test_a_choice_offers_nothing_of_the_other_host(role: str, world: World):
    walker = visitor(world, role)
    there = walker.elsewhere
    found = list(choices_by_search())
    assert len(found) >= 3
    for url in found:
        for word in (there.people["nominee"].given_names, next(iter(there.officers.values())).email, ""):
            if role != "superuser" or "field_name=user" not in url:  # the administrator appoints for all hosts
                assert is_the_same(walker, f"{url}&term={{}}", word, NOTHING if word else ""), (url, word)


def test_a_hidden_person_is_found_by_nobody_to_whom_one_is_not_named(world: World):
    walker = visitor(world, "coordinator")
    word = world.here.people["hidden_person"].given_names
    for url in (
        *(f"{each}?q={{}}" for each, _admin in lists()),
        *(f"{each}&term={{}}" for each in choices_by_search()),
    ):
        assert is_the_same(walker, url, word, NOTHING), url


def test_the_way_back_to_a_list_leads_through_no_other_hosts_rows(world: World):
    walker = visitor(world, "coordinator")
    page = f"/admin/registration/registration/{world.here.registrations['nominee'].pk}/change/"
    theirs = str(world.there.delegations["first"].pk)
    assert is_the_same(walker, f"{page}?_changelist_filters=delegation%3D{{}}", theirs, NOBODYS)


def test_the_public_agenda_is_narrowed_by_nothing_of_the_other_host(world: World):
    walker = visitor(world, "anonymous")
    agenda = f"/en/{world.here.slug}/agenda/"
    for parameter, theirs in (("topic", world.there.topic), ("room", world.there.room)):
        assert is_the_same(walker, f"{agenda}?{parameter}={{}}", str(theirs.pk), NOBODYS)
