"""What a letter said in one language before: who worded it so, when, what changed, and the way back."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import required_conference
from conference.correspondence.differences import differences
from conference.correspondence.models import LetterVersion
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.wordings import Slot, Words
from conference.formats import language_name, moment_text

A_PAGE = 25
MOST_DIGITS = 8


def number_in(text: str | None) -> int:
    """The number of a version, from a form or an address; what is none names no version."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1


def slot_of(request: HttpRequest, purpose: str, language: str) -> Slot:
    """The letter that an address names. Raises ``Http404``."""
    conference = required_conference(request)
    if purpose not in PURPOSES or language not in conference.languages:
        raise Http404
    return Slot(conference, purpose, language)


def history_page(request: HttpRequest, slot: Slot) -> dict[str, Any]:
    """The versions, newest first, and what the chosen one changed; without a choice, the newest. Raises ``Http404``."""
    versions = slot.versions().select_related("by").order_by("-number")
    page = Paginator(versions, A_PAGE).get_page(request.GET.get("page"))
    own, last = slot.own(), slot.last_version()
    number = _number(request, last)
    chosen = versions.filter(number=number).first() if number is not None else None
    if number is not None and chosen is None:
        raise Http404
    present = slot.number_of(own, last)
    return {
        "purpose": PURPOSES[slot.purpose],
        "slot": slot,
        "language_name": language_name(slot.language),
        "entries": [_entry(slot, version, version.number == number) for version in page],
        "page": page,
        "chosen": chosen,
        "lines": _lines(slot, chosen),
        "present": present,
        "has_own": own is not None,
        "may_be_restored": chosen is not None and chosen.number != present and _says_another(slot, chosen),
    }


def _number(request: HttpRequest, last: LetterVersion | None) -> int | None:
    asked = request.GET.get("version", "")
    if asked:
        return number_in(asked)
    return last.number if last else None


def _lines(slot: Slot, chosen: LetterVersion | None) -> Any:
    if chosen is None:
        return []
    before = slot.versions().filter(number__lt=chosen.number).order_by("-number").first()
    return differences(_words(slot, before), _words(slot, chosen))


def _words(slot: Slot, version: LetterVersion | None) -> Words:
    """What went out then: without a wording of the Secretariat's own, the shipped one."""
    return Words(version.subject, version.body) if version and version.is_own else slot.shipped()


def _says_another(slot: Slot, chosen: LetterVersion) -> bool:
    own = slot.own()
    return _words(slot, chosen) != (Words(own.subject, own.body) if own else slot.shipped())


def _entry(slot: Slot, version: LetterVersion, is_chosen: bool) -> dict[str, Any]:
    url = reverse("admin:correspondence_lettertemplate_history_of", args=[slot.purpose, slot.language])
    return {
        "text": f"{version.number}. {_what(version)}",
        "detail": version.subject,
        "at_text": moment_text(version.at, slot.conference.zone) if version.at else _("before the history was kept"),
        "actor": str(version.by) if version.by else "",
        "url": f"{url}?version={version.number}",
        "tone": "accent" if is_chosen else "",
    }


def _what(version: LetterVersion) -> str:
    if version.restored_from:
        return _("Restored from version %(number)d") % {"number": version.restored_from}
    if not version.is_own:
        return _("Returned to the shipped wording")
    return _("Reworded") if version.at else _("As it stood")
