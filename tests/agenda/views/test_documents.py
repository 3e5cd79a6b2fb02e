"""The pages of documents: for everybody, for who is entitled to more, on a session's page and a speaker's card."""

import datetime
import html
import time

import pytest
from django.urls import reverse

from agenda.actions.documents import withdraw_document
from agenda.models import ConferenceDocumentKind, Distribution, Listing, Step
from conference.clock import conference_now
from conference.models import TeamRole
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.conference import make_officer, make_user
from tests.factories.documents import make_document, make_follower, text_of
from tests.factories.registration import make_focal_point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture(autouse=True)
def _looked_up_each_time(settings):
    settings.PUBLIC_EDITION_SECONDS = 0.0


def read(client, name, conference, *args):
    response = client.get(reverse(f"agenda:{name}", args=[conference.slug, *args]))
    assert response.status_code == 200, response.status_code
    return html.unescape(response.content.decode())


def test_the_page_says_what_will_stand_there(client, conference):
    assert "No documents are public yet" in read(client, "documents", conference)


def test_documents_stand_by_kind_with_their_texts(client, conference):
    make_document(conference, symbol="UB19/9", title={"en": "Statement of Mongolia"}, kind="statement")
    note = make_document(conference, symbol="UB19/3", languages=("mn", "en"), issuing_body={"en": "Mongolia"})
    page = read(client, "documents", conference)
    assert page.index("Concept notes") < page.index("UB19/3") < page.index("Statements") < page.index("UB19/9")
    assert reverse("agenda-files:document", args=[conference.slug, text_of(note).pk]) in page
    assert "Монгол" in page
    assert "original," in page
    assert "Documents</a>" in page, "the menu leads there"


def test_every_kind_has_a_heading(client, conference):
    for kind in ConferenceDocumentKind:
        make_document(conference, kind=kind, title={"en": f"One {kind}"})
    page = read(client, "documents", conference)
    assert all(f"One {kind}" in page for kind in ConferenceDocumentKind)
    assert page.count('class="document-group"') == len(ConferenceDocumentKind)


def test_the_latest_text_stands_first_and_former_ones_are_folded(client, conference):
    note = make_document(conference, symbol="UB19/3")
    make_follower(note, Step.ADDENDUM)
    make_follower(note, Step.REVISION)
    page = read(client, "documents", conference)
    assert page.index("UB19/3/Rev.1") < page.index("UB19/3/Add.1") < page.index("One former text")


