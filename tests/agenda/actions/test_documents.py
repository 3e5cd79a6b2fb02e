"""Documents of the conference: entered, issued, withdrawn, followed by others; and what the database itself refuses."""

import datetime
import threading

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import RestrictedError

from agenda.actions.documents import (
    describe_document,
    discard_document,
    enter_document,
    follow_document,
    issue_document,
    withdraw_document,
)
from agenda.errors import DocumentError, IllegalDocumentTransitionError, LostUpdateError, NotPermittedError
from agenda.models import ConferenceDocument, Distribution, Step
from agenda.states import DOCUMENT_TRANSITIONS, DocumentState
from conference.clock import conference_now
from conference.models import TeamRole
from tests.factories.agenda import make_session
from tests.factories.conference import make_conference, make_officer
from tests.factories.documents import make_document, make_follower

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def note(conference):
    return make_document(conference, symbol="UB19/3")


def draft(conference, **fields):
    return ConferenceDocument(conference=conference, **{"title": {"en": "Statement"}} | fields)


def test_a_document_is_entered_as_a_draft_of_its_sessions(conference):
    session = make_session(conference)
    entered = enter_document(draft(conference, symbol=" UB19/\u202e7\r\n"), sessions=[session], by=None)
    entered.refresh_from_db()
    assert (entered.symbol, entered.state, entered.label) == ("UB19/7", DocumentState.DRAFT, "UB19/7")
    assert [*entered.sessions.all()] == [session]
    assert str(entered) == "UB19/7 Statement"


@pytest.mark.parametrize("symbol", ["UB19/3", "ub19/3"])
def test_a_symbol_stands_once_in_a_conference(conference, note, symbol):
    with pytest.raises(DocumentError, match="has the symbol"):
        enter_document(draft(conference, symbol=symbol), by=None)
    with pytest.raises(IntegrityError, match="symbol_stands_once_in_a_conference"), transaction.atomic():
        draft(conference, symbol=symbol).save()
    enter_document(draft(make_conference(), symbol=symbol), by=None)
    for _several_without in range(2):
        enter_document(draft(conference), by=None)


@pytest.mark.parametrize("symbol", ["UB19/3/Rev.1", "UB19/3/add.12", "Corr.1"])
def test_no_symbol_looks_like_one_that_is_derived(conference, symbol):
    with pytest.raises(DocumentError, match="numbered by themselves"):
        enter_document(draft(conference, symbol=symbol), by=None)


def test_a_document_needs_a_title_and_sessions_of_its_own_conference(conference):
    with pytest.raises(DocumentError, match="title"):
        enter_document(draft(conference, title={"en": ""}), by=None)
    with pytest.raises(DocumentError, match="another conference"):
        enter_document(draft(conference), sessions=[make_session()], by=None)
    assert not ConferenceDocument.objects.exists()


def test_what_is_said_of_a_document_is_changed_unless_somebody_else_has(conference, note):
    session = make_session(conference)
    changed = describe_document(
        note.pk, changes={"distribution": Distribution.DELEGATIONS}, sessions=[session], by=None, version=note.version
    )
    assert (changed.distribution, [*changed.sessions.all()]) == (Distribution.DELEGATIONS, [session])
    with pytest.raises(LostUpdateError):
        describe_document(note.pk, changes={"symbol": "UB19/4"}, by=None, version=note.version)
    with pytest.raises(KeyError):
        describe_document(note.pk, changes={"state": "issued"}, by=None)
    assert [*describe_document(note.pk, changes={}, by=None).sessions.all()] == [session], "they stay unless given"


def test_what_has_no_file_is_not_issued(conference):
    empty = make_document(conference, languages=(), is_issued=False)
    with pytest.raises(DocumentError, match="no file yet"):
        issue_document(empty.pk, by=None)


def test_a_document_is_issued_withdrawn_and_issued_again(conference):
    officer = make_officer(conference, TeamRole.AGENDA)
    note = make_document(conference, is_issued=False)
    issued = issue_document(note.pk, by=officer)
    assert (issued.state, issued.state_changed_by, issued.withdrawn_at) == (DocumentState.ISSUED, officer, None)
    assert issued.issued_at
    assert issued.issued_at.date() == conference_now(conference).date()
    withdrawn = withdraw_document(note.pk, by=officer, version=issued.version)
    assert withdrawn.withdrawn_at
    assert issue_document(note.pk, by=officer).withdrawn_at is None


@pytest.mark.parametrize("current", DocumentState)
@pytest.mark.parametrize("wanted", DocumentState)
def test_no_other_moves_than_those_of_the_table(conference, current, wanted):
    document = make_document(conference, is_issued=False)
    document.state = current
    if wanted in DOCUMENT_TRANSITIONS[current]:
        document.move_to(wanted, by=None, at=conference_now(conference))
        assert document.state == wanted
    else:
        with pytest.raises(IllegalDocumentTransitionError):
            document.move_to(wanted, by=None, at=conference_now(conference))


def test_a_draft_is_deleted_and_what_was_issued_is_not(conference, note):
    begun = make_document(conference, is_issued=False)
    discard_document(begun.pk, by=None)
    assert [*ConferenceDocument.objects.all()] == [note]
    for document in (note, withdraw_document(note.pk, by=None)):
        with pytest.raises(DocumentError, match="withdraw it instead"):
            discard_document(document.pk, by=None)


