import re

import pytest
from django.db import connections, transaction

from conference import alarm
from conference.celery import app as celery_app
from conference.correspondence import compose, outbox
from conference.correspondence.errors import LetterTextError
from conference.correspondence.letter import Letter
from conference.correspondence.models import LetterTemplate, OutgoingMessage
from conference.correspondence.purposes import PURPOSES, Purpose
from tests.factories.conference import make_conference, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def greeting(monkeypatch):
    purpose = Purpose("greeting", "Greeting", {"name": "a name", "page": "a link"}, links=frozenset({"page"}))
    monkeypatch.setitem(PURPOSES, "greeting", purpose)


@pytest.fixture
def conference():
    made = make_conference()
    word(made, "Dear {name}", "Dear {name},\n\nplease see\n\n{page}\n\nYours, {contact_name}")
    return made


def word(conference, subject, body, language="en"):
    LetterTemplate.objects.update_or_create(
        conference=conference, purpose="greeting", language=language, defaults={"subject": subject, "body": body}
    )


def greeting_to(conference, *, name="Altan", page="https://plenary.example/en/", **fields):
    fields = {"recipient": "altan@example.org", "language": "en"} | fields
    return Letter(conference=conference, purpose="greeting", values={"name": name, "page": page}, **fields)


def test_the_same_letter_is_one_row_however_often_it_is_asked_for(conference):
    first = outbox.enqueue(greeting_to(conference))
    assert outbox.enqueue(greeting_to(conference)) == first
    assert OutgoingMessage.objects.count() == 1


def test_another_version_is_another_message(conference):
    outbox.enqueue(greeting_to(conference))
    outbox.enqueue(greeting_to(conference, version="2"))
    assert OutgoingMessage.objects.count() == 2


def test_an_act_that_is_rolled_back_leaves_no_message(conference):
    with transaction.atomic():
        outbox.enqueue(greeting_to(conference))
        transaction.set_rollback(True)
    assert not OutgoingMessage.objects.exists()


def test_the_address_is_normalised(conference):
    assert outbox.enqueue(greeting_to(conference, recipient=" Altan@Example.ORG ")).recipient == "altan@example.org"


def test_the_shipped_letter_serves_where_the_conference_has_none(conference):
    letter = Letter(
        conference=conference, purpose="sign_in_code", recipient="a@example.org", language="ru", secrets={"code": "1"}
    )
    assert "Ваш код" in compose.compose(letter).subject


def test_a_language_without_a_text_falls_back_to_english(conference):
    letter = Letter(
        conference=conference, purpose="sign_in_code", recipient="a@example.org", language="fr", secrets={"code": "1"}
    )
    assert "Your code" in compose.compose(letter).subject


@pytest.mark.parametrize(
    "name",
    [
        "{page}",
        "{contact_email}",
        "{name.__class__}",
        "{0}",
        "{{name}}",
        "%(page)s",
        "{% now 'Y' %}",
        "\ue000code\ue001",
    ],
)
def test_a_value_that_looks_like_a_placeholder_stays_as_it_was_written(conference, name):
    composed = compose.compose(greeting_to(conference, name=name))
    assert f"Dear {compose.clean(name)}," in composed.text


@pytest.mark.parametrize(
    "text", ["{name.email}", "{name[0]}", "{name!r}", "{name:>10}", "{ name }", "{", "{name", "{}"]
)
def test_only_plain_names_in_braces_are_placeholders(conference, text):
    word(conference, "Hello", f"Dear {text}")
    assert text in compose.compose(greeting_to(conference)).text


@pytest.mark.parametrize("text", ["{secret_key}", "{user}", "{conference}"])
def test_a_name_that_is_not_in_the_table_is_refused(conference, text):
    word(conference, "Hello", f"Dear {text}")
    with pytest.raises(LetterTextError):
        compose.compose(greeting_to(conference))


def test_a_value_never_becomes_a_header(conference):
    message = outbox.enqueue(greeting_to(conference, name="Altan\r\nBcc: all@example.org\x00\u2028x"))
    assert message.subject == "Dear Altan Bcc: all@example.org x"


def test_a_value_never_becomes_markup_or_a_link(conference):
    html = compose.compose(greeting_to(conference, name='<a href="https://evil.example">Altan</a>')).html
    assert '<a href="https://evil.example"' not in html
    assert "&lt;a href=" in html


def test_a_link_of_the_letter_is_a_link_in_its_html(conference):
    assert '<a href="https://plenary.example/en/"' in compose.compose(greeting_to(conference)).html


def test_the_html_carries_its_styles_in_the_elements_and_asks_no_third_party(conference):
    """But for what depends on the dark or on a narrow window, which no element can say."""
    html = compose.compose(greeting_to(conference)).html
    assert re.findall(r"<style>\s*(\S+)", re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)) == ["@media"]
    assert "src=" not in html
    assert "font-family" in html


def test_the_text_part_says_the_same_as_the_html(conference):
    composed = compose.compose(greeting_to(conference))
    for words in ("Dear Altan,", "please see", "https://plenary.example/en/", f"Yours, {conference.contact_name}"):
        assert words in composed.text
        assert words in composed.html


def test_a_long_key_is_still_one_key(conference):
    letter = greeting_to(conference, version="v" * 400)
    assert outbox.enqueue(letter) == outbox.enqueue(letter)


def test_many_messages_of_one_act_wake_the_worker_once(conference, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        outbox.enqueue_all(greeting_to(conference, recipient=f"p{n}@example.org") for n in range(30))
    assert len(callbacks) == 1


def test_a_broker_that_does_not_answer_is_remembered_and_delays_nobody(
    conference, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []

    def no_answer(*_args, **_kwargs):
        asked.append(1)
        raise ConnectionError("no broker")

    monkeypatch.setattr(celery_app, "send_task", no_answer)
    monkeypatch.setattr(alarm, "_quiet_until", 0.0)
    monkeypatch.setattr(alarm, "AT_ONCE", 60.0)  # however busy the machine is
    for n in range(20):
        with django_capture_on_commit_callbacks(execute=True):
            outbox.enqueue(greeting_to(conference, recipient=f"p{n}@example.org"))
    assert len(asked) == 2  # the first wake, and once more since a kept connection may be stale
    assert OutgoingMessage.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_two_acts_that_write_the_same_message_at_once_write_one(conference):
    from concurrent.futures import ThreadPoolExecutor

    make_user("x@example.org")

    def ask(_number):
        try:
            with transaction.atomic():
                return outbox.enqueue(greeting_to(conference)).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert OutgoingMessage.objects.count() == 1
