import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.actions import sign_in
from conference.correspondence.models import OutgoingMessage, Queue
from conference.errors import CodeNotValidError, TooManyCodesError
from conference.models import CodePurpose, EmailedCode, User
from conference.registry import registry
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db

ALTAN = "altan@example.org"
HERE = "the word of one session"


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(registry, "knows_address", [lambda address, _conference: address == ALTAN])


@pytest.fixture
def conference():
    return make_conference()


def code_sent_to(address=ALTAN):
    return OutgoingMessage.objects.filter(recipient=address).latest("created_at").secrets["code"]


def send(conference):
    sign_in.send_sign_in_code(ALTAN, conference=conference, language="en", asker=HERE)


def redeem(code, purpose=CodePurpose.SIGN_IN, **about):
    return sign_in.redeem_code(ALTAN, code, purpose=purpose, asker=HERE, **about)


def ask(client, conference, address=ALTAN, goal="/en/somewhere/"):
    query = {"conference": conference.slug, "next": goal}
    return client.post(
        f"{reverse('accounts:sign-in')}?" + "&".join(f"{k}={v}" for k, v in query.items()), {"email": address}
    )


def test_a_known_address_signs_in_with_the_code_and_comes_back(client, conference):
    assert ask(client, conference).url == reverse("accounts:code")
    answer = client.post(reverse("accounts:code"), {"code": code_sent_to()})
    assert answer.url == "/en/somewhere/"
    assert client.session["_auth_user_id"] == str(User.objects.get(email=ALTAN).pk)


def test_a_code_is_urgent_and_does_not_stand_in_the_ledgers_text(client, conference):
    ask(client, conference)
    message = OutgoingMessage.objects.get()
    assert message.queue == Queue.URGENT
    assert code_sent_to() not in message.text + message.html + message.subject


def test_an_unknown_address_sees_the_same_and_receives_nothing(client, conference):
    known, unknown = ask(client, conference), ask(client, conference, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert not OutgoingMessage.objects.filter(recipient="nobody@example.org").exists()
    page = client.get(reverse("accounts:code"))
    assert page.status_code == 200
    assert "nobody@example.org" in page.content.decode()


def test_an_address_is_known_however_it_is_typed(client, conference):
    ask(client, conference, " Altan@Example.ORG")
    assert OutgoingMessage.objects.get().recipient == ALTAN


def test_an_officer_never_signs_in_by_code(client, conference):
    make_officer(conference, email=ALTAN)
    ask(client, conference)
    assert not OutgoingMessage.objects.exists()


def test_a_wrong_code_is_said_beside_the_field(client, conference):
    ask(client, conference)
    wrong = "000000" if code_sent_to() != "000000" else "111111"
    page = client.post(reverse("accounts:code"), {"code": wrong})
    assert "This code is not valid" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_tries_the_right_code_is_dead(conference):
    send(conference)
    code = code_sent_to()
    for _try in range(EmailedCode.TRIES):
        with pytest.raises(CodeNotValidError):
            redeem("not it")
    with pytest.raises(CodeNotValidError):
        redeem(code)


def test_a_code_is_used_once(conference):
    send(conference)
    code = code_sent_to()
    assert redeem(f" {code[:3]} {code[3:]}").email == ALTAN
    with pytest.raises(CodeNotValidError):
        redeem(code)


def test_a_code_dies_after_a_quarter_of_an_hour(conference):
    send(conference)
    EmailedCode.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    with pytest.raises(CodeNotValidError):
        redeem(code_sent_to())


def test_the_letter_with_a_code_is_of_use_as_long_as_the_code(conference):
    send(conference)
    assert OutgoingMessage.objects.get().expires_at == EmailedCode.objects.get().expires_at


def test_a_new_code_replaces_the_old_one(conference):
    send(conference)
    old = code_sent_to()
    send(conference)
    if old != code_sent_to():
        with pytest.raises(CodeNotValidError):
            redeem(old)
    assert redeem(code_sent_to()).email == ALTAN


def test_a_code_for_one_purpose_opens_nothing_else(conference):
    sign_in.send_invitation_code(ALTAN, conference=conference, language="en", about_id=conference.pk, asker=HERE)
    with pytest.raises(CodeNotValidError):
        redeem(code_sent_to())
    with pytest.raises(CodeNotValidError):
        redeem(code_sent_to(), purpose=CodePurpose.INVITATION, about_id=User().pk)
    assert redeem(code_sent_to(), purpose=CodePurpose.INVITATION, about_id=conference.pk).email == ALTAN


def test_one_address_receives_five_codes_an_hour_and_not_more(conference):
    for _time in range(sign_in.CODES_AN_HOUR):
        send(conference)
    for _time in range(3):
        with pytest.raises(TooManyCodesError):
            send(conference)
    assert OutgoingMessage.objects.count() == sign_in.CODES_AN_HOUR


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_one_comes_back_to_this_site_only(client, conference, goal):
    ask(client, conference, goal=goal)
    answer = client.post(reverse("accounts:code"), {"code": code_sent_to()})
    assert answer.url == reverse("registration:own", args=[conference.slug])


def test_the_pages_speak_the_language_one_comes_from(client, conference):
    page = client.get(
        reverse("accounts:sign-in"), {"conference": conference.slug, "next": f"/ru/{conference.slug}/me/"}
    )
    assert '<html lang="ru"' in page.content.decode()
    ask(client, conference, goal=f"/ru/{conference.slug}/me/")
    assert OutgoingMessage.objects.get().language == "ru"


def test_a_mistyped_address_is_explained_and_kept(client, conference):
    page = ask(client, conference, "altan(at)example")
    assert "like name@mfa.example" in page.content.decode()
    assert "altan(at)example" in page.content.decode()


def test_the_code_page_without_an_errand_asks_for_the_address_first(client):
    assert client.get(reverse("accounts:code")).url == reverse("accounts:sign-in")


def test_one_signs_out_by_post_alone(client, conference):
    ask(client, conference)
    client.post(reverse("accounts:code"), {"code": code_sent_to()})
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    client.post(reverse("accounts:sign-out"))
    assert "_auth_user_id" not in client.session
