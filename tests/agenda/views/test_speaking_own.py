"""What a speaker says of themselves: zone, contact, biography and portrait, absences, changes seen, the brief."""

import datetime
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from agenda.actions.schedule import schedule_session
from agenda.actions.speaker_profile import publish_profile
from agenda.conflicts import standing_of
from agenda.models import AppearanceRole, ConflictKind, SpeakerPaper, SpeakerProfile, Unavailability
from agenda.states import AppearanceState
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.agenda import (
    FRIDAY,
    at,
    make_absence,
    make_appearance,
    make_hall,
    make_paper,
    make_profile,
    make_release,
    make_session,
)
from tests.factories.conference import make_conference, make_officer, make_user, set_clock
from tests.factories.documents import a_pdf
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db
QUERIES = 35
ADDRESS, OTHER = "leyla@people.example", "altan@people.example"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def conference():
    return set_clock(make_conference(), "2019-06-10 09:00")


@pytest.fixture
def panel(conference):
    return make_session(conference, "11:00–12:30", rooms=[make_hall(conference)], title={"en": "Youth"})


@pytest.fixture
def leyla(conference, panel):
    person = make_participant(conference, given_names="Leyla", family_name="Sample", email=ADDRESS)
    make_appearance(panel, person, state=AppearanceState.CONFIRMED, minutes=7)
    return person


@pytest.fixture
def altan(conference, panel):
    person = make_participant(conference, given_names="Altan", family_name="Example", email=OTHER)
    make_appearance(panel, person, role=AppearanceRole.MODERATOR, state=AppearanceState.CONFIRMED)
    return person


@pytest.fixture
def signed_in(client):
    client.force_login(make_user(ADDRESS))
    return client


def own(name, person):
    return reverse(f"agenda:{name}", args=[person.conference.slug, person.pk])


def schedule(client, conference):
    return text_of(client.get(reverse("agenda:speaking", args=[conference.slug])))


