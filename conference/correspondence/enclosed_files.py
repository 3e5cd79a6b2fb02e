"""The files that go with a letter, typeset from what stands in its row: the same, byte by byte, at each attempt."""

import datetime
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, InterfaceError

from conference.correspondence.errors import NotTypesetError
from conference.correspondence.models import KeptEmblem, OutgoingMessage
from conference.correspondence.sheets import EMBLEM
from conference.typesetting import typeset

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EnclosedFile:
    """``plain_name`` is in letters that every mail program reads."""

    name: str
    plain_name: str
    content: bytes


def files_of(message: OutgoingMessage) -> list[EnclosedFile]:
    """All of them, with no transaction open over it. Raises ``NotTypesetError``."""
    return [file_of(enclosure) for enclosure in message.enclosures]


def file_of(enclosure: Mapping[str, Any]) -> EnclosedFile:
    """One PDF, in some milliseconds; an emblem is read once in a process. Raises ``NotTypesetError``."""
    try:
        return typeset_sheet(enclosure, _picture(enclosure["emblem"]) if enclosure["emblem"] else b"")
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("An enclosure could not be typeset.")
        raise NotTypesetError from error


def typeset_sheet(sheet: Mapping[str, Any], picture: bytes) -> EnclosedFile:
    """The sheet as a PDF; ``picture`` is the emblem that it bears."""
    dated = datetime.datetime.fromisoformat(sheet["dated"])
    content = typeset(sheet["template"], sheet["data"], files={EMBLEM: picture} if picture else {}, dated=dated)
    return EnclosedFile(sheet["name"], sheet["plain_name"], content)


@lru_cache(maxsize=16)
def _picture(digest: str) -> bytes:
    return bytes(KeptEmblem.objects.values_list("picture", flat=True).get(pk=digest))
