"""What speakers give goes where they go: into their own data, to the person they turn out to be, and out with them."""

import pytest

from agenda.actions.follow_merge import follow_merge, undo_follow
from agenda.models import Appearance, SpeakerPaper, SpeakerProfile
from agenda.queries.own_data import own_appearances_data
from agenda.queries.speaking import own_appearances
from conference.registry import registry
from registration.models.private_file import private_storage
from tests.factories.agenda import make_appearance, make_paper, make_profile, make_session
from tests.factories.conference import make_conference, make_user
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db
ADDRESS = "leyla@people.example"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def leyla(conference):
    person = make_participant(conference, email=ADDRESS)
    make_paper(make_appearance(make_session(conference), person), name="my-words.pdf")
    make_profile(person, biography={"en": "Teaches history."}, time_zone="Europe/Vienna", is_public=True)
    return person


def test_all_of_it_is_among_ones_own_data(conference, leyla):
    sections = {each.key: each for each in own_appearances_data(leyla.pk, conference, make_user(ADDRESS))}
    (profile,), (paper,) = sections["introduction"].as_data(), sections["papers"].as_data()
    assert profile["biography_en"] == profile["public_biography_en"] == "Teaches history."
    assert (profile["portrait"], profile["portrait_is_public"], profile["time_zone"]) == (True, True, "Europe/Vienna")
    assert (paper["name"], paper["kind"], paper["language"]) == ("my-words.pdf", "statement", "en")


def test_their_files_are_known_until_the_person_is_erased(conference, leyla):
    names = {str(SpeakerPaper.objects.get().file.name), str(SpeakerProfile.objects.get().portrait.name)}
    assert all(private_storage().exists(name) for name in names)

    def known():
        return {name for knows in registry.knows_files for name in knows(names)}

    assert known() == names
    leyla.delete()
    assert known() == set()


def test_they_follow_where_two_persons_are_one_and_come_back_when_it_is_undone(conference, leyla):
    kept = make_participant(conference, email="kept@people.example")
    rows = follow_merge(kept, leyla, conference=conference, by=None).rows
    assert SpeakerProfile.objects.get().participant == SpeakerPaper.objects.get().appearance.participant == kept
    undo_follow(kept, leyla, rows)
    assert SpeakerProfile.objects.get().participant == SpeakerPaper.objects.get().appearance.participant == leyla


@pytest.mark.parametrize("is_changed", [False, True])
def test_words_and_portrait_follow_to_who_has_only_chosen_a_zone_and_go_back(conference, leyla, is_changed):
    other = make_participant(conference)
    given = SpeakerProfile.objects.get(participant=leyla)
    SpeakerProfile.objects.create(participant=other, time_zone="Europe/Vienna")
    told = follow_merge(other, leyla, conference=conference, by=None)
    own = SpeakerProfile.objects.get(participant=other)
    assert (own.time_zone, own.biography, own.portrait, own.public_portrait, own.published_at) == (
        *("Europe/Vienna", given.biography, given.portrait, given.public_portrait),
        given.published_at,
    )
    if is_changed:
        SpeakerProfile.objects.filter(pk=own.pk).update(biography={"en": "Said since."})
    undo_follow(other, leyla, told.rows)
    own.refresh_from_db()
    left = {"en": "Said since."} if is_changed else {}
    assert (own.time_zone, own.biography, bool(own.portrait), bool(own.public_biography)) == (
        *("Europe/Vienna", left),
        *((True, True) if is_changed else (False, False)),
    )
    assert SpeakerProfile.objects.get(participant=leyla).biography == given.biography


def test_who_has_said_something_of_themselves_keeps_it(conference, leyla):
    kept = make_participant(conference, email="kept@people.example")
    own = make_profile(kept, biography={"en": "Teaches law."})
    follow_merge(kept, leyla, conference=conference, by=None)
    assert SpeakerProfile.objects.get(participant=kept) == own


def test_an_empty_address_is_nobodys(conference, leyla):
    make_appearance(make_session(conference, "15:00–16:00"), make_participant(conference, email="", office_email=""))
    user = make_user(ADDRESS)
    user.email = ""
    assert Appearance.objects.count() == 2
    assert not own_appearances(user, conference).exists()