def text_of(response):
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def jpeg(size=(300, 200)):
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Telephone"
    Image.new("RGB", size, "navy").save(file, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", file.getvalue())


PAGES = ("zone", "contact", "introduction", "absences")


def test_nobody_opens_another_speakers_pages_files_or_brief(client, conference, leyla, altan):
    paper = make_paper(leyla.appearances.get())
    papers = reverse("agenda:papers", args=[conference.slug, leyla.appearances.get().pk])
    file = reverse("agenda:paper", args=[conference.slug, paper.pk])
    fellow, observer = make_user(OTHER), make_officer(conference, TeamRole.OBSERVER)
    for user in (fellow, make_user("someone@people.example"), observer):
        client.force_login(user)
        for address in (*(own(name, leyla) for name in (*PAGES, "brief")), papers, file):
            assert client.get(address).status_code == 404
        assert client.post(own("seen", leyla), {"number": "1"}).status_code == 404
        assert client.post(own("zone", leyla), {"time_zone": "Europe/Vienna"}).status_code == 404
        assert client.post(papers, {"withdraw": str(paper.pk)}).status_code == 404
    paper.refresh_from_db()
    assert paper.ended_at is None
    assert not SpeakerProfile.objects.exists()


def test_a_paper_of_another_session_of_ones_own_is_not_withdrawn_by_a_changed_identifier(
    signed_in, conference, leyla, altan
):
    theirs = make_paper(altan.appearances.get())
    page = reverse("agenda:papers", args=[conference.slug, leyla.appearances.get().pk])
    assert signed_in.post(page, {"withdraw": str(theirs.pk)}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.ended_at is None


def test_the_agenda_officer_opens_a_paper_and_not_that_of_a_hidden_person(client, conference, panel, leyla):
    hidden = make_participant(conference, visibility=Visibility.HIDDEN, email="hidden@people.example")
    papers = [make_paper(leyla.appearances.get()), make_paper(make_appearance(panel, hidden))]
    addresses = [reverse("agenda:paper", args=[conference.slug, each.pk]) for each in papers]
    for role, answers in (
        (TeamRole.AGENDA, [200, 404]),
        (TeamRole.DUTY_OF_CARE, [200, 200]),
        (TeamRole.VISA, [404] * 2),
    ):
        client.force_login(make_officer(conference, role))
        responses = [client.get(address) for address in addresses]
        assert [response.status_code for response in responses] == answers
        for response in responses:
            assert b"".join(response)  # a file is closed once it is read
    client.force_login(make_user(ADDRESS))
    response = client.get(addresses[0])
    assert response["Content-Disposition"] == 'attachment; filename="statement.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response)


def test_a_statement_is_sent_read_back_and_withdrawn_without_a_script(signed_in, conference, leyla):
    page = reverse("agenda:papers", args=[conference.slug, leyla.appearances.get().pk])
    asked = {"kind": "statement", "language": "en", "embargo": "spoken"}
    assert "Statement by Tue 18 June, 18:00" in schedule(signed_in, conference)

    refused = signed_in.post(page, asked)
    assert refused.status_code == 422
    assert "Choose a file" in text_of(refused)
    file = SimpleUploadedFile("My statement.pdf", a_pdf().content)
    answer = signed_in.post(page, {**asked, "file": file}, follow=True)

    assert "Your file has arrived" in text_of(answer)
    assert "My statement.pdf Statement, English" in text_of(answer)
    assert "You have sent: My statement.pdf" in schedule(signed_in, conference)
    assert "Statement by" not in schedule(signed_in, conference)
    signed_in.post(page, {"withdraw": str(SpeakerPaper.objects.get().pk)})
    assert "Statement by" in schedule(signed_in, conference)


def test_an_embargo_with_a_moment_asks_for_day_and_hour(signed_in, conference, leyla):
    page = reverse("agenda:papers", args=[conference.slug, leyla.appearances.get().pk])
    asked = {"kind": "slides", "language": "mn", "embargo": "until"}
    refused = signed_in.post(page, {**asked, "file": SimpleUploadedFile("a.pdf", a_pdf().content)})
    assert "Give day and time of the embargo" in text_of(refused)
    moment = {"embargo_day": "2019-06-22", "embargo_time": "08:00"}
    signed_in.post(page, {**asked, **moment, "file": SimpleUploadedFile("a.pdf", a_pdf().content)})
    until = SpeakerPaper.objects.values_list("embargo_until", flat=True).get()
    assert until == datetime.datetime(2019, 6, 22, 8, tzinfo=conference.zone)


def test_a_statement_under_embargo_stands_nowhere_in_public(client, conference, leyla, panel):
    make_paper(leyla.appearances.get(), name="secret-words.pdf")
    make_release(conference)
    slug = conference.slug
    pages = [reverse(f"agenda:{name}", args=[slug]) for name in ("agenda", "speakers", "documents")]
    pages += [reverse("agenda:session", args=[slug, panel.pk]), reverse("agenda:speaker", args=[slug, leyla.pk])]
    pages += [reverse(f"agenda-files:{name}", args=[slug]) for name in ("ics", "json", "xml")]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200
        assert "secret-words" not in response.content.decode()


def test_times_stand_in_the_chosen_zone_beside_the_venues(signed_in, conference, leyla):
    make_release(conference)
    assert "Vienna" not in schedule(signed_in, conference)
    signed_in.post(own("zone", leyla), {"time_zone": "Europe/Vienna"})
    assert "11:00–12:30 Ulaanbaatar time (UTC+8) 05:00–06:30 Vienna time (UTC+2)" in schedule(signed_in, conference)
    signed_in.post(own("zone", leyla), {"time_zone": "America/New_York"})
    assert "Wed 19 June, 23:00–00:30 New York time (UTC−4)" in schedule(signed_in, conference)
    assert signed_in.post(own("zone", leyla), {"time_zone": "Mars/Olympus"}).status_code == 422
    signed_in.post(own("zone", leyla), {"time_zone": ""})
    assert "New York" not in schedule(signed_in, conference)


def test_a_moderator_is_written_to_only_with_their_consent(client, conference, leyla, altan):
    make_release(conference)
    leylas, altans = client, client.__class__()
    leylas.force_login(make_user(ADDRESS))
    altans.force_login(make_user(OTHER))
    page = reverse("agenda:speaking", args=[conference.slug])
    assert OTHER not in leylas.get(page).content.decode()
    assert "May those who speak with you write to you?" in schedule(altans, conference)

    altans.post(own("contact", altan), {"contact": "own"})
    assert f'href="mailto:{OTHER}"' in leylas.get(page).content.decode()
    assert SpeakerProfile.objects.get(participant=altan).contact_agreed_at is not None
    altans.post(own("contact", altan), {"contact": ""})
    assert OTHER not in leylas.get(page).content.decode()


def test_no_address_tells_who_a_hidden_moderator_is(signed_in, conference, leyla, altan):
    make_profile(altan, contact="own", contact_agreed_at=at("09:00").replace(tzinfo=conference.zone))
    altan.visibility = Visibility.HIDDEN
    altan.save()
    make_release(conference)
    assert OTHER not in signed_in.get(reverse("agenda:speaking", args=[conference.slug])).content.decode()


def test_what_is_given_is_public_after_the_word_of_the_secretariat(signed_in, client, conference, leyla):
    make_release(conference)
    page, public = own("introduction", leyla), reverse("agenda:speaker", args=[conference.slug, leyla.pk])
    nothing = {f"biography_{code}": "" for code in conference.languages} | {"step": "biography"}
    words = nothing | {"biography_en": "Teaches <b>history</b>."}
    answer = signed_in.post(page, words, follow=True)
    assert "What the public will see" in text_of(answer)
    assert "Teaches &lt;b&gt;history&lt;/b&gt;." in answer.content.decode()
    assert "Teaches" not in client.get(public).content.decode()

    profile = publish_profile(leyla.pk, by=make_officer(conference, TeamRole.AGENDA))
    assert "Teaches &lt;b&gt;history&lt;/b&gt;." in client.get(public).content.decode()
    signed_in.post(page, nothing | {"seen_version": str(profile.version)})
    assert "Teaches" not in client.get(public).content.decode()


def test_a_portrait_keeps_nothing_but_what_it_shows_and_has_an_address_once_it_is_public(signed_in, conference, leyla):
    make_release(conference)
    public = reverse("agenda-files:portrait", args=[conference.slug, leyla.pk])
    answer = signed_in.post(own("introduction", leyla), {"step": "portrait", "portrait": jpeg()}, follow=True)
    assert "Your portrait is saved" in text_of(answer)
    profile = SpeakerProfile.objects.get()
    with profile.portrait.open() as kept:
        assert b"Telephone" not in kept.read()
    assert signed_in.get(public).status_code == 404

    step = {"step": "crop-middle", "seen_version": str(profile.version)}
    signed_in.post(own("introduction", leyla), step)
    profile = publish_profile(leyla.pk, by=make_officer(conference, TeamRole.AGENDA))
    shown = Image.open(io.BytesIO(signed_in.get(public).content))
    assert shown.width / shown.height == pytest.approx(0.8)
    signed_in.post(own("introduction", leyla), {"step": "remove", "seen_version": str(profile.version)})
    assert signed_in.get(public).status_code == 404


def test_a_hidden_persons_portrait_and_words_are_nowhere(signed_in, conference, leyla):
    make_profile(leyla, is_public=True)
    leyla.visibility = Visibility.HIDDEN
    leyla.save()
    make_release(conference)
    assert "The public agenda does not name you" in text_of(signed_in.get(own("introduction", leyla)))
    for name in ("agenda:speaker", "agenda-files:portrait"):
        assert signed_in.get(reverse(name, args=[conference.slug, leyla.pk])).status_code == 404


def test_two_windows_do_not_overwrite_each_other(signed_in, conference, leyla):
    profile = make_profile(leyla)
    SpeakerProfile.objects.filter(pk=profile.pk).update(version=7)
    codes = {f"biography_{code}": "New" for code in conference.languages}
    refused = signed_in.post(own("introduction", leyla), {**codes, "step": "biography", "seen_version": "1"})
    assert refused.status_code == 422
    assert "Somebody else has changed this in the meantime" in text_of(refused)


ABSENCE = {"from_day": "2019-06-20", "from_time": "08:00", "until_day": "2019-06-20", "until_time": "12:00"}


def test_a_time_of_absence_is_told_changed_and_removed_and_stands_among_the_conflicts(signed_in, conference, leyla):
    page = own("absences", leyla)
    answer = signed_in.post(page, {**ABSENCE, "note": "Arrives at noon"}, follow=True)
    assert "You speak at that time: “Youth”. The Secretariat sees it." in text_of(answer)
    away = Unavailability.objects.get()
    assert away.starts_at.astimezone(conference.zone).isoformat() == "2019-06-20T08:00:00+08:00"
    assert [each.kind for each in standing_of(conference).conflicts if each.kind == ConflictKind.UNAVAILABLE]

    changed = {**ABSENCE, "until_time": "10:00", "absence": str(away.pk), "seen_version": "1"}
    assert "You speak at that time" not in text_of(signed_in.post(page, changed, follow=True))
    assert "Somebody else has changed this" in text_of(signed_in.post(page, changed))
    signed_in.post(page, {"absence": str(away.pk), "remove": "1"})
    assert not Unavailability.objects.exists()


def test_somebody_elses_time_of_absence_is_not_there(signed_in, leyla, altan):
    theirs = make_absence(altan, "09:00–10:00")
    page = own("absences", leyla)
    assert signed_in.get(f"{page}?change={theirs.pk}").status_code == 404
    assert signed_in.post(page, {"absence": str(theirs.pk), "remove": "1"}).status_code == 404
    assert signed_in.post(page, {**ABSENCE, "absence": str(theirs.pk)}).status_code == 404
    assert Unavailability.objects.filter(pk=theirs.pk, participant=altan).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"until_time": "08:00"}, "You must be available again after the time begins."),
        ({"from_day": "0001-01-01"}, "The year 1 is too far away."),
        ({"until_day": "9999-12-31"}, "The year 9999 is too far away."),
        ({"until_day": "2020-12-31"}, "a time that does not touch it need not be told"),
        ({"from_day": "2019-06-01", "until_day": "2019-06-02"}, "a time that does not touch it need not be told"),
        ({"from_time": ""}, "Give the hour"),
    ],
)
def test_an_impossible_time_of_absence_is_refused_in_a_sentence(signed_in, leyla, changes, sentence):
    refused = signed_in.post(own("absences", leyla), ABSENCE | changes)
    assert refused.status_code == 422
    assert sentence in text_of(refused)


