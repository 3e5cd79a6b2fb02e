"""A letter before it is a row: to whom, what for, about what, and the values of its placeholders."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from conference.correspondence.models import EnclosureKind, Queue
from conference.models import Conference, Identified


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What paper says beside the words of the letter. ``is_note``: initialled and sealed; else signed above the name.

    A certificate has the ``name`` and the ``function`` of who took part, as the badge has them.
    """

    reference: str = ""
    dated_on: datetime.date | None = None
    addressee: str = ""
    address: tuple[str, ...] = ()
    is_note: bool = False
    name: str = ""
    function: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What an act asks the outbox to write.

    ``version`` tells occurrences apart: the business key is purpose, recipient, object and version, so that the same
    letter about the same thing is written once however often it is asked for. ``secrets`` (codes, one-time words) never
    stand in the ledger's text. ``by_hand`` is for those to whom nothing is written automatically: the row waits for an
    officer, and nobody receives a copy. ``expires_at`` is when it is of no use any longer: it is not sent after that.
    ``sheets`` are asked, with the language in which it is worded, for the enclosures on paper that do go with it; of
    what has none there, and is about somebody, nothing is typeset.
    """

    conference: Conference | None
    purpose: str
    recipient: str
    language: str
    about: Identified | None = None
    version: str = "1"
    recipient_name: str = ""
    #: What an English letter says where it does not begin with “Dear …”.
    salutation: str = ""
    copy_to: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    calendar: str = ""
    sheets: Mapping[EnclosureKind, Callable[[str], Sheet]] = field(default_factory=dict)
    queue: Queue = Queue.MAIL
    by_hand: bool = False
    expires_at: datetime.datetime | None = None

    @property
    def key(self) -> str:
        about: uuid.UUID | str = self.about.pk if self.about else "-"
        return f"{self.purpose}:{self.recipient}:{about}:{self.version}"
