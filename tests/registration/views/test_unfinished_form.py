"""A form that is saved and finished later: by its browser, by its address, and by nobody else."""

import datetime
import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.actions.clear_expired import clear_expired
from conference.correspondence.models import OutgoingMessage
from conference.models import User
from registration.actions import unfinished
from registration.actions.unfinished import Keeper, keep_entries
from registration.errors import LostUpdateError
from registration.models import Registration, Route, UnfinishedForm
from tests.factories.conference import set_clock
from tests.factories.registration import make_category, make_invitation, make_participant


@pytest.fixture
def category(conference):
    return make_category(conference, Route.APPLICATION)


@pytest.fixture
def url(conference, category):
    return reverse("registration:form", args=[conference.slug, category.slug])


def code_in_the_letter():
    return str(OutgoingMessage.objects.latest("created_at").secrets["code"])


def save_for_later(client, url, answers, address="alice@dialogue.example"):
    assert client.post(url, answers | {"step": "later"})["Location"] == f"{url}later/"
    client.post(f"{url}later/", {"email": address, "step": "send"})
    return client.post(f"{url}later/", {"email": address, "code": code_in_the_letter(), "step": "redeem"}, follow=True)


def test_a_half_filled_form_is_saved_as_it_is_and_opened_on_another_device(client, url, application):
    page = save_for_later(client, url, application(given_names="", consent="", function="Diretor"))
    assert "Your form is kept" in page.content.decode()
    elsewhere = Client()
    assert "Diretor" not in elsewhere.get(url).content.decode()
    elsewhere.force_login(User.objects.get(email="alice@dialogue.example"))
    text = elsewhere.get(url).content.decode()
    assert 'value="Diretor"' in text
    assert "as it was kept on" in text
    assert not Registration.objects.exists()


def test_the_letter_brings_the_address_and_the_dates_are_the_conferences_own(client, url, application, conference):
    set_clock(conference, "2019-06-03 09:00")
    page = save_for_later(client, url, application())
    text = OutgoingMessage.objects.get(purpose="form_kept").text
    assert f"{settings.PUBLIC_URL}{url}" in text
    assert "until Wednesday, 3 July, 09:0" in text
    assert "Wednesday, 3 July, 09:0" in page.content.decode()
    assert "kept on Monday, 3 June, 09:0" in client.get(url).content.decode()


def test_a_form_that_gives_way_to_another_of_the_same_address_is_told(client, url, application, conference):
    set_clock(conference, "2019-06-03 09:00")
    first = save_for_later(client, url, application(function="First"))
    assert "has given way" not in first.content.decode()
    second = save_for_later(Client(), url, application(function="Second"))
    told = "The form that you had saved under this address on Monday, 3 June, 09:0"
    assert told in second.content.decode()
    assert UnfinishedForm.objects.count() == 1
    assert OutgoingMessage.objects.filter(purpose="form_kept").count() == 2


def test_the_address_signs_in_by_code_though_it_is_registered_nowhere(client, url, application, conference):
    save_for_later(client, url, application())
    OutgoingMessage.objects.all().delete()
    Client().post(f"{reverse('accounts:sign-in')}?conference={conference.slug}", {"email": "alice@dialogue.example"})
    assert OutgoingMessage.objects.get().purpose == "sign_in_code"


def test_nobody_else_reads_it(client, url, application, category):
    save_for_later(client, url, application(function="Secret function"))
    stranger = Client()
    stranger.cookies["registration_form"] = "guessed"
    for part in ("", "check/", "later/"):
        assert "Secret function" not in stranger.get(url + part, follow=True).content.decode()
    stranger.force_login(User.objects.for_address("mallory@elsewhere.example"))
    assert "Secret function" not in stranger.get(url).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT entries FROM registration_unfinishedform")
        assert "Secret" not in cursor.fetchone()[0]


def test_a_wrong_code_keeps_nothing_under_the_address(client, url, application):
    client.post(url, application() | {"step": "later"})
    client.post(f"{url}later/", {"email": "alice@dialogue.example", "step": "send"})
    wrong = f"{(int(code_in_the_letter()) + 1) % 1_000_000:06}"
    page = client.post(f"{url}later/", {"email": "alice@dialogue.example", "code": wrong, "step": "redeem"})
    assert "This code is not valid" in page.content.decode()
    assert UnfinishedForm.objects.get().address == ""
    assert "Enter an e-mail address" in client.post(f"{url}later/", {"email": "x", "step": "send"}).content.decode()
    assert "Enter the code" in client.post(f"{url}later/", {"email": "x", "step": "redeem"}).content.decode()


