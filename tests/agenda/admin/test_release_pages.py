"""Releases: what an officer sees before everybody does, and that it is what everybody then sees."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.actions.release import release_agenda
from agenda.actions.schedule import cancel_session, schedule_session
from agenda.models import Release
from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.agenda import at, make_appearance, make_release, make_session
from tests.factories.registration import make_participant
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
    assert "Moved Youth Time Before: Thursday, 20 June, 11:00–12:30 → Now: Thursday, 20 June, 14:00–15:30" in text
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
        page = desk.get(LIST)
    shown = re.findall(r'class="field-sessions"[^>]*>(\d+)<', page.content.decode())
    assert list(map(int, shown)) == list(range(count, 0, -1))


@pytest.mark.parametrize("page", [LIST, f"{LIST}compare/"])
def test_pages_that_only_name_releases_load_none_of_their_content(desk, conference, page):
    for _ in range(2):
        make_session(conference)
        make_release(conference)
    desk.get(page)
    with CaptureQueriesContext(connection) as asked:
        desk.get(page)
    loaded = [query["sql"] for query in asked if '"agenda_release"."snapshot",' in query["sql"]]
    assert loaded == []


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


def moved(conference, **changes):
    """A session with a confirmed speaker, published, and moved in the draft."""
    speaker = make_participant(conference, family_name="Altan", **changes)
    session = make_session(conference, title={"en": "Youth"})
    make_appearance(session, speaker, state=AppearanceState.CONFIRMED)
    make_release(conference)
    schedule_session(session.pk, starts_at=at("14:00"), ends_at=at("15:30"), rooms=[], by=None)
    return speaker


def test_the_preview_names_who_is_told_and_shows_the_words_of_each_letter(desk, conference):
    moved(conference, language="ru")
    text = text_of(desk.get(PUBLISH))
    assert "One person is told, in one letter" in text
    assert "Ms. Aigerim ALTAN Русский" in text
    assert "имеем честь сообщить" in text
    assert OutgoingMessage.objects.count() == 0


def test_who_is_not_named_stands_where_no_place_tells_the_initial(desk, conference):
    session = make_session(conference)
    for name, how in (("Albert", Visibility.LISTED), ("Secret", Visibility.HIDDEN), ("Zola", Visibility.LISTED)):
        make_appearance(session, make_participant(conference, family_name=name, visibility=how))
    make_release(conference)
    schedule_session(session.pk, starts_at=at("16:00"), ends_at=at("17:00"), rooms=[], by=None)
    text = text_of(desk.get(PUBLISH))
    assert text.index("protected participant") < text.index("ALBERT") < text.index("ZOLA")


def test_a_hidden_persons_name_and_letter_are_kept_from_who_may_not_know(desk, conference):
    moved(conference, visibility=Visibility.HIDDEN)
    preview = text_of(desk.get(PUBLISH))
    release = publish(desk, conference)
    for text in (preview, text_of(desk.get(page_of(release)))):
        assert "protected participant" in text
        assert "ALTAN" not in text.upper()


def publish(desk, conference, **answers):
    send(desk, PUBLISH, conference, **preview_of(desk), **answers)
    return Release.objects.order_by("number").last()


def page_of(release):
    return reverse("admin:agenda_release_change", args=[release.pk])


def test_a_letter_of_change_that_came_back_says_so(desk, conference):
    moved(conference)
    release, now = publish(desk, conference), timezone.now()
    OutgoingMessage.objects.update(state="sent", sent_at=now, came_back_at=now)
    assert "Ms. Aigerim ALTAN Sent, and came back" in text_of(desk.get(page_of(release)))


def test_the_page_tells_what_became_of_each_letter_and_lets_them_go_at_once(desk, conference):
    conference.agenda_letters_wait = 10
    conference.save()
    moved(conference)
    release = publish(desk, conference)
    letter = OutgoingMessage.objects.get()
    page = desk.get(page_of(release))
    assert "Ms. Aigerim ALTAN Queued" in text_of(page)
    assert reverse("admin:correspondence_outgoingmessage_change", args=[letter.pk]) in page.content.decode()
    page = send(desk, reverse("admin:agenda_release_now", args=[release.pk]), conference)
    assert notices_of(page) == ["The letters are on their way."]
    assert OutgoingMessage.objects.due().count() == 1


def test_letters_that_were_left_out_are_sent_after_all(desk, conference):
    moved(conference)
    release = publish(desk, conference, without_letters="on")
    assert (release.is_without_letters, OutgoingMessage.objects.count()) == (True, 0)
    text = text_of(desk.get(page_of(release)))
    assert "Published without letters" in text
    assert "Ms. Aigerim ALTAN No letter" in text
    url = reverse("admin:agenda_release_letters", args=[release.pk])
    assert notices_of(send(desk, url, conference)) == ["The letters are written and on their way."]
    assert OutgoingMessage.objects.count() == 1
    assert "have been written already" in notices_of(send(desk, url, conference))[0]
    assert "they were sent after all: Monday, 3 June" in text_of(desk.get(page_of(release)))


def test_an_older_release_is_returned_to_after_a_look(desk, conference):
    moved(conference)
    publish(desk, conference)
    first = Release.objects.get(number=1)
    url = reverse("admin:agenda_release_restore", args=[first.pk])
    page = desk.get(url)
    assert "Release 3 returns to the content of release 1. That changes one session." in text_of(page)
    assert "Return to release 1" in text_of(page)
    assert "The draft stays as it is" in text_of(page)
    form = page.context["form"].initial
    notes = {f"note_{code}": text for code, text in form["note"].items()}
    page = send(desk, url, conference, fingerprint=form["fingerprint"], **notes)
    assert notices_of(page) == ["Release 3 is public."]
    assert "with the content of release 1" in text_of(page)


def test_any_two_releases_are_compared_in_whichever_order(desk, conference):
    moved(conference)
    publish(desk, conference)
    make_session(conference, "17:00–18:00", title={"en": "Third"})
    publish(desk, conference)
    first, third = Release.objects.get(number=1), Release.objects.get(number=3)
    assert (
        reverse("admin:agenda_release_compare") in desk.get(reverse("admin:agenda_release_changelist")).content.decode()
    )
    begins_with = desk.get(reverse("admin:agenda_release_compare")).context["form"].initial
    assert begins_with == {"old": Release.objects.get(number=2).pk, "new": third.pk}
    text = text_of(desk.get(reverse("admin:agenda_release_compare"), {"old": third.pk, "new": first.pk}))
    assert "From release 1 to release 3" in text
    assert "Moved Youth" in text
    assert "New Third" in text
    same = text_of(desk.get(reverse("admin:agenda_release_compare"), {"old": third.pk, "new": third.pk}))
    assert "They say the same." in same


def test_releases_of_another_conference_are_neither_compared_nor_returned_to(desk, other_conference):
    make_session(other_conference)
    release = make_release(other_conference)
    page = desk.get(reverse("admin:agenda_release_compare"), {"old": release.pk, "new": release.pk})
    assert page.context["form"].errors
    assert desk.get(reverse("admin:agenda_release_restore", args=[release.pk])).status_code == 404


@pytest.mark.parametrize("name", ["letters", "now"])
def test_other_officers_send_no_letters(desk_of, conference, name):
    moved(conference)
    release = release_agenda(conference.pk, by=None, without_letters=True)
    page = send(desk_of(TeamRole.OBSERVER), reverse(f"admin:agenda_release_{name}", args=[release.pk]), conference)
    assert notices_of(page) == ["Your role in this conference does not permit that."]


@pytest.mark.parametrize("count", [1, 20])
def test_the_pages_of_a_release_cost_the_same_for_one_and_for_twenty(
    desk, conference, count, django_assert_max_num_queries
):
    for number in range(count):
        make_appearance(make_session(conference, f"{9 + number // 12:02}:{number % 12 * 5:02}–18:00"))
    make_release(conference)
    conference.sessions.update(is_open_to_press=True)
    desk.get(PUBLISH)
    with django_assert_max_num_queries(42):
        desk.get(PUBLISH)
    release = make_release(conference)
    with django_assert_max_num_queries(32):
        assert len(desk.get(page_of(release)).context["told"]) == count
