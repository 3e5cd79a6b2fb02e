"""What somebody typed into a form that could not be taken: kept for an hour, so that it need not be typed again.

It waits, encrypted, in the session of the browser that sent it, and is shown only where its page opens.
"""

import json
import re
import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from conference.models.encrypted import decrypted, encrypted

KEY = "typed_again"
KEPT_SECONDS = 60 * 60
#: A grid of sixty lines has eight thousand letters.
MOST_LETTERS = 50_000
#: The name of the button by which one begins anew.
FORGET = "forget_what_was_typed"
#: Made anew by the page; and what is secret, a passport too, which is typed anew.
NOT_KEPT = re.compile(rf"csrfmiddlewaretoken|{FORGET}|code|.*password.*|travel-passport_.*", re.IGNORECASE)
#: What a page carries beside what somebody typed: identifiers, numbers, choices in one word.
NO_WORDS = re.compile(r"[0-9a-f-]{32,36}|\d{0,9}|[a-z_]+")


@dataclass(frozen=True)
class Typed:
    """The fields of a form as they were sent, and where."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool = False
    forget: str = FORGET

    @classmethod
    def of(cls, request: HttpRequest) -> "Typed | None":
        """Nothing where nothing was typed, or more than is kept."""
        sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
        typed = cls(
            request.get_full_path(),
            [(name, text) for name, text in sent if not NOT_KEPT.fullmatch(name)],
            had_files=bool(request.FILES),
        )
        letters = sum(len(name) + len(text) for name, text in typed.fields)
        return typed if typed.words and letters <= MOST_LETTERS else None

    @property
    def words(self) -> list[str]:
        """What can be read in it, to be copied where it cannot be sent."""
        return [text for _name, text in self.fields if text.strip() and not NO_WORDS.fullmatch(text)]


def keep(request: HttpRequest, typed: Typed) -> None:
    """One form at a time: the last that was sent."""
    text = json.dumps([typed.fields, typed.had_files], ensure_ascii=False)
    request.session[KEY] = {"path": typed.path, "since": int(time.time()), "text": encrypted(text)}


def waits(request: HttpRequest) -> bool:
    """Whether something waits in this session for the page that is asked for."""
    waiting: dict[str, Any] | None = request.session.get(KEY)
    return waiting is not None and waiting["path"] == request.get_full_path()


def kept_for(request: HttpRequest) -> Typed | None:
    """What waits for the page that is asked for; after an hour nothing."""
    waiting: dict[str, Any] | None = request.session.get(KEY)
    if waiting is None or not waits(request):
        return None
    text = decrypted(waiting["text"]) if time.time() - waiting["since"] < KEPT_SECONDS else None
    if text is None:
        forget(request)
        return None
    fields, had_files = json.loads(text)
    return Typed(waiting["path"], [(name, value) for name, value in fields], had_files)


def forget(request: HttpRequest) -> None:
    """What was typed has been sent, or is not wanted any more."""
    request.session.pop(KEY, None)
