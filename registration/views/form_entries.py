"""What is kept of a form between its steps: under whose name, and as a form reads it again."""

from typing import Any

from django.http import HttpRequest, QueryDict

from conference.http import client_address
from conference.models import User
from registration.actions.unfinished import Keeper
from registration.models import ParticipantCategory

COOKIE = "registration_form"


def keeper_of(request: HttpRequest, category: ParticipantCategory) -> Keeper:
    """Whoever has signed in by code keeps a form by that address, anybody else by the browser."""
    user = request.user
    if isinstance(user, User) and not user.is_staff:
        return Keeper(category, address=user.email, client=client_address(request))
    return Keeper(category, key=request.COOKIES.get(COOKIE, ""), client=client_address(request))


def as_query(entries: dict[str, list[str]]) -> QueryDict:
    """Kept answers as if they had just been sent."""
    query = QueryDict(mutable=True)
    for name, values in entries.items():
        query.setlist(name, values)
    return query


def as_initial(entries: dict[str, list[str]]) -> dict[str, Any]:
    """Kept answers as a form shows them, unchecked."""
    return {name: values if len(values) > 1 else values[0] for name, values in entries.items() if values}


def number_in(text: str | None) -> int:
    """The version that a page was filled from; 0 for one that was lost on its way."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004  fits
