"""Returning to an older release: its content under the next number, without what is there no longer."""

import pytest

from agenda.actions.appoint import dismiss
from agenda.actions.describe import describe_session
from agenda.actions.release import restore_release
from agenda.actions.schedule import cancel_session, schedule_session
from agenda.errors import LostUpdateError, NothingToReleaseError, NotPermittedError
from agenda.models import Release
from agenda.queries.published import published_agenda
from agenda.queries.restoring import restore_preview
from agenda.queries.snapshot import draft_differs
from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from tests.factories.agenda import address_of, at, make_appearance, make_hall, make_release, make_session
from tests.factories.conference import make_officer
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


def test_the_old_content_stands_under_the_next_number_and_the_draft_stays(conference, officer):
    session = make_session(conference, "11:00–12:00", title={"en": "Youth"})
    first = make_release(conference)
    describe_session(session.pk, changes={"title": {"en": "Media"}}, by=None)
    second = make_release(conference)

    third = restore_release(first.pk, note={"en": "As before."}, by=officer)

    assert (third.number, third.restores, third.published_by) == (3, first, officer)
    assert third.snapshot["sessions"] == first.snapshot["sessions"]
    assert third.snapshot["changes"][str(session.pk)]["release"] == 3
    assert [str(one.title) for one in published_agenda(conference).sessions] == ["Youth"]
    assert draft_differs(conference)
    second.refresh_from_db()
    assert second.snapshot["sessions"][0]["title"] == {"en": "Media"}


def test_whom_it_concerns_is_told_from_what_they_knew(conference, officer):
    session = make_session(conference, "11:00–12:00")
    speaker, gone = make_appearance(session), make_appearance(session)
    first = make_release(conference)
    dismiss(gone.pk, by=None)
    schedule_session(session.pk, starts_at=at("16:00"), ends_at=at("17:00"), rooms=[], by=None)
    make_release(conference)
    OutgoingMessage.objects.all().update(state="sent", sent_at="2019-06-03T00:00Z")

    restore_release(first.pk, by=officer)

    told = {message.recipient: message.text for message in OutgoingMessage.objects.filter(state="queued")}
    assert "It will begin at 11:00 instead of 16:00" in told.pop(address_of(speaker))
    assert "You are foreseen in it again: Thursday, 20 June 2019, 11:00" in told.pop(address_of(gone))
    assert told == {}


def test_who_regretted_since_is_neither_named_nor_told(conference, officer):
    session = make_session(conference)
    appearance = make_appearance(session)
    first = make_release(conference)
    appearance.move_to(AppearanceState.DECLINED, by=None, reason="Other engagements")
    make_release(conference)

    assert restore_preview(first, actor=officer).restored.people_gone == 1
    restore_release(first.pk, by=officer)

    assert published_agenda(conference).sessions[0].speakers == ()
    assert not OutgoingMessage.objects.exists()


def test_what_was_deleted_since_is_left_out_and_said(conference, officer):
    hall = make_hall(conference, name={"en": "Small Hall"})
    in_hall = make_session(conference, "11:00–12:00", rooms=[hall], title={"en": "Kept"})
    deleted = make_session(conference, "14:00–15:00", title={"en": "Deleted"})
    dismissed = make_appearance(in_hall)
    first = make_release(conference)
    in_hall.bookings.all().delete()
    hall.delete()
    deleted.delete()
    dismiss(dismissed.pk, by=None)
    make_release(conference)

    found = restore_preview(first, actor=officer).restored
    assert ([str(t) for t in found.sessions_gone], [str(t) for t in found.rooms_gone]) == (["Deleted"], ["Small Hall"])
    assert (found.people_gone, found.people_back) == (0, 1)
    third = restore_release(first.pk, by=officer)

    assert [(entry["title"], entry["rooms"]) for entry in third.snapshot["sessions"]] == [({"en": "Kept"}, [])]


def test_an_officer_returns_to_what_the_preview_showed_or_to_nothing(conference, officer):
    session = make_session(conference)
    first = make_release(conference)
    cancel_session(session.pk, by=None)
    second = make_release(conference)
    seen = restore_preview(first, actor=officer).preview.fingerprint
    with pytest.raises(NothingToReleaseError):
        restore_release(second.pk, by=officer)
    make_session(conference, "16:00–17:00")
    make_release(conference)

    with pytest.raises(LostUpdateError):
        restore_release(first.pk, by=officer, fingerprint=seen)
    with pytest.raises(NotPermittedError):
        restore_release(first.pk, by=make_officer(conference, TeamRole.PROTOCOL))
    restore_release(first.pk, by=officer, fingerprint=restore_preview(first, actor=officer).preview.fingerprint)

    assert Release.objects.count() == 4


@pytest.mark.parametrize("count", [1, 60])
def test_the_preview_costs_the_same_for_one_session_and_for_sixty(
    conference, officer, count, django_assert_num_queries
):
    for number in range(count):
        make_appearance(make_session(conference, f"{9 + number // 12:02}:{number % 12 * 5:02}–18:00"))
    first = Release.objects.select_related("conference").get(pk=make_release(conference).pk)
    conference.sessions.update(is_open_to_press=True)
    make_release(conference)

    with django_assert_num_queries(13):
        assert len(restore_preview(first, actor=officer).preview.changes) == count


def test_nobody_is_named_by_an_erased_persons_place(conference, officer):
    session = make_session(conference)
    person = make_participant(conference, family_name="Erased")
    make_appearance(session, person)
    first = make_release(conference)
    describe_session(session.pk, changes={"title": {"en": "Other"}}, by=None)
    make_release(conference)
    person.delete()

    restore_release(first.pk, by=officer)

    assert published_agenda(conference).sessions[0].speakers == ()
