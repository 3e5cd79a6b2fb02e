"""What a session knows about an officer: that the password was right, and that the second factor was given too.

Between the two nobody is signed in: the session only remembers for whom a code is awaited.
"""

import time
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from conference.models import SecondFactor, User
from conference.typed import KEY as TYPED_KEY

WAITING_KEY = "officer_waiting"
GIVEN_KEY = "second_factor"
SET_UP_KEY = "second_factor_set_up"
BACKEND = "django.contrib.auth.backends.ModelBackend"
# Time enough to install an app.
WAITS_FOR_SECONDS = 30 * 60
# A working day: an officer's session opens other people's data.
SESSION_SECONDS = 12 * 60 * 60


@dataclass(frozen=True)
class Waiting:
    """An officer whose password was right, and where they want to go."""

    user_id: str
    password_state: str
    next: str
    since: int

    def user(self) -> User | None:
        """Who it is; nobody any more where it took too long, or the account or its password has changed since."""
        if time.time() - self.since > WAITS_FOR_SECONDS:
            return None
        user = User.objects.filter(pk=self.user_id, is_active=True, is_staff=True).first()
        is_same = user is not None and constant_time_compare(user.get_session_auth_hash(), self.password_state)
        return user if is_same else None


def needs_second_step(user: User) -> bool:
    """Whether the password alone does not sign this officer in."""
    return bool(user.second_factor_id or settings.STAFF_MFA_REQUIRED)


def wait_for_second_step(request: HttpRequest, user: User, next_url: str) -> None:
    """Remembers that the password was right. Whoever was signed in before is not any more, and the key is a new one.

    What was typed before the officer had to sign in again stays.
    """
    typed = request.session.get(TYPED_KEY)
    request.session.flush()
    if typed:
        request.session[TYPED_KEY] = typed
    waiting = Waiting(str(user.pk), user.get_session_auth_hash(), next_url, int(time.time()))
    request.session[WAITING_KEY] = asdict(waiting)


def waiting_in(request: HttpRequest) -> Waiting | None:
    """Whom the session awaits a code from, unless it has waited too long."""
    kept: dict[str, Any] | None = request.session.get(WAITING_KEY)
    return Waiting(**kept) if kept else None


def sign_in_officer(request: HttpRequest, user: User, factor: SecondFactor | None) -> None:
    """Signs in, under a new session key; ``factor`` is the one that was given, none where none is asked for."""
    request.session.pop(WAITING_KEY, None)
    request.session.pop(SET_UP_KEY, None)
    login(request, user, backend=BACKEND)
    if factor is not None:
        request.session[GIVEN_KEY] = str(factor.pk)
    request.session.set_expiry(SESSION_SECONDS)


def is_verified_officer(request: HttpRequest) -> bool:
    """Whether the admin opens: an active officer who gave the second factor that counts now, where one is asked for."""
    user = request.user
    if not isinstance(user, User) or not (user.is_active and user.is_staff):
        return False
    if not needs_second_step(user):
        return True
    return user.second_factor_id is not None and request.session.get(GIVEN_KEY) == str(user.second_factor_id)


def set_up_in(request: HttpRequest) -> UUID | None:
    """The factor that is being set up in this session."""
    kept: str | None = request.session.get(SET_UP_KEY)
    return UUID(kept) if kept else None
