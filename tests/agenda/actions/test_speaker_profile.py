"""What is public of a speaker is the Secretariat's word: nobody says it for themselves."""

import pytest

from agenda.actions.speaker_profile import give_biography, publish_profile, unpublish_profile
from agenda.errors import LostUpdateError, NotPermittedError
from agenda.models import SpeakerProfile
from conference.models import TeamRole, TranslatedText
from tests.factories.agenda import make_appearance, make_profile, make_session
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db
ADDRESS, OFFICE = "leyla@people.example", "office@people.example"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def leyla(conference):
    person = make_participant(conference, email=ADDRESS, office_email=OFFICE)
    make_appearance(make_session(conference), person)
    return person


@pytest.mark.parametrize("role", [None, TeamRole.OBSERVER, TeamRole.VISA])
def test_neither_speaker_nor_office_nor_another_officer_makes_words_public_or_takes_them_off(conference, leyla, role):
    make_profile(leyla, is_public=True, public_biography={"en": "As looked at."})
    SpeakerProfile.objects.update(biography={"en": "As the speaker says."})
    askers = [make_officer(conference, role)] if role else [make_user(ADDRESS), make_user(OFFICE), make_user()]
    before = SpeakerProfile.objects.values().get()
    for by in askers:
        for act in (publish_profile, unpublish_profile):
            with pytest.raises(NotPermittedError):
                act(leyla.pk, by=by)
    assert SpeakerProfile.objects.values().get() == before
    publish_profile(leyla.pk, by=make_officer(conference, TeamRole.AGENDA))
    assert SpeakerProfile.objects.get().public_biography == {"en": "As the speaker says."}


def test_of_two_who_give_the_first_biography_the_later_is_told(leyla):
    by, version = make_user(ADDRESS), SpeakerProfile().version
    give_biography(leyla.pk, biography=TranslatedText(en="The speaker’s."), by=by, version=version)
    with pytest.raises(LostUpdateError):
        give_biography(leyla.pk, biography=TranslatedText(en="The office’s."), by=make_user(OFFICE), version=version)
    assert SpeakerProfile.objects.get().biography == {"en": "The speaker’s."}
