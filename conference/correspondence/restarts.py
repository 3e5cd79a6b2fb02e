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
# The connection failed; the server is being stopped or started; another transaction stood in the way.
PASSING = ("08", "57P", "40")

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
                if not _is_worth_another_try(error) or connection.in_atomic_block or time.monotonic() > until:
                    raise
                logger.warning("The database does not answer (%s); trying again.", str(error).strip())
                connection.close()
                time.sleep(PAUSE)

    return tried


def _is_worth_another_try(error: Error) -> bool:
    """Not what the server itself refuses: a full disk or a cancelled statement is no better the second time.

    A server that dies in the middle of a sentence is reported as the plainest of errors, without a code.
    """
    if not (isinstance(error, InterfaceError | OperationalError) or type(error) is DatabaseError):
        return False
    code: str | None = getattr(error.__cause__, "pgcode", None)
    return code is None or code.startswith(PASSING)
