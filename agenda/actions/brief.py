"""Each speaker of a session is told what a speaker needs before it; anew only where something of it has changed."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.actions.locking import lock_session
from agenda.emails import speaker_brief
from agenda.errors import LostUpdateError, NothingToBriefError
from agenda.models import Appearance, SpeakerBrief
from agenda.queries.briefs import Briefing, PlannedBrief
from agenda.queries.snapshot import asked_of
from conference.correspondence import ledger, outbox
from conference.models import User


@transaction.atomic
def send_briefs(session_id: UUID, *, by: User | None, fingerprint: str | None = None) -> list[SpeakerBrief]:
    """Writes a brief to each speaker who has none of what holds now; gives them. What has not gone is replaced.

    ``fingerprint`` is the one of the preview. Locks the conference, the session and its appearances: of two officers
    the second finds nothing left to write. Raises ``NothingToBriefError``, ``BriefError`` for a session that is
    cancelled, over or without a time, ``LostUpdateError``, ``NotPermittedError``.
    """
    session = lock_session(session_id, by=by)
    list(Appearance.objects.select_for_update(no_key=True).filter(session=session).order_by("pk"))
    briefing = Briefing(session)
    if refusal := briefing.why_not():
        raise refusal
    due = briefing.due
    if not due:
        raise NothingToBriefError
    if fingerprint is not None and fingerprint != briefing.fingerprint:
        raise LostUpdateError
    return _write(briefing, due, by=by)


def _write(briefing: Briefing, due: Sequence[PlannedBrief], *, by: User | None) -> list[SpeakerBrief]:
    now = timezone.now()
    briefs = [
        SpeakerBrief(appearance=plan.appearance, number=plan.number, told=plan.told, sent_at=now, sent_by=by)
        for plan in due
    ]
    SpeakerBrief.objects.bulk_create(briefs)
    not_gone = [pk for plan in due for pk in plan.not_gone]
    ledger.supersede(not_gone, (), by=by, answer=_("Taken back: a later brief takes its place."))
    letters = [speaker_brief(briefing, plan, brief) for plan, brief in zip(due, briefs, strict=True)]
    outbox.enqueue_all([letter for letter in letters if letter])
    _keep(briefing, [plan.appearance for plan in due], now=now)
    return briefs


def _keep(briefing: Briefing, rows: Sequence[Appearance], *, now: datetime.datetime) -> None:
    """Of what no release says yet the brief has told more than the invitation: the next release counts from it."""
    for row in rows:
        row.brief_sent_at = now
        if briefing.published is None:
            row.asked_with = asked_of(row, briefing.last.number if briefing.last else 0)
    Appearance.objects.bulk_update(rows, ["brief_sent_at", "asked_with"])
