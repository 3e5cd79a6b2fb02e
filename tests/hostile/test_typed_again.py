"""Signed out, or without the cookie, while a form was open: nothing is stored, and nothing typed is lost."""

from __future__ import annotations

import datetime
import html
from functools import partial
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from conference.typed import FORGET, KEY, MOST_LETTERS, OWNER
from conference.views.typed_again import TypedAgainMiddleware
from registration.models import Route
from tests.borders.addresses import Kind
from tests.borders.roles import user_of, visitor
from tests.borders.rows_kept import nothing_is_written
from tests.borders.world import World
from tests.conference.second_steps import CODE, LOGIN, with_app
from tests.factories.conference import PASSWORD
from tests.hostile.forms_shown import ShownForm, controls_of, shown_forms
from tests.hostile.words_typed import EMOJI, MARKUP, RIGHT_TO_LEFT

pytestmark = pytest.mark.usefixtures("db")
WORDS = f'Typed before  the end {EMOJI} {RIGHT_TO_LEFT}\r\nand "quoted" & {MARKUP}'
OUR_OWN = {"origin": "http://testserver"}
ELSEWHERE: tuple[dict[str, str], ...] = ({}, {"origin": "https://elsewhere.example"}, {"origin": "null"})


def own_forms(world: World) -> list[ShownForm]:
    """Those that one is signed in for, and that ask for words."""
    return [form for form in shown_forms(world) if form.address.kind is Kind.OWN and form.typed]


def session_ends(client: Client) -> None:
    """As it does by itself: of the browser's cookies that of the session alone is gone."""
    del client.cookies[settings.SESSION_COOKIE_NAME]


def come_back(form: ShownForm, world: World, role: str = "") -> str:
    """Signs in again, in the same browser, and opens the page that one wanted."""
    user = user_of(world, role or form.role)
    assert user is not None
    form.client.force_login(user)
    response = form.client.get(form.url)
    return response.content.decode()


def signed_out_meanwhile(form: ShownForm, **answers: str) -> dict[str, str]:
    answers = form.answers() | {form.typed[0]: WORDS} | answers
    session_ends(form.client)
    response = form.client.post(form.url, answers)
    assert response["Location"].startswith(reverse("accounts:sign-in")), form.id
    return answers


def test_who_signs_in_again_finds_what_was_typed_and_sends_it_as_it_was(world: World):
    forms = own_forms(world)
    assert len(forms) >= 8
    for form in forms:
        with nothing_is_written():
            answers = signed_out_meanwhile(form)
            text = come_back(form, world)
        assert "What you typed is still here" in text, form.id
        offered = {name: each.value for name, each in controls_of(text).items()}
        kept = {name: value.replace("\r\n", "\n") for name, value in answers.items() if name != "csrfmiddlewaretoken"}
        assert {name: offered[name].replace("\r\n", "\n") for name in kept} == kept, form.id
        assert "<script>alert(" not in text
        form.client.post(form.url, answers)
        assert "What you typed is still here" not in form.client.get(form.url).content.decode(), form.id


def test_who_does_not_want_it_any_more_opens_the_page_anew(world: World):
    form = own_forms(world)[0]
    signed_out_meanwhile(form)
    come_back(form, world)
    with nothing_is_written():
        response = form.client.post(form.url, {FORGET: "yes"}, follow=True)
    assert "What you typed is still here" not in response.content.decode()
    assert response.redirect_chain == [(form.url, 302)]


def test_the_sign_in_page_says_that_it_is_kept(world: World):
    form = own_forms(world)[0]
    answers = form.answers() | {form.typed[0]: WORDS}
    session_ends(form.client)
    text = form.client.post(form.url, answers, follow=True).content.decode()
    assert "What you typed is kept" in text


def test_to_somebody_else_in_the_same_browser_nothing_is_shown(world: World):
    form = next(form for form in own_forms(world) if form.role == "focal_point")
    signed_out_meanwhile(form)
    for role in ("stranger", "other_focal_point"):
        text = come_back(form, world, role)
        assert "Typed before" not in text
    assert "Typed before" not in Client().get(form.url, follow=True).content.decode()


@pytest.mark.parametrize("role", ["coordinator", "protocol"])
def test_to_a_colleague_at_the_same_desk_who_may_open_the_page_nothing_is_shown(role: str, world: World):
    client, colleague = visitor(world, "coordinator").client, user_of(world, role)
    url = reverse("admin:registration_invitation_reply", args=[world.here.invitations["first"].pk])
    answers = {name: each.value for name, each in controls_of(client.get(url).content.decode()).items()}
    session_ends(client)
    client.post(url, answers | {"reason": WORDS})
    assert colleague is not None
    client.force_login(colleague)
    response = client.get(url)
    assert response.status_code == 200
    assert ("Typed before" in response.content.decode()) is (role == "coordinator")


