"""The briefs of a panel before they are sent: to whom, how each goes, and its words."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from agenda.emails.briefs import fingerprint_of, speaker_brief
from agenda.models import SpeakerBrief
from agenda.queries.briefs import Briefing, PlannedBrief
from conference.correspondence.compose import Wordings, compose_text
from conference.correspondence.letter import Letter
from conference.formats import language_name
from registration.admin.naming import is_withheld, person_line


class BriefsShown:
    """The letters as the act would write them; the words of protected persons' letters are withheld."""

    def __init__(self, request: HttpRequest, briefing: Briefing) -> None:
        self.request = request
        self.wordings: Wordings = {}
        self.planned = [(plan, _letter(briefing, plan)) for plan in briefing.plans]

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(letter for _plan, letter in self.planned if letter)

    def lines(self) -> list[dict[str, Any]]:
        """One a speaker, those who are written to first."""
        return [self._line(plan, letter) for plan, letter in sorted(self.planned, key=lambda each: not each[0].is_due)]

    def _line(self, plan: PlannedBrief, letter: Letter | None) -> dict[str, Any]:
        is_shown = letter is not None and not is_withheld(self.request, plan.participant)
        return {
            "name": person_line(self.request, plan.participant).name,
            "language": language_name(letter.language) if letter else "",
            "code": letter.language if letter else "",
            "how": _how(plan, letter),
            "letter": compose_text(letter, self.wordings) if letter and is_shown else None,
        }


def _letter(briefing: Briefing, plan: PlannedBrief) -> Letter | None:
    return speaker_brief(briefing, plan, SpeakerBrief(appearance=plan.appearance)) if plan.is_due else None


def _how(plan: PlannedBrief, letter: Letter | None) -> str:
    if not plan.participant.is_reachable:
        return _("no address: please tell this person yourself")
    if letter is None:
        return _("has a brief of what holds now")
    if letter.by_hand:
        return _("waits to be sent by hand")
    if plan.not_gone and plan.latest and plan.latest.pk in plan.not_gone:
        return _("in place of a letter that has not gone")
    return _("says what has changed") if plan.known else ""
