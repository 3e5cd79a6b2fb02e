"""Public pages are rendered once for each edition, and a change of what they show reaches them within the second."""

import gzip
import threading
import time
from contextlib import contextmanager

import brotli
import pytest
from django.db import OperationalError, connection
from django.db.models import F
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from agenda.models import Appearance, Release
from agenda.states import AppearanceState
from conference.models import Conference, StateName, Topic, Venue
from conference.queries.edition import Edition, edition_of
from conference.views import rendered_once as rendered_once_module
from conference.views.rendered_once import Editions, Seen, Shelf, rendered_once
from conference.views.rendering import Rendering
from registration.models import Delegation, Participant, ParticipantCategory, Registration, Visibility
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.conference import make_officer, make_venue
from tests.factories.registration import make_delegation, make_participant, make_registration

pytestmark = pytest.mark.django_db

LOOKING_UP = 5  # the conference, its last release, its categories, their places, and the marks of all rows


@pytest.fixture
def process(monkeypatch, settings):
    """A process that has not yet shown any page, and looks for another edition once a minute."""
    settings.PUBLIC_EDITION_SECONDS = 60.0
    process = Editions()
    monkeypatch.setattr(rendered_once_module, "editions", process)
    return process


@pytest.fixture
def speaker(conference):
    speaker = make_participant(conference, family_name="Sultanova", visibility=Visibility.LISTED)
    make_appearance(make_session(conference), speaker, state=AppearanceState.CONFIRMED)
    make_release(conference)
    return speaker


def agenda_of(conference, query=""):
    return reverse("agenda:agenda", args=[conference.slug]) + query


def is_named(client, conference):
    return "SULTANOVA" in client.get(agenda_of(conference)).content.decode().upper()


def let_pass(process, conference, seconds):
    """As if the page had last been read so long ago."""
    seen = process._seen[conference.slug]
    seen.at -= seconds
    seen.tried_at -= seconds


@contextmanager
def without_database():
    def refuse(*_args):
        raise OperationalError("the server is away")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.usefixtures("process", "speaker")
@pytest.mark.parametrize("name", ["agenda:agenda", "agenda:speakers", "agenda-files:ics", "conference:landing"])
def test_what_was_rendered_is_shown_again_without_a_query(client, conference, name, django_assert_num_queries):
    url = reverse(name, args=[conference.slug])
    first = client.get(url)

    with django_assert_num_queries(0):
        again = client.get(url)

    assert again.content == first.content


@pytest.mark.usefixtures("speaker")
@pytest.mark.parametrize("count", [1, 100])
def test_looking_for_another_edition_costs_five_queries(client, conference, count, django_assert_num_queries):
    for position in range(count):
        Topic.objects.create(conference=conference, name={"en": "Youth"}, position=position)
    client.get(agenda_of(conference))

    with django_assert_num_queries(LOOKING_UP):
        client.get(agenda_of(conference))


@pytest.mark.parametrize(
    "change",
    [
        lambda _conference: Participant.objects.update(family_name="Berg"),
        lambda _conference: Participant.objects.update(visibility=Visibility.HIDDEN),
        lambda _conference: Appearance.objects.update(state=AppearanceState.DECLINED, reason="Illness"),
        lambda _conference: Participant.objects.all().delete(),
    ],
    ids=["renamed", "hidden", "regretted", "erased"],
)
@pytest.mark.usefixtures("speaker")
def test_who_changes_or_goes_is_no_longer_named(client, conference, change):
    assert is_named(client, conference)

    change(conference)

    assert not is_named(client, conference)


