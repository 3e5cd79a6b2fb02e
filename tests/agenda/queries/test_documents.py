"""Who may have which documents: the one rule, at each moment, for each reader."""

import datetime
import uuid

import pytest

from agenda.actions.documents import withdraw_document
from agenda.models import Distribution, Listing
from agenda.queries.documents import (
    documents_for,
    for_listing,
    known_sessions,
    public_documents_of,
    versions_for,
)
from agenda.queries.entitlement import Entitlement
from conference.clock import conference_now
from tests.factories.agenda import make_release, make_session
from tests.factories.conference import make_conference
from tests.factories.documents import make_document, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

ANYBODY = Entitlement()
PARTICIPANT = Entitlement(is_participant=True)
DELEGATE = Entitlement(is_participant=True, is_of_delegation=True)
FOCAL_POINT = Entitlement(is_of_delegation=True)
TEAM = Entitlement(is_team=True)
READERS = {
    "anybody": ANYBODY,
    "participant": PARTICIPANT,
    "delegate": DELEGATE,
    "focal point": FOCAL_POINT,
    "team": TEAM,
}


def readers_of(document, *, after=datetime.timedelta()):
    """Who has it, by document and by file alike."""
    conference = document.conference
    now = conference_now(conference) + after
    has = {name for name, reader in READERS.items() if document in documents_for(reader, conference, now)}
    opens = {
        name
        for name, reader in READERS.items()
        if versions_for(reader, conference, now).filter(document=document).exists()
    }
    assert opens - {"team"} == has - {"team"}, "whoever is told of it may open it, and nobody else"
    return has


@pytest.mark.parametrize(
    ("distribution", "readers"),
    [
        (Distribution.PUBLIC, set(READERS)),
        (Distribution.PARTICIPANTS, {"participant", "delegate", "focal point", "team"}),
        (Distribution.DELEGATIONS, {"delegate", "focal point", "team"}),
    ],
)
def test_a_document_is_for_those_to_whom_it_is_distributed(conference, distribution, readers):
    assert readers_of(make_document(conference, distribution=distribution)) == readers


def test_before_its_embargo_ends_the_team_alone_has_it(conference):
    hour = datetime.timedelta(hours=1)
    document = make_document(conference, embargo_until=conference_now(conference) + hour)
    assert readers_of(document) == {"team"}
    assert readers_of(document, after=hour - datetime.timedelta(seconds=5)) == {"team"}
    assert readers_of(document, after=hour) == set(READERS)


def test_nobody_has_a_draft_or_what_was_withdrawn(conference):
    begun, document = make_document(conference, is_issued=False), make_document(conference)
    withdraw_document(document.pk, by=None)
    assert readers_of(begun) == readers_of(document) == set()
    now = conference_now(conference)
    assert versions_for(TEAM, conference, now).count() == 2, "the Secretariat opens the files all the same"


def test_a_replaced_file_is_opened_by_the_team_alone(conference):
    document = make_document(conference)
    former = text_of(document)
    former.ended_at = conference_now(conference)
    former.save()
    now = conference_now(conference)
    assert former in versions_for(TEAM, conference, now)
    assert former not in versions_for(DELEGATE, conference, now)


@pytest.mark.parametrize(
    ("listing", "readers"),
    [
        (Listing.PUBLIC, set(READERS)),
        (Listing.PARTICIPANTS, {"participant", "delegate", "focal point", "team"}),
        (Listing.ENTITLED, {"participant", "delegate", "team"}),
    ],
)
def test_what_belongs_to_a_session_is_for_those_who_may_know_of_it(conference, listing, readers):
    document = make_document(conference, sessions=(make_session(conference, listing=listing),))
    assert readers_of(document) == {"team"}, "before a release nobody knows of the session"
    make_release(conference)
    assert readers_of(document) == readers


def test_what_belongs_to_a_known_session_as_well_is_told(conference):
    closed, panel = (make_session(conference, times, listing=listing) for times, listing in (
        ("09:00–10:00", Listing.ENTITLED), ("11:00–12:00", Listing.PUBLIC)))  # fmt: skip
    document = make_document(conference, sessions=(closed, panel))
    make_release(conference)
    assert readers_of(document) == set(READERS)


def test_whoever_speaks_in_a_session_has_its_papers(conference):
    session = make_session(conference, listing=Listing.ENTITLED)
    brief = make_document(conference, sessions=(session,), distribution=Distribution.PARTICIPANTS)
    general = make_document(conference, distribution=Distribution.PARTICIPANTS)
    for_delegations = make_document(conference, sessions=(session,), distribution=Distribution.DELEGATIONS)
    speaker = Entitlement(speaks_in=frozenset({session.pk}))
    found = documents_for(speaker, conference, conference_now(conference))
    assert [*found] == [brief], "before the release too, of which the invitation has told already"
    assert general not in found
    assert for_delegations not in found


def test_another_conference_has_its_own(conference):
    make_document(conference)
    other = make_conference()
    for reader in READERS.values():
        assert not documents_for(reader, other, conference_now(other)).exists()
        assert not versions_for(reader, other, conference_now(other)).exists()


def test_the_sessions_of_the_last_release_are_known_by_their_listing(conference):
    assert not known_sessions(DELEGATE, conference)
    make_session(conference, "09:00–10:00", listing=Listing.ENTITLED)
    panel = make_session(conference, "11:00–12:00")
    make_release(conference)
    make_session(conference, "15:00–16:00")
    assert [one.id for one in known_sessions(ANYBODY, conference)] == [panel.pk]
    assert len(known_sessions(DELEGATE, conference)) == 2
    assert {str(one.title) for one in known_sessions(ANYBODY, conference)} == {str(panel.title)}
    assert len(set(known_sessions(TEAM, conference))) == 2


@pytest.mark.parametrize("count", [1, 100])
def test_a_list_costs_the_same_for_one_and_for_a_hundred(conference, django_assert_num_queries, count):
    session = make_session(conference)
    make_release(conference)
    for _ in range(count):
        make_document(conference, languages=(), is_issued=False, sessions=(session,))
    conference.documents.update(state="issued", issued_at=conference_now(conference))
    known_sessions(ANYBODY, conference)  # the release is read once
    with django_assert_num_queries(4):
        found = for_listing(documents_for(ANYBODY, conference, conference_now(conference)))
        assert len([(one.label, [*one.versions.all()], [*one.sessions.all()]) for one in found]) == count


def test_the_documents_of_everybody_by_session(conference, django_assert_num_queries):
    opening, panel = (make_session(conference, times) for times in ("09:00–10:00", "11:00–12:00"))
    make_release(conference)
    note = make_document(conference, sessions=(opening, panel), languages=("mn", "en"))
    make_document(conference, sessions=(panel,), distribution=Distribution.PARTICIPANTS)
    make_document(conference)
    found = public_documents_of(conference)
    assert found == {opening.pk: [note], panel.pk: [note]}
    assert [text.language for text in found[panel.pk][0].versions.all()] == ["mn", "en"], "the original first"
    assert uuid.uuid4() not in found
