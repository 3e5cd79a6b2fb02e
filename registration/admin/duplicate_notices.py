"""On the page of a registration: whom the person may be the same as, what it was merged with, and into what."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import current_roles, officer
from conference.admin.markup import at_text
from conference.permissions import ROLES_THAT_REGISTER
from registration.admin.duplicate_words import signals_in_words
from registration.admin.merge_words import labels_of
from registration.admin.naming import is_withheld, person_line
from registration.admin.row_page import page_of
from registration.models import DuplicateCandidate, Merge, Registration
from registration.queries.duplicates import merges_of, open_duplicates

SHOWN = 5


def may_be(request: HttpRequest, registration: Registration) -> list[dict[str, Any]]:
    """The open pairs in which the person stands, for officers who may merge; one query."""
    if not current_roles(request) & ROLES_THAT_REGISTER or not registration.is_live:
        return []
    pairs = open_duplicates(registration.conference, officer(request)).of(registration.participant)
    return [_line(request, pair, registration) for pair in pairs.select_related("first", "second")[:SHOWN]]


def _line(request: HttpRequest, pair: DuplicateCandidate, registration: Registration) -> dict[str, Any]:
    other = pair.second if pair.first_id == registration.participant_id else pair.first
    return {
        "name": person_line(request, other).name,
        "signals": signals_in_words(pair.signals),
        "url": page_of(pair),
    }


def merged_into(request: HttpRequest, merges: list[Merge], registration: Registration) -> dict[str, str]:
    """Where this registration went, as long as it is merged: a name, as far as this officer may read it, and a way."""
    for merge in merges:
        if merge.merged_id == registration.pk and merge.undone_at is None:
            url = reverse("admin:registration_registration_change", args=[merge.kept_id])
            return {"name": person_line(request, merge.kept.participant).name, "url": url}
    return {}


def merges_in_history(request: HttpRequest, merges: list[Merge], registration: Registration) -> list[dict[str, Any]]:
    """Each merge, and each that was undone, on both sides; of protected persons only that there was one."""
    entries = []
    for merge in merges:
        other = merge.merged if merge.kept_id == registration.pk else merge.kept
        entries.append(_entry(request, merge, other, stayed=merge.kept_id == registration.pk))
        if merge.undone_at is not None:
            entries.append(
                {
                    "at": merge.undone_at,
                    "text": _("The merge was undone"),
                    "at_text": at_text(registration.conference, merge.undone_at),
                    "actor": str(merge.undone_by or ""),
                }
            )
    return entries


def _entry(request: HttpRequest, merge: Merge, other: Registration, *, stayed: bool) -> dict[str, Any]:
    name = person_line(request, other.participant).name
    text = _("Merged with the registration of %(name)s") if stayed else _("Merged into the registration of %(name)s")
    withheld = is_withheld(request, other.participant)
    taken = ", ".join(labels_of(merge.taken))
    parts = (_("Taken: %(labels)s.") % {"labels": taken} if taken else "", merge.note)
    return {
        "at": merge.at,
        "text": text % {"name": name},
        "detail": "" if withheld else " ".join(part for part in parts if part),
        "at_text": at_text(merge.conference, merge.at),
        "actor": str(merge.by or ""),
        "url": "" if withheld else reverse("admin:registration_registration_change", args=[other.pk]),
    }


def all_merges(registration: Registration) -> list[Merge]:
    """Of this registration, on either side; one query."""
    return list(merges_of(registration))
