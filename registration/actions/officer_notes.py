"""Writing a note for one's colleagues."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import User
from registration.actions.marking import lock_rows_to_mark
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import NoteReaders, OfficerNote, Registration


class NoteMeanwhileError(LostUpdateError):
    """A colleague has written since the page was made: whoever writes should have read it."""

    def __init__(self) -> None:
        sentence = _(
            "A colleague has written a note meanwhile. Yours is not saved yet: please read theirs, then save yours."
        )
        RegistrationError.__init__(self, sentence)


@transaction.atomic
def write_note(
    registration: Registration, words: str, *, by: User, readers: NoteReaders, seen: int, form_token: UUID
) -> OfficerNote:
    """Keeps a note; a form that is sent twice makes one. Locks the registration.

    ``seen`` is how many notes the officer could read when the page was made. Raises ``NoteMeanwhileError``;
    ``RegistrationError`` for a note without words; ``NotPermittedError``.
    """
    if not words.strip():
        raise RegistrationError(_("Please write the note before you save it."))
    if not lock_rows_to_mark(registration.conference, [registration.pk], by=by):
        raise NotPermittedError
    sent_before = OfficerNote.objects.filter(form_token=form_token, registration=registration, by=by).first()
    if sent_before is not None:
        return sent_before
    readable = OfficerNote.objects.visible_to(by, registration.conference).filter(registration=registration)
    if readable.count() != seen:
        raise NoteMeanwhileError
    return OfficerNote.objects.create(
        registration=registration, words=words.strip(), readers=readers, by=by, form_token=form_token
    )
