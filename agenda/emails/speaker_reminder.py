"""The letter that reminds a speaker of what is kindly asked."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.emails.briefs import asked_lines
from agenda.models import SpeakerRequests
from agenda.queries.reminded import Owing
from agenda.queries.speaker_requests import statement_due
from conference.correspondence.letter import Letter
from conference.formats import due_text
from registration.emails import letter_to_participant, page_address


def speaker_reminder(owing: Owing, requests: SpeakerRequests, *, version: str) -> Letter | None:
    """One letter a person, however many sessions it is for. Nothing where there is no address."""
    person = owing.participant
    conference = person.conference
    language = conference.language_or_default(person.language)
    with override(language):
        values = {
            "participant_name": person.name_in_letters,
            "asked": "\n\n".join(_asked(owing, requests)),
            "speaking_link": page_address(conference, language, "agenda:speaking"),
        }
    return letter_to_participant("speaker_reminder", person, about=person, version=version, values=values)


def _asked(owing: Owing, requests: SpeakerRequests) -> list[str]:
    conference, found = owing.participant.conference, []
    for each in owing.owed:
        by = due_text(statement_due(requests, each.starts_at, conference), conference.zone)
        head = _("For “%(session)s”, by %(moment)s:") % {"session": each.appearance.session.title, "moment": by}
        found.append("\n".join([head, *(f"– {line}" for line in asked_lines(requests, each.asked))]))
    return found
