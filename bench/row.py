"""What a row of the table is: what is asked or done, and what it should cost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench.visits import AS_BROWSERS_ASK

if TYPE_CHECKING:
    from bench.crowd import Crowd
    from bench.figures import Figures
    from bench.site import Site


@dataclass(frozen=True)
class Goal:
    """What the row should reach; what is not said is not judged."""

    least_of_healthz: float | None = None
    least_of_loop: float | None = None
    most_cpu_ms: float | None = None
    most_queries: int | None = None
    least_a_second: float | None = None
    most_p95_ms: float | None = None


NO_GOAL = Goal()


@dataclass(frozen=True)
class Visited:
    """A row of visits over HTTP. ``path`` may name properties of the crowd; ``signed_in`` is one, a session's key."""

    name: str
    path: str
    about: str = ""
    visitors: str = "bench.visits:reader"
    signed_in: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: AS_BROWSERS_ASK)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    connections: int | None = None
    own_address_each: bool = False
    unit: str = "requests"
    goal: Goal = NO_GOAL


@dataclass(frozen=True)
class Worked:
    """A row of work that is done behind the pages: it measures itself, on a site without visitors."""

    name: str
    work: Callable[["Site", "Crowd"], "Figures"]
    about: str = ""
    unit: str = "messages"
    goal: Goal = NO_GOAL


Row = Visited | Worked
