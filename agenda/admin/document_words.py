"""Who will see a document, in the words that an officer reads beside its form."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agenda.models import ConferenceDocument, Distribution, Listing
from agenda.queries.documents import released_sessions
from agenda.states import DocumentState
from conference.clock import conference_now
from conference.formats import language_name, moment_text, zone_text
from conference.models import Conference

TONES = {
    DocumentState.DRAFT: "waiting",
    DocumentState.ISSUED: "good",
    DocumentState.WITHDRAWN: "neutral",
}


def audience_of(document: ConferenceDocument) -> Iterator[str]:
    """One sentence each: as it stands, for whom, from when, of which sessions, in which languages not."""
    held = document.conference
    yield _standing(document)
    yield _readers(document)
    if document.embargo_until and document.embargo_until > conference_now(held):
        yield _("Until %(moment)s, %(zone)s, it is under embargo: the Secretariat alone can open it.") % {
            "moment": moment_text(document.embargo_until, held.zone),
            "zone": zone_text(held.zone, document.embargo_until),
        }
    yield from _because_of_its_sessions(document)
    missing = languages_missing(document, held)
    if missing:
        names = ", ".join(language_name(code) for code in missing)
        yield _("There is no text yet in: %(languages)s.") % {"languages": names}


def _standing(document: ConferenceDocument) -> str:
    sentences = {
        DocumentState.DRAFT: _("It is a draft: the Secretariat alone sees it. Once it is issued:"),
        DocumentState.ISSUED: _("It is issued."),
        DocumentState.WITHDRAWN: _("It was withdrawn: the Secretariat alone sees it. Were it issued again:"),
    }
    return sentences[DocumentState(document.state)]


def _readers(document: ConferenceDocument) -> str:
    sentences = {
        Distribution.PUBLIC: _("Everybody finds it on the public page of documents."),
        Distribution.PARTICIPANTS: _(
            "Participants, focal points and those who speak in its sessions find it after signing in."
        ),
        Distribution.DELEGATIONS: _("Members of delegations and focal points find it after signing in."),
    }
    return sentences[Distribution(document.distribution)]


def _because_of_its_sessions(document: ConferenceDocument) -> Iterator[str]:
    own = {session.pk for session in document.sessions.all()}
    if not own:
        return
    released = [one for one in released_sessions(document.conference) if one.id in own]
    if not released:
        yield _("None of its sessions is published yet: nobody else is told of it before the next release.")
    elif not any(one.listing == Listing.PUBLIC for one in released):
        yield _("Its sessions are not on the public agenda: whoever may not know of them is not told of it either.")


def languages_missing(document: ConferenceDocument, held: Conference) -> list[str]:
    there = {version.language for version in document.versions.all() if version.ended_at is None}
    return [code for code in held.languages if code not in there]