def test_where_nobody_was_signed_in_nothing_is_kept(world: World):
    form = own_forms(world)[0]
    answers = form.answers() | {form.typed[0]: WORDS}
    for planted in ("", "somebody", "somebody:1abcde:signature"):
        stranger = Client()
        if planted:
            stranger.cookies[OWNER] = planted
        response = stranger.post(form.url, answers)
        assert response["Location"].startswith(reverse("accounts:sign-in"))
        assert KEY not in stranger.session


def test_what_says_whose_it_is_opens_nothing_and_is_out_of_reach_of_scripts(world: World):
    form = own_forms(world)[0]
    cookie = form.client.cookies[OWNER]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert str(form.client.session["_auth_user_id"]) not in cookie.value
    session_ends(form.client)
    assert form.client.get(form.url)["Location"].startswith(reverse("accounts:sign-in"))


def test_what_the_site_failed_over_is_offered_once_more(world: World):
    form = own_forms(world)[0]
    signed_out_meanwhile(form)
    come_back(form, world)
    for status in (500, 503, 403, 409, 302):
        request: Any = RequestFactory().post(form.url)
        request.session, request.user = form.client.session, user_of(world, form.role)
        TypedAgainMiddleware(partial(HttpResponse, status=status, headers={"Location": "/"}))(request)
        assert (KEY in request.session) is (status in {500, 503, 403}), status


def test_after_an_hour_it_is_gone_and_never_in_the_clear(world: World):
    form = own_forms(world)[0]
    signed_out_meanwhile(form)
    [session] = [each.get_decoded() for each in Session.objects.all() if KEY in each.get_decoded()]
    assert "Typed before" not in str(session)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=61), tick=False):
        form.client.get(form.url)
        assert KEY not in form.client.session, "before anybody has signed in"
        assert "Typed before" not in come_back(form, world)


def test_what_is_too_much_and_what_is_secret_is_not_kept(world: World):
    form = own_forms(world)[0]
    signed_out_meanwhile(form, **{form.typed[0]: "x" * (MOST_LETTERS + 1)})
    assert "What you typed is still here" not in come_back(form, world)
    signed_out_meanwhile(form, code="123456", new_password1="sesame open wide")
    text = come_back(form, world)
    assert "Typed before" in text
    assert "123456" not in text
    assert "sesame" not in text


@pytest.mark.parametrize("steps", [1, 2])
def test_an_officer_whose_day_ended_finds_what_was_typed(steps: int, world: World):
    client, officer = visitor(world, "coordinator").client, user_of(world, "coordinator")
    url = reverse("admin:registration_invitation_reply", args=[world.here.invitations["first"].pk])
    answers = {name: each.value for name, each in controls_of(client.get(url).content.decode()).items()}
    session_ends(client)
    with nothing_is_written():
        response = client.post(url, answers | {"reason": WORDS})
    assert response["Location"].startswith(reverse("admin:login"))
    assert officer is not None
    app = with_app(officer)[0] if steps == 2 else None
    client.post(LOGIN, {"username": officer.email, "password": PASSWORD, "next": url})
    if app is not None:
        client.post(CODE, {"code": app.code()})
    text = client.get(url).content.decode()
    assert "Typed before  the end" in html.unescape(text)


def test_without_the_cookie_what_was_typed_on_our_own_page_is_offered_once_more(world: World):
    category = world.here.categories[Route.APPLICATION]
    url = reverse("registration:form", args=[world.here.slug, category.slug])
    client = Client(enforce_csrf_checks=True)
    answers = {name: each.value for name, each in controls_of(client.get(url).content.decode()).items()}
    answers["given_names"] = WORDS
    client.cookies.clear()
    with nothing_is_written():
        response = client.post(url, answers, headers=OUR_OWN)
        text = response.content.decode()
    assert response.status_code == 403
    offered = {name: each.value for name, each in controls_of(text).items()}
    assert html.unescape(offered["given_names"]).replace("\r\n", "\n") == WORDS.replace("\r\n", "\n")
    again = client.post(url, offered, headers=OUR_OWN)
    assert again.status_code in {200, 302}, "with the cookie that came with the page it is taken"
    for headers in ELSEWHERE:
        client.cookies.clear()
        refused = client.post(url, answers, headers=headers)
        assert refused.status_code == 403
        assert "Typed before" not in refused.content.decode(), "what another site has filled in is not sent on"