def test_an_hour_that_the_clocks_skip_or_repeat_is_refused(client):
    days = {"starts_on": datetime.date(2019, 3, 30), "ends_on": datetime.date(2019, 3, 31)}
    held = make_conference(time_zone="Europe/Vienna", **days)
    person = make_participant(held, email=ADDRESS)
    make_appearance(make_session(held, None), person)
    client.force_login(make_user(ADDRESS))
    told = {"from_day": "2019-03-31", "from_time": "02:30", "until_day": "2019-03-31", "until_time": "05:00"}
    assert "the clocks at the venue skip 02:30" in text_of(client.post(own("absences", person), told))


def test_what_changed_is_told_until_the_speaker_says_to_have_seen_it(signed_in, conference, leyla, panel):
    make_release(conference)
    assert "since you last looked" not in schedule(signed_in, conference)
    schedule_session(panel.pk, starts_at=at("14:00"), ends_at=at("15:30"), rooms=[], by=None)
    make_release(conference)
    signed_in.post(own("seen", leyla), {"number": "1"})

    for _reading in range(2):
        text = schedule(signed_in, conference)
        assert "One session has changed since you last looked" in text
        assert "It will begin at 14:00 instead of 11:00 on Thursday, 20 June" in text
    assert signed_in.get(own("seen", leyla)).status_code == 405
    signed_in.post(own("seen", leyla), {"number": "2"})
    assert "since you last looked" not in schedule(signed_in, conference)
    signed_in.post(own("seen", leyla), {"number": "1"})
    assert SpeakerProfile.objects.filter(seen_release__number=2).exists()


