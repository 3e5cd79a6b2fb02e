"""The one door to the files of documents: what it says to browsers, and to whom it says that nothing is there."""

import datetime
import uuid
from pathlib import Path

import pytest
from django.urls import reverse

from agenda.actions.document_versions import keep_version
from agenda.actions.documents import withdraw_document
from agenda.models import Distribution, Step
from conference.models import TeamRole
from conference.uploads import PNG, Upload
from registration.models.private_file import private_storage
from tests.factories.conference import make_conference, make_officer, set_clock
from tests.factories.documents import make_document, make_follower, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def url_of(version, conference=None):
    return reverse("agenda-files:document", args=[(conference or version.document.conference).slug, version.pk])


def test_what_everybody_may_have_is_saved(client, conference):
    text = text_of(make_document(conference, symbol="UB19/3"))
    response = client.get(url_of(text))
    assert response["Content-Disposition"] == 'attachment; filename="UB19-3-en.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, no-cache"
    assert "Vary" not in response
    assert response.streaming
    assert response.getvalue() == Path(text.file.path).read_bytes()


def test_whoever_has_it_already_is_told_that_it_holds(client, conference):
    text = text_of(make_document(conference))
    response = client.get(url_of(text))
    again = client.get(url_of(text), headers={"If-None-Match": response["ETag"]})
    assert response.getvalue()
    assert (again.status_code, again["Cache-Control"], again["ETag"]) == (304, "public, no-cache", response["ETag"])


def test_what_is_not_for_everybody_is_kept_by_nobody(client, conference, participant):
    text = text_of(make_document(conference, distribution=Distribution.PARTICIPANTS))
    assert client.get(url_of(text)).status_code == 404
    client.force_login(participant)
    response = client.get(url_of(text))
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert response.getvalue().startswith(b"%PDF")


def test_known_and_unknown_are_answered_alike(client, conference, participant):
    closed = text_of(make_document(conference, distribution=Distribution.DELEGATIONS))
    client.force_login(participant)
    known = client.get(url_of(closed))
    nobodys = uuid.uuid4()
    unknown = client.get(reverse("agenda-files:document", args=[conference.slug, nobodys]))
    elsewhere = client.get(url_of(closed, make_conference()))
    for response in (known, unknown, elsewhere):
        assert response.status_code == 404
    assert known.content == unknown.content.replace(str(nobodys).encode(), str(closed.pk).encode())
    assert {*known.headers} == {*unknown.headers}


def test_a_picture_is_saved(client, conference):
    document = make_document(conference)
    picture = keep_version(document.pk, Upload(b"\x89PNG", PNG, "map.png"), language="ru", by=None)
    response = client.get(url_of(picture))
    assert response["Content-Disposition"] == 'attachment; filename="map.png"'
    assert response.getvalue()


def test_a_name_bears_the_symbol_of_the_chain(client, conference):
    revision = make_follower(make_document(conference, symbol="UB19/3 “x”"), Step.REVISION)
    response = client.get(url_of(text_of(revision)))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''UB19-3%20")
    assert "Rev.1-en.pdf" in response["Content-Disposition"]
    assert response.getvalue()


def test_when_the_embargo_ends_the_file_is_there(client, conference):
    ends = datetime.datetime(2019, 6, 20, 9, 0, tzinfo=conference.zone)
    text = text_of(make_document(conference, embargo_until=ends))
    set_clock(conference, "2019-06-20 08:59")
    assert client.get(url_of(text)).status_code == 404
    set_clock(conference, "2019-06-20 09:00")
    response = client.get(url_of(text))
    assert response.status_code == 200
    assert response.getvalue()


def test_a_withdrawn_document_is_gone_from_its_address_at_once(client, conference, participant):
    document = make_document(conference)
    text = text_of(document)
    etag = client.get(url_of(text))
    assert etag.getvalue()
    withdraw_document(document.pk, by=None)
    assert client.get(url_of(text), headers={"If-None-Match": etag["ETag"]}).status_code == 404
    client.force_login(participant)
    assert client.get(url_of(text)).status_code == 404


def test_an_officer_opens_drafts_with_the_second_factor_and_not_without(client, conference, settings):
    text = text_of(make_document(conference, is_issued=False))
    client.force_login(make_officer(conference, TeamRole.OBSERVER))
    assert client.get(url_of(text)).getvalue()
    settings.STAFF_MFA_REQUIRED = True
    assert client.get(url_of(text)).status_code == 404
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(make_officer(make_conference(), TeamRole.COORDINATOR))
    assert client.get(url_of(text)).status_code == 404, "an officer of another host is nobody here"


def test_a_file_that_was_lost_is_not_there(client, conference):
    text = text_of(make_document(conference))
    private_storage().delete(str(text.file.name))
    assert client.get(url_of(text)).status_code == 404


def test_nothing_is_sent_to_the_address(client, conference):
    assert client.post(url_of(text_of(make_document(conference)))).status_code == 405


@pytest.mark.parametrize("count", [1, 100])
def test_a_file_costs_the_same_queries(client, conference, django_assert_num_queries, count):
    text = text_of(make_document(conference))
    for _ in range(count - 1):
        make_document(conference, languages=(), is_issued=False)
    client.get(url_of(text)).getvalue()
    with django_assert_num_queries(3):
        client.get(url_of(text)).getvalue()
