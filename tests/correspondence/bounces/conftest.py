"""Messages that were handed over, a Maildir, what other servers write. Imported before Django is ready."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conference.correspondence.bounces.mailbox import Maildir
    from conference.correspondence.models import OutgoingMessage
    from conference.models import Conference

SAMPLES = Path(__file__).parent / "samples"
BOB = "bob@missions.example"


@pytest.fixture(autouse=True)
def _address_of_return(settings: Any) -> None:
    settings.BOUNCE_ADDRESS = "bounces+*@conference.example"


@pytest.fixture
def conference(db: None) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def sent(conference: Conference) -> Callable[..., OutgoingMessage]:
    """A message that the mail server has taken, unless told otherwise."""
    from django.utils import timezone

    from conference.correspondence import outbox
    from conference.correspondence.letter import Letter
    from conference.correspondence.models import OutgoingMessage

    def written(to: str = BOB, **fields: Any) -> OutgoingMessage:
        letter = Letter(
            conference=conference,
            purpose=fields.pop("purpose", "sign_in_code"),
            recipient=to,
            language="en",
            secrets={"code": "123456"},
            version=str(OutgoingMessage.objects.count()),
        )
        message = outbox.enqueue(letter)
        now = timezone.now()
        usual = {"state": "sent", "sent_at": now, "handed_over_at": now, "attempts": 1}
        OutgoingMessage.objects.filter(pk=message.pk).update(**(usual | fields))
        message.refresh_from_db()
        return message

    return written


@pytest.fixture
def sample() -> Callable[..., bytes]:
    """What a server writes about a message: to its address of return, unless another is given."""
    from conference.correspondence.envelope import return_address

    def written(name: str, message: OutgoingMessage, *, to: str = "", message_id: str = "") -> bytes:
        text = (SAMPLES / f"{name}.eml").read_text(encoding="utf-8")
        text = text.replace("@TO@", to or return_address(message.pk, "secretariat@plenary.example"))
        return text.replace("@ID@", message_id or message.message_id).replace("@BOB@", message.recipient).encode()

    return written


@pytest.fixture
def maildir(tmp_path: Path, settings: Any) -> Maildir:
    """The configured one, empty."""
    from conference.correspondence.bounces.mailbox import Maildir

    folder = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    settings.BOUNCE_MAILBOX = str(folder)
    return Maildir(folder)