def test_the_brief_names_sessions_people_rooms_and_what_is_asked(signed_in, conference, leyla, altan):
    make_release(conference)
    signed_in.post(own("zone", leyla), {"time_zone": "Europe/Vienna"})
    response = signed_in.get(own("brief", leyla))
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())
    for words in (
        "Leyla SAMPLE",
        "Youth",
        "11:00–12:30",
        "Vienna time",
        "Altan EXAMPLE",
        "Your biography",
        "7 minutes",
    ):
        assert words in text
    assert OTHER not in text


def test_who_answered_is_told_to_the_speaker_and_the_office(signed_in, conference, leyla):
    appearance = leyla.appearances.get()
    for user, words in ((make_user(ADDRESS), "You confirmed:"), (make_officer(conference), "The Secretariat recorded")):
        appearance.move_to(AppearanceState.INVITED, by=None)
        appearance.move_to(AppearanceState.CONFIRMED, by=user)
        assert words in schedule(signed_in, conference)


@pytest.mark.parametrize("count", [1, 100])
def test_the_page_costs_the_same_for_one_session_and_for_a_hundred(
    signed_in, conference, leyla, altan, count, django_assert_num_queries
):
    make_release(conference)
    make_profile(leyla, time_zone="Europe/Vienna")
    for number in range(count):
        begins = 8 * 60 + number * 5
        times = f"{begins // 60:02}:{begins % 60:02}–{(begins + 5) // 60:02}:{(begins + 5) % 60:02}"
        session = make_session(conference, times, day=FRIDAY)
        make_paper(make_appearance(session, leyla))
        make_appearance(session, altan, role=AppearanceRole.MODERATOR)
    make_release(conference)
    page = reverse("agenda:speaking", args=[conference.slug])
    signed_in.get(page)
    with django_assert_num_queries(QUERIES):
        signed_in.get(page)


def test_the_own_calendar_is_one_press_away(signed_in, conference, leyla):
    body = signed_in.get(reverse("agenda:speaking", args=[conference.slug])).content.decode()
    assert f'href="{reverse("agenda:own-calendar", args=[conference.slug])}"' in body
