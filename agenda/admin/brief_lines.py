"""The briefs of a panel before they are sent: to whom, how each goes, and its words."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from agenda.emails import speaker_brief
from agenda.models import SpeakerBrief
from agenda.queries.briefs import Briefing, PlannedBrief
from conference.correspondence.compose import Wordings, compose_text
from conference.correspondence.letter import Letter
from conference.formats import language_name
from registration.admin.naming import is_withheld, person_line


def brief_lines(request: HttpRequest, briefing: Briefing) -> list[dict[str, Any]]:
    """A line a speaker, those who are written to first; the words of protected persons' letters are withheld."""
    wordings: Wordings = {}
    return [
        _line(request, briefing, plan, wordings) for plan in sorted(briefing.plans, key=lambda plan: not plan.is_due)
    ]


def _line(request: HttpRequest, briefing: Briefing, plan: PlannedBrief, wordings: Wordings) -> dict[str, Any]:
    letter = speaker_brief(briefing, plan, SpeakerBrief(appearance=plan.appearance)) if plan.is_due else None
    is_shown = letter is not None and not is_withheld(request, plan.participant)
    return {
        "name": person_line(request, plan.participant).name,
        "language": language_name(letter.language) if letter else "",
        "code": letter.language if letter else "",
        "how": _how(plan, letter),
        "letter": compose_text(letter, wordings) if letter and is_shown else None,
    }


def _how(plan: PlannedBrief, letter: Letter | None) -> str:
    if not plan.is_reachable:
        return _("no address: please tell this person yourself")
    if letter is None:
        return _("has a brief of what holds now")
    if letter.by_hand:
        return _("waits to be sent by hand")
    if plan.not_gone and plan.latest and plan.latest.pk in plan.not_gone:
        return _("in place of a letter that has not gone")
    return _("says what has changed") if plan.known else ""
