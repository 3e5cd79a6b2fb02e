"""Two persons turn out to be one after a release: from then on the lines of the one are the other's."""

import pytest
from django.urls import reverse

from agenda.actions.follow_merge import follow_merge
from agenda.actions.schedule import cancel_session, schedule_session
from agenda.queries.diff import changes_between_releases
from agenda.queries.published import published_agenda
from agenda.queries.restoring import restore_preview
from agenda.states import AppearanceState
from conference.models import TeamRole
from conference.views import rendered_once
from conference.views.rendered_once import Editions
from registration.models import Visibility
from registration.states import RegistrationState
from tests.factories.agenda import at, make_appearance, make_release, make_session
from tests.factories.conference import make_officer
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(conference):
    return make_session(conference, "14:00–15:00")


def merged_after_a_release(conference, session, **wishes):
    """Gives the release, and the person who stayed."""
    merged = make_registration(RegistrationState.REGISTERED, conference).participant
    merged.family_name, merged.visibility = "Sultanova", Visibility.LISTED
    merged.save()
    make_appearance(session, merged, state=AppearanceState.CONFIRMED)
    release = make_release(conference)
    kept = make_participant(conference, family_name="Aslanbeyli", **wishes)
    follow_merge(kept, merged, conference=conference, by=None)
    merged.registrations.update(state=RegistrationState.WITHDRAWN)
    return release, kept


def test_pages_name_who_stayed_as_that_person_wishes(conference, session):
    _release, kept = merged_after_a_release(conference, session, visibility=Visibility.LISTED)
    (speaker,) = published_agenda(conference).sessions[0].speakers
    assert (speaker.participant_id, "ASLANBEYLI" in speaker.name.upper()) == (kept.pk, True)

    kept.visibility = Visibility.HIDDEN
    kept.save()

    (speaker,) = published_agenda(conference).sessions[0].speakers
    assert (speaker.participant_id, speaker.is_named) == (None, False)


def test_a_page_that_was_rendered_follows_who_stayed(client, conference, session, monkeypatch, settings):
    settings.PUBLIC_EDITION_SECONDS = 0.0
    monkeypatch.setattr(rendered_once, "editions", Editions())
    _release, kept = merged_after_a_release(conference, session, visibility=Visibility.LISTED)
    page = reverse("agenda:agenda", args=[conference.slug])
    assert "ASLANBEYLI" in client.get(page).content.decode().upper()

    kept.visibility = Visibility.HIDDEN
    kept.save()

    assert "ASLANBEYLI" not in client.get(page).content.decode().upper()


def test_the_difference_of_releases_protects_who_stayed(conference, session):
    first, _kept = merged_after_a_release(conference, session, visibility=Visibility.HIDDEN)
    cancel_session(session.pk, by=None)
    second = make_release(conference)

    officer = make_officer(conference, TeamRole.AGENDA)
    (change,) = changes_between_releases(first, second, actor=officer)

    speakers = [(detail.old, detail.new) for detail in change.details if detail.label == "Speakers"]
    assert speakers == [("Panellist: protected participant", "Panellist: protected participant")]


def test_who_stayed_has_not_left_and_an_erased_person_does_not_come_back(conference, session):
    erased = make_participant(conference)
    make_appearance(session, erased)
    first, _kept = merged_after_a_release(conference, session)
    schedule_session(session.pk, starts_at=at("16:00"), ends_at=at("17:00"), rooms=[], by=None)
    make_release(conference)
    erased.delete()

    restored = restore_preview(first, actor=make_officer(conference)).restored

    assert (restored.people_gone, restored.people_back) == (1, 0)
