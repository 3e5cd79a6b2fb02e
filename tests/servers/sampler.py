"""Somebody who reads the totals of a campaign every 50 milliseconds, while it is written, sent, paused or killed."""

import threading
from typing import Self
from uuid import UUID

from django.db import connections

from conference.correspondence.campaigns.totals import Totals, totals_of

EVERY_SECONDS = 0.05


class Sampler:
    """``wrong`` are the moments at which the numbers were not everybody on the list, or went back."""

    def __init__(self, campaign: UUID, chosen: int) -> None:
        self.campaign, self.chosen = campaign, chosen
        self.found: list[Totals] = []
        self.wrong: list[str] = []
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
                self._look(totals_of([self.campaign])[self.campaign])
                if is_last:
                    return
                self._over.wait(EVERY_SECONDS)
        finally:
            connections.close_all()

    def _look(self, now: Totals) -> None:
        if now.chosen != self.chosen:
            self.wrong.append(f"{now} is {now.chosen}, not {self.chosen}")
        if self.found and now.waiting > self.found[-1].waiting:
            self.wrong.append(f"{now.waiting} wait after {self.found[-1].waiting} did")
        self.found.append(now)
