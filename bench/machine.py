"""What processes cost: processor time and memory, as Linux tells them; elsewhere nothing is known."""

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
IS_KNOWN = (PROC / "self" / "stat").exists()
IDLE = slice(3, 5)


@dataclass(frozen=True)
class Reading:
    """Processor seconds up to a moment: of each process that was asked about, and of the whole machine."""

    by_process: dict[int, float]
    machine: float

    def since(self, before: "Reading") -> "Reading":
        spent = {pid: seconds - before.by_process.get(pid, 0.0) for pid, seconds in self.by_process.items()}
        return Reading(spent, self.machine - before.machine)

    @property
    def total(self) -> float:
        return sum(self.by_process.values())


def read(pids: list[int]) -> Reading:
    """Now."""
    if not IS_KNOWN:
        return Reading(dict.fromkeys(pids, 0.0), 0.0)
    return Reading({pid: _spent_by(pid) for pid in pids}, _spent_by_all())


def children_of(pid: int) -> list[int]:
    """The direct children of a process, the oldest first."""
    if not IS_KNOWN:
        return []
    found = [int(path.name) for path in PROC.iterdir() if path.name.isdigit()]
    return sorted(child for child in found if _parent_of(child) == pid)


def descendants_of(pid: int) -> list[int]:
    """A process and everything below it."""
    return [pid, *(one for child in children_of(pid) for one in descendants_of(child))]


def memory_of(pid: int) -> int:
    """Resident memory in bytes; what processes share counts for each."""
    for line in _lines(PROC / str(pid) / "status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def _spent_by(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _parent_of(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def _stat(pid: int) -> list[str]:
    """From the third field on: the second, the name, may hold anything."""
    lines = _lines(PROC / str(pid) / "stat")
    return lines[0].rpartition(")")[2].split() if lines else []


def _spent_by_all() -> float:
    numbers = [int(number) for number in _lines(PROC / "stat")[0].split()[1:9]]
    return (sum(numbers) - sum(numbers[IDLE])) / TICKS


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