def test_a_document_that_others_follow_is_not_deleted_by_any_means(note):
    make_follower(note, Step.REVISION)
    with pytest.raises(RestrictedError):
        note.delete()
    note.conference.delete()
    assert not ConferenceDocument.objects.exists(), "with its conference all goes"


def test_a_session_that_is_deleted_leaves_its_documents(conference):
    session = make_session(conference)
    note = make_document(conference, sessions=(session,))
    session.delete()
    assert not note.sessions.exists()


def test_what_follows_is_numbered_in_its_chain(note):
    labels = [make_follower(note, step).label for step in (Step.REVISION, Step.ADDENDUM, Step.REVISION)]
    assert labels == ["UB19/3/Rev.1", "UB19/3/Add.1", "UB19/3/Rev.2"]
    second = ConferenceDocument.objects.get(follows=note, step="Rev", number=2)
    assert make_follower(second, Step.CORRIGENDUM).label == "UB19/3/Rev.2/Corr.1"


def test_each_step_stands_in_a_chain_once(note):
    revision = make_follower(note, Step.REVISION)
    assert make_follower(revision, Step.REVISION).label == "UB19/3/Rev.2"
    addendum = make_follower(note, Step.ADDENDUM)
    revised = make_follower(addendum, Step.REVISION)
    assert revised.label == "UB19/3/Add.1/Rev.1"
    assert make_follower(revised, Step.ADDENDUM).label == "UB19/3/Add.2"
    corrigendum = make_follower(revised, Step.CORRIGENDUM)
    assert corrigendum.label == "UB19/3/Add.1/Rev.1/Corr.1"
    assert make_follower(corrigendum, Step.CORRIGENDUM).label == "UB19/3/Add.1/Rev.1/Corr.2"
    assert make_follower(corrigendum, Step.REVISION).label == "UB19/3/Add.1/Rev.2"


def test_what_follows_takes_over_for_whom_and_of_which_sessions(conference):
    session = make_session(conference)
    note = make_document(
        conference, sessions=(session,), distribution=Distribution.DELEGATIONS, issuing_body={"en": "Mongolia"}
    )
    revision = follow_document(note.pk, step=Step.REVISION, by=None, version=note.version)
    assert (revision.state, revision.distribution, str(revision.issuing_body)) == ("draft", "delegations", "Mongolia")
    assert [*revision.sessions.all()] == [session]
    assert (revision.label, revision.versions.count()) == ("Rev.1", 0)
    with pytest.raises(LostUpdateError):
        follow_document(note.pk, step=Step.REVISION, by=None, version=note.version)
    with pytest.raises(DocumentError, match="not been issued"):
        follow_document(revision.pk, step=Step.REVISION, by=None)
    with pytest.raises(DocumentError, match="derived"):
        describe_document(revision.pk, changes={"symbol": "UB19/9"}, by=None)


def test_what_revises_a_text_under_embargo_is_under_it_too(conference):
    until = conference_now(conference) + datetime.timedelta(hours=3)
    statement = make_document(conference, embargo_until=until)
    revision = make_follower(statement, Step.REVISION)
    assert revision.embargo_until == until
    assert not ConferenceDocument.objects.issued(conference_now(conference)).exists()


def test_the_database_keeps_a_chain_whole(note):
    follower = make_follower(note, Step.REVISION)
    broken = (
        ({"symbol": "UB19/9"}, "document_that_follows_says_how"),
        ({"step": ""}, "document_that_follows_says_how"),
        ({"number": 0}, "document_that_follows_says_how"),
        ({"issued_at": None}, "issued_document_says_when"),
        ({"state": DocumentState.WITHDRAWN}, "withdrawn_document_says_when"),
    )
    for changes, constraint in broken:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ConferenceDocument.objects.filter(pk=follower.pk).update(**changes)
    twin = ConferenceDocument(conference=note.conference, title={"en": "x"}, follows=note, step="Rev", number=1)
    with pytest.raises(IntegrityError, match="number_stands_once_in_a_chain"), transaction.atomic():
        twin.save()


@pytest.mark.parametrize("role", sorted(set(TeamRole) - {TeamRole.AGENDA, TeamRole.COORDINATOR}))
def test_only_who_arranges_the_programme_acts_on_documents(conference, note, role):
    officer = make_officer(conference, role)
    acts = (
        lambda: enter_document(draft(conference), by=officer),
        lambda: describe_document(note.pk, changes={}, by=officer),
        lambda: issue_document(note.pk, by=officer),
        lambda: withdraw_document(note.pk, by=officer),
        lambda: follow_document(note.pk, step=Step.REVISION, by=officer),
        lambda: discard_document(note.pk, by=officer),
    )
    for act in acts:
        with pytest.raises(NotPermittedError):
            act()
    note.refresh_from_db()
    assert (note.state, ConferenceDocument.objects.count()) == (DocumentState.ISSUED, 1)


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_revise_at_once_make_two_revisions():
    note = make_document(make_conference(), symbol="UB19/3")
    barrier = threading.Barrier(2)

    def revise():
        barrier.wait()
        follow_document(note.pk, step=Step.REVISION, by=None)
        connections.close_all()

    threads = [threading.Thread(target=revise) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.label for one in note.followers.all()} == {"UB19/3/Rev.1", "UB19/3/Rev.2"}
