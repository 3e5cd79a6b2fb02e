"""Tags, officers and notes: set one by one and on many, told when somebody was quicker, undone, kept to the desk."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.models import Conference, TeamRole, User
from registration.models import Assignment, NoteReaders, OfficerNote, Registration, Tag, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_registration
from tests.registration.admin.reading import links_said, notices_of, send, text_of

LIST = "admin:registration_registration_changelist"
FIRST_OF_MAY = "2019-05-01T09:00:00+00:00"


def page(name: str, registration: Registration) -> str:
    return reverse(f"admin:registration_registration_{name}", args=[registration.pk])


def selected(client: Client, conference: Conference, action: str, *rows: Registration, **more: Any):
    chosen = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return send(client, reverse(LIST), conference, **chosen | more)


def officers_of(*rows: Registration) -> list[User | None]:
    found = dict(Assignment.objects.in_force().values_list("registration", "officer"))
    return [found.get(row.pk) for row in rows]


def tags_of(row: Registration) -> set[str]:
    return set(row.taggings.in_force().values_list("tag__name", flat=True))


@pytest.fixture
def tag(conference: Conference) -> Tag:
    return Tag.objects.create(conference=conference, name="Follow up", colour="gold")


def test_many_are_tagged_at_once_and_it_can_be_undone(desk: Client, conference: Conference, tag: Tag):
    rows = [make_registration(S.SUBMITTED, conference) for _ in range(3)]
    told = selected(desk, conference, f"tag.{tag.pk}.1", *rows[:2])
    assert notices_of(told) == ["2 bear the tag “Follow up” now."]
    assert [tags_of(row) for row in rows] == [{"Follow up"}, {"Follow up"}, set()]
    undo = reverse("admin:registration_registration_undo_marks", args=[rows[0].taggings.get().act])
    assert undo in links_said(told)
    assert rows[0].participant.formal_name in text_of(desk.get(undo))
    assert notices_of(send(desk, undo, conference)) == ["2 are as they were before."]
    assert [tags_of(row) for row in rows] == [set(), set(), set()]


def test_a_tag_is_taken_away_from_many_and_put_back(desk: Client, conference: Conference, tag: Tag):
    row = make_registration(S.SUBMITTED, conference)
    selected(desk, conference, f"tag.{tag.pk}.1", row)
    assert notices_of(selected(desk, conference, f"untag.{tag.pk}.1", row)) == [
        "The tag “Follow up” was taken away from 1."
    ]
    act = row.taggings.get().ended_in
    send(desk, reverse("admin:registration_registration_undo_marks", args=[act]), conference)
    assert tags_of(row) == {"Follow up"}


def test_a_tag_that_has_another_word_by_now_is_not_set(desk: Client, conference: Conference, tag: Tag):
    row = make_registration(S.SUBMITTED, conference)
    Tag.objects.filter(pk=tag.pk).update(name="Do not invite", version=2)
    told = selected(desk, conference, f"tag.{tag.pk}.1", row)
    assert "Somebody else has changed this meanwhile" in notices_of(told)[0]
    assert tags_of(row) == set()


def test_many_are_assigned_and_what_a_colleague_assigned_meanwhile_is_left_and_named(
    desk: Client, conference: Conference, registration_officer: User, coordinator: User
):
    mine, theirs = (make_registration(S.SUBMITTED, conference) for _ in range(2))
    Assignment.objects.create(registration=theirs, officer=coordinator, by=coordinator, act=uuid.uuid4())
    told = selected(desk, conference, f"assign.{registration_officer.pk}", mine, theirs, made_at=FIRST_OF_MAY)
    assert notices_of(told) == [
        f"1 is assigned to {registration_officer} now.",
        f"{theirs.participant.formal_name}: assigned to {coordinator} meanwhile; it was left so.",
    ]
    assert officers_of(mine, theirs) == [registration_officer.pk, coordinator.pk]


def test_who_saw_the_colleagues_name_may_assign_it_anew(
    desk: Client, conference: Conference, registration_officer: User, coordinator: User
):
    row = make_registration(S.SUBMITTED, conference)
    Assignment.objects.create(registration=row, officer=coordinator, by=coordinator, act=uuid.uuid4())
    made_at = timezone.now().isoformat()
    selected(desk, conference, f"assign.{registration_officer.pk}", row, made_at=made_at)
    assert officers_of(row) == [registration_officer.pk]
    assert row.assignments.count() == 2
    selected(desk, conference, "assign.nobody", row, made_at=made_at)
    assert officers_of(row) == [None]


def test_on_its_page_one_is_assigned_as_it_was_seen(desk: Client, conference, registration_officer, coordinator):
    row = make_registration(S.SUBMITTED, conference)
    send(desk, page("assign", row), conference, officer=str(coordinator.pk), seen="")
    assert officers_of(row) == [coordinator.pk]
    told = send(desk, page("assign", row), conference, officer=str(registration_officer.pk), seen="")
    assert "Somebody else has changed this meanwhile" in notices_of(told)[0]
    assert officers_of(row) == [coordinator.pk]


@pytest.mark.parametrize("who", ["observer", "of another conference", "nonsense"])
def test_only_who_works_on_registrations_can_be_assigned_one(desk: Client, conference, other_conference, who: str):
    row = make_registration(S.SUBMITTED, conference)
    found = {
        "observer": lambda: str(make_officer(conference, TeamRole.OBSERVER).pk),
        "of another conference": lambda: str(make_officer(other_conference, TeamRole.REGISTRATION).pk),
        "nonsense": lambda: "nobody at all",
    }[who]()
    told = send(desk, page("assign", row), conference, officer=found, seen="")
    assert notices_of(told) == ["Please choose an officer of the team."]
    assert officers_of(row) == [None]


def test_a_protected_person_is_not_assigned_to_whom_none_is_named(desk: Client, conference, coordinator: User):
    row = make_registration(S.SUBMITTED, conference, person={"visibility": Visibility.HIDDEN})
    told = send(desk, page("assign", row), conference, officer=str(coordinator.pk), seen="")
    assert f"not named to {coordinator}" in notices_of(told)[0]
    assert officers_of(row) == [None]


def test_tags_of_one_are_set_as_they_were_seen(desk: Client, conference: Conference, tag: Tag):
    row = make_registration(S.SUBMITTED, conference)
    other = Tag.objects.create(conference=conference, name="Letter awaited")
    send(desk, page("tags", row), conference, tag=[str(tag.pk)])
    assert tags_of(row) == {"Follow up"}
    told = send(desk, page("tags", row), conference, tag=[str(other.pk)])
    assert "Somebody else has changed this meanwhile" in notices_of(told)[0]
    send(desk, page("tags", row), conference, tag=[str(other.pk)], seen=[str(tag.pk)])
    assert tags_of(row) == {"Letter awaited"}


def note(words: str, **more: Any) -> dict[str, Any]:
    return {"words": words, "readers": "team", "seen": "0", "form_token": str(uuid.uuid4())} | more


def test_a_note_is_kept_once_however_often_it_is_sent(desk: Client, conference, registration_officer: User):
    row = make_registration(S.SUBMITTED, conference)
    written = note("Telephoned the mission.")
    for _ in range(2):
        assert notices_of(send(desk, page("notes", row), conference, **written)) == ["The note is saved."]
    kept = OfficerNote.objects.get()
    assert (kept.words, kept.by) == ("Telephoned the mission.", registration_officer)
    assert "Telephoned the mission." in text_of(desk.get(page("change", row)))


def test_whoever_writes_is_shown_first_what_a_colleague_wrote_meanwhile(desk: Client, conference, coordinator: User):
    row = make_registration(S.SUBMITTED, conference)
    OfficerNote.objects.create(registration=row, words="They regret.", by=coordinator)
    told = send(desk, page("notes", row), conference, **note("I shall telephone."))
    assert "A colleague has written a note meanwhile" in notices_of(told)[0]
    assert "They regret." in text_of(told)
    assert "I shall telephone." in text_of(told)
    assert OfficerNote.objects.count() == 1
    again = told.context["form"]["seen"].value()
    send(desk, page("notes", row), conference, **note("I shall telephone.", seen=again))
    assert OfficerNote.objects.count() == 2


def test_a_note_without_words_is_refused_beside_its_field(desk: Client, conference: Conference):
    row = make_registration(S.SUBMITTED, conference)
    assert "Please write the note before you save it." in text_of(
        send(desk, page("notes", row), conference, **note(" "))
    )


@pytest.mark.parametrize(
    ("readers", "reading"),
    [
        (NoteReaders.TEAM, {"coordinator", "vetting", "agenda", "observer"}),
        (NoteReaders.DECIDING, {"coordinator", "vetting"}),
        (NoteReaders.AUTHOR, set()),
    ],
)
def test_a_note_is_read_by_whom_it_is_for(conference, registration_officer, sign_in, readers, reading):
    row = make_registration(S.SUBMITTED, conference)
    OfficerNote.objects.create(registration=row, words="Between us", readers=readers, by=registration_officer)
    seen = {
        role.value
        for role in (TeamRole.COORDINATOR, TeamRole.VETTING, TeamRole.AGENDA, TeamRole.OBSERVER)
        if "Between us" in text_of(sign_in(make_officer(conference, role)).get(page("change", row)))
    }
    assert seen == reading
    assert "Between us" in text_of(sign_in(registration_officer).get(page("change", row)))


def test_the_database_refuses_to_change_a_note(conference: Conference, registration_officer: User):
    from django.db import IntegrityError

    row = make_registration(S.SUBMITTED, conference)
    kept = OfficerNote.objects.create(registration=row, words="As it was", by=registration_officer)
    with pytest.raises(IntegrityError, match="never changes"):
        OfficerNote.objects.filter(pk=kept.pk).update(words="Otherwise")


def test_nothing_is_shown_of_what_officers_keep_on_a_protected_person(
    coordinator_desk: Client, conference: Conference, registration_officer: User, tag: Tag
):
    row = make_registration(S.SUBMITTED, conference, person={"visibility": Visibility.HIDDEN})
    OfficerNote.objects.create(registration=row, words="Escorted by two", by=registration_officer)
    Assignment.objects.create(registration=row, officer=registration_officer, act=uuid.uuid4())
    seen = text_of(coordinator_desk.get(page("change", row))) + text_of(coordinator_desk.get(reverse(LIST)))
    assert "Escorted by two" not in seen
    assert coordinator_desk.get(page("notes", row)).status_code == 403
    selected(coordinator_desk, conference, f"tag.{tag.pk}.1", row)
    assert tags_of(row) == set()


def test_an_observer_reads_and_sets_nothing(conference: Conference, sign_in, tag: Tag):
    row = make_registration(S.SUBMITTED, conference)
    observer = sign_in(make_officer(conference, TeamRole.OBSERVER))
    for name in ("assign", "tags", "notes"):
        assert observer.post(page(name, row), {"_conference": str(conference.pk)}).status_code == 403
    assert "Write a note" not in text_of(observer.get(page("change", row)))


def test_undoing_leaves_what_a_colleague_has_set_since(desk: Client, conference, registration_officer, coordinator):
    row = make_registration(S.SUBMITTED, conference)
    selected(desk, conference, f"assign.{registration_officer.pk}", row, made_at=timezone.now().isoformat())
    act = row.assignments.get().act
    Assignment.objects.in_force().update(ended_at=timezone.now(), ended_in=uuid.uuid4())
    Assignment.objects.create(registration=row, officer=coordinator, act=uuid.uuid4())
    undo = reverse("admin:registration_registration_undo_marks", args=[act])
    assert notices_of(send(desk, undo, conference)) == ["0 are as they were before."]
    assert officers_of(row) == [coordinator.pk]


def test_what_is_long_ago_is_not_undone(desk: Client, conference: Conference, tag: Tag):
    row = make_registration(S.SUBMITTED, conference)
    selected(desk, conference, f"tag.{tag.pk}.1", row)
    row.taggings.update(at=timezone.now() - datetime.timedelta(hours=1))
    undo = reverse("admin:registration_registration_undo_marks", args=[row.taggings.get().act])
    assert "is over" in notices_of(send(desk, undo, conference))[0]
    assert tags_of(row) == {"Follow up"}
