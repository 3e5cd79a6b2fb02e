"""The officer's documents: list, form with a file in each language, and the buttons beside it."""

import datetime
import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agenda.models import ConferenceDocument, Distribution, Listing, Step
from agenda.states import DocumentState
from conference.models import TeamRole
from tests.agenda.admin.forms import answers_of
from tests.factories.agenda import make_release, make_session
from tests.factories.documents import a_pdf, make_document, text_of
from tests.registration.admin.reading import send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
LIST = "/admin/agenda/conferencedocument/"
ADD = f"{LIST}add/"


def page_of(document):
    return f"{LIST}{document.pk}/change/"


def read(client, url):
    return html.unescape(client.get(url).content.decode())


def pdf(name="note.pdf", content=None):
    return SimpleUploadedFile(name, a_pdf(name).content if content is None else content, "application/pdf")


def save(client, url, conference, **changes):
    """As ``forms.save``, with files; a document needs at least its title."""
    answers = answers_of(client.get(url)) | {"_conference": str(conference.pk), "_continue": "1"} | changes
    response = client.post(url, answers, follow=True)
    return html.unescape(response.content.decode())


def press(client, document, act, *rest, version=None, **data):
    url = reverse(f"admin:agenda_conferencedocument_{act}", args=[document.pk, *rest])
    sent = {"_conference": str(document.conference_id), "version": version or document.version}
    response = client.post(url, sent | data, follow=True)
    assert response.status_code == 200
    document.refresh_from_db() if act != "discard" else None
    return html.unescape(response.content.decode())


def test_the_empty_list_says_what_will_stand_there(desk, conference):
    assert "The documents of the conference begin here" in read(desk, LIST)


def test_a_document_is_entered_with_its_files_in_one_go(desk, conference):
    session = make_session(conference)
    assert f"Thursday, 20 June, 11:00 · {session}" in read(desk, ADD)
    page = save(
        desk,
        ADD,
        conference,
        symbol="UB19/3",
        title_mn="Үзэл баримтлал",
        title_en="Concept note",
        kind="concept_note",
        distribution="public",
        sessions=[str(session.pk)],
        embargo_day="2019-06-20",
        embargo_time="09:00",
        file_mn=pdf("mn.pdf"),
        file_en=pdf("en.pdf"),
    )
    document = ConferenceDocument.objects.get()
    assert {version.language for version in document.versions.all()} == {"mn", "en"}
    assert (document.symbol, [*document.sessions.all()]) == ("UB19/3", [session])
    assert document.embargo_until == datetime.datetime(2019, 6, 20, 1, 0, tzinfo=datetime.UTC)
    assert document.state == DocumentState.DRAFT
    assert "It is a draft: the Secretariat alone sees it." in page
    assert "Everybody finds it on the public page of documents." in page
    assert "09:00, Ulaanbaatar time (UTC+8), it is under embargo" in page
    assert "None of its sessions is published yet" in page
    assert "There is no text yet in: Русский" in page


def test_a_file_is_replaced_taken_away_and_named_the_original(desk, conference):
    document = make_document(conference, languages=("en", "ru"))
    former = text_of(document)
    page = save(desk, page_of(document), conference, file_en=pdf("better.pdf"), original="ru")
    assert text_of(document).name == "better.pdf"
    assert text_of(document, "ru").is_original
    assert f"{former.pk}/file" in page, "the former one stays on record"
    save(desk, page_of(document), conference, taken_away=["ru"], original="en")
    assert [version.language for version in document.versions.current()] == ["en"]
    page = save(desk, page_of(document), conference, taken_away=["en"], original="")
    assert "Withdraw the document instead" in page
    assert document.versions.current().count() == 1