@pytest.mark.parametrize(
    "fields",
    [
        {"distribution": Distribution.PARTICIPANTS},
        {"distribution": Distribution.DELEGATIONS},
        {"is_issued": False},
        {"embargo_until": datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_what_is_not_for_everybody_is_not_told(client, conference, fields):
    make_document(conference, title={"en": "Hushed"}, **fields)
    assert "Hushed" not in read(client, "documents", conference)


def test_the_page_changes_in_the_second_in_which_an_embargo_ends(client, conference):
    make_document(conference, title={"en": "Address of welcome"})
    conference.documents.update(embargo_until=conference_now(conference) + datetime.timedelta(seconds=0.6))
    assert "Address of welcome" not in read(client, "documents", conference)
    time.sleep(0.7)  # no row changes meanwhile
    assert "Address of welcome" in read(client, "documents", conference)


def test_what_is_withdrawn_is_gone_at_once(client, conference):
    note = make_document(conference, title={"en": "Concept note of the conference"})
    assert "Concept note of" in read(client, "documents", conference)
    withdraw_document(note.pk, by=None)
    assert "Concept note of" not in read(client, "documents", conference)


def test_a_title_is_text(client, conference):
    make_document(conference, title={"en": "<script>alert(1)</script>" + "ж" * 275}, issuing_body={"en": "<b>x</b>"})
    content = client.get(reverse("agenda:documents", args=[conference.slug])).content.decode()
    assert "<script>alert" not in content
    assert "&lt;b&gt;x" in content


def test_a_sessions_page_has_its_documents(client, conference):
    panel, other = (make_session(conference, times) for times in ("09:00–10:00", "11:00–12:00"))
    make_release(conference)
    make_document(conference, title={"en": "For the panel"}, sessions=(panel,))
    make_document(conference, title={"en": "Not for all"}, sessions=(panel,), distribution=Distribution.PARTICIPANTS)
    page = read(client, "session", conference, panel.pk)
    assert "For the panel" in page
    assert "Not for all" not in page
    assert "For the panel" not in read(client, "session", conference, other.pk)
    assert reverse("agenda:session", args=[conference.slug, panel.pk]) in read(client, "documents", conference)


def test_a_session_of_which_nobody_may_know_is_not_told_by_its_document(client, conference):
    panel = make_session(conference, "09:00–10:00")
    closed = make_session(conference, "11:00–12:00", listing=Listing.ENTITLED, title={"en": "Behind closed doors"})
    make_release(conference)
    make_document(conference, title={"en": "Of both"}, sessions=(panel, closed))
    make_document(conference, title={"en": "Of one"}, sessions=(closed,))
    page = read(client, "documents", conference)
    assert "Of both" in page
    assert "Of one" not in page
    assert "Behind closed doors" not in page


def test_ones_own_page_is_for_who_is_signed_in(client, conference):
    response = client.get(reverse("agenda:own-documents", args=[conference.slug]))
    assert response.url.startswith("/accounts/sign-in/")


def test_ones_own_page_has_what_one_may_have_and_says_for_whom(client, conference, participant):
    make_document(conference, title={"en": "For all"})
    make_document(conference, title={"en": "Practical matters"}, distribution=Distribution.PARTICIPANTS)
    make_document(conference, title={"en": "Draft decision"}, distribution=Distribution.DELEGATIONS)
    client.force_login(participant)
    page = read(client, "own-documents", conference)
    assert "For all" in page
    assert "Practical matters" in page
    assert "For participants" in page
    assert "Draft decision" not in page
    client.force_login(make_user(make_focal_point().email))
    assert "Practical matters" not in read(client, "own-documents", conference), "of another conference"


def test_a_focal_point_has_what_is_for_delegations(client):
    point = make_focal_point()
    conference = point.delegation.conference
    make_document(conference, title={"en": "Draft decision"}, distribution=Distribution.DELEGATIONS)
    client.force_login(make_user(point.email))
    page = read(client, "own-documents", conference)
    assert "Draft decision" in page
    assert "My documents" in page


def test_who_does_not_take_part_is_told_so(client, conference):
    client.force_login(make_user("stranger@people.example"))
    page = read(client, "own-documents", conference)
    assert "nobody takes part in the conference yet" in page
    assert "No documents have been issued for you yet" in page


def test_the_team_sees_what_is_under_embargo_and_until_when(client, conference, settings):
    ends = datetime.datetime(2019, 6, 20, 9, 0, tzinfo=conference.zone)
    make_document(conference, title={"en": "Address of welcome"}, embargo_until=ends)
    client.force_login(make_officer(conference, TeamRole.OBSERVER))
    page = read(client, "own-documents", conference)
    assert "Embargo until Thursday, 20 June, 09:00" in page
    settings.STAFF_MFA_REQUIRED = True
    assert "Address of welcome" not in read(client, "own-documents", conference)


def test_the_menu_of_ones_pages_leads_there_once_there_is_something(client, conference, participant):
    client.force_login(participant)
    own = reverse("agenda:own-documents", args=[conference.slug])
    assert own not in read(client, "speaking", conference)
    make_document(conference, distribution=Distribution.PARTICIPANTS)
    assert own in read(client, "speaking", conference)
    client.force_login(make_user("stranger@people.example"))
    assert own not in read(client, "speaking", conference)


def test_a_speakers_card_has_the_papers_of_the_session(client, conference, participant):
    session = make_session(conference)
    person = conference.participants.get(email=participant.email)
    make_appearance(session, person)
    make_release(conference)
    make_document(conference, title={"en": "Guiding questions"}, sessions=(session,), distribution="participants")
    client.force_login(participant)
    assert "Guiding questions" in read(client, "speaking", conference)


@pytest.mark.parametrize("count", [1, 100])
def test_ones_own_page_costs_the_same(client, conference, participant, django_assert_num_queries, count):
    session = make_session(conference)
    make_release(conference)
    for _ in range(count):
        make_document(conference, languages=(), is_issued=False, sessions=(session,))
    conference.documents.update(state="issued", issued_at=conference_now(conference), distribution="participants")
    client.force_login(participant)
    read(client, "own-documents", conference)
    with django_assert_num_queries(QUERIES):
        read(client, "own-documents", conference)


QUERIES = 20


def test_a_participant_finds_the_papers_of_a_session_on_its_page(client, conference, participant):
    session = make_session(conference, listing=Listing.PARTICIPANTS, title={"en": "Among ourselves"})
    make_release(conference)
    make_document(conference, title={"en": "Draft outline"}, sessions=(session,), distribution="participants")
    make_document(conference, title={"en": "For others"}, sessions=(session,), distribution="delegations")
    client.force_login(participant)
    page = read(client, "own-session", conference, session.pk)
    assert "Draft outline" in page
    assert "For others" not in page
    page = read(client, "own-documents", conference)
    assert reverse("agenda:own-session", args=[conference.slug, session.pk]) in page
    assert "Among ourselves" in page


def test_what_everybody_may_have_is_looked_up_once_for_an_edition(
    client, conference, settings, django_assert_num_queries
):
    """And not once more for the page of each session, in each language, and for each feed."""
    first, second = make_session(conference), make_session(conference)
    make_release(conference)
    make_document(conference, title={"en": "Draft outline"}, sessions=(second,))
    read(client, "session", conference, first.pk)
    settings.PUBLIC_EDITION_SECONDS = 60.0
    with django_assert_num_queries(0):
        page = read(client, "session", conference, second.pk)
        feeds = [client.get(reverse(f"agenda-files:{kind}", args=[conference.slug])) for kind in ("json", "xml")]
    assert all("Draft outline" in shown for shown in (page, *(feed.content.decode() for feed in feeds)))
    make_document(conference, title={"en": "Revised outline"}, sessions=(second,))
    settings.PUBLIC_EDITION_SECONDS = 0.0
    assert "Revised outline" in read(client, "session", conference, second.pk)
