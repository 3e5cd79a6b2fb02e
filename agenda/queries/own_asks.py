"""What is asked of a participant who speaks, for the own page: the same as on the page of the speaker."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import Appearance
from agenda.queries.asked_of_speakers import Asked, Outstanding
from agenda.queries.speaker_requests import requests_of, statement_due
from agenda.queries.speaker_times import spoken_at
from agenda.states import AppearanceState
from conference.clock import conference_now
from conference.formats import moment_text
from conference.models import Conference


@dataclass(frozen=True)
class Wanted:
    """Of one appearance that is still to come; ``due`` where a statement is asked for and its time is known."""

    appearance: Appearance
    asked: Sequence[Asked]
    due: datetime.datetime | None


def own_asks(participant_id: UUID, conference: Conference) -> Iterator[dict[str, str]]:
    """Lines of ``components/todo.html``; one query for whoever does not speak, four for whoever does."""
    wanted = _wanted(participant_id, conference)
    asked = {what for each in wanted for what in each.asked}
    if count := sum(Asked.CONFIRMATION in each.asked for each in wanted):
        text = ngettext("Kindly confirm one session", "Kindly confirm %(count)d sessions", count) % {"count": count}
        yield {"text": text, "url": reverse("agenda:speaking", args=[conference.slug]), "by_text": ""}
    yield from _statements([each for each in wanted if Asked.STATEMENT in each.asked], conference)
    texts = {
        (True, True): _("Kindly give your biography and a portrait"),
        (True, False): _("Kindly give your biography"),
        (False, True): _("Kindly give a portrait"),
    }
    words = (Asked.BIOGRAPHY in asked, Asked.PORTRAIT in asked)
    if any(words):
        url = reverse("agenda:introduction", args=[conference.slug, participant_id])
        yield {"text": texts[words], "url": url, "by_text": ""}


def _statements(owed: Sequence[Wanted], conference: Conference) -> Iterable[dict[str, str]]:
    """The first that is due leads to where it is sent; several to the page that has all of them."""
    if not owed:
        return
    text = ngettext("Kindly send your statement", "Kindly send %(count)d statements", len(owed)) % {"count": len(owed)}
    due = min((each.due for each in owed if each.due), default=None)
    yield {
        "text": text,
        "url": reverse("agenda:papers", args=[conference.slug, owed[0].appearance.pk])
        if len(owed) == 1
        else reverse("agenda:speaking", args=[conference.slug]),
        "by_text": _due_text(due, conference) if due else "",
    }


def _due_text(due: datetime.datetime, conference: Conference) -> str:
    """What is late is still welcome."""
    words = _("was due %(when)s") if due <= conference_now(conference) else _("by %(when)s")
    return words % {"when": moment_text(due, conference.zone)}


def _wanted(participant_id: UUID, conference: Conference) -> list[Wanted]:
    """By when they are held, of sessions that are not over, cancelled or regretted."""
    rows = list(
        Appearance.objects.filter(session__conference=conference, participant=participant_id)
        .exclude(state=AppearanceState.DECLINED)
        .select_related("session")
        .order_by("session__starts_at", "pk")
    )
    if not rows:
        return []
    now, requests = conference_now(conference), requests_of(conference)
    outstanding = Outstanding(conference, rows, requests)
    times = spoken_at(conference, [row.session for row in rows])
    found = []
    for row in rows:
        at = times[row.session_id]
        if at.is_cancelled or (at.ends_at and at.ends_at <= now):
            continue
        due = statement_due(requests, at.starts_at, conference) if at.starts_at else None
        found.append(Wanted(row, outstanding.of(row), due))
    return found
