"""Who speaks in a session, and in which role."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agenda.actions.locking import lock_arranged_appearance, lock_session
from agenda.emails import speaker_invitation
from agenda.errors import AnswerIsKeptError, AppointmentError, SessionIsCancelledError, StaticLineError
from agenda.models import Appearance, AppearanceRole, Release, Session
from agenda.queries.attendance import those_who_left
from agenda.queries.snapshot import asked_of
from agenda.states import AppearanceState, SessionState
from conference.correspondence import outbox
from conference.models import TranslatedText, User
from registration.models import Participant


@transaction.atomic
def appoint(
    session_id: UUID,
    *,
    role: AppearanceRole | str,
    by: User | None,
    participant: Participant | None = None,
    static_name: Mapping[str, str] | None = None,
    static_function: Mapping[str, str] | None = None,
    position: int | None = None,
    minutes: int | None = None,
) -> Appearance:
    """Asks a participant to speak (the letter asks to confirm or regret), or adds a static line, which asks nobody.

    Locks conference and session. Raises ``AppointmentError`` for both or neither, for a person of another conference,
    one who has left or who already has the role; ``SessionIsCancelledError``, ``NotPermittedError``.
    """
    session = lock_session(session_id, by=by)
    appearance = add_appearance(
        session,
        role=role,
        participant=participant,
        static_name=static_name,
        static_function=static_function,
        position=position,
        minutes=minutes,
    )
    _invite(appearance)
    return appearance


def add_appearance(
    session: Session,
    *,
    role: AppearanceRole | str,
    participant: Participant | None = None,
    static_name: Mapping[str, str] | None = None,
    static_function: Mapping[str, str] | None = None,
    position: int | None = None,
    minutes: int | None = None,
) -> Appearance:
    """Names somebody, or a static line, in a session that the caller has locked; writes no letter.

    Raises as :func:`appoint`.
    """
    line = TranslatedText.of(dict(static_name or {}))
    if session.state == SessionState.CANCELLED:
        raise SessionIsCancelledError
    if bool(participant) == bool(line):
        raise AppointmentError(_("Choose a participant, or write a static line, not both."))
    if participant:
        _ensure_may_speak(session, participant)
    appearance = Appearance(
        session=session,
        participant=participant,
        static_name=line,
        static_function=TranslatedText.of(dict(static_function or {})),
        role=role,
        position=_next_position(session) if position is None else position,
        minutes=minutes,
    )
    _save_once(appearance)
    return appearance


@transaction.atomic
def invite_again(appearance_id: UUID, *, by: User | None) -> Appearance:
    """Asks once more somebody who has answered. Locks conference and appearance.

    Raises ``IllegalAppearanceTransitionError``, ``StaticLineError``, ``SessionIsCancelledError``,
    ``AppointmentError`` for a person who has left, ``NotPermittedError``.
    """
    appearance = lock_arranged_appearance(appearance_id, by=by)
    if appearance.participant is None:
        raise StaticLineError
    if appearance.session.state == SessionState.CANCELLED:
        raise SessionIsCancelledError
    _ensure_may_speak(appearance.session, appearance.participant)
    appearance.move_to(AppearanceState.INVITED, by=by)
    _invite(appearance)
    return appearance


@transaction.atomic
def dismiss(appearance_id: UUID, *, by: User | None) -> None:
    """Takes a person or a static line off a session. The public sees it with the next release.

    Locks conference and appearance. Raises ``AnswerIsKeptError`` for somebody who regretted: no page names them anyway,
    and the answer is a record; ``AppointmentError`` where files of the speaker lie with it, ``NotPermittedError``.
    """
    appearance = lock_arranged_appearance(appearance_id, by=by)
    if appearance.state == AppearanceState.DECLINED:
        raise AnswerIsKeptError
    if appearance.papers.current().exists():
        raise AppointmentError(
            _("The speaker has sent a statement or slides for it: first withdraw them, on the speaker's page.")
        )
    appearance.delete()


def _ensure_may_speak(session: Session, participant: Participant) -> None:
    if participant.conference_id != session.conference_id:
        raise AppointmentError(_("This person does not belong to this conference."))
    if those_who_left([participant.pk]):
        raise AppointmentError(_("This person no longer takes part in the conference."))


def _next_position(session: Session) -> int:
    last: int | None = session.appearances.aggregate(last=Max("position"))["last"]
    return 1 if last is None else last + 1


def _save_once(appearance: Appearance) -> None:
    try:
        with transaction.atomic():
            appearance.save(force_insert=True)
    except IntegrityError as error:
        raise AppointmentError(_("This person already has this role in the session.")) from error


def _invite(appearance: Appearance) -> None:
    letter = speaker_invitation(appearance)
    if letter:
        last = Release.objects.last_number(appearance.session.conference)
        appearance.asked_with = asked_of(appearance, last)
        appearance.save(update_fields=["asked_with"])
        outbox.enqueue(letter)
