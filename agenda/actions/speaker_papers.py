"""Statements and slides of speakers: sent, replaced, withdrawn; made into a document once the embargo is over."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.actions.document_versions import keep_version
from agenda.actions.documents import enter_document
from agenda.actions.locking import lock_appearance, lock_arranged_appearance
from agenda.errors import NotPermittedError, PaperError, SessionIsCancelledError, StaticLineError
from agenda.models import (
    Appearance,
    ConferenceDocument,
    ConferenceDocumentKind,
    DocumentVersion,
    Embargo,
    PaperKind,
    SpeakerPaper,
)
from agenda.permissions import can_answer_for, can_schedule
from agenda.queries.speaker_papers import is_closed_for_changes, is_under_embargo
from agenda.queries.speaker_requests import requests_of
from agenda.queries.speaker_times import spoken_at
from agenda.states import AppearanceState, DocumentState
from conference.clock import conference_now
from conference.models import User
from conference.uploads import Upload
from registration.actions.attach import removing_files_on_failure

#: What was replaced is kept for the Secretariat: nobody fills the disk by replacing.
MOST_OF_AN_APPEARANCE = 60
#: Further away from the conference nobody speaks; for ever is another embargo.
AROUND = datetime.timedelta(days=366)
DOCUMENT_KINDS = {
    PaperKind.STATEMENT: ConferenceDocumentKind.STATEMENT,
    PaperKind.SLIDES: ConferenceDocumentKind.PRESENTATION,
}


def send_paper(
    appearance_id: UUID,
    upload: Upload,
    *,
    kind: PaperKind | str,
    language: str,
    embargo: Embargo | str,
    by: User,
    embargo_until: datetime.datetime | None = None,
) -> SpeakerPaper:
    """Keeps a file for the Secretariat and the interpreters, in place of the former of its kind and language.

    A first one may be late; what is there is replaced until it is due, see ``queries.speaker_papers``. An officer who
    was sent it otherwise may at any time. Locks the appearance. Raises ``PaperError``, ``NotPermittedError``,
    ``StaticLineError``, ``SessionIsCancelledError``.
    """
    with removing_files_on_failure() as stored:
        appearance = _lock(appearance_id, by=by)
        conference = appearance.session.conference
        if language not in conference.languages:
            raise PaperError(_("The conference is not held in this language."))
        _refuse_impossible_embargo(appearance, embargo, embargo_until, by=by)
        if appearance.papers.count() >= MOST_OF_AN_APPEARANCE:
            raise PaperError(_("Very many files have come for this session. Kindly write to the Secretariat."))
        former = appearance.papers.current().filter(kind=kind, language=language).first()
        if former:
            _refuse_when_closed(appearance, by=by)
            _end(former, by=by)
        paper = SpeakerPaper(
            appearance=appearance,
            kind=kind,
            language=language,
            embargo=embargo,
            embargo_until=embargo_until,
        )
        stored.append(paper.store(upload, by=by))
        paper.save(force_insert=True)
        return paper


def _refuse_impossible_embargo(
    appearance: Appearance, embargo: Embargo | str, until: datetime.datetime | None, *, by: User
) -> None:
    """The Secretariat alone records one that is over. Days are looked at as typed: no clock knows the year one."""
    if (Embargo(embargo) == Embargo.UNTIL) != (until is not None):
        raise PaperError(_("Give day and time of the embargo, or choose another embargo."))
    if until is None:
        return
    conference = appearance.session.conference
    is_near = conference.starts_on - AROUND <= until.date() <= conference.ends_on + AROUND
    if not is_near or not (can_schedule(by, conference) or until > conference_now(conference)):
        raise PaperError(_("An embargo ends at a moment that is still to come, within a year of the conference."))


@transaction.atomic
def withdraw_paper(paper_id: UUID, *, by: User) -> SpeakerPaper:
    """Takes a paper back; it stays on record for the Secretariat. A second time changes nothing. Locks the appearance.

    Raises ``PaperError`` after it was due, ``NotPermittedError``.
    """
    unlocked = SpeakerPaper.objects.only("appearance_id").get(pk=paper_id)
    appearance = _lock(unlocked.appearance_id, by=by, for_sending=False)
    paper: SpeakerPaper = SpeakerPaper.objects.get(pk=paper_id)
    if paper.ended_at is None:
        _refuse_when_closed(appearance, by=by)
        _end(paper, by=by)
    return paper


def _lock(appearance_id: UUID, *, by: User, for_sending: bool = True) -> Appearance:
    appearance = lock_appearance(appearance_id)
    if appearance.participant is None:
        raise StaticLineError
    if not can_answer_for(by, appearance):
        raise NotPermittedError
    if not for_sending:
        return appearance
    times = spoken_at(appearance.session.conference, [appearance.session])[appearance.session_id]
    if times.is_cancelled:
        raise SessionIsCancelledError
    if appearance.state == AppearanceState.DECLINED:
        raise PaperError(_("You have sent your regrets for this session; nothing is asked of you there."))
    if not can_schedule(by, appearance.session.conference) and _is_over(appearance, times.ends_at):
        raise PaperError(_("This session is over. Kindly send the file to the Secretariat."))
    return appearance


def _is_over(appearance: Appearance, ends_at: datetime.datetime | None) -> bool:
    return ends_at is not None and ends_at <= conference_now(appearance.session.conference)


def _refuse_when_closed(appearance: Appearance, *, by: User) -> None:
    conference = appearance.session.conference
    times = spoken_at(conference, [appearance.session])[appearance.session_id]
    if can_schedule(by, conference) or not is_closed_for_changes(times, requests_of(conference), conference):
        return
    raise PaperError(
        _("The interpreters have their copy already. To change or withdraw it, kindly write to the Secretariat.")
    )


def _end(paper: SpeakerPaper, *, by: User) -> None:
    paper.ended_at, paper.ended_by = timezone.now(), by
    paper.save(update_fields=["ended_at", "ended_by"])


def distribute_paper(paper_id: UUID, *, by: User) -> ConferenceDocument:
    """Makes a document of the session out of a paper, as a draft; not before its embargo is over, and once.

    A paper that nobody may have yet lies nowhere from where it could be issued: so a session that is moved later takes
    its embargo along. Locks conference and appearance. Raises ``PaperError``, ``NotPermittedError``.
    """
    with removing_files_on_failure():
        unlocked = SpeakerPaper.objects.only("appearance_id").get(pk=paper_id)
        appearance = lock_arranged_appearance(unlocked.appearance_id, by=by)
        session, paper = appearance.session, SpeakerPaper.objects.get(pk=paper_id)
        if paper.ended_at is not None:
            raise PaperError(_("This file was replaced or withdrawn meanwhile."))
        times = spoken_at(session.conference, [session])[session.pk]
        if is_under_embargo(paper, times, conference_now(session.conference)):
            raise PaperError(_("Nobody but the Secretariat and the interpreters may have this file yet."))
        if _is_distributed(paper):
            raise PaperError(_("A document of this session has this file already."))
        kind = DOCUMENT_KINDS[PaperKind(paper.kind)]
        document = ConferenceDocument(conference=session.conference, kind=kind, title=session.title)
        enter_document(document, sessions=[session], by=by)
        keep_version(document.pk, _upload_of(paper), language=paper.language, by=by)
        return document


def _is_distributed(paper: SpeakerPaper) -> bool:
    """Whether a document of the session that was not withdrawn has the same file: a button may be pressed twice."""
    documents = ConferenceDocument.objects.filter(sessions=paper.appearance.session_id)
    held = DocumentVersion.objects.current().filter(document__in=documents.exclude(state=DocumentState.WITHDRAWN))
    return bool(held.filter(sha256=paper.sha256, language=paper.language).exists())


def _upload_of(paper: SpeakerPaper) -> Upload:
    try:
        with paper.file.open("rb") as opened:
            return Upload(opened.read(), paper.content_type, paper.name)
    except FileNotFoundError as error:
        raise PaperError(_("This file cannot be opened any more.")) from error
