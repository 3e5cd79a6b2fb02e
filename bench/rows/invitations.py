"""Invitations to many, as a campaign writes them, beside a plain loop that composes the same letters and sends them."""

import itertools
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bench import machine
from bench.crowd import Crowd
from bench.figures import Figures, percentile
from bench.row import Goal, Row, Worked
from bench.site import Site
from conference.embedded import processes
from conference.embedded.children import Child

if TYPE_CHECKING:
    from conference.correspondence.letter import Letter
    from conference.models import Conference
    from registration.models import Invitation

IS_FULL = os.environ.get("FULL", "") not in {"", "0"}
LETTERS = int(os.environ.get("LETTERS") or (20_000 if IS_FULL else 2_000))
#: A twentieth a minute of what a domain may have by default: the pace of domains is kept, and is not what is measured.
DOMAINS = 400
AT_ONCE = 200
CODE_EVERY = 2.0
PATIENCE = 1800.0


@dataclass(frozen=True)
class Pace:
    """So many letters in so many seconds, and what they cost our processes."""

    letters: int
    seconds: float
    cpu: float

    @property
    def a_second(self) -> float:
        return self.letters / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        return self.cpu / max(1, self.letters) * 1000


@dataclass
class Codes:
    """Somebody asks for a code every two seconds, until told to stop."""

    conference: "Conference"
    _ended: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        from django.db import connection

        from conference.correspondence import outbox
        from conference.correspondence.letter import Letter
        from conference.correspondence.models import Queue

        for number in itertools.count():
            secrets = {"code": f"{number:06}"}
            letter = Letter(
                conference=self.conference,
                purpose="sign_in_code",
                recipient=f"code{number}@bench.example",
                language="en",
                secrets=secrets,
                queue=Queue.URGENT,
            )
            outbox.enqueue(letter)
            if self._ended.wait(CODE_EVERY):
                break
        connection.close()

    def end(self) -> None:
        self._ended.set()

    def waits(self) -> list[float]:
        """The seconds from the writing of each to the server's answer; one that has none waits still."""
        from conference.correspondence.models import OutgoingMessage

        asked = OutgoingMessage.objects.filter(recipient__startswith="code", recipient__endswith="@bench.example")
        ends = [(one.sent_at, one.created_at) for one in asked]
        return [(sent - written).total_seconds() if sent else PATIENCE for sent, written in ends]


