"""What a notice says, and what is none."""

from dataclasses import dataclass
from enum import StrEnum

from conference.correspondence.models import BounceKind


@dataclass(frozen=True)
class Said:
    """What a server says of one address, in its own words."""

    kind: BounceKind
    address: str = ""
    status: str = ""
    words: str = ""


@dataclass(frozen=True)
class Returned:
    """By what a notice says which message it is about: addresses it came to, ``Message-ID`` of what it returns."""

    addresses: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """``digest`` is the same however often the notice is read."""

    said: Said
    returned: Returned
    digest: str


class Why(StrEnum):
    """Why a mail changes nothing, for whoever looks after the mailbox."""

    ARRIVED = "It says that the message arrived."
    RECEIPT = "It is a receipt: the message arrived."
    AWAY = "It is an automatic answer: the message arrived."
    COMPLAINT = "A provider passes on that somebody called the message unwanted."
    ASKS_BACK = "A program asks the sender to confirm that a person wrote."
    NO_NOTICE = "It is no notice of a mail server."
    UNCERTAIN = "A mail server wrote it, in words that say nothing certain."
    NOTHING_SAID = "Its report says of no address what became of the message."
    NESTED = "It has too many parts to be a notice."
    FORGED = "Its address of return was not written here."
    SEVERAL = "It names several messages."
    UNKNOWN = "It names no message of the ledger."
    NOT_HANDED_OVER = "It returns a message that was not handed over."
    UNREADABLE = "It cannot be read."
    UNKEEPABLE = "What it says cannot be kept."


class NoNoticeError(Exception):
    """Mail of a kind that ends in such a mailbox and says nothing against a delivery: it is filed; nothing changes."""


class PutAsideError(Exception):
    """What cannot be read, understood or believed: it is put aside with the reason, and nothing changes."""
