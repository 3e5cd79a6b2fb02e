"""The conference's own settings, its venues, its officers."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Conference, TeamRole, User, Venue
from tests.agenda.admin.forms import answers_of, save
from tests.factories.conference import make_officer, make_room, make_venue
from tests.registration.admin.reading import send, text_of

VENUES = "/admin/conference/venue/"
OFFICERS = "/admin/conference/user/"


def form_of(conference: Conference) -> str:
    return reverse("admin:conference_conference_change", args=[conference.pk])


def test_the_conferences_texts_come_back_as_they_were_typed_in_every_language(desk, conference):
    save(desk, form_of(conference), conference, title_en="A\r\nTitle", title_ru="Название", title_mn="Гарчиг Өө Үү")
    conference.refresh_from_db()
    assert dict(conference.title) == {"en": "A Title", "ru": "Название", "mn": "Гарчиг Өө Үү"}


def test_saving_without_a_change_changes_nothing(desk, conference):
    before = Conference.objects.filter(pk=conference.pk).values().get()
    page = save(desk, form_of(conference), conference)
    assert "changed successfully" in text_of(page)
    assert Conference.objects.filter(pk=conference.pk).values().get() == before


def test_a_lost_update_is_told_and_what_was_typed_is_kept(desk, conference):
    page = save(desk, form_of(conference), conference, title_en="Mine", seen_version="0")
    assert "Somebody else changed this while you had it open." in text_of(page)
    assert "Mine" in page.context["adminform"].form["title"].value()
    conference.refresh_from_db()
    assert str(conference.title) != "Mine"


def test_what_is_refused_is_told_beside_its_field(desk, conference):
    page = save(desk, form_of(conference), conference, languages="en,xx", time_zone="Mars/Olympus")
    assert "Not a language of the interface: xx." in text_of(page)
    assert "“Mars/Olympus” is no time zone" in text_of(page)


def test_times_are_the_venues_and_the_page_says_so(desk, conference):
    page = desk.get(form_of(conference))
    assert "On the venue's clock (Asia/Ulaanbaatar)" in text_of(page)
    assert answers_of(page)["registration_opens_at_1"] == "09:00:00"


def test_a_language_that_the_form_does_not_show_is_kept(desk, conference):
    venue = make_venue(conference, name={"en": "Ministry", "fr": "Ministère"})
    save(desk, reverse("admin:conference_venue_change", args=[venue.pk]), conference, name_en="The Ministry")
    venue.refresh_from_db()
    assert dict(venue.name) == {"en": "The Ministry", "fr": "Ministère"}


def test_venues_are_listed_in_words_with_their_rooms(desk, conference):
    venue = make_venue(conference, address={"en": "Peace Avenue 7a", "mn": "Энхтайваны өргөн чөлөө"})
    for name in ("Hall", "Lounge"):
        make_room(venue, name={"en": name})
    text = text_of(desk.get(VENUES))
    assert "Ministry of Foreign Affairs Peace Avenue 7a Hall, Lounge" in text
    assert "{" not in text


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_of_venues_costs_the_same(desk, conference, django_assert_max_num_queries, count):
    for _number in range(count):
        make_room(make_venue(conference))
    desk.get(VENUES)
    with django_assert_max_num_queries(15):
        desk.get(VENUES)


@pytest.mark.parametrize("path", [VENUES, OFFICERS, "/admin/conference/state/", "/admin/conference/mission/"])
def test_a_list_is_titled_by_what_it_lists(desk, path):
    title = desk.get(path).content.decode().split("<title>")[1].split("</title>")[0].strip()
    names = {VENUES: "Venues", OFFICERS: "Officers"}
    assert title == f"{names.get(path, path.split('/')[3].capitalize() + 's')} · Plenary"


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.AGENDA, TeamRole.REGISTRATION])
def test_other_officers_read_the_settings_and_change_none(desk_of, conference, role):
    client = desk_of(role)
    assert client.get(form_of(conference)).status_code == 200
    assert client.get(f"{VENUES}add/").status_code == 403
    assert send(client, form_of(conference), conference, title_en="X").status_code == 403


def test_another_conference_and_its_venues_are_not_there(desk, conference, other_conference):
    venue = make_venue(other_conference, name={"en": "Elsewhere"})
    assert desk.get(form_of(other_conference)).status_code == 302
    assert desk.get(reverse("admin:conference_venue_change", args=[venue.pk])).status_code == 302
    assert "Elsewhere" not in text_of(desk.get(VENUES))


def test_a_form_made_in_another_conference_does_nothing(desk, conference, other_conference):
    answers = answers_of(desk.get(f"{VENUES}add/"))
    page = send(
        desk,
        f"{VENUES}add/",
        other_conference,
        **answers | {"name_en": "Hall", "_conference": str(other_conference.pk)},
    )
    assert "Nothing was changed." in text_of(page)
    assert Venue.objects.count() == 0


def test_nobody_but_the_administrator_sees_even_the_shape_of_a_password(desk, conference):
    other = make_officer(conference, name="Chuluun")
    text = text_of(desk.get(reverse("admin:conference_user_change", args=[other.pk])))
    assert "Chuluun" in text
    assert "assword" not in text.replace("Change password", "")


def test_the_administrator_enters_an_officer(conference, db):
    client = Client()
    client.force_login(User.objects.create_superuser("root@secretariat.example", "a long password for tests"))
    assert client.get(f"{OFFICERS}add/").status_code == 200
    password = "another long password"
    page = send(
        client,
        f"{OFFICERS}add/",
        conference,
        name="Dulmaa",
        email="dulmaa@secretariat.example",
        usable_password="true",
        password1=password,
        password2=password,
    )
    assert page.status_code == 200
    assert User.objects.get(email="dulmaa@secretariat.example").is_staff


def test_officers_are_listed_with_their_roles_in_ones_own_conferences(desk, conference, other_conference):
    make_officer(conference, TeamRole.VISA, name="Visa Officer")
    make_officer(other_conference, TeamRole.AGENDA, name="Stranger")
    text = text_of(desk.get(OFFICERS))
    assert "Visa Officer" in text
    assert "Active Whole-of-Society Conference: visa officer" in text
    assert "Stranger" not in text
