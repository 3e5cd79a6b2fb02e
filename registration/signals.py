"""What registration announces to the app above: the only signals of the project."""

from dataclasses import dataclass, field
from typing import Any

from django.dispatch import Signal

# Sent in the transaction of the act, with ``registration`` (already in its new state) and ``by``.
registration_ended = Signal()

# Sent in the transaction of the act, with ``kept`` and ``merged`` (registrations), and ``by``: what is the merged
# person's goes to the kept one. Each receiver gives a ``Followed``.
registrations_merged = Signal()

# Sent in the transaction that undoes it, with the same and ``rows``: all that the receivers had moved. A receiver that
# cannot put its rows back raises ``RegistrationError``.
merge_undone = Signal()


@dataclass(frozen=True)
class Followed:
    """What an app above has moved with a merge: rows to be kept for undoing it, and in sentences for the officer."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
