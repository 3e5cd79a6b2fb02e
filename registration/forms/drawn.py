"""The drawn fields of a form. One that is the same for everybody who opens it is drawn once, not for each of them."""

from collections.abc import Callable, Hashable
from threading import Lock

from crispy_forms.utils import render_crispy_form
from django.utils.safestring import SafeString

from registration.forms.register import RegistrationForm

MOST_KEPT = 64
_kept: dict[Hashable, SafeString] = {}
_lock = Lock()


def drawn(form: RegistrationForm) -> SafeString:
    """The fields and buttons of a form, without its tag and its hidden fields."""
    fields: SafeString = render_crispy_form(form, context={"error_summary_shown": True})
    return fields


def drawn_once(key: Hashable, make_form: Callable[[], RegistrationForm]) -> SafeString:
    """The same for an empty form; ``key`` says all that it is made of, so that a change of it is drawn anew."""
    found = _kept.get(key)
    if found is None:
        found = drawn(make_form())
        with _lock:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = found
    return found
