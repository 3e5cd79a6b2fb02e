"""Text that the database keeps unreadable: whoever gets hold of a copy of it, but not of the keys, learns nothing."""

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

#: An encrypted text cannot be searched: equal texts are stored differently each time.
LOOKUPS = frozenset({"isnull"})


class EncryptedTextField(models.TextField[str, str]):
    """Stores a text encrypted with the first of ``FIELD_ENCRYPTION_KEYS``; every one of them can read it.

    In Python the value is always the plain text: it is encrypted on its way into the database and nowhere else, so that
    a form that comes back with an error shows what was typed. An empty text stays empty.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return _cipher().encrypt(text.encode()).decode("ascii") if text else text

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """The plain text; raises ``ImproperlyConfigured``, without a word of it, where no key fits."""
        if not value:
            return value
        try:
            return _cipher().decrypt(value.encode("ascii")).decode()
        except InvalidToken:
            message = f"No key of FIELD_ENCRYPTION_KEYS reads what {self} was encrypted with: add the former key."
            raise ImproperlyConfigured(message) from None

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in LOOKUPS else None

    def get_transform(self, lookup_name: str) -> Any:
        return None


def encrypted(text: str) -> str:
    """A text to be kept where no field of a model keeps it."""
    return _cipher().encrypt(text.encode()).decode("ascii")


def decrypted(text: str) -> str | None:
    """The plain text; nothing where no key reads it any more."""
    try:
        return _cipher().decrypt(text.encode("ascii")).decode()
    except InvalidToken:
        return None


def _cipher() -> MultiFernet:
    return _cipher_of(tuple(settings.FIELD_ENCRYPTION_KEYS))


@lru_cache(maxsize=4)
def _cipher_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