def invitations(site: Site, crowd: Crowd) -> Figures:
    """The loop for a quarter of the letters, then all of them: one process writes, two deliver; codes are asked for.

    Both from the first letter's composing to the server's last answer. A site's letters keep the pace of domains.
    """
    from conference.correspondence.models import OutgoingMessage

    invited = _invited(crowd, min(LETTERS, crowd.size.registrations))
    # What the crowd has of its own would go with the same workers.
    waiting = OutgoingMessage.objects.filter(state__in=["queued", "sending"])
    waiting.update(state="cancelled", lease_until=None)
    loop = _plain_loop(list(itertools.islice(_letters(invited, "plain"), max(200, LETTERS // 4))))
    arrived = int(site.mail_tally()["different"])
    ours, codes = _campaign(site, invited)
    waits = codes.waits()
    figures = Figures(
        a_second=ours.a_second,
        p50_ms=percentile(waits, 0.5) * 1000,
        p95_ms=percentile(waits, 0.95) * 1000,
        p99_ms=percentile(waits, 1.0) * 1000,
        cpu_ms=ours.cpu_ms,
        visits=ours.letters,
        seconds=ours.seconds,
        of_loop=ours.a_second / loop.a_second if loop.a_second else None,
        extra={"loop": f"{loop.a_second:.0f}/s, {loop.cpu_ms:.1f} ms", "codes": len(waits)},
    )
    lost = ours.letters + len(waits) - (int(site.mail_tally()["different"]) - arrived)
    unsettled = waiting.count() + OutgoingMessage.objects.filter(state__in=["failed", "unknown"], queue="bulk").count()
    figures.faults = {
        fault: times for fault, times in {"messages lost": lost, "messages not sent": unsettled}.items() if times
    }
    return figures


def _plain_loop(letters: "list[Letter]") -> Pace:
    """What somebody in a hurry writes: compose, send, next; over one connection, and nothing is kept."""
    from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: TID251  what others would write

    from conference.correspondence.compose import Wordings, compose

    wordings: Wordings = {}
    began, cpu = time.perf_counter(), time.process_time()
    with get_connection() as connection:
        for letter in letters:
            composed = compose(letter, wordings)
            email = EmailMultiAlternatives(
                composed.subject, composed.text, to=[letter.recipient], connection=connection
            )
            email.attach_alternative(composed.html, "text/html")
            email.send()
    return Pace(len(letters), time.perf_counter() - began, time.process_time() - cpu)


def _campaign(site: Site, invited: "list[Invitation]") -> tuple[Pace, Codes]:
    from django.db import transaction

    from conference.correspondence import outbox
    from conference.correspondence.models import OutgoingMessage

    waiting = OutgoingMessage.objects.filter(state__in=["queued", "sending"])
    letters, written = _letters(invited, "campaign"), 0
    with _workers(site) as pids, _asked_for(Codes(invited[0].conference)) as codes:
        at_start, began, cpu = machine.read(pids), time.perf_counter(), time.process_time()
        while batch := list(itertools.islice(letters, AT_ONCE)):
            with transaction.atomic():
                written += len(outbox.enqueue_all(batch))
        own = time.process_time() - cpu
        processes.wait_until(lambda: not waiting.filter(queue="bulk").exists(), patience=PATIENCE, pause=0.2)
        seconds = time.perf_counter() - began
        spent = machine.read(pids).since(at_start).total + own
        codes.end()
        processes.wait_until(lambda: not waiting.exists(), patience=10.0, pause=0.1)
    return Pace(written, seconds, spent), codes


@contextmanager
def _asked_for(codes: Codes) -> Iterator[Codes]:
    asking = threading.Thread(target=codes.ask, daemon=True)
    asking.start()
    try:
        yield codes
    finally:
        codes.end()
        asking.join(10.0)


@contextmanager
def _workers(site: Site) -> Iterator[list[int]]:
    """Two for letters to many, one for codes, started and idle; gives the numbers of the two."""
    many = site.children["worker for letters to many"]
    command = [part.replace("bulk@", "second@") for part in many.command]
    second = Child("second worker for letters to many", command, many.log.with_suffix(".second.log"))
    urgent, before = site.children["worker for urgent letters"], set(machine.children_of(os.getpid()))
    as_ever = {**os.environ, "OUTBOX_DOMAIN_PER_MINUTE": "600"}
    for worker in (many, second):
        worker.start(as_ever)
    pids = sorted(set(machine.children_of(os.getpid())) - before)
    urgent.start(as_ever)
    started = (many, second, urgent)
    processes.wait_until(lambda: all(" ready." in one.last_lines for one in started), patience=120.0, pause=0.2)
    try:
        yield pids
    finally:
        for worker in started:
            worker.ask_to_end()
        for worker in started:
            worker.end(15.0)


def _letters(invited: "list[Invitation]", version: str) -> "Iterator[Letter]":
    """As many as are wanted, round after round to those who are invited."""
    from conference.correspondence.models import Queue
    from registration import emails

    for number in range(LETTERS):
        [letter] = emails.invitation(invited[number % len(invited)], version=f"{version}{number // len(invited)}")
        yield replace(letter, queue=Queue.BULK)


def _invited(crowd: Crowd, count: int) -> "list[Invitation]":
    """Invitations to persons of the crowd, at addresses of many domains; made once."""
    import datetime

    from django.utils import timezone

    from registration.models import Channel, Invitation, Participant, ParticipantCategory

    category = ParticipantCategory.objects.filter(conference__slug=crowd.slug).order_by("pk")[0]
    people = Participant.objects.filter(conference__slug=crowd.slug, never_write_automatically=False)
    found = []
    for number, person in enumerate(people.select_related("conference").order_by("pk")[:count]):
        person.email, person.office_email = f"p{number}@mission{number % DOMAINS}.example", ""
        invitation = Invitation(
            conference=person.conference,
            participant=person,
            category=category,
            channel=Channel.EMAIL,
            email=person.email,
            language="en",
            dated_on=datetime.date(2019, 5, 6),
            reply_by=datetime.date(2019, 6, 7),
            signatory="The Ministry of Foreign Affairs of Mongolia",
            expires_at=timezone.now() + datetime.timedelta(days=30),
        )
        found.append(invitation)
    return Invitation.objects.bulk_create(found)


ROWS: list[Row] = [
    Worked(
        "mail-invitations",
        invitations,
        "invitations composed, kept and delivered by two processes, codes asked for meanwhile (their waits in ms)",
        goal=Goal(least_of_loop=0.8, most_p95_ms=5000),
    )
]