def test_a_text_that_is_taken_away_is_not_the_original(desk, conference):
    document = make_document(conference, languages=("en", "ru"))
    page = save(desk, page_of(document), conference, taken_away=["en"])
    assert "so it cannot be the original" in page
    assert document.versions.current().count() == 2


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("note.docx", b"PK\x03\x04" + b"\0" * 200, "Please save the document as PDF"),
        ("note.pdf", b"", "This file is empty"),
        ("note.pdf", b"%PDF-1.4\n" + b"x" * 10_000_001 + b"\n%%EOF\n", "at most 10 can be taken"),
        ("note.pdf", b"<html><script>alert(1)</script></html>", "neither a PDF nor a picture"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_and_nothing_is_saved(desk, conference, name, content, sentence):
    page = save(desk, ADD, conference, title_en="Note", file_en=pdf(name, content))
    assert sentence in page
    assert not ConferenceDocument.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "a\r\nSet-Cookie: x.pdf", "note\u202efdp.exe", "ж" * 300],
    ids=["folders", "lines", "turned", "long"],
)
def test_a_name_is_text_that_leads_nowhere(desk, conference, name):
    save(desk, ADD, conference, title_en="Note", file_en=pdf(name))
    kept = text_of(ConferenceDocument.objects.get()).name
    assert kept.endswith(".pdf")
    assert not set(kept) & set("/\\\r\n\u202e")
    assert len(kept) <= 200


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("2019-06-20", "", "Give day and time, or neither of them"),
        ("2019-03-31", "02:30", "the clocks at the venue skip 02:30"),
        ("2019-10-27", "02:30", "show 02:30 twice"),
        ("0001-01-01", "00:30", "The year 1 is too far away."),
        ("9999-12-31", "23:30", "The year 9999 is too far away."),
    ],
)
def test_an_embargo_is_a_moment_that_the_venues_clock_shows(desk, conference, day, time, sentence):
    conference.time_zone = "Europe/Vienna"
    conference.save()
    page = save(desk, ADD, conference, title_en="Note", embargo_day=day, embargo_time=time)
    assert sentence in page
    assert not ConferenceDocument.objects.exists()


def test_an_embargo_is_shown_again_as_it_was_typed_and_can_be_lifted(desk, conference):
    until = datetime.datetime(2019, 6, 20, 9, 0, tzinfo=conference.zone)
    document = make_document(conference, embargo_until=until)
    answers = answers_of(desk.get(page_of(document)))
    assert (answers["embargo_day"], answers["embargo_time"]) == ("2019-06-20", "09:00")
    save(desk, page_of(document), conference, position="3")
    document.refresh_from_db()
    assert (document.embargo_until, document.position) == (until, 3)
    save(desk, page_of(document), conference, embargo_day="", embargo_time="")
    document.refresh_from_db()
    assert document.embargo_until is None


def test_a_symbol_that_is_taken_is_told_with_everything_typed_kept(desk, conference):
    make_document(conference, symbol="UB19/3")
    page = save(desk, ADD, conference, symbol="ub19/3", title_en="Another note")
    assert "Another document of this conference has" in page
    assert ">\nAnother note<" in page
    assert ConferenceDocument.objects.count() == 1


def test_a_title_of_three_hundred_characters_is_kept_and_html_is_text(desk, conference):
    title = "<b>" + "ж" * 297
    save(desk, ADD, conference, title_en=title)
    document = ConferenceDocument.objects.get()
    assert document.title["en"] == title
    assert "<b>жж" not in desk.get(LIST).content.decode()


def test_of_two_officers_the_second_is_told(desk, conference):
    document = make_document(conference)
    answers = answers_of(desk.get(page_of(document)))
    save(desk, page_of(document), conference, title_en="Mine")
    sent = answers | {"_conference": str(conference.pk), "title_en": "Yours"}
    page = desk.post(page_of(document), sent, follow=True).content.decode()
    assert "Somebody else changed this" in html.unescape(page)
    document.refresh_from_db()
    assert str(document.title) == "Mine"


def test_the_buttons_issue_withdraw_and_issue_again(desk, conference):
    document = make_document(conference, is_issued=False)
    assert "is issued." in press(desk, document, "issue")
    assert document.state == DocumentState.ISSUED
    assert "can no longer be opened" in press(desk, document, "withdraw")
    assert "were it issued again" in read(desk, page_of(document)).lower()
    press(desk, document, "issue")
    assert document.state == DocumentState.ISSUED
    assert "Issue the document" not in read(desk, page_of(document))


def test_what_an_act_refuses_is_said(desk, conference):
    empty = make_document(conference, languages=(), is_issued=False)
    assert "has no file yet" in press(desk, empty, "issue")
    assert "Somebody else has changed this" in press(desk, empty, "issue", version=9)
    note = make_document(conference)
    assert "withdraw it instead" in press(desk, note, "discard")
    note.refresh_from_db()


def test_a_form_of_another_conference_changes_nothing(desk, conference, other_conference):
    document = make_document(conference)
    page = press(desk, document, "withdraw", _conference=str(other_conference.pk))
    assert "another conference" in page
    assert document.state == DocumentState.ISSUED


