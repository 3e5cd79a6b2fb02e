"""The release of a round of decisions: the totals and the letters as they will go, then the act."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer
from registration.actions.rounds import BATCH, release_round
from registration.admin.decision_round_page import before_the_end, totals_of
from registration.admin.naming import is_withheld, person_line
from registration.admin.rehearsal import rehearse
from registration.admin.row_page import page_of, seen_version
from registration.errors import RegistrationError
from registration.models import DecisionRound, RoundDecision
from registration.states import RoundState

LETTERS_SHOWN = 20


def release_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """The totals and the letters as they will go; then the release."""
    return before_the_end(model_admin, _release, "admin/registration/decisionround/release.html", _context)


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


def _context(request: HttpRequest, found: DecisionRound) -> dict[str, Any]:
    by, refused = officer(request), list[RoundDecision]()

    def about(released: DecisionRound) -> list[uuid.UUID]:
        """Read while it is rehearsed: afterwards nothing of it has happened."""
        refused.extend(released.decisions.exclude(refusal="").select_related("registration__participant"))
        return list(released.decisions.values_list("registration", flat=True))

    rehearsal = rehearse(lambda: release_round(found.pk, by=by), about=about)
    decisions = list(found.decisions.select_related("registration__participant"))
    withheld = {each.registration_id for each in decisions if is_withheld(request, each.registration.participant)}
    return {
        "title": _("Release this round?"),
        "totals": totals_of(decisions),
        "refusal": rehearsal.refusal,
        "refusals": [(person_line(request, each.registration.participant).name, each.refusal) for each in refused],
        "letters": [letter for letter in rehearsal.letters if letter.about_id not in withheld][:LETTERS_SHOWN],
        "letters_total": len(rehearsal.letters),
        "is_batched": len(decisions) > BATCH,
        "wait": found.conference.decision_letters_wait,
    }
