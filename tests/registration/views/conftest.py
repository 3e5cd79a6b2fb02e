"""What visitors of the registration pages type."""

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import translation

if TYPE_CHECKING:  # this file is loaded before the apps are
    from conference.models import Conference

Answers = dict[str, Any]


@pytest.fixture
def conference(db: None) -> "Conference":
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def application() -> Callable[..., Answers]:
    """A filled-in application of Alice's; a test changes what it is about."""
    from registration.models import STANDARD

    def filled_in(**changes: Any) -> Answers:
        return {
            "courtesy": "Ms.",
            "title": "Dr.",
            "given_names": "Alice",
            "family_name": "Example",
            "patronymic": "",
            "name_order": "given_first",
            "name_of_address": "family",
            "native_name": "",
            "function": "Director",
            "email": "alice@dialogue.example",
            "phone": "",
            "language": "en",
            "office_email": "",
            "nationality": "CA",
            "organisation": "Dialogue Centre",
            "country_of_work": "Canada",
            "mandate": "Dialogue between communities.",
            "relevant_work": "Youth dialogue in three towns.",
            "proposed_by": "",
            "level": "counted",
            "consent": STANDARD,
            "form_token": str(uuid.uuid4()),
        } | changes

    return filled_in


@pytest.fixture
def member() -> Callable[..., Answers]:
    """A member as a focal point enters one."""

    def filled_in(**changes: Any) -> Answers:
        return {
            "courtesy": "Mr.",
            "given_names": "Bob",
            "family_name": "Sample",
            "name_order": "given_first",
            "name_of_address": "family",
            "role": "delegate",
            "function": "First Secretary",
            "language": "en",
            "nationality": "KG",
            "form_token": str(uuid.uuid4()),
        } | changes

    return filled_in


@pytest.fixture
def signed_in_as(client: Client) -> Callable[[str], Client]:
    """The browser of somebody who has redeemed a code sent to an address."""
    from tests.factories.conference import make_user

    def sign_in(address: str) -> Client:
        client.force_login(make_user(address))
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request leaves its language active; the next test starts in English."""
    with translation.override("en"):
        yield
