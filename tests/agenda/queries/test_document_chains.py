"""Which text holds, what stands beside it, and which are former ones."""

import pytest

from agenda.actions.documents import withdraw_document
from agenda.models import ConferenceDocument, Step
from agenda.queries.document_chains import chains_of
from tests.factories.conference import make_conference
from tests.factories.documents import make_document, make_follower

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
REVISION, ADDENDUM, CORRIGENDUM = Step.REVISION, Step.ADDENDUM, Step.CORRIGENDUM


@pytest.fixture
def note(db):
    return make_document(make_conference(), symbol="UB19/3")


def told(*left_out):
    """Each chain: the text that holds, what stands beside it, what was before."""
    documents = ConferenceDocument.objects.exclude(pk__in=[one.pk for one in left_out]).filter(state="issued")
    return [
        (chain.text.label, [one.label for one in chain.beside], [one.label for one in chain.former])
        for chain in chains_of(documents.with_ancestors().in_order())
    ]


def test_a_document_that_nothing_follows_stands_alone(note):
    make_document(note.conference, symbol="UB19/4")
    assert told() == [("UB19/3", [], []), ("UB19/4", [], [])]


def test_the_latest_revision_holds_and_the_former_texts_come_latest_first(note):
    for _ in range(2):
        make_follower(note, REVISION)
    assert told() == [("UB19/3/Rev.2", [], ["UB19/3/Rev.1", "UB19/3"])]


def test_an_addendum_goes_on_beside_a_revision_and_a_correction_is_in_it(note):
    make_follower(note, CORRIGENDUM)
    addendum = make_follower(note, ADDENDUM)
    make_follower(addendum, CORRIGENDUM)
    assert told() == [("UB19/3", ["UB19/3/Add.1", "UB19/3/Add.1/Corr.1", "UB19/3/Corr.1"], [])]
    make_follower(note, REVISION)
    beside, former = ["UB19/3/Add.1", "UB19/3/Add.1/Corr.1"], ["UB19/3/Corr.1", "UB19/3"]
    assert told() == [("UB19/3/Rev.1", beside, former)]


def test_what_adds_to_a_revision_or_corrects_it_goes_with_it(note):
    revision = make_follower(note, REVISION)
    make_follower(revision, ADDENDUM)
    make_follower(revision, CORRIGENDUM)
    assert told() == [("UB19/3/Rev.1", ["UB19/3/Rev.1/Add.1", "UB19/3/Rev.1/Corr.1"], ["UB19/3"])]
    make_follower(note, REVISION)
    [(text, beside, former)] = told()
    assert (text, beside) == ("UB19/3/Rev.2", [])
    assert set(former) == {"UB19/3", "UB19/3/Rev.1", "UB19/3/Rev.1/Add.1", "UB19/3/Rev.1/Corr.1"}


def test_an_addendum_has_revisions_of_its_own(note):
    addendum = make_follower(note, ADDENDUM)
    make_follower(addendum, REVISION)
    make_follower(note, REVISION)
    assert told() == [("UB19/3/Rev.1", ["UB19/3/Add.1/Rev.1"], ["UB19/3/Add.1", "UB19/3"])]


def test_an_addendum_to_a_former_revision_is_former_in_all_its_revisions(note):
    revision = make_follower(note, REVISION)
    addendum = make_follower(revision, ADDENDUM)
    make_follower(note, REVISION)
    assert addendum.label == "UB19/3/Rev.1/Add.1"
    [(text, beside, former)] = told()
    assert (text, beside, "UB19/3/Rev.1/Add.1" in former) == ("UB19/3/Rev.2", [], True)


def test_what_the_reader_may_not_have_is_as_if_it_were_not(note):
    revision = make_follower(note, REVISION)
    assert told(note) == [("UB19/3/Rev.1", [], [])]
    assert told(revision) == [("UB19/3", [], [])]
    withdraw_document(revision.pk, by=None)
    assert told() == [("UB19/3", [], [])], "of a withdrawn revision the text before holds again"
