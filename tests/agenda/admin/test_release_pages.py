"""Releases: what an officer sees before everybody does, and that it is what everybody then sees."""

import pytest
from django.urls import reverse

from agenda.actions.schedule import cancel_session, schedule_session
from agenda.models import Release
from conference.models import TeamRole
from tests.factories.agenda import at, make_release, make_session
from tests.registration.admin.reading import notices_of, rows_of, send, text_of

LIST = "/admin/agenda/release/"
PUBLISH = "/admin/agenda/release/add/"


def preview_of(desk, **changes: str) -> dict[str, str]:
    """The form as the officer sees it."""
    form = desk.get(PUBLISH).context["form"]
    notes = {f"note_{code}": text for code, text in form.initial["note"].items()}
    return {"fingerprint": form.initial["fingerprint"], **notes, **changes}


def test_the_preview_tells_what_changes_old_and_new_and_publishes_nothing(desk, conference):
    moved, dropped = make_session(conference, title={"en": "Youth"}), make_session(conference, title={"en": "Media"})
    make_release(conference)
    schedule_session(moved.pk, starts_at=at("14:00"), ends_at=at("15:30"), rooms=[], by=None)
    cancel_session(dropped.pk, by=None)
    text = text_of(desk.get(PUBLISH))
    assert "Release 2 changes 2 sessions." in text
    assert "Cancelled Media" in text
    assert "Moved Youth Time Thursday, 20 June, 11:00–12:30 → Thursday, 20 June, 14:00–15:30" in text
    assert Release.objects.count() == 1


def test_what_was_seen_is_published_with_the_note_as_edited_in_each_language(desk, conference):
    make_session(conference)
    notes = {"note_mn": "Өөрчлөлт", "note_en": "Changes", "note_ru": "Изменения"}
    page = send(desk, PUBLISH, conference, **preview_of(desk, **notes))
    assert notices_of(page) == ["Release 1 is public."]
    release = Release.objects.get()
    assert dict(release.note) == {"mn": "Өөрчлөлт", "en": "Changes", "ru": "Изменения"}
    assert str(release.published_by) == "Bolormaa"


def test_a_draft_that_changed_since_the_preview_is_not_published_but_told_and_the_note_is_kept(desk, conference):
    make_session(conference)
    seen = preview_of(desk, note_en="My own words")
    make_session(conference, title={"en": "Just added"})
    page = send(desk, PUBLISH, conference, **seen)
    assert Release.objects.count() == 0
    assert "Somebody else has changed this in the meantime" in notices_of(page)[0]
    assert "Just added" in text_of(page)
    form = page.context["form"]
    assert form["note"].value()[1] == "My own words"
    send(desk, PUBLISH, conference, **seen | {"fingerprint": form["fingerprint"].value()})
    assert Release.objects.count() == 1


def test_when_nothing_changed_there_is_nothing_to_publish(desk, conference):
    make_session(conference)
    make_release(conference)
    page = desk.get(PUBLISH)
    assert "The agenda is the same as in release 1." in text_of(page)
    assert "Publish release" not in text_of(page)


def test_a_release_is_read_with_what_it_changed_and_never_changed(desk, conference):
    make_session(conference, title={"en": "Youth"})
    release = make_release(conference, en="First programme.")
    url = reverse("admin:agenda_release_change", args=[release.pk])
    text = text_of(desk.get(url))
    assert "Release 1 Monday, 3 June, 09:00" in text
    assert "First programme." in text
    assert "New Youth" in text
    assert desk.post(url, {"note_en": "Other", "_conference": str(conference.pk)}).status_code == 403


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_releases_costs_the_same(desk, conference, django_assert_max_num_queries, count):
    for number in range(count):
        make_session(conference, title={"en": f"Session {number}"})
        make_release(conference)
    desk.get(LIST)
    with django_assert_max_num_queries(15):
        assert len(rows_of(desk.get(LIST))) == count


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.REGISTRATION, TeamRole.CORRESPONDENCE])
def test_other_officers_read_releases_and_publish_none(desk_of, conference, role):
    make_session(conference)
    client = desk_of(role)
    assert "Look at the changes and publish" not in text_of(client.get(LIST))
    page = send(client, PUBLISH, conference, fingerprint="x")
    assert notices_of(page) == ["Your role in this conference does not permit that."]
    assert Release.objects.count() == 0


def test_the_co_ordinator_publishes_too(desk_of, conference):
    make_session(conference)
    client = desk_of(TeamRole.COORDINATOR)
    send(client, PUBLISH, conference, **preview_of(client))
    assert Release.objects.count() == 1


def test_releases_of_another_conference_are_not_there(desk_of, conference, other_conference):
    make_session(conference)
    release = make_release(conference)
    stranger = desk_of(TeamRole.AGENDA, of=other_conference)
    assert rows_of(stranger.get(LIST)) == []
    assert stranger.get(reverse("admin:agenda_release_change", args=[release.pk])).status_code == 302


def test_a_form_made_in_another_conference_publishes_nothing(desk, conference, other_conference):
    make_session(conference)
    page = send(desk, PUBLISH, other_conference, **preview_of(desk))
    assert notices_of(page) == ["This form belongs to another conference. Nothing was changed."]
    assert Release.objects.count() == 0
