"""Merging two registrations at the desk: what will happen, in words; then the act; then the way back."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from conference.admin.current import officer
from conference.admin.scoped import ScopedAdmin
from registration.actions.merge import Merged, merge_registrations
from registration.actions.unmerge import undo_merge
from registration.admin.duplicate_page import merge_of, two_of
from registration.admin.guard import is_of_another_conference
from registration.admin.merge_words import what_will_happen
from registration.admin.naming import person_line
from registration.admin.rehearsal import rehearse
from registration.admin.row_page import page_of
from registration.errors import RegistrationError
from registration.models import DuplicateCandidate, DuplicateState
from registration.queries.merge_choices import differing

MERGED = "merged"


def merge_view(model_admin: ScopedAdmin) -> Callable[..., HttpResponse]:
    """First submit: what will happen. Second (``send``): the act."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        pair = get_object_or_404(model_admin.get_queryset(request).select_related("conference"), pk=pk)
        if not model_admin.has_change_permission(request, pair):
            raise PermissionDenied
        if request.method != "POST" or pair.state != DuplicateState.OPEN or is_of_another_conference(request):
            return HttpResponseRedirect(page_of(pair))
        return _merge(request, pair) if "send" in request.POST else _preview(model_admin, request, pair)

    return view


def _act(request: HttpRequest, pair: DuplicateCandidate) -> Callable[[], Merged]:
    kept, merged = two_of(pair, request.POST.get("keep", ""))
    note, seen = request.POST.get("note", "")[:500], request.POST.get("seen", "")
    take, by = chosen(request), officer(request)
    return lambda: merge_registrations(kept.pk, merged.pk, take=take, by=by, seen=seen, note=note)


def chosen(request: HttpRequest) -> set[str]:
    """The keys of what is taken from the merged one."""
    prefix = "take-"
    return {
        key.removeprefix(prefix) for key, value in request.POST.items() if key.startswith(prefix) and value == MERGED
    }


def _preview(model_admin: ScopedAdmin, request: HttpRequest, pair: DuplicateCandidate) -> HttpResponse:
    kept, merged = two_of(pair, request.POST.get("keep", ""))
    offered = set(differing(kept, merged))
    rehearsal = rehearse(_act(request, pair), about=lambda done: [row.pk for row in done.promoted])
    if rehearsal.result is None:
        messages.error(request, rehearsal.refusal)
        return HttpResponseRedirect(f"{page_of(pair)}?keep={kept.pk}")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Merge the two registrations?"),
        "opts": model_admin.opts,
        "pair": pair,
        "kept": person_line(request, kept.participant),
        "sentences": what_will_happen(request, rehearsal.result),
        "letters": rehearsal.letters,
        "carried": {f"take-{key}": MERGED for key in sorted(chosen(request) & offered)}
        | {"keep": str(kept.pk), "seen": request.POST.get("seen", ""), "note": request.POST.get("note", "")[:500]},
        "back_url": f"{page_of(pair)}?keep={kept.pk}",
    }
    return TemplateResponse(request, "admin/registration/duplicatecandidate/merge.html", context)


def _merge(request: HttpRequest, pair: DuplicateCandidate) -> HttpResponse:
    try:
        _act(request, pair)()
    except RegistrationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The two registrations are merged. For half an hour this can be undone here."))
    return HttpResponseRedirect(page_of(pair))


def undo(request: HttpRequest, pair: DuplicateCandidate) -> None:
    """Everything is put back, or a sentence says why not."""
    merge = merge_of(pair)
    if merge is None:
        raise RegistrationError(_("This merge was undone already."))
    undo_merge(merge.pk, by=officer(request))
    messages.success(request, _("The merge is undone: both registrations are as they were."))
