"""The papers of speakers as officers see them, replaced and withdrawn ones too: the interpreters' copy is the file."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import Appearance, SpeakerPaper
from agenda.queries.labels import language_name
from agenda.queries.speaker_papers import embargo_ends, is_under_embargo
from agenda.queries.speaker_times import SpokenAt, spoken_at
from conference.clock import conference_now, on_the_clock
from conference.formats import moment_text
from conference.models import Conference


def paper_lines(appearances: Iterable[Appearance], held: Conference) -> list[dict[str, Any]]:
    """The current ones first, each with when it came, from when others may have it, and whether that is now."""
    by_id = {each.pk: each for each in appearances}
    times = spoken_at(held, {each.session_id: each.session for each in by_id.values()}.values())
    papers = SpeakerPaper.objects.filter(appearance__in=by_id).order_by("-uploaded_at")
    lines = [_line(paper, by_id[paper.appearance_id], times, held) for paper in papers]
    return sorted(lines, key=lambda line: line["is_ended"])


def _line(paper: SpeakerPaper, appearance: Appearance, times: Any, held: Conference) -> dict[str, Any]:
    spoken: SpokenAt = times[appearance.session_id]
    is_ended = paper.ended_at is not None
    return {
        "pk": str(paper.pk),
        "name": paper.name,
        "url": reverse("agenda:paper", args=[held.slug, paper.pk]),
        "session": str(appearance.session),
        "person": appearance.participant.formal_name if appearance.participant else "",
        "what": _("%(kind)s, %(language)s")
        % {"kind": capfirst(paper.get_kind_display()), "language": language_name(paper.language)},
        "came": moment_text(on_the_clock(held, paper.uploaded_at), held.zone),
        "embargo": _embargo_text(paper, spoken, held),
        "is_ended": is_ended,
        "is_free": not is_ended and not is_under_embargo(paper, spoken, conference_now(held)),
    }


def _embargo_text(paper: SpeakerPaper, spoken: SpokenAt, held: Conference) -> str:
    ends = embargo_ends(paper, spoken)
    if ends is None:
        return _("for the Secretariat and the interpreters alone")
    if ends <= conference_now(held):
        return _("may be distributed")
    return _("not before %(moment)s") % {"moment": moment_text(ends, held.zone)}
