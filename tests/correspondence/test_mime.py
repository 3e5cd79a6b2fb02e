"""What is written for the line is the letter that the library writes, whatever it says."""

from email import message_from_bytes, policy
from email.headerregistry import Address

import pytest
from django.core.mail import BadHeaderError, EmailMultiAlternatives  # noqa: TID251  the library's, to compare with
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.correspondence import mime
from conference.correspondence.smtp import with_end

HEADERS = ("Subject", "From", "To", "Reply-To", "Message-ID", "Auto-Submitted", "MIME-Version", "List-Id")
#: What a letter may say: any character that PostgreSQL keeps, and all that ends a line.
SAID = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=300)
ONE_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120)
LONG = "xy" * 600


def a_letter(subject="Invitation", body="Dear Bat,\n", html="<p>Dear Bat</p>\n", name="Bat", **headers):
    letter = EmailMultiAlternatives(
        subject=subject,
        body=body,
        from_email="bounces+abc@plenary.example",
        to=[str(Address(display_name=name, addr_spec="bat@mission.example"))],
        reply_to=["secretariat@plenary.example"],
        headers={
            "From": str(Address(display_name=name, addr_spec="secretariat@plenary.example")),
            "Message-ID": f"<{'a' * 40}@plenary.example>",
            "Auto-Submitted": "auto-generated",
            **headers,
        },
    )
    letter.attach_alternative(html, "text/html")
    return letter


def read(content):
    """As who receives it reads it: headers, and of each part its type, its encoding and its words."""
    message = message_from_bytes(content, policy=policy.default)
    assert not message.defects
    parts = list(message.iter_parts())
    headers = {name: str(message[name]) for name in HEADERS if message[name] is not None}
    assert message["Date"].datetime.year > 2000
    return headers, [(part.items(), part.get_payload(decode=True)) for part in parts]


def is_the_same(letter):
    ours, theirs = mime.written(letter), letter.message().as_bytes(linesep="\r\n")
    assert read(ours) == read(theirs)
    assert max(map(len, ours.split(b"\r\n"))) <= 998
    assert b"\n" not in ours.replace(b"\r\n", b"")
    assert b"\r" not in ours.replace(b"\r\n", b"")
    return ours


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Dear Bat,\n\n.\n..two\n.three\n\nEnd",
        "Эрхэм хүндэт\n",
        "spaces at the end   \n\ttab \t\n",
        "From here on\nFrom there\n",
        f"before\n{LONG} после {LONG}\n.\nafter=3D=\n",
        f"{LONG} \n \n",
        "one\r\ntwo\rthree\nfour",
        "a line of\u2028another kind\x85and one\x0bmore\x0c",
        "--=_\n--\n",
    ],
    ids=range(10),
)
def test_the_words_are_those_the_library_writes(body):
    is_the_same(a_letter(body=body, html=f"<p>{body}</p>"))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Bat",
        "Цэрэн Бат-Эрдэнэ",
        "Цэрэн " * 30,
        "long words " * 30,
        LONG[:300],
        'Bat, "the" Tseren <x@evil.example>',
        "=?utf-8?q?x?=",
        "trailing space ",
    ],
    ids=range(9),
)
def test_headers_are_those_the_library_writes(words):
    is_the_same(a_letter(subject=words, name=words, **{"List-Id": words.strip()}))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(body=SAID, html=SAID, subject=ONE_LINE, name=ONE_LINE)
def test_whatever_a_letter_says_it_is_read_as_the_library_writes_it(body, html, subject, name):
    is_the_same(a_letter(subject=subject, body=body, html=html, name=name))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(body=SAID)
def test_no_letter_ends_before_its_end(body):
    sent = with_end(mime.written(a_letter(body=body, html=body)))
    assert sent.index(b"\r\n.\r\n") == len(sent) - 5


@pytest.mark.parametrize("name", ["Subject", "From", "To", "Reply-To", "Message-ID", "List-Id"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_no_value_begins_a_header_of_its_own(name, end):
    letter, value = a_letter(), f"x{end}Bcc: eve@evil.example"
    if name == "Subject":
        letter.subject = value
    elif name in {"To", "Reply-To"}:
        setattr(letter, name.lower().replace("-", "_"), [value])
    else:
        letter.extra_headers[name] = value
    with pytest.raises(BadHeaderError):
        mime.written(letter)


def test_of_what_has_more_parts_the_library_writes_all():
    letter = a_letter()
    letter.attach("programme.pdf", b"%PDF", "application/pdf")
    message = message_from_bytes(mime.written(letter), policy=policy.default)
    assert [part.get_filename() for part in message.iter_attachments()] == ["programme.pdf"]
    assert b"\n" not in mime.written(letter).replace(b"\r\n", b"")
    plain = EmailMultiAlternatives("Subject", "text", to=["bat@mission.example"])
    assert message_from_bytes(mime.written(plain), policy=policy.default).get_content_type() == "text/plain"
