"""Where the letters lie: one file each, complete or not there at all."""

import datetime
import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from secrets import token_hex

from conference.mailbox.letter import Letter, header

ENVELOPE_FROM = "X-Envelope-From"
ENVELOPE_TO = "X-Envelope-To"
IDENTIFIER = re.compile(r"\d{20}-[0-9a-f]{8}")
# The lines that a list shows stand in the first bytes of a file, whatever is attached behind them.
HEAD = 65_536


@dataclass(frozen=True)
class Entry:
    """One line of the list."""

    identifier: str
    received_at: datetime.datetime
    sender: str
    recipients: str
    subject: str


class Mailbox:
    """The letters kept in one folder; their names sort by the time they came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, *, sender: str, recipients: Iterable[str]) -> str:
        """Keep a letter with its envelope, durably; returns its identifier."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        identifier = f"{time.time_ns():020d}-{token_hex(4)}"
        envelope = f"{ENVELOPE_FROM}: {sender}\r\n{ENVELOPE_TO}: {', '.join(recipients)}\r\n"
        draft = self._folder / f".{identifier}"
        with draft.open("wb") as file:
            file.write(envelope.encode() + content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._path(identifier))
        return identifier

    def entries(self, *, to: str = "") -> list[Entry]:
        """The letters to an address that contains ``to``, newest first."""
        wanted = to.strip().casefold()
        return [entry for entry in self._all() if wanted in entry.recipients.casefold()]

    def letter(self, identifier: str) -> Letter | None:
        """One letter, or None when there is none of that name."""
        try:
            return Letter(message_from_bytes(self.source(identifier), _class=EmailMessage, policy=policy.default))
        except FileNotFoundError:
            return None

    def source(self, identifier: str) -> bytes:
        """The letter as it came. Raises FileNotFoundError, also for a name that is none of ours."""
        if not IDENTIFIER.fullmatch(identifier):
            raise FileNotFoundError(identifier)
        return self._path(identifier).read_bytes()

    def _all(self) -> Iterator[Entry]:
        for path in sorted(self._folder.glob("*.eml"), reverse=True):
            with path.open("rb") as file:
                message = message_from_bytes(file.read(HEAD), _class=EmailMessage, policy=policy.default)
            yield Entry(
                identifier=path.stem,
                received_at=received_at(path.stem),
                sender=header(message, "From") or header(message, ENVELOPE_FROM),
                recipients=header(message, ENVELOPE_TO),
                subject=header(message, "Subject"),
            )

    def _path(self, identifier: str) -> Path:
        return self._folder / f"{identifier}.eml"


def received_at(identifier: str) -> datetime.datetime:
    """When a letter came, which is how it is named."""
    return datetime.datetime.fromtimestamp(int(identifier[:20]) / 1e9, tz=datetime.UTC)
