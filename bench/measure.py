"""Measuring a row: in turns with the smallest answer there is, so that what else the machine does weighs on both."""

import os
from dataclasses import dataclass, replace

from bench import machine
from bench.crowd import Crowd
from bench.figures import Figures, median, percentile
from bench.queries import count_queries
from bench.row import Row, Visited, Worked
from bench.site import Site
from bench.visitors import Plan, Seen
from bench.visits import AS_BROWSERS_ASK

MEGABYTE = 1_000_000
READER = "bench.visits:reader"
HEALTHZ = "/healthz"


@dataclass(frozen=True)
class Pace:
    """How long a row takes: warm-up, then so many turns of a share for /healthz and a share for the row."""

    warm_up: float
    turns: int
    healthz: float
    row: float
    connections: int


QUICK = Pace(warm_up=1.0, turns=4, healthz=0.8, row=1.5, connections=8)
FULL = Pace(warm_up=3.0, turns=6, healthz=2.0, row=5.0, connections=8)


def paced(pace: Pace, seconds: int) -> Pace:
    """The same, with as much of the row itself as is wanted; 0 leaves it as it is."""
    if not seconds:
        return pace
    share = seconds / (pace.turns * pace.row)
    return replace(pace, warm_up=pace.warm_up * share, healthz=pace.healthz * share, row=pace.row * share)


@dataclass(frozen=True)
class Turn:
    """What was seen in one turn, and what it cost."""

    seen: Seen
    worker_cpu: float
    share_of_others: float

    @property
    def a_second(self) -> float:
        return self.seen.a_second


def measure(row: Row, site: Site, crowd: Crowd, pace: Pace) -> Figures:
    """The figures of a row, and which of its goals it missed."""
    figures = row.work(site, crowd) if isinstance(row, Worked) else _measure_visits(row, site, crowd, pace)
    figures.missed = missed_goals(row, figures)
    return figures


def _measure_visits(row: Visited, site: Site, crowd: Crowd, pace: Pace) -> Figures:
    plan = plan_of(row, site, crowd, pace)
    healthz = replace(plan, visitors=READER, parameters={"path": HEALTHZ, "headers": dict(AS_BROWSERS_ASK)})
    healthz = replace(healthz, own_address_each=False)
    queries, wrong = count_queries(replace(plan, first_number=9_000_000))
    warm_up = site.visit(replace(plan, seconds=pace.warm_up, first_number=1_000_000))
    pairs: list[tuple[Turn, Turn]] = []
    for number in range(pace.turns):
        beside = _take_turn(site, replace(healthz, seconds=pace.healthz))
        own = _take_turn(site, replace(plan, seconds=pace.row, first_number=(number + 2) * 1_000_000))
        pairs.append((beside, own))
    figures = _figures_of(pairs)
    figures.queries = queries
    if plan.parameters["path"] == HEALTHZ:
        figures.of_healthz = None
    figures.bytes_plain = _plain_bytes(plan)
    for fault, times in [*warm_up.faults.items(), *wrong.items()]:
        figures.faults[fault] = figures.faults.get(fault, 0) + times
    figures.memory_mb = max((machine.memory_of(pid) for pid in site.worker_pids), default=0) / MEGABYTE or None
    return figures


def plan_of(row: Visited, site: Site, crowd: Crowd, pace: Pace) -> Plan:
    headers = dict(row.headers)
    if row.signed_in:
        headers["Cookie"] = f"sessionid={getattr(crowd, row.signed_in)}"
    return Plan(
        host="localhost",
        port=site.port,
        visitors=row.visitors,
        parameters={"path": row.path.format(crowd=crowd), "headers": headers, **row.parameters},
        connections=row.connections or pace.connections,
        seconds=pace.row,
        own_address_each=row.own_address_each,
    )


def _take_turn(site: Site, plan: Plan) -> Turn:
    workers, ours = site.worker_pids, machine.descendants_of(os.getpid())
    before = machine.read(workers), machine.read(ours)
    seen = site.visit(plan)
    spent, by_us = machine.read(workers).since(before[0]), machine.read(ours).since(before[1])
    others = max(0.0, by_us.machine - by_us.total) / (seen.seconds * (os.cpu_count() or 1))
    return Turn(seen, spent.total, others)


def _figures_of(pairs: list[tuple[Turn, Turn]]) -> Figures:
    turns = [own for _, own in pairs]
    visits = [seconds for turn in turns for seconds in turn.seen.visits]
    seconds = sum(turn.seen.seconds for turn in turns)
    cpu = sum(turn.worker_cpu for turn in turns)
    healthz = median([beside.a_second for beside, _ in pairs])
    cpu_of_healthz = sum(one.worker_cpu for one, _ in pairs) / max(1, sum(len(one.seen.visits) for one, _ in pairs))
    return Figures(
        a_second=sum(turn.a_second * turn.seen.seconds for turn in turns) / seconds,
        p50_ms=percentile(visits, 0.5) * 1000,
        p95_ms=percentile(visits, 0.95) * 1000,
        p99_ms=percentile(visits, 0.99) * 1000,
        cpu_ms=cpu / len(visits) * 1000 if visits and machine.IS_KNOWN else None,
        bytes_sent=sum(turn.seen.body_bytes for turn in turns) // max(1, len(visits)),
        of_healthz=median([own.a_second / beside.a_second for beside, own in pairs if beside.a_second]),
        healthz_a_second=healthz,
        visits=len(visits),
        seconds=seconds,
        client_cpu_share=sum(turn.seen.cpu_seconds for turn in turns) / seconds,
        others_cpu_share=sum(turn.share_of_others for turn in turns) / len(turns) if machine.IS_KNOWN else None,
        faults=_faults_of([turn.seen for pair in pairs for turn in pair]),
        extra={"healthz_cpu_ms": round(cpu_of_healthz * 1000, 3)},
    )


def _faults_of(all_seen: list[Seen]) -> dict[str, int]:
    faults: dict[str, int] = {}
    for seen in all_seen:
        for fault, times in seen.faults.items():
            faults[fault] = faults.get(fault, 0) + times
    return faults


def _plain_bytes(plan: Plan) -> int | None:
    """The size of the page without compression, of rows that read one page."""
    if plan.visitors != READER:
        return None
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=60)
    try:
        headers = {**plan.parameters["headers"], "Accept-Encoding": "identity", "Host": f"{plan.host}:{plan.port}"}
        connection.request("GET", plan.parameters["path"], headers=headers)
        return len(connection.getresponse().read())
    finally:
        connection.close()


def missed_goals(row: Row, figures: Figures) -> list[str]:
    """Which goals the figures do not reach, in words."""
    goal, queries = row.goal, max(figures.queries, default=0)
    judged = (
        (goal.least_of_healthz, figures.of_healthz, "of /healthz", False),
        (goal.least_of_loop, figures.of_loop, "of the plain loop", False),
        (goal.least_a_second, figures.a_second, f"{row.unit} a second", False),
        (goal.most_p95_ms, figures.p95_ms, "ms in 95 of 100 visits", True),
        (goal.most_cpu_ms, figures.cpu_ms, "ms of worker CPU", True),
        (goal.most_queries, queries, "queries", True),
    )
    return [
        f"{'at most' if is_most else 'at least'} {wanted:g} {what}"
        for wanted, found, what, is_most in judged
        if wanted is not None and found is not None and (found > wanted if is_most else found < wanted)
    ]
