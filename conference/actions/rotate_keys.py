"""A new key first in FIELD_ENCRYPTION_KEYS: what the former ones encrypted is encrypted anew, then they can go."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction

from conference.models import EncryptedTextField, KeyedDigestField

OF_THE_KEYS = (EncryptedTextField, KeyedDigestField)


def rotate_keys() -> int:
    """Encrypts every encrypted text with the first key; gives how many rows. Locks one row at a time.

    Safe to repeat, and to stop in between. Raises ``ImproperlyConfigured`` where no key reads a text.
    """
    done = 0
    for model, fields in encrypted_models():
        for pk in model._default_manager.values_list("pk", flat=True).iterator():
            done += _encrypt_anew(model, pk, fields)
    return done


def encrypted_models() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Each model that has encrypted fields, with their names, and those of the digests that are made with the key."""
    for model in apps.get_models():
        fields = [field.name for field in model._meta.local_fields if isinstance(field, OF_THE_KEYS)]
        if fields:
            yield model, fields


@transaction.atomic
def _encrypt_anew(model: type[models.Model], pk: Any, fields: list[str]) -> int:
    row = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return 0
    row.save(update_fields=fields)
    return 1
