"""The address of return: signed, of one message, and in the envelope alone."""

import uuid

import pytest

from conference.correspondence import delivery, outbox
from conference.correspondence.checks import address_of_return_will_do
from conference.correspondence.envelope import ForgedReturnError, fault_of, message_of, return_address
from conference.correspondence.letter import Letter
from conference.correspondence.models import Queue

PK = uuid.UUID("7f6a2c1e-0b4d-4c7a-9a52-1d3f5e7b9c11")


def test_an_address_of_return_leads_back_to_its_message_whatever_servers_do_to_its_letters():
    address = return_address(PK, "")
    assert message_of(address) == message_of(address.upper()) == message_of(f" {address} ") == PK
    assert len(address.partition("@")[0]) <= 64


@pytest.mark.parametrize(
    "address", ["bob@missions.example", "bounces@conference.example", "bounces+x@conference.example", ""]
)
def test_another_address_names_no_message(address):
    assert message_of(address) is None


@pytest.mark.parametrize("position", [8, 20, 33, 34, 49])
def test_one_letter_changed_is_a_forgery(position):
    address = return_address(PK, "")
    other = "a" if address[position] != "a" else "b"
    with pytest.raises(ForgedReturnError):
        message_of(address[:position] + other + address[position + 1 :])


def test_a_former_key_is_still_known(settings):
    address = return_address(PK, "")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert message_of(address) == PK
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ForgedReturnError):
        message_of(address)


def test_without_a_star_all_messages_have_the_same(settings):
    settings.BOUNCE_ADDRESS = "bounces@conference.example"
    assert return_address(PK, "secretariat@x.example") == "bounces@conference.example"
    assert message_of("bounces@conference.example") is None


def test_without_any_it_is_the_senders(settings):
    settings.BOUNCE_ADDRESS = ""
    assert return_address(PK, "secretariat@x.example") == "secretariat@x.example"
    assert message_of("anything@x.example") is None


@pytest.mark.parametrize(
    ("pattern", "is_good"),
    [
        ("", True),
        ("bounces+*@conference.example", True),
        ("*@bounces.conference.example", True),
        ("bounces@conference.example", True),
        ("bounces", False),
        ("@conference.example", False),
        ("bounces+*", False),
        ("bounces@*.example", False),
        ("*+*@conference.example", False),
        ("Bounces <bounces@conference.example>", False),
        ("a-very-long-address-of-return+*@conference.example", False),
    ],
)
def test_an_address_that_will_not_do_is_told_before_anything_is_sent(settings, pattern, is_good):
    assert (fault_of(pattern) == "") == is_good
    settings.BOUNCE_ADDRESS = pattern
    assert [error.id for error in address_of_return_will_do()] == ([] if is_good else ["correspondence.E001"])


@pytest.mark.django_db(transaction=True)
def test_the_envelope_bears_it_and_the_letter_the_secretariats(conference, smtp_server, settings):
    settings.DEFAULT_FROM_EMAIL = "Plenary <secretariat@plenary.example>"
    letter = Letter(
        conference=conference, purpose="sign_in_code", recipient="bob@x.example", language="en", secrets={"code": "1"}
    )
    message = outbox.enqueue(letter)
    delivery.deliver_due(Queue.MAIL)
    [received] = smtp_server.wait_for(1)
    assert message_of(received.sender) == message.pk
    assert "secretariat@plenary.example" in received.message["From"]
    assert "bounces+" not in received.message.as_string()
