"""All checks in bounded time, and seldom: whoever asks a thousand times a minute has each server asked a few times."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from conference.health import checks, heartbeats
from conference.health.checks import SILENT, Check

logger = logging.getLogger(__name__)

# The whole answer comes within two seconds, even when everything hangs.
PATIENCE = 1.5
KEPT_WHEN_NOT_READY = 1.0
# Who has waited so long waits for nothing: another asks, and a few are left behind at most.
GIVEN_UP_AFTER = 10.0
MOST_LEFT_BEHIND = 3


@dataclass
class Question:
    """What is asked by a thread of its own, one at a time: a server that hangs holds one thread, not one a request."""

    name: str
    ask: Callable[[], Iterable[Check]]
    kept: float
    _answer: list[Check] = field(default_factory=list)
    _answered_at: float = 0.0
    _asked_at: float = 0.0
    _asking: threading.Thread | None = None
    _left_behind: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> None:
        """Ask, unless the last answer still holds or somebody is asking."""
        with self._lock:
            if self._is_fresh() or (self._asking and self._asking.is_alive() and not self._may_give_up(self._asking)):
                return
            self._asked_at = time.monotonic()
            self._asking = threading.Thread(target=self._run, name=f"readiness: {self.name}", daemon=True)
            self._asking.start()

    def _may_give_up(self, asking: threading.Thread) -> bool:
        self._left_behind = [thread for thread in self._left_behind if thread.is_alive()]
        if time.monotonic() - self._asked_at < GIVEN_UP_AFTER or len(self._left_behind) >= MOST_LEFT_BEHIND:
            return False
        self._left_behind.append(asking)
        return True

    def answer(self) -> list[Check]:
        """The answer, or that there was none within the patience since it was asked."""
        asking = self._asking
        if asking and not self._is_fresh():
            asking.join(max(0.0, self._asked_at + PATIENCE - time.monotonic()))
            if asking.is_alive():
                return self._no_answer()
        return self._answer

    def _run(self) -> None:
        try:
            found = list(self.ask())
        except Exception as error:  # noqa: BLE001  whatever the library raises, the server does not answer
            logger.warning("Not ready: %s: %s: %s", self.name, type(error).__name__, str(error).partition("\n")[0])
            found = self._no_answer()
        if threading.current_thread() not in self._left_behind:
            self._answer, self._answered_at = found, time.monotonic()

    def _is_fresh(self) -> bool:
        kept = self.kept if all(check.ready for check in self._answer) else KEPT_WHEN_NOT_READY
        return bool(self._answered_at) and time.monotonic() - self._answered_at < kept

    def _no_answer(self) -> list[Check]:
        found = [Check(self.name, ready=False, says=SILENT)]
        if self.name == "database":
            unknown = "is not known while the database does not answer"
            found += [Check(name, ready=False, says=unknown) for name in heartbeats.expected()]
        return found


def questions() -> tuple[Question, ...]:
    """One of each; a process keeps them."""
    return (
        Question("database", checks.database, kept=2.0),
        Question("redis", checks.broker, kept=2.0),
        # A mail server may hold connections that bring no message against us.
        Question("smtp", checks.mail_server, kept=20.0),
        Question("disk", checks.disk, kept=2.0),
    )


QUESTIONS = questions()


def readiness() -> list[Check]:
    """Every check, in the same order, within two seconds."""
    for question in QUESTIONS:
        question.begin()
    return [check for question in QUESTIONS for check in question.answer()]
