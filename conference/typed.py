"""What somebody typed into a form that could not be taken: kept for an hour, so that it need not be typed again.

It waits, encrypted, in the session of the browser that sent it, and is shown where its page opens for whoever typed it.
Who that is says a signed mark, which the browser keeps when its session has ended: two officers may share a desk.
"""

import json
import re
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from conference.models.encrypted import decrypted, encrypted

KEY = "typed_again"
KEPT_SECONDS = 60 * 60
#: The cookie that says whose pages this browser has opened; of any use only as long as a form may have been open.
OWNER = "typed_by"
OWNER_SECONDS = settings.SESSION_COOKIE_AGE + KEPT_SECONDS
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


def mark_owner(request: HttpRequest, response: HttpResponseBase) -> None:
    """Has the browser keep whose page this is, longer than the session; it opens nothing."""
    if _owner(request) == _mark(request):
        return
    response.set_signed_cookie(
        OWNER,
        _mark(request),
        salt=OWNER,
        max_age=OWNER_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(request: HttpRequest) -> str:
    return salted_hmac(OWNER, str(request.user.pk), algorithm="sha256").hexdigest()


def _owner(request: HttpRequest) -> str:
    """The mark of who was signed in here last; nothing where nobody was, or where it was not written by us."""
    return request.get_signed_cookie(OWNER, default="", salt=OWNER, max_age=OWNER_SECONDS) or ""


def keep(request: HttpRequest, typed: Typed) -> bool:
    """One form at a time: the last that was sent. Nothing, told by False, where it is not known who typed it."""
    owner = _owner(request)
    if owner:
        text = json.dumps([typed.fields, typed.had_files], ensure_ascii=False)
        kept = {"path": typed.path, "owner": owner, "since": int(time.time()), "text": encrypted(text)}
        request.session[KEY] = kept
    return bool(owner)


def waits(request: HttpRequest) -> bool:
    """Whether something waits in this session for the page that is asked for."""
    waiting: dict[str, Any] | None = request.session.get(KEY)
    return waiting is not None and waiting["path"] == request.get_full_path()


def kept_for(request: HttpRequest) -> Typed | None:
    """What waits for the page that is asked for, and for who is signed in now."""
    waiting: dict[str, Any] | None = request.session.get(KEY)
    if waiting is None or not waits(request) or waiting.get("owner") != _mark(request):
        return None
    text = decrypted(waiting["text"])
    if text is None:
        forget(request)
        return None
    fields, had_files = json.loads(text)
    return Typed(waiting["path"], [(name, value) for name, value in fields], had_files)


def forget_old(request: HttpRequest) -> None:
    """After an hour nothing of it is left, whichever page is opened."""
    waiting: dict[str, Any] | None = request.session.get(KEY)
    if waiting is not None and time.time() - waiting["since"] >= KEPT_SECONDS:
        forget(request)


def forget(request: HttpRequest) -> None:
    """What was typed has been sent, or is not wanted any more."""
    request.session.pop(KEY, None)
