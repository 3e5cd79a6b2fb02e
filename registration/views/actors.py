"""Who is signed in, as acts want to know it."""

from django.http import HttpRequest

from conference.models import User


def signed_in_user(request: HttpRequest) -> User:
    """The user of a request that ``signed_in`` let through."""
    if not isinstance(request.user, User):
        raise TypeError(request.user)
    return request.user
