"""What people type attacks each letter in turn: it stays data in the subject, the headers, the text and the HTML."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings

from conference.correspondence.compose import Composed, compose, shipped_wording
from conference.correspondence.delivery import deliver_due
from conference.correspondence.errors import LetterTextError
from conference.correspondence.letter import Letter
from conference.correspondence.models import LetterTemplate, Queue
from conference.correspondence.outbox import enqueue
from conference.correspondence.purposes import PURPOSES, Purpose
from conference.models import Conference
from tests.factories.conference import make_conference
from tests.servers.mail import Received

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
#: What is typed where a name, a reason, a title or an answer is asked for.
ATTACKS = {
    "markup": '<img src=x onerror=alert(1)><a href="https://evil.example">Altan</a></td></table><script>x</script>',
    "attribute": '" onmouseover="alert(1)" style="display:none',
    "comment": "--><style>*{display:none}</style><![endif]--><!--[if mso]>",
    "placeholder": "{status_link} {badge_code} {conference.contact_email} {{contact_email}} {0} %(name)s {% now %}",
    "mark of a secret": "\ue000code\ue001 \ue000badge_code\ue001",
    "header": "Altan\r\nBcc: all@evil.example\r\n\r\nContent-Type: text/html",
    "sender": '"Secretariat" <secretariat@evil.example>, other@evil.example',
    "link": "https://evil.example/pay www.evil.example HTTP://EVIL.example mailto:a@evil.example javascript:alert(1)",
    "turned around": "Altan\u202egnp.exe\u2066\u200f\u0000",
    "line ends": "Altan\u2028Bcc: all@evil.example\u2029\u0085\x0b\x0c",
}
LINK = "https://plenary.example/en/own/"
OPENS_A_LINK = re.compile(r"(?:https?|ftp)://\S|www\.\w", re.IGNORECASE)


class Structure(HTMLParser):
    """The elements of a page with the names of their attributes, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Any] = []
        self.leads_to: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag != "br":  # a value may have lines
            self.elements.append((tag, sorted(name for name, _value in attributes)))
        self.leads_to += [value or "" for name, value in attributes if name in {"href", "src", "action"}]

    def handle_comment(self, data: str) -> None:
        self.elements.append(data)


def letter(held: Conference, purpose: Purpose, language: str, typed: str) -> Letter:
    names = [name for name in purpose.placeholders if not purpose.is_link(name)]
    return Letter(
        conference=held,
        purpose=purpose.key,
        recipient="altan@people.example",
        recipient_name=typed,
        salutation=f"Dear {typed}",
        language=language,
        values=dict.fromkeys(names, typed) | dict.fromkeys(purpose.links, LINK),
        version=str(len(typed)),
    )


@pytest.fixture
def held() -> Conference:
    return make_conference()


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_is_changed_by_what_is_typed(attack: str, language: str, held: Conference):
    typed = ATTACKS[attack]
    for key, purpose in PURPOSES.items():
        if shipped_wording(key, language):
            innocent, attacked = (compose(letter(held, purpose, language, each)) for each in ("Altan", typed))
            assert Structure(attacked.html).elements == Structure(innocent.html).elements, key
            assert Structure(attacked.html).leads_to == Structure(innocent.html).leads_to, key
            assert_is_data(attacked, innocent, key)


def assert_is_data(attacked: Composed, innocent: Composed, key: str) -> None:
    assert len(attacked.subject.splitlines()) == 1, key
    assert len(OPENS_A_LINK.findall(attacked.text)) == len(OPENS_A_LINK.findall(innocent.text)), key
    for part in (attacked.subject, attacked.text, attacked.html):
        assert not re.search("[\ue000\ue001\u202a-\u202e\u2066-\u2069\u200f\u0000]", part), key
        assert "\r" not in part, key


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_handed_to_the_mail_server_has_the_headers_of_any_letter(attack: str, held: Conference, smtp_server):
    purpose = PURPOSES["registration_confirmed"]
    ids = [enqueue(letter(held, purpose, "en", typed)).message_id for typed in ("Altan", ATTACKS[attack])]
    deliver_due(Queue.MAIL)
    sent = {each.message["Message-ID"]: each for each in smtp_server.wait_for(2)}
    innocent, attacked = (sent[each] for each in ids)
    assert attacked.message.keys() == innocent.message.keys()
    assert attacked.recipients == innocent.recipients == ["altan@people.example"]
    assert [part.get_content_type() for part in attacked.message.walk()] == [
        part.get_content_type() for part in innocent.message.walk()
    ]
    for name in ("From", "To", "Reply-To"):
        assert addresses(attacked, name) == addresses(innocent, name)


def addresses(received: Received, name: str) -> list[str]:
    return [each.addr_spec for each in received.message[name].addresses]


@pytest.mark.parametrize(
    "text",
    [
        "{contact_email.__class__}",
        "{contact_email!r}",
        "{contact_email:>99}",
        "{settings.SECRET_KEY}",
        "{recipient_name[0]}",
    ],
)
def test_an_attribute_in_a_wording_is_text_and_reaches_nothing(text: str, held: Conference):
    """The editor refuses it; whatever comes into the table past it is a word like others, or no letter at all."""
    LetterTemplate.objects.create(
        conference=held, purpose="registration_confirmed", language="en", subject="Hello", body=f"Dear {text}"
    )
    try:
        read = compose(letter(held, PURPOSES["registration_confirmed"], "en", "Altan")).text
    except LetterTextError:
        return
    assert text in read
