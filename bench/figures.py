"""The figures of a row."""

from dataclasses import dataclass, field


@dataclass
class Figures:
    """What was measured; None is what was not, or cannot be known here."""

    a_second: float = 0.0
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    cpu_ms: float | None = None
    queries: list[int] = field(default_factory=list)
    bytes_sent: int | None = None
    bytes_plain: int | None = None
    memory_mb: float | None = None
    of_healthz: float | None = None
    of_loop: float | None = None
    healthz_a_second: float | None = None
    visits: int = 0
    seconds: float = 0.0
    client_cpu_share: float | None = None
    others_cpu_share: float | None = None
    faults: dict[str, int] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    extra: dict[str, float | int | str] = field(default_factory=dict)

    @property
    def has_failed(self) -> bool:
        """Whether anything was answered that should not have been, or nothing at all."""
        return bool(self.faults) or not self.visits


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of them lies; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def median(values: list[float]) -> float:
    return percentile(values, 0.5)
