"""Somebody who reads totals every 50 milliseconds, while letters are written, sent, paused, or workers killed."""

import threading
from abc import ABC, abstractmethod
from typing import Self
from uuid import UUID

from django.db import Error, connection, connections

from conference.correspondence.campaigns.totals import Totals, totals_of
from conference.correspondence.counts import messages_by_state
from conference.correspondence.states import MessageState
from conference.models import Conference

EVERY_SECONDS = 0.05


class Looking(ABC):
    """``wrong`` are the moments at which the numbers did not add up; ``unanswered`` those without a database."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.times = 0
        self.unanswered = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _read(self) -> None:
        try:
            while True:
                is_last = self._over.is_set()
                self._look_once()
                if is_last:
                    return
                self._over.wait(EVERY_SECONDS)
        finally:
            connections.close_all()

    def _look_once(self) -> None:
        try:
            self.look()
        except Error:
            connection.close()
            self.unanswered += 1
        else:
            self.times += 1

    def is_content(self, seconds: float) -> bool:
        """Whether nothing was wrong, and it looked at least once a second; fails the test with what was wrong."""
        assert self.wrong == [], self.wrong[:5]
        assert self.times + self.unanswered >= seconds, f"it looked {self.times} times in {seconds:.0f} s"
        return True

    @abstractmethod
    def look(self) -> None:
        """Reads the totals by the function that pages read them by, and notes what is wrong with them."""


class Sampler(Looking):
    """Of a campaign: everybody on the list is counted once; and who waits for a letter does not become more."""

    def __init__(self, campaign: UUID, chosen: int) -> None:
        super().__init__()
        self.campaign, self.chosen = campaign, chosen
        self.found: list[Totals] = []

    def look(self) -> None:
        """Everybody is somewhere, and nobody goes back to those who wait to be written to."""
        now = totals_of([self.campaign])[self.campaign]
        if now.chosen != self.chosen:
            self.wrong.append(f"{now} is {now.chosen}, not {self.chosen}")
        if self.found and now.waiting > self.found[-1].waiting:
            self.wrong.append(f"{now.waiting} wait after {self.found[-1].waiting} did")
        self.found.append(now)


class SamplerOfReminders(Looking):
    """Of the letters of a conference to which one reminder writes: there is none of them, or there are all."""

    def __init__(self, conference: Conference, chosen: int) -> None:
        super().__init__()
        self.conference, self.chosen = conference, chosen
        self._are_there = False

    def look(self) -> None:
        """A reminder that is written halfway is seen by nobody, and no letter goes away again."""
        by_state = messages_by_state(self.conference)
        count = sum(by_state[state.value] for state in MessageState)
        if count not in {self.chosen if self._are_there else 0, self.chosen}:
            self.wrong.append(f"{count} letters of {self.chosen}: {by_state}")
        self._are_there = self._are_there or count == self.chosen
