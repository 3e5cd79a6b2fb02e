"""Which letters need not go any longer, although they are due: asked at the moment when a worker takes them."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.apps import apps
from django.db import Error, transaction

from conference.correspondence.models import OutgoingMessage
from conference.registry import registry

logger = logging.getLogger(__name__)


@dataclass
class Asked:
    """What was learned of letters of purposes that somebody registered for."""

    needless: list[OutgoingMessage] = field(default_factory=list)
    #: Whoever was asked could not tell: neither to send nor to give up is right.
    undecided: list[OutgoingMessage] = field(default_factory=list)


def about_what_was_deleted(rows: Iterable[OutgoingMessage]) -> list[OutgoingMessage]:
    """Those about a row that is gone: whoever was erased is not written to. One query for each kind of row."""
    kinds = _grouped((row.about_type, row) for row in rows if row.about_type and row.about_id)
    there = {pk for kind, of_kind in kinds.items() for pk in _still_there(kind, [row.about_id for row in of_kind])}
    return [row for of_kind in kinds.values() for row in of_kind if row.about_id not in there]


def _still_there(kind: str, ids: Sequence[UUID | None]) -> Iterable[UUID | None]:
    try:
        model = apps.get_model(kind)
    except LookupError:  # of an app that this version has not: nobody knows
        return ids
    return set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))


def ask_whether_needed(rows: Iterable[OutgoingMessage]) -> Asked:
    """Asks whoever registered for the purposes of these letters, each once, in a savepoint of its own.

    What an app cannot tell must keep no other letter waiting. That the database fails is everybody's: it is raised.
    """
    found = Asked()
    for purpose, of_purpose in _grouped((row.purpose, row) for row in rows).items():
        hook = registry.still_needed.get(purpose)
        if hook is None:
            continue
        try:
            with transaction.atomic():
                needed = hook(of_purpose)
        except Error:
            raise
        except Exception:
            logger.exception("Whether letters “%s” are needed still could not be learned.", purpose)
            found.undecided += of_purpose
        else:
            found.needless += [row for row in of_purpose if row.pk not in needed]
    return found


def _grouped(rows: Iterable[tuple[str, OutgoingMessage]]) -> Mapping[str, list[OutgoingMessage]]:
    groups: dict[str, list[OutgoingMessage]] = defaultdict(list)
    for key, row in rows:
        groups[key].append(row)
    return groups
