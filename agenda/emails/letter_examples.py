"""On whom the wording of the programme's letters is tried: who has been asked to speak, but protected persons."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import override

from agenda.emails.speaking import invitation_values
from agenda.models import Appearance
from conference.correspondence.letter import Letter
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from conference.registry import LetterExamples
from registration.emails.addressing import salutation_of
from registration.models import Participant, Visibility, searchable

OFFERED = 20
TO_SPEAKERS = ("speaker_invitation", "speaker_brief", "speaker_reminder", "agenda_change")


def _appearances(conference: Conference, reader: User) -> QuerySet[Appearance]:
    people = Participant.objects.visible_to(reader, conference)
    if not has_role(reader, conference, ROLES_THAT_SEE_PROTECTED):
        people = people.exclude(visibility=Visibility.HIDDEN)
    rows = Appearance.objects.filter(session__conference=conference, participant__in=people)
    return rows.select_related("participant", "session").order_by("participant__search_text", "pk")


def _choose(conference: Conference, reader: User, words: str) -> Iterable[tuple[UUID, str]]:
    rows = _appearances(conference, reader).filter(participant__search_text__contains=searchable(words))
    return [(row.pk, f"{row.participant} ({row.session.title})") for row in rows[:OFFERED]]


def _letter(purpose: str, conference: Conference, reader: User, pk: UUID, language: str) -> Letter | None:
    row = _appearances(conference, reader).filter(pk=pk).first()
    if row is None or row.participant is None:
        return None
    row.session.conference = conference
    with override(language):
        values = invitation_values(row) | {"participant_name": row.participant.name_in_letters}
        name = row.participant.letter_name
    return Letter(
        conference=conference,
        purpose=purpose,
        recipient="",
        recipient_name=name,
        salutation=salutation_of(row.participant),
        language=language,
        values=values,
    )


EXAMPLES = {purpose: LetterExamples(_choose, partial(_letter, purpose)) for purpose in TO_SPEAKERS}
