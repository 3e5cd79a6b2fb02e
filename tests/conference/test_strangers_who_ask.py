"""What somebody else asks for in a person's name, or tries, costs that person nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.actions import sign_in
from conference.correspondence.models import OutgoingMessage
from conference.errors import CodeNotValidError
from conference.models import CodePurpose, EmailedCode, User
from conference.registry import registry
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db

ALTAN = "altan@example.org"


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(registry, "knows_address", [lambda address, _conference: address == ALTAN])


@pytest.fixture(autouse=True)
def conference():
    return make_conference()


@pytest.fixture
def altan():
    return Client(REMOTE_ADDR="192.0.2.1")


@pytest.fixture
def stranger():
    return Client(REMOTE_ADDR="198.51.100.66")


def ask(client):
    client.post(reverse("accounts:sign-in"), {"email": ALTAN})


def enter(client, code):
    client.post(reverse("accounts:code"), {"code": code})
    return "_auth_user_id" in client.session


def codes():
    """The codes that came to the address, the last one first."""
    return [message.secrets["code"] for message in OutgoingMessage.objects.order_by("-created_at")]


def wrong():
    return next(code for code in ("000000", "111111", "222222") if code not in codes())


def test_a_stranger_who_asks_five_times_does_not_keep_the_person_from_asking(stranger, altan):
    for _time in range(sign_in.CODES_AN_HOUR + 2):
        ask(stranger)
    assert OutgoingMessage.objects.count() == sign_in.CODES_AN_HOUR
    ask(altan)
    assert enter(altan, codes()[0])


def test_many_strangers_together_do_not_flood_a_mailbox():
    for number in range(sign_in.CODES_AN_HOUR_FOR_AN_ADDRESS + 5):
        ask(Client(REMOTE_ADDR=f"198.51.100.{number}"))
    assert OutgoingMessage.objects.count() == sign_in.CODES_AN_HOUR_FOR_AN_ADDRESS


def test_a_strangers_wrong_tries_do_not_spend_the_persons_code(stranger, altan):
    ask(altan)
    [code] = codes()
    ask(stranger)
    for _try in range(EmailedCode.TRIES + 2):
        assert not enter(stranger, wrong())
    assert enter(altan, code)


def test_asking_again_from_elsewhere_leaves_the_first_code_alive(stranger, altan):
    ask(altan)
    [code] = codes()
    ask(stranger)
    assert enter(altan, code)


def test_a_code_opens_only_in_the_session_that_asked_for_it(stranger, altan):
    ask(altan)
    [code] = codes()
    ask(stranger)
    strangers = codes()[0]
    if strangers != code:
        assert not enter(stranger, code)
        assert not enter(altan, strangers)
    assert User.objects.count() == 0


def test_the_word_that_ties_a_code_to_its_session_is_not_kept_in_the_table(altan):
    ask(altan)
    word = altan.session["code_asker"]
    assert len(word) > 30
    assert word not in EmailedCode.objects.get().asker_digest


def test_an_invitations_code_opens_only_for_who_asked_for_it(conference):
    for asker in ("altan's session", "a stranger's"):
        sign_in.send_invitation_code(ALTAN, conference=conference, language="en", about_id=conference.pk, asker=asker)
    strangers, code = codes()

    def redeem(code, asker):
        return sign_in.redeem_code(ALTAN, code, purpose=CodePurpose.INVITATION, about_id=conference.pk, asker=asker)

    for _try in range(EmailedCode.TRIES + 2):
        with pytest.raises(CodeNotValidError):
            redeem("not it", "a stranger's")
    with pytest.raises(CodeNotValidError):
        redeem(strangers, "a stranger's")
    assert redeem(code, "altan's session").email == ALTAN
