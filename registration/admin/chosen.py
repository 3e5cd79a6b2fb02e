"""What was ticked on a page of the desk."""

import uuid

from django.http import HttpRequest


def chosen_ids(request: HttpRequest, name: str) -> list[uuid.UUID]:
    """The identifiers of the ticked rows; what is none is passed over."""
    found = []
    for text in request.POST.getlist(name):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