@pytest.mark.parametrize("step", Step)
def test_what_follows_is_begun_on_the_page_of_what_it_follows(desk, conference, step):
    document = make_document(conference, symbol="UB19/3")
    page = press(desk, document, "follow", str(step.value).lower())
    follower = document.followers.get()
    assert (follower.step, follower.state) == (step, DocumentState.DRAFT)
    assert f"UB19/3/{step}.1" in page
    assert 'name="symbol"' not in page, "its symbol is derived"
    assert "In the same chain" in page
    assert "Somebody else has changed this" in press(desk, document, "follow", "rev", version=1), "a double click"
    save(desk, page_of(follower), conference, title_en="Corrected")
    follower.refresh_from_db()
    assert str(follower.title) == "Corrected"


def test_an_unknown_step_begins_nothing(desk, conference):
    document = make_document(conference)
    url = reverse("admin:agenda_conferencedocument_follow", args=[document.pk, "copy"])
    assert send(desk, url, conference).status_code == 404
    assert not document.followers.exists()


def test_a_draft_is_deleted_and_the_list_says_so(desk, conference):
    document = make_document(conference, is_issued=False)
    assert "is deleted." in press(desk, document, "discard")
    assert not ConferenceDocument.objects.exists()


def test_who_only_reads_sees_files_and_embargo_in_words(desk_of, conference):
    until = datetime.datetime(2019, 6, 20, 9, 0, tzinfo=conference.zone)
    document = make_document(conference, embargo_until=until, sessions=(make_session(conference),))
    page = read(desk_of(TeamRole.OBSERVER), page_of(document))
    assert f"{text_of(document).pk}/file" in page
    assert "Thursday, 20 June, 09:00" in page
    assert 'type="file"' not in page
    assert "Withdraw the document" not in page
    response = desk_of(TeamRole.OBSERVER).post(
        reverse("admin:agenda_conferencedocument_withdraw", args=[document.pk]),
        {"_conference": str(conference.pk), "version": document.version},
        follow=True,
    )
    assert "does not permit" in html.unescape(response.content.decode())


def test_another_hosts_document_is_not_there(desk, other_conference):
    document = make_document(other_conference)
    assert desk.get(page_of(document)).status_code in {302, 404}
    for act in ("issue", "withdraw", "discard"):
        url = reverse(f"admin:agenda_conferencedocument_{act}", args=[document.pk])
        assert desk.post(url, {"version": 1}).status_code == 404


def test_the_preview_says_who_will_not_be_told_because_of_the_sessions(desk, conference):
    session = make_session(conference, listing=Listing.ENTITLED)
    make_release(conference)
    document = make_document(conference, sessions=(session,), distribution=Distribution.DELEGATIONS)
    page = read(desk, page_of(document))
    assert "Its sessions are not on the public agenda" in page
    assert "Members of delegations and focal points find it" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=draft", {"Begun"}),
        ("status=embargo", {"Later"}),
        ("distribution=participants", {"Later"}),
        ("missing=ru", {"Begun", "Later", "Here"}),
        ("status=nonsense", {"Begun", "Later", "Here"}),
        ("distribution=nonsense", {"Begun", "Later", "Here"}),
        ("missing=xx", {"Begun", "Later", "Here"}),
        ("session=nonsense", {"Begun", "Later", "Here"}),
        ("q=UB19/7", {"Here"}),
    ],
)
def test_the_list_is_cut_by_what_it_offers(desk, conference, query, found):
    later = datetime.datetime(2019, 6, 20, 9, 0, tzinfo=conference.zone)
    make_document(conference, title={"en": "Begun"}, is_issued=False)
    make_document(conference, title={"en": "Later"}, embargo_until=later, distribution="participants")
    make_document(conference, title={"en": "Here"}, symbol="UB19/7")
    page = read(desk, f"{LIST}?{query}")
    assert {title for title in ("Begun", "Later", "Here") if f">{title}<" in page or f" {title}<" in page} == found


def test_the_list_is_cut_by_session(desk, conference):
    panel, other = (make_session(conference, times) for times in ("09:00–10:00", "11:00–12:00"))
    make_document(conference, title={"en": "Of the panel"}, sessions=(panel, other))
    make_document(conference, title={"en": "Of nothing"})
    page = read(desk, f"{LIST}?session={panel.pk}")
    assert "Of the panel" in page
    assert "and 1 more" in page
    assert "Of nothing" not in page


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_a_hundred(desk, conference, django_assert_max_num_queries, count):
    session = make_session(conference)
    for number in range(count):
        make_document(conference, languages=(), is_issued=False, sessions=(session,), symbol=f"UB19/{number}")
    desk.get(LIST)
    with django_assert_max_num_queries(16):
        assert desk.get(LIST).status_code == 200