@pytest.mark.usefixtures("speaker")
def test_a_change_of_the_conference_and_of_its_topics_shows(client, conference):
    landing = reverse("conference:landing", args=[conference.slug])
    before = client.get(landing)["ETag"]
    Conference.objects.update(contact_phone="+976 11 262788")
    Topic.objects.create(conference=conference, name={"en": "Youth"})

    after = client.get(landing)

    assert "+976 11 262788" in after.content.decode()
    assert "Youth" in after.content.decode()
    assert after["ETag"] != before


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Conference, "place"),
        (Topic, "name"),
        (Venue, "name"),
        (ParticipantCategory, "name"),
        (Release, "note"),
        (Appearance, "position"),
        (Participant, "function"),
        (Registration, "state"),
        (Delegation, "state"),
        (StateName, "name"),
    ],
)
def test_whatever_a_public_page_reads_changes_the_mark_when_it_is_written(conference, speaker, model, field):
    Topic.objects.create(conference=conference, name={"en": "Youth"})
    make_venue(conference)
    make_registration(RegistrationState.REGISTERED, participant=speaker, delegation=make_delegation(conference))
    before = edition_of(conference.slug).mark

    assert model.objects.update(**{field: F(field)})

    assert edition_of(conference.slug).mark != before


@pytest.mark.usefixtures("speaker")
def test_a_registration_of_somebody_else_leaves_the_agenda_as_it_was_rendered(client, conference):
    client.get(agenda_of(conference))
    before = Editions().current(conference.slug).mark

    make_participant(conference, family_name="Berg")

    assert Editions().current(conference.slug).mark == before


@pytest.mark.usefixtures("speaker", "process")
def test_a_change_is_seen_when_the_second_is_over_and_not_before(client, conference, settings):
    assert is_named(client, conference)
    Participant.objects.update(visibility=Visibility.HIDDEN)
    assert is_named(client, conference)

    settings.PUBLIC_EDITION_SECONDS = 0.0

    assert not is_named(client, conference)


def test_a_conference_that_is_no_longer_public_is_no_longer_there(client, conference):
    assert client.get(agenda_of(conference)).status_code == 200

    Conference.objects.update(is_public=False)

    assert client.get(agenda_of(conference)).status_code == 404


@pytest.mark.usefixtures("speaker")
def test_what_nobody_asks_about_changes_nothing(client, conference):
    plain = client.get(agenda_of(conference))

    tracked = client.get(agenda_of(conference, "?utm_source=newsletter&room=&day=2019-06-20"))

    assert "utm_source" not in tracked.content.decode()
    assert client.get(agenda_of(conference, "?utm_source=newsletter"))["ETag"] == plain["ETag"]


@pytest.mark.usefixtures("process", "speaker")
def test_a_file_in_a_language_that_the_conference_has_not_is_the_one_in_its_own(
    client, conference, django_assert_num_queries
):
    url = reverse("agenda-files:json", args=[conference.slug])
    own = client.get(url, {"lang": "en"})

    with django_assert_num_queries(0):
        others = [client.get(url, asked) for asked in ({}, {"lang": "de"}, {"lang": "x" * 60}, {"lang": ""})]

    assert {other.content for other in others} == {own.content}


@pytest.mark.usefixtures("speaker")
def test_who_is_signed_in_reads_what_everybody_reads(client, conference):
    anonymous = client.get(agenda_of(conference))
    client.force_login(make_officer(conference))

    signed_in = client.get(agenda_of(conference))

    assert signed_in.content == anonymous.content
    assert "Cookie" not in signed_in.get("Vary", "")
    assert signed_in["Cache-Control"] == "public, no-cache"


@pytest.mark.usefixtures("speaker")
def test_each_coding_holds_the_same_page_under_its_own_etag(client, conference):
    url = agenda_of(conference)
    plain = client.get(url)
    zipped = client.get(url, headers={"Accept-Encoding": "gzip, deflate"})
    brotlied = client.get(url, headers={"Accept-Encoding": "gzip, deflate, br"})
    refused = client.get(url, headers={"Accept-Encoding": "br;q=0, gzip; q=0"})

    assert gzip.decompress(zipped.content) == brotli.decompress(brotlied.content) == plain.content == refused.content
    assert [answer.get("Content-Encoding") for answer in (plain, zipped, brotlied, refused)] == [
        None,
        "gzip",
        "br",
        None,
    ]
    assert len({plain["ETag"], zipped["ETag"], brotlied["ETag"]}) == 3
    assert (plain["Vary"], plain["Content-Language"]) == ("Accept-Encoding", "en")


