"""The envelope of a message: an address of return of its own, signed, by which a notice finds the message again.

Whoever received a message knows its address of return and can send a false notice of that one message; of no other.
"""

import base64
import binascii
import re
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "conference.correspondence.envelope"
ID_LENGTH, SIGNATURE_LENGTH = 26, 16
TOKEN_LENGTH = ID_LENGTH + SIGNATURE_LENGTH
LONGEST_LOCAL_PART = 64
TOKEN = re.compile(rf"[a-z2-7]{{{TOKEN_LENGTH}}}")


class ForgedReturnError(Exception):
    """An address of return of the right form that was not written here."""


def return_address(message_id: UUID, sender: str) -> str:
    """Where a server sends the message back: an address of its own; the common one where none is configured.

    ``sender`` is what stands in the letter's “From”, for sites that read no notices.
    """
    pattern: str = settings.BOUNCE_ADDRESS
    return pattern.replace("*", _token(message_id)) if pattern else sender


def message_of(address: str) -> UUID | None:
    """The message whose address of return this is; nothing where it is another address.

    Raises ``ForgedReturnError`` where it has the form of one, and the signature is not ours.
    """
    found = _pattern().fullmatch(address.strip().lower()) if "*" in settings.BOUNCE_ADDRESS else None
    if found is None:
        return None
    message_id = _id_in(found[1])
    if message_id is None or not _is_signed(found[1], message_id):
        raise ForgedReturnError
    return message_id


def is_of_returns(address: str) -> bool:
    """Whether it is the address of return, or has the form of one, whoever wrote it."""
    written, pattern = address.strip().lower(), settings.BOUNCE_ADDRESS.lower()
    return _pattern().fullmatch(written) is not None if "*" in pattern else written == pattern


def fault_of(pattern: str) -> str:
    """What is wrong with a configured address of return, in a sentence; nothing where it will do."""
    local, at, domain = pattern.partition("@")
    if not pattern:
        return ""
    if not at or not local or not domain or "@" in domain or re.search(r"[\s<>,;:\"()\\]", pattern):
        return "BOUNCE_ADDRESS is no address: write bounces+*@conference.example."
    if pattern.count("*") > 1 or "*" in domain:
        return "BOUNCE_ADDRESS has one “*”, before the @."
    if len(local) - local.count("*") + TOKEN_LENGTH * local.count("*") > LONGEST_LOCAL_PART:
        return "BOUNCE_ADDRESS is too long: before the @ there is room for 22 characters beside the “*”."
    return ""


def _token(message_id: UUID) -> str:
    readable = base64.b32encode(message_id.bytes).decode().rstrip("=").lower()
    return readable + _signature(readable, settings.SECRET_KEY)


def _signature(readable: str, secret: str) -> str:
    digest = salted_hmac(SALT, readable, secret=secret, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:SIGNATURE_LENGTH]


def _is_signed(token: str, message_id: UUID) -> bool:
    """By the site's key, or by a former one: notices come days after their message."""
    readable = base64.b32encode(message_id.bytes).decode().rstrip("=").lower()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(token, readable + _signature(readable, key)) for key in keys)


def _id_in(token: str) -> UUID | None:
    try:
        return UUID(bytes=base64.b32decode(token[:ID_LENGTH].upper() + "======"))
    except (binascii.Error, ValueError):
        return None


def _pattern() -> re.Pattern[str]:
    before, _star, after = settings.BOUNCE_ADDRESS.lower().partition("*")
    return re.compile(f"{re.escape(before)}({TOKEN.pattern}){re.escape(after)}")
