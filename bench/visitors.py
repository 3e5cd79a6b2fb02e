"""``python -m bench.visitors``: the visitors, in a process of their own.

A plan comes as one line of JSON on the standard input, what was seen goes back as one line. Some connections ask
without a pause, each as soon as it was answered; one lives half a second, as browsers come and go, so that they spread
over the workers. It costs some 30 µs a request, which no page of ours is near.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from bench.visits import Request, Response, Visit, Visitors

LIFE_OF_A_CONNECTION = 0.5
SILENCE = 60.0
CHUNK = 1 << 18
END_OF_HEAD = b"\r\n\r\n"
NOT_MODIFIED = 304


@dataclass(frozen=True)
class Plan:
    """Who asks what, for how long."""

    host: str
    port: int
    visitors: str
    parameters: Mapping[str, Any]
    connections: int
    seconds: float
    first_number: int = 0
    own_address_each: bool = False


@dataclass
class Seen:
    """What the visitors saw: seconds of every whole visit, bytes of bodies, and what was not as expected."""

    seconds: float = 0.0
    a_second: float = 0.0
    cpu_seconds: float = 0.0
    visits: list[float] = field(default_factory=list)
    responses: int = 0
    body_bytes: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> str:
        return json.dumps({**vars(self), "visits": [round(seconds, 6) for seconds in self.visits]})


@dataclass
class Visitor:
    """One connection and where its visit stands."""

    number: int
    visit: Visit
    seen: Seen
    plan: Plan
    selector: selectors.BaseSelector
    until: float
    first_at: float = field(default_factory=time.perf_counter)
    last_at: float = 0.0
    count: int = 0
    is_done: bool = False
    line: socket.socket | None = None
    opened_at: float = 0.0
    began_at: float = 0.0
    is_new_visit: bool = True
    request: Request | None = None
    received: bytearray = field(default_factory=bytearray)
    wanted: int = 0

    def begin(self) -> None:
        self._ask(next(self.visit))

    def _ask(self, request: Request) -> None:
        now = time.perf_counter()
        if self.is_new_visit:
            self.began_at, self.is_new_visit = now, False
            if self.line and (now - self.opened_at > LIFE_OF_A_CONNECTION or self.plan.own_address_each):
                self.close()
        if self.line is None:
            self._open(now)
        self.request = request
        self.received.clear()
        self.wanted = 0
        self._send(request.as_bytes(f"{self.plan.host}:{self.plan.port}"))

    def _open(self, now: float) -> None:
        source = (address_of(self.plan.first_number + self.seen.responses), 0) if self.plan.own_address_each else None
        opened = socket.create_connection(("127.0.0.1", self.plan.port), timeout=SILENCE, source_address=source)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line, self.opened_at = opened, now
        self.selector.register(opened, selectors.EVENT_READ, self)

    def _send(self, data: bytes) -> None:
        if self.line:
            self.line.sendall(data)

    def close(self) -> None:
        if self.line:
            self.selector.unregister(self.line)
            self.line.close()
            self.line = None

    def hear(self) -> None:
        """Takes what has arrived; a whole answer leads to the next request."""
        try:
            data = self.line.recv(CHUNK) if self.line else b""
        except OSError:
            data = b""
        if not data:
            self._fault("connection closed")
            return
        self.received += data
        if not self.wanted:
            self._learn_length()
        if self.wanted and len(self.received) >= self.wanted:
            self._answered()

    def _learn_length(self) -> None:
        end = self.received.find(END_OF_HEAD)
        if end < 0:
            return
        head = bytes(self.received[:end]).lower()
        _, found, rest = head.partition(b"\r\ncontent-length:")
        has_no_body = int(head[9:12]) == NOT_MODIFIED
        length = int(rest.partition(b"\r\n")[0]) if found and not has_no_body else 0
        if not found and not has_no_body:
            self._fault("answer without a length")
            return
        self.wanted = end + len(END_OF_HEAD) + length

    def _answered(self) -> None:
        head, _, body = bytes(self.received).partition(END_OF_HEAD)
        response, request = Response(head, body), self.request
        self.seen.responses += 1
        self.seen.body_bytes += len(body)
        if request and response.status != request.expects:
            self._fault(f"{request.method} {request.path.split('?')[0]} answered {response.status}")
            return
        if request and request.is_last:
            self.last_at = time.perf_counter()
            self.count += 1
            self.seen.visits.append(self.last_at - self.began_at)
            self.is_new_visit = True
            if self.last_at >= self.until:
                self.end()
                return
        if head.lower().find(b"\r\nconnection: close") >= 0:
            self.close()
        self._ask(self.visit.send(response))

    def _fault(self, what: str) -> None:
        """Counts it and begins a new visit over a new connection."""
        self.seen.faults[what] += 1
        self.close()
        self.visit = visitors_of(self.plan)(self.number + len(self.seen.visits) + 1_000_000, self.plan.parameters)
        self.is_new_visit = True
        if time.perf_counter() >= self.until:
            self.end()
            return
        time.sleep(0.01)
        self._ask(next(self.visit))

    def end(self) -> None:
        self.close()
        self.is_done = True


def address_of(number: int) -> str:
    """One of the sixteen million addresses of this machine: who applies from everywhere is not held back."""
    if sys.platform != "linux":
        return "127.0.0.1"
    return f"127.{1 + number // 62500 % 250}.{number // 250 % 250}.{1 + number % 250}"


def visitors_of(plan: Plan) -> Visitors:
    """The function that the plan names, as module:name."""
    module, _, name = plan.visitors.partition(":")
    found: Visitors = getattr(import_module(module), name)
    return found


def carry_out(plan: Plan) -> Seen:
    """Visits until the time is over. A visit on its way is finished then: cut off, the slow ones would be lost."""
    seen, make = Seen(), visitors_of(plan)
    cpu, began = time.process_time(), time.perf_counter()
    until = began + plan.seconds
    with selectors.DefaultSelector() as selector:
        numbers = range(plan.first_number, plan.first_number + plan.connections)
        visitors = [Visitor(n, make(n, plan.parameters), seen, plan, selector, until) for n in numbers]
        for visitor in visitors:
            visitor.begin()
        while not all(visitor.is_done for visitor in visitors) and time.perf_counter() < until + SILENCE:
            for key, _events in selector.select(1.0):
                key.data.hear()
        for visitor in visitors:
            if not visitor.is_done:
                seen.faults["no answer"] += 1
                visitor.end()
    seen.seconds, seen.cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    # Each by its own time: some are already done while the last one finishes.
    seen.a_second = sum(one.count / (one.last_at - one.first_at) for one in visitors if one.count)
    return seen


def main() -> None:
    """Plans in, what was seen out, until the input ends."""
    for line in sys.stdin:
        seen = carry_out(Plan(**json.loads(line)))
        sys.stdout.write(f"{seen.as_json()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
