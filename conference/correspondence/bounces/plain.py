"""Notices in plain words, of servers that write no report: older Exim, qmail, Mail.ru, and whoever quotes an answer."""

import re
from collections.abc import Callable, Iterator

from conference.correspondence.bounces.notice import Said
from conference.correspondence.bounces.opening import Mail, header, text_in
from conference.correspondence.bounces.standard import STATUS
from conference.correspondence.models import BounceKind

# Each part as long as it may be: a word without an end would be looked through once from each of its letters.
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'@]{1,64}@[^\s<>()\[\],;:\"'@]{1,255}")
DAEMON = re.compile(
    r"(?:mailer-?daemon|mail[-.]?daemon|postmaster|mdaemon|mail delivery s(?:ub)?system|microsoftexchange[0-9a-f]+)",
    re.IGNORECASE,
)
# From here on a plain notice returns the message.
RETURNS = re.compile(
    r"^(?:-{2,}\s*(?:This is a copy of|Below this line is a copy|Original message|Undelivered message|"
    r"Исходное сообщение|Копия)|--- Below this line|Original message follows|Reporting-MTA:).*$",
    re.IGNORECASE | re.MULTILINE,
)
QMAIL = re.compile(r"^\s*Hi\. This is the ", re.MULTILINE)
QMAIL_ADDRESS = re.compile(r"^<([^\s<>@]{1,64}@[^\s<>@]{1,255})>:\s*\n?", re.MULTILINE)
NOT_YET = re.compile(r"has not yet been delivered|delayed \d+ (?:hour|minute|day)|will continue to (?:try|attempt)|"
                     r"delivery attempts will continue|YOU DO NOT NEED TO RESEND", re.IGNORECASE)  # fmt: skip
FOR_GOOD = re.compile(r"(?:^|\s)(5\d\d)(?:[ -]|$)|\b5\.\d{1,3}\.\d{1,3}\b", re.MULTILINE)
FOR_NOW = re.compile(r"(?:^|\s)(4\d\d)(?:[ -])|\b4\.\d{1,3}\.\d{1,3}\b", re.MULTILINE)


def is_from_a_server(mail: Mail) -> bool:
    """Whether it says of itself that a mail server wrote it: answers of persons never do."""
    sender = header(mail, "From")
    address = ADDRESS.search(sender)
    return bool(DAEMON.match(address[0].partition("@")[0] if address else sender.strip()))


def said_in_words(mail: Mail) -> Said | None:
    """What a server says in words; nothing where it says nothing that can be known for certain."""
    text = before_the_message(text_in(mail))
    readers: tuple[Callable[[Mail, str], Said | None], ...] = (_exim, _qmail, _not_yet, _quoted_answer)
    found = (read(mail, text) for read in readers)
    return next((said for said in found if said is not None), None)


def before_the_message(text: str) -> str:
    """Without what is returned: it is ours, and says nothing of its delivery."""
    found = RETURNS.search(text)
    return text[: found.start()] if found else text


def returned_in(text: str) -> str:
    """What is returned, headers first; empty where a notice returns nothing."""
    found = RETURNS.search(text)
    return text[found.end() :] if found else ""


def _exim(mail: Mail, text: str) -> Said | None:
    """Names whom it failed in a header; Mail.ru does the same. A warning names nobody there."""
    failed = ADDRESS.search(header(mail, "X-Failed-Recipients"))
    return _came_back(failed[0], _paragraph_of(failed[0], text)) if failed else None


def _qmail(_mail: Mail, text: str) -> Said | None:
    """“<address>:” and the reason beneath it."""
    if not QMAIL.search(text[:400]):
        return None
    found = QMAIL_ADDRESS.search(text)
    if found is None:
        return None
    words = re.split(r"\n\s*\n", text[found.end() :], maxsplit=1)[0]
    return _came_back(found[1], words)


def _not_yet(_mail: Mail, text: str) -> Said | None:
    """A warning: nothing has come back, and the server goes on trying."""
    if not NOT_YET.search(f"{header(_mail, 'Subject')}\n{text}"):
        return None
    address = next(_addresses_alone(text), "")
    status = STATUS.search(text)
    is_for_now = status is not None and status[1].startswith("4")
    return Said(BounceKind.DELAYED, address, status[1] if status and is_for_now else "", _short(text))


def _quoted_answer(_mail: Mail, text: str) -> Said | None:
    """A server's answer quoted in a text of whatever language: its number says whether it is for good."""
    if found := FOR_GOOD.search(text):
        return _came_back(_nearest_address(text, found.start()), text[max(0, found.start() - 300) : found.end() + 300])
    if found := FOR_NOW.search(text):
        status = STATUS.search(text)
        words = text[max(0, found.start() - 300) : found.end() + 300]
        return Said(
            BounceKind.DELAYED, _nearest_address(text, found.start()), status[1] if status else "", _short(words)
        )
    return None


def _came_back(address: str, words: str) -> Said:
    status = STATUS.search(words)
    return Said(BounceKind.CAME_BACK, address, status[1] if status else "", _short(words))


def _paragraph_of(address: str, text: str) -> str:
    """What stands with an address, down to the next empty line; all of it where the address is not there."""
    at = text.lower().find(address.lower())
    return text if at < 0 else re.split(r"\n\s*\n", text[at + len(address) :], maxsplit=1)[0]


def _addresses_alone(text: str) -> Iterator[str]:
    for line in text.splitlines():
        found = ADDRESS.search(line)
        if found and found[0] == line.strip(" <>:\t"):
            yield found[0]


def _nearest_address(text: str, position: int) -> str:
    found = [(abs(match.start() - position), match[0]) for match in ADDRESS.finditer(text)]
    return min(found)[1] if found else ""


def _short(words: str) -> str:
    return " ".join(words.split())
