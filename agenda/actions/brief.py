"""Each speaker of a session is told what a speaker needs before it; anew only where something of it has changed."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.actions.locking import lock_session
from agenda.emails.briefs import fingerprint_of, speaker_brief
from agenda.errors import LostUpdateError, NothingToBriefError
from agenda.models import Appearance, Session, SpeakerBrief
from agenda.queries.briefs import PURPOSE, Briefing, PlannedBrief
from agenda.queries.snapshot import asked_of
from conference.correspondence import ledger, outbox
from conference.correspondence.models import OutgoingMessage
from conference.models import User


@transaction.atomic
def send_briefs(session_id: UUID, *, by: User | None, fingerprint: str | None = None) -> list[SpeakerBrief]:
    """Writes a brief to each speaker who has none of what holds now; gives them. What has not gone is replaced.

    A former letter that is on its way, or of which nothing is known, is not sent again should it come back.
    ``fingerprint`` is the one of the preview. Locks the conference, the session, its appearances and the letters of
    former briefs: of two officers the second finds nothing left to write. Raises ``NothingToBriefError``,
    ``BriefError`` for a session that is cancelled, over or without a time, ``LostUpdateError``, ``NotPermittedError``.
    """
    session = lock_session(session_id, by=by)
    list(Appearance.objects.select_for_update(no_key=True).filter(session=session).order_by("pk"))
    _lock_letters(session)
    briefing = Briefing(session)
    if refusal := briefing.why_not():
        raise refusal
    due = briefing.due
    if not due:
        raise NothingToBriefError
    now = timezone.now()
    briefs = [
        SpeakerBrief(appearance=plan.appearance, number=plan.number, told=plan.told, sent_at=now, sent_by=by)
        for plan in due
    ]
    found = (speaker_brief(briefing, plan, brief) for plan, brief in zip(due, briefs, strict=True))
    letters = [letter for letter in found if letter]
    if fingerprint is not None and fingerprint != fingerprint_of(letters):
        raise LostUpdateError
    SpeakerBrief.objects.bulk_create(briefs)
    _take_back(due, by=by)
    outbox.enqueue_all(letters)
    _keep(briefing, [plan.appearance for plan in due], now=now)
    return briefs


def _lock_letters(session: Session) -> None:
    """A worker that has claimed one first has it, and it counts as on its way."""
    briefs = SpeakerBrief.objects.filter(appearance__session=session)
    rows = OutgoingMessage.objects.filter(purpose=PURPOSE, about_id__in=briefs.values("pk")).exclude(
        state__in=ledger.ENDED
    )
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _take_back(due: Sequence[PlannedBrief], *, by: User | None) -> None:
    not_gone = [pk for plan in due for pk in plan.not_gone]
    in_doubt = [pk for plan in due for pk in plan.in_doubt]
    ledger.supersede(not_gone, in_doubt, by=by, answer=_("Taken back: a later brief takes its place."))


def _keep(briefing: Briefing, rows: Sequence[Appearance], *, now: datetime.datetime) -> None:
    """Of what no release says yet the brief has told more than the invitation: the next release counts from it."""
    for row in rows:
        row.brief_sent_at = now
        if briefing.published is None:
            row.asked_with = asked_of(row, briefing.last.number if briefing.last else 0)
    Appearance.objects.bulk_update(rows, ["brief_sent_at", "asked_with"])
