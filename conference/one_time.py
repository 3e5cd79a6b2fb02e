"""The arithmetic of authenticator apps (RFC 6238): a shared key and the time give six digits for half a minute."""

import base64
import secrets
import string
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
STEP_SECONDS = 30
KEY_BYTES = 20
# Clocks of telephones differ, and typing takes a moment.
STEPS_ASIDE = 1


def new_key() -> str:
    """A random key, in the letters that apps let people type."""
    return base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def matching_step(key: str, code: str, *, after: int) -> int | None:
    """The half-minute that ``code`` belongs to, if it is about now and later than the one numbered ``after``."""
    now = int(time.time()) // STEP_SECONDS
    for step in range(now - STEPS_ASIDE, now + STEPS_ASIDE + 1):
        if step > after and _fits(key, code, step):
            return step
    return None


def provisioning_uri(key: str, *, account: str, issuer: str) -> str:
    """What a QR code tells the app."""
    return _totp(key).get_provisioning_uri(account, issuer)


def digits_of(typed: str) -> str:
    """The digits of what was typed, however it was grouped."""
    return "".join(character for character in typed if character in string.digits)


def _fits(key: str, code: str, step: int) -> bool:
    try:
        _totp(key).verify(code.encode("ascii"), step * STEP_SECONDS)
    except InvalidToken:
        return False
    return True


def _totp(key: str) -> TOTP:
    # SHA-1 and six digits are what every app knows; as a keyed digest SHA-1 is sound.
    return TOTP(base64.b32decode(key), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303
