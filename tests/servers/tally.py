"""What became of all the letters, by the ledger and by the mail server: nothing is lost and nothing doubled."""

import os
import time
from collections import Counter
from dataclasses import dataclass

import pytest

from conference.correspondence import outbox
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState as S
from conference.embedded.processes import wait_until
from conference.models import Conference
from tests.servers.site import Site

MESSAGES = int(os.environ.get("FAULTS_MESSAGES", "40"))
KILLS = int(os.environ.get("FAULTS_KILLS", "3"))
SEED = int(os.environ.get("FAULTS_SEED", "2019"))
UNSETTLED = (S.QUEUED, S.SENDING)


@dataclass(frozen=True)
class Tally:
    """How many messages there are in each state, and what the server took."""

    messages: int
    states: Counter[str]
    at_server: int
    seconds: float

    def __getitem__(self, state: S) -> int:
        return self.states[state.value]


def address_of(number: int) -> str:
    return f"p{number:04}@example.org"


def number_of(address: str) -> int:
    return int(address[1:].partition("@")[0])


def write_letters(conference: Conference, count: int = MESSAGES, *, first: int = 0, queue: Queue = Queue.MAIL) -> None:
    """So many letters to as many people, in acts of ten."""
    from django.db import transaction

    for start in range(first, first + count, 10):
        with transaction.atomic():
            outbox.enqueue_all(
                Letter(
                    conference=conference,
                    purpose="sign_in_code",
                    recipient=address_of(number),
                    language="en",
                    secrets={"code": f"{number:06}"},
                    queue=queue,
                )
                for number in range(start, min(start + 10, first + count))
            )


def unsettled() -> int:
    return OutgoingMessage.objects.filter(state__in=UNSETTLED).count()


def wait_until_fewer_wait_than(count: int, *, patience: float = 60) -> None:
    if not wait_until(lambda: unsettled() < count, patience=patience, pause=0.05):
        pytest.fail(f"{unsettled()} messages still wait; fewer than {count} were expected after {patience:g} seconds.")


def settle_all(site: Site, began: float, *, patience: float = 120 + MESSAGES / 10) -> Tally:
    """Waits until nothing waits; then no message may be lost, and none be at the server twice."""

    def is_over() -> bool:
        site.revive()
        return unsettled() == 0

    if not wait_until(is_over, patience=patience, pause=0.1):
        waiting = Counter(OutgoingMessage.objects.values_list("state", "answer"))
        logs = "\n".join(f"--- {part.name}\n{part.output[-3000:]}" for part in site.parts)
        pytest.fail(f"Some do not come to their end: {waiting.most_common(8)}\n{logs}")
    seconds = time.monotonic() - began
    state_of = dict(OutgoingMessage.objects.values_list("message_id", "state"))
    taken = site.mail.received_times()
    twice = {key: times for key, times in taken.items() if times > 1}
    assert not twice, f"The server took these more than once: {twice}"
    at_server = {message_id for message_id, _recipient in taken}
    lost = {one for one, state in state_of.items() if state == S.SENT} - at_server
    assert not lost, f"These are recorded as sent, and the server has never seen them: {lost}"
    denied = {one for one in at_server if state_of[one] not in {S.SENT, S.UNKNOWN}}
    assert not denied, f"The server took these, and the ledger does not know: {denied}"
    return Tally(len(state_of), Counter(state_of.values()), len(at_server), seconds)