@pytest.mark.usefixtures("speaker")
@pytest.mark.parametrize("form", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_a_copy_that_still_holds_is_not_sent_again(client, conference, form):
    url = agenda_of(conference)
    etag = client.get(url, headers={"Accept-Encoding": "br"})["ETag"]

    again = client.get(url, headers={"Accept-Encoding": "br", "If-None-Match": form.format(etag=etag)})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_nothing_is_public_by_other_means_than_reading(client, conference):
    assert client.head(agenda_of(conference)).content == b""
    assert client.post(agenda_of(conference)).status_code == 405


@pytest.mark.usefixtures("speaker")
def test_without_the_database_the_last_edition_is_shown_for_five_minutes(client, conference, process):
    shown = client.get(agenda_of(conference))

    with without_database():
        let_pass(process, conference, 200)
        assert client.get(agenda_of(conference)).content == shown.content
        let_pass(process, conference, 200)
        with pytest.raises(OperationalError):
            client.get(agenda_of(conference))


def test_a_change_between_the_looks_of_one_moment_is_seen_at_the_next(client, conference):
    landing = reverse("conference:landing", args=[conference.slug])

    def change_before_the_mark(execute, sql, params, many, context):
        if "hashtextextended" in sql and "UNION ALL" in sql:
            with connection.cursor() as cursor:
                cursor.cursor.execute("UPDATE conference_conference SET contact_phone = '+976 11 000000'")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(change_before_the_mark):
        client.get(landing)

    assert "+976 11 000000" in client.get(landing).content.decode()


@pytest.mark.parametrize(("idle_for", "sees"), [(61, "old"), (1200, "new")])
def test_who_comes_while_another_looks_takes_what_was_seen_a_moment_ago_and_nothing_older(
    conference, process, monkeypatch, idle_for, sees
):
    editions = {"old": Edition(conference, ("old",)), "new": Edition(conference, ("new",))}
    monkeypatch.setattr(rendered_once_module, "edition_of", lambda _slug: editions["new"])
    seen = process._seen[conference.slug] = Seen(editions["old"], time.monotonic(), time.monotonic())
    let_pass(process, conference, idle_for)
    found = []
    reader = threading.Thread(target=lambda: found.append(process.current(conference.slug)))

    with seen.lock:  # another looks
        reader.start()
        if sees == "old":
            reader.join()
    reader.join()

    assert found == [editions[sees]]


@pytest.mark.usefixtures("process")
def test_twenty_readers_at_once_have_a_page_rendered_once(conference):
    rendered, start = [], threading.Barrier(20)

    @rendered_once()
    def view(request, _held):
        rendered.append(request)
        threading.Event().wait(0.1)
        return HttpResponse("The same for everybody.")

    rendered_once_module.editions.current(conference.slug)  # here: the threads see no uncommitted row

    def read(answers):
        request = RequestFactory().get("/once/", {"for": str(conference.pk)})
        start.wait()
        answers.append(view(request, conference=conference.slug).content)

    answers: list[bytes] = []
    readers = [threading.Thread(target=read, args=(answers,)) for _ in range(20)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert answers == [b"The same for everybody."] * 20
    assert len(rendered) == 1


def test_what_was_not_read_for_longest_is_forgotten_first(conference, monkeypatch):
    monkeypatch.setattr(rendered_once_module, "ROOM", 3_010)
    shelf, rendered = Shelf(), []

    def read(key):
        def render():
            rendered.append(key)
            plain = bytes(1_000)
            return Rendering(mark=(), bodies={"": plain}, etags={}, headers={})

        shelf.page((key, "", ""), (), render)

    for key in ("a", "b", "c", "a", "d", "a", "b"):
        read(key)

    assert rendered == ["a", "b", "c", "d", "b"]
