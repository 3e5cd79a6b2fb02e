"""Requests that no page of ours makes: each is answered, none is stored, none meets an error page."""

from __future__ import annotations

from itertools import cycle
from urllib.parse import quote

import pytest
from django.db import transaction

from tests.borders.addresses import Kind
from tests.borders.roles import user_of, visitor
from tests.borders.rows_kept import nothing_is_written
from tests.borders.walking import TABLE, opened, url_of
from tests.borders.world import World
from tests.hostile.forms_shown import shown_forms

pytestmark = pytest.mark.usefixtures("db")
WRONG = ("\x00", "x" * 3000, "-1", "9" * 30, "\u202e", "{{ 7 }}", "' OR 1=1 --", "2019-13-45")
#: Names by which some page of ours is asked.
NAMES = (
    *("q", "p", "o", "all", "next", "conference", "topic", "room", "day", "language", "lang", "term", "status"),
    *("category", "delegation", "group", "outstanding", "head", "mission", "purpose", "_changelist_filters", "_facets"),
    *("app_label", "model_name", "field_name", "_to_field", "_popup", "download", "from", "to", "page", "step", "kind"),
)


@pytest.mark.parametrize("role", ["anonymous", "focal_point", "coordinator"])
def test_whatever_stands_behind_the_question_mark_is_answered(role: str, world: World):
    """Each address with one kind of nonsense after another, in turn."""
    client = visitor(world, role).client
    for address, wrong in zip(TABLE, cycle(WRONG), strict=False):
        is_meant = address.kind is Kind.DESK if role == "coordinator" else address.kind is not Kind.DESK
        if not is_meant or "GET" not in address.methods or address.is_slow:
            continue
        visit = next((each for each in address.visits(world.here, world) if role in each.allowed), None)
        if visit is None:
            continue
        query = "&".join(f"{name}={quote(wrong)}" for name in NAMES)
        url = url_of(address, visit).split("?")[0]
        with nothing_is_written():
            answer = opened(client, f"{url}?{query}")
        assert answer.status < 500, (address.name, wrong)


def test_each_name_alone_is_answered_on_every_list(world: World):
    client, slug = visitor(world, "coordinator").client, world.here.slug
    lists = [f"/admin/registration/{name}/" for name in ("registration", "invitation", "delegation")]
    lists += ["/admin/agenda/session/", "/admin/correspondence/outgoingmessage/", f"/en/{slug}/agenda/"]
    lists += [f"/accounts/sign-in/?conference={slug}", f"/en/{slug}/agenda/speakers/"]
    for url in lists:
        for name in NAMES[:26]:
            for wrong in ("\x00", "zz"):
                answer = client.get(f"{url}{'&' if '?' in url else '?'}{name}={quote(wrong)}")
                assert answer.status_code < 500, (url, name, wrong)


def test_addresses_that_were_tampered_with_are_not_there(world: World):
    slug = world.here.slug
    tokens = ("%00", "x" * 2000, "..%2f..%2fetc%2fpasswd", "%ed%a0%80", "{{7}}", quote("\u202e"), "'")
    for token in tokens:
        for path in (
            f"/en/{slug}/invitation/{token}/",
            f"/en/{slug}/register/{token}/",
            f"/en/{slug}/documents/{token}/",
            f"/en/{token}/agenda/",
            f"/{token}/",
            f"/admin/registration/registration/{token}/change/",
        ):
            client = visitor(world, "coordinator" if path.startswith("/admin") else "anonymous").client
            assert client.get(path).status_code in {302, 400, 404}, path


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "messages"])
def test_a_cookie_that_was_tampered_with_is_answered(name: str, world: World):
    client = visitor(world, "anonymous").client
    for value in ('"abcdefgh\\000ijklmnop"', "x" * 4000, '"\\377"', "{}"):
        for path in (f"/en/{world.here.slug}/me/", "/accounts/sign-in/", f"/en/{world.here.slug}/designate/"):
            assert client.get(path, headers={"cookie": f"{name}={value}"}).status_code < 500, (path, value)


def test_words_that_are_no_unicode_are_read_as_far_as_they_go(world: World):
    """Half a pair, as old programmes write it; and bytes of another encoding."""
    for form in shown_forms(world):
        for raw in ("%ED%A0%80", "%FF%FE%C0%AF") if form.typed else ():
            body = "&".join(f"{quote(name)}=Name+{raw}" for name in form.controls)
            with transaction.atomic():
                answer = form.client.post(form.url, body, content_type="application/x-www-form-urlencoded")
                transaction.set_rollback(True)
            assert answer.status_code < 500, form.id


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"given_names": "A"}'),
        ("text/plain", b"given_names=A"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
        ("application/x-www-form-urlencoded; charset=none", b"a=b"),
        (
            "multipart/form-data; boundary=cut",
            b'--cut\r\nContent-Disposition: form-data; name="given_names"\r\n\r\nAig',
        ),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=" + "b" * 300, b"too long a boundary"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=b" % number for number in range(2000))),
        ("application/x-www-form-urlencoded", b"given_names=" + b"A" * 3_000_000),
    ],
    ids=["JSON", "text", "UTF-16", "no encoding", "cut off", "no boundary", "long boundary", "many fields", "huge"],
)
def test_bodies_of_another_kind_store_nothing(content_type: str, body: bytes, world: World):
    for form in shown_forms(world):
        form.client.handler.enforce_csrf_checks = True
        with nothing_is_written():
            answer = form.client.generic("POST", form.url, body, content_type=content_type)
        assert answer.status_code < 500, form.id


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_methods_that_no_page_has_are_refused(method: str, world: World):
    for form in [*shown_forms(world)][::4]:
        with nothing_is_written():
            answer = form.client.generic(method, form.url, b"given_names=A", content_type="text/plain")
        assert answer.status_code == 405, form.id


def test_a_session_that_ended_meanwhile_leads_to_signing_in_and_back(world: World):
    for form in shown_forms(world):
        if form.role != "anonymous" and form.address.kind is Kind.OWN:
            answers = form.answers()
            form.client.logout()
            with nothing_is_written():
                answer = form.client.post(form.url, answers)
            assert answer.status_code == 302, form.id
            assert answer["Location"].startswith("/accounts/sign-in/"), form.id
            assert quote(form.url, safe="") in answer["Location"], form.id
            user = user_of(world, form.role)
            assert user is not None
            form.client.force_login(user)
