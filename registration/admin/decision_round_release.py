"""The release of a round of decisions: the totals and the letters as they will go, then the act."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer
from registration.actions.rounds import BATCH, release_round
from registration.admin.decision_round_page import totals_of
from registration.admin.guard import is_of_another_conference
from registration.admin.naming import is_withheld, person_line
from registration.admin.rehearsal import rehearse
from registration.admin.row_page import page_of, seen_version
from registration.errors import RegistrationError
from registration.models import DecisionRound, RoundDecision
from registration.states import RoundState

LETTERS_SHOWN = 20


def release_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """The totals and the letters as they will go; then the release."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(model_admin.get_queryset(request), pk=pk)
        if not model_admin.has_change_permission(request, found):
            raise PermissionDenied
        if found.state != RoundState.OPEN:
            return HttpResponseRedirect(page_of(found))
        if request.method == "POST" and not is_of_another_conference(request):
            return _release(request, found)
        return TemplateResponse(
            request, "admin/registration/decisionround/release.html", _release_context(model_admin, request, found)
        )

    return view


def _release(request: HttpRequest, found: DecisionRound) -> HttpResponse:
    try:
        released = release_round(found.pk, by=officer(request), version=seen_version(request))
    except RegistrationError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(page_of(found))
    refused = released.decisions.exclude(refusal="").count()
    done = released.decisions.filter(done_at__isnull=False, refusal="").count()
    sentence = ngettext("%(count)d decision is released.", "%(count)d decisions are released.", done)
    messages.success(request, sentence % {"count": done})
    if refused:
        sentence = ngettext(
            "%(count)d could not be made; the reason stands beside it.",
            "%(count)d could not be made; the reason stands beside each.",
            refused,
        )
        messages.warning(request, sentence % {"count": refused})
    if released.state == RoundState.RELEASING:
        messages.info(request, _("The others follow by themselves within minutes; you need not wait here."))
    return HttpResponseRedirect(page_of(found))


def _release_context(model_admin: ModelAdmin[Any], request: HttpRequest, found: DecisionRound) -> dict[str, Any]:
    by, refused = officer(request), list[RoundDecision]()

    def about(released: DecisionRound) -> list[uuid.UUID]:
        """Read while it is rehearsed: afterwards nothing of it has happened."""
        refused.extend(released.decisions.exclude(refusal="").select_related("registration__participant"))
        return list(released.decisions.values_list("registration", flat=True))

    rehearsal = rehearse(lambda: release_round(found.pk, by=by), about=about)
    decisions = list(found.decisions.select_related("registration__participant"))
    withheld = {each.registration_id for each in decisions if is_withheld(request, each.registration.participant)}
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("Release this round?"),
        "opts": model_admin.opts,
        "round": found,
        "totals": totals_of(decisions),
        "refusal": rehearsal.refusal,
        "refusals": [(person_line(request, each.registration.participant).name, each.refusal) for each in refused],
        "letters": [letter for letter in rehearsal.letters if letter.about_id not in withheld][:LETTERS_SHOWN],
        "letters_total": len(rehearsal.letters),
        "is_batched": len(decisions) > BATCH,
        "wait": found.conference.decision_letters_wait,
    }
