"""One pair: two persons side by side, and what the officer makes of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import officer
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from registration.actions.duplicates import dismiss_duplicate, reopen_duplicate
from registration.actions.merge import refuse_merge, versions_of
from registration.admin.duplicate_rows import Comparison
from registration.admin.duplicate_words import STATE_TONES, signals_in_words
from registration.admin.ledger import history_of, letters_about, names_of_actors, timeline
from registration.admin.move_page import what_letters_are_about
from registration.admin.naming import person_line
from registration.admin.row_page import page_of, read_page, seen_version
from registration.admin.tones import REGISTRATION_TONES
from registration.errors import RegistrationError
from registration.models import DuplicateCandidate, DuplicateState, Merge, Registration
from registration.queries.duplicates import current_registrations, likelihood
from registration.queries.merge_choices import which_stays


def show(model_admin: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page; what is submitted goes to addresses of its own."""
    template = "admin/registration/duplicatecandidate/detail.html"
    return read_page(model_admin, request, object_id, template, _context)


def two_of(pair: DuplicateCandidate, keep: str = "") -> tuple[Registration, Registration]:
    """The registrations of a pair: which stays and which is merged, as proposed or as ``keep`` says.

    Of a merged pair those that were merged. Raises ``Http404`` where one of the two has no registration any more.
    """
    merge = merge_of(pair)
    found = current_registrations(pair.of_whom)
    if merge is not None:
        found = {row.participant_id: row for row in _rows_of(merge)}
    if len(found) < len(pair.of_whom):
        raise Http404
    kept, merged = which_stays(*found.values())
    if merge is not None:
        keep = str(merge.kept_id)
    return (merged, kept) if keep == str(merged.pk) else (kept, merged)


def _rows_of(merge: Merge) -> list[Registration]:
    rows = Registration.objects.select_related(
        "participant", "category", "delegation", "conference", "invitation"
    ).filter(pk__in=(merge.kept_id, merge.merged_id))
    return list(rows)


def merge_of(pair: DuplicateCandidate) -> Merge | None:
    """The merge in force of this pair."""
    if pair.state != DuplicateState.MERGED:
        return None
    people = pair.of_whom
    rows = Merge.objects.filter(
        kept__participant__in=people, merged__participant__in=people, undone_at__isnull=True
    ).select_related("by", "conference")
    return rows.first()


def _context(model_admin: ScopedAdmin, request: HttpRequest, pair: DuplicateCandidate) -> dict[str, Any]:
    keep = request.GET.get("keep", "")
    kept, merged = two_of(pair, keep)
    merge, is_open = merge_of(pair), pair.state == DuplicateState.OPEN
    refusal = _refusal(request, kept, merged) if is_open else ""
    may_choose = is_open and not refusal and model_admin.has_change_permission(request, pair)
    return {
        "title": _("The same person?"),
        "opts": model_admin.opts,
        "pair": pair,
        "status_tone": STATE_TONES[pair.state],
        "likelihood": likelihood(pair.score),
        "signals": signals_in_words(pair.signals),
        "sides": [_side(request, row, stays=row is kept) for row in (kept, merged)],
        "groups": Comparison(request, kept, merged, may_choose=may_choose).groups(),
        "keep": kept.pk,
        "seen": versions_of(kept, merged),
        "other_way_url": f"{page_of(pair)}?keep={merged.pk}",
        "is_open": is_open,
        "refusal": refusal,
        "may_choose": may_choose,
        "decided_text": _decided(pair),
        "merge": merge,
        "may_undo": merge is not None and merge.may_be_undone,
    }


def _refusal(request: HttpRequest, kept: Registration, merged: Registration) -> str:
    """Why the two cannot be merged so; said before anything is chosen."""
    try:
        refuse_merge(kept, merged, by=officer(request))
    except RegistrationError as error:
        return str(error)
    return ""


def _side(request: HttpRequest, row: Registration, *, stays: bool) -> dict[str, Any]:
    names = names_of_actors(row.participant, row.delegation_id)
    moves = history_of(row.conference, row, names=names)
    return {
        "registration": row,
        "person": person_line(request, row.participant),
        "url": reverse("admin:registration_registration_change", args=[row.pk]),
        "stays": stays,
        "status_tone": REGISTRATION_TONES[row.state],
        "status_text": capfirst(row.get_state_display()),
        "history_entries": timeline(moves, letters_about(row.conference, what_letters_are_about(row))),
    }


def _decided(pair: DuplicateCandidate) -> str:
    """By whom and when, also of one that came again since."""
    if pair.decided_at is None:
        return ""
    return _("%(who)s, %(moment)s") % {
        "who": pair.decided_by or "–",
        "moment": at_text(pair.conference, pair.decided_at),
    }


def dismiss(request: HttpRequest, pair: DuplicateCandidate) -> None:
    """Not the same person; said with the way back."""
    note = request.POST.get("note", "")[:500]
    dismiss_duplicate(pair.pk, by=officer(request), version=seen_version(request), note=note)
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            _("Noted: two different persons. They are not shown again unless their data change."),
            reverse("admin:registration_duplicatecandidate_changelist"),
            _("Back to the list"),
        ),
    )


def reopen(request: HttpRequest, pair: DuplicateCandidate) -> None:
    """What was dismissed is to be looked at again."""
    reopen_duplicate(pair.pk, by=officer(request), version=seen_version(request))
    messages.success(request, _("The pair is to be looked at again."))