def test_two_devices_that_change_the_same_form_are_told(client, url, application):
    save_for_later(client, url, application())
    other = Client()
    other.force_login(User.objects.get(email="alice@dialogue.example"))
    seen = {name: other.get(url).context[name] for name in ("seen_version", "form_token")}
    assert client.post(url, application(function="First") | seen | {"step": "check"}).status_code == 302
    late = other.post(url, application(function="Second") | seen | {"step": "check"})
    assert late.status_code == 409
    text = late.content.decode()
    assert "changed in another window or on another device" in text
    assert 'value="Second"' in text
    again = {"seen_version": late.context["seen_version"], "form_token": seen["form_token"]}
    assert other.post(url, application(function="Second") | again | {"step": "check"}).status_code == 302
    assert "Second" in other.get(f"{url}check/").content.decode()


def test_the_check_page_may_be_reloaded_and_a_second_click_is_answered_like_the_first(client, url, application):
    client.post(url, application() | {"step": "check"})
    token = client.get(f"{url}check/").context["form_token"]
    assert client.get(f"{url}check/").status_code == 200
    first = client.post(f"{url}check/", {"form_token": token})
    second = client.post(f"{url}check/", {"form_token": token})
    assert first["Location"] == second["Location"] == f"{url}received/"
    assert Registration.objects.count() == 1
    assert client.get(f"{url}check/")["Location"] == url, "nothing is left to check"
    assert client.post(f"{url}check/", {"form_token": "another"})["Location"] == url


def test_after_the_submit_nothing_that_was_entered_is_left(client, url, application):
    client.post(url, application() | {"step": "check"})
    client.post(f"{url}check/", {"form_token": client.get(f"{url}check/").context["form_token"]})
    left = json.loads(UnfinishedForm.objects.get().entries)
    assert list(left) == ["submitted"]
    assert 'value="Alice"' not in client.get(url).content.decode()
    assert client.post(url, application() | {"step": "check"}).status_code == 302, "another form may follow"


def test_what_no_longer_holds_is_said_on_the_form_when_it_is_opened_again(client, url, application, category):
    client.post(url, application() | {"step": "check"})
    category.requires = ["phone"]
    category.save()
    text = client.get(f"{url}check/").content.decode()
    assert "Enter a telephone number with the country code" in text


def test_fields_that_the_form_does_not_have_are_not_kept(client, url, application):
    client.post(url, application() | {"step": "later", "state": "registered", "is_staff": "1"})
    assert not {"state", "is_staff", "csrfmiddlewaretoken"} & set(json.loads(UnfinishedForm.objects.get().entries))


def test_an_invitee_keeps_the_form_by_the_invited_address(conference):
    invitation = make_invitation(to=make_participant(conference, email="carol@institute.example"))
    client = Client()
    client.force_login(User.objects.for_address("carol@institute.example"))
    url = reverse("registration:invitation-form", args=[conference.slug, invitation.link_token])
    page = client.post(url, {"function": "Fel", "step": "later"}, follow=True)
    assert "Your form is kept" in page.content.decode()
    assert "registration_form" not in client.cookies
    other = Client()
    other.force_login(User.objects.for_address("carol@institute.example"))
    assert 'value="Fel"' in other.get(url).content.decode()


def test_expired_forms_open_no_more_and_are_deleted(client, url, application):
    save_for_later(client, url, application())
    UnfinishedForm.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert 'value="Alice"' not in client.get(url).content.decode()
    assert client.get(f"{url}later/")["Location"] == url
    assert clear_expired().contributed["unfinished forms"] == 1
    assert not UnfinishedForm.objects.exists()


def test_a_form_kept_under_the_address_before_gives_way(client, url, application):
    save_for_later(client, url, application(function="Former"))
    save_for_later(Client(), url, application(function="Latter"))
    assert UnfinishedForm.objects.count() == 1
    assert 'value="Latter"' in client.get(url).content.decode()


def test_two_that_begin_at_once_are_told(category, monkeypatch):
    keeper = Keeper(category, address="alice@dialogue.example")
    keep_entries(keeper, {"function": ["x"]}, seen_version=0)
    with pytest.raises(LostUpdateError):
        keep_entries(keeper, {"function": ["y"]}, seen_version=7)
    monkeypatch.setattr(unfinished.Keeper, "form", lambda _self: None)
    with pytest.raises(LostUpdateError):
        keep_entries(keeper, {"function": ["y"]}, seen_version=0)


def test_a_part_that_the_form_does_not_have_is_not_there(client, url):
    assert client.get(f"{url}nothing/").status_code == 404


def test_the_cookie_tells_nothing_and_scripts_cannot_read_it(client, url, application):
    response = client.post(url, application() | {"step": "check"})
    cookie = response.cookies["registration_form"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "it ends with the browser's session"
    assert re.fullmatch(r"[\w-]{32}", cookie.value)
    assert cookie.value not in UnfinishedForm.objects.get().key_digest
