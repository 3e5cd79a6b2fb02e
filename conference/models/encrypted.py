"""Text that the database keeps unreadable: whoever gets hold of a copy of it, but not of the keys, learns nothing."""

import hashlib
import hmac
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


class KeyedDigestField(models.CharField[str, str]):
    """Beside an encrypted text ``of`` the same row: equal texts have equal digests, and nothing leads back from one.

    Made with the first of ``FIELD_ENCRYPTION_KEYS``, so that whoever has the database alone cannot try numbers out;
    ``rotate_keys`` makes it anew. Capitals, spaces and hyphens make no difference. An empty text has none.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        settled: dict[str, Any] = {"max_length": 64, "blank": True, "editable": False, "default": ""}
        super().__init__(*args, **settled | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  as Django calls it
        digest = keyed_digest(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, digest)
        return digest


def keyed_digest(text: str) -> str:
    """What is kept in order to compare a text that is encrypted."""
    bare = "".join(c for c in text.casefold() if c.isalnum())
    key = str(settings.FIELD_ENCRYPTION_KEYS[0])
    return hmac.new(f"digest:{key}".encode(), bare.encode(), hashlib.sha256).hexdigest() if bare else ""


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
