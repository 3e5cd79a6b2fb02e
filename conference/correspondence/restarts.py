"""PostgreSQL is started anew now and then; what a mail server has just answered must not be lost for that."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection

P = ParamSpec("P")
R = TypeVar("R")
PATIENCE: float = settings.OUTBOX_DATABASE_SECONDS
PAUSE = 0.2

logger = logging.getLogger(__name__)


def outlives_restart(act: Callable[P, R]) -> Callable[P, R]:
    """Does the act again, on a new connection, until PostgreSQL is back or patience is at its end.

    For acts that bear being done twice: the first time may have been committed without our learning of it. Inside a
    transaction there is nothing to try again.
    """

    @wraps(act)
    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return act(*args, **kwargs)
            except Error as error:
                if not _is_of_the_connection(error) or connection.in_atomic_block or time.monotonic() > until:
                    raise
                logger.warning("The database does not answer (%s); trying again.", str(error).strip())
                connection.close()
                time.sleep(PAUSE)

    return tried


def _is_of_the_connection(error: Error) -> bool:
    """A server that dies in the middle of a sentence is reported as the plainest of errors."""
    return isinstance(error, InterfaceError | OperationalError) or type(error) is DatabaseError
