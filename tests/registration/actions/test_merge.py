"""Two registrations of one person are merged: what follows, what is kept, who is told, and how it is all put back."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from agenda.models import AppearanceRole
from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from registration.actions.clear_passports import clear_passports
from registration.actions.duplicates import dismiss_duplicate, reopen_duplicate
from registration.actions.likeness import look_in
from registration.actions.merge import merge_registrations, versions_of
from registration.actions.unmerge import close_merges, undo_merge
from registration.actions.withdraw import withdraw_registration
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import (
    Answer,
    ChangeKind,
    Document,
    DocumentKind,
    DuplicateCandidate,
    DuplicateState,
    Likeness,
    Merge,
    Participant,
    ParticipantNeeds,
    Passport,
    PendingChange,
    Registration,
    Travel,
    Visibility,
)
from registration.models.badge import VoidReason
from registration.queries.duplicates import current_registrations, merge_in_force, merges_of, open_duplicates
from registration.queries.merge_choices import differing, proposed, which_stays
from registration.states import LIVE, STATES_OF_TRACK, Track
from registration.states import RegistrationState as S
from tests.factories.agenda import make_appearance, make_session
from tests.factories.conference import make_conference, make_officer, make_state, make_user
from tests.factories.questions import make_answer, make_question
from tests.factories.registration import (
    make_delegation,
    make_document,
    make_invitation,
    make_participant,
    make_registration,
)
from tests.factories.vetting import make_objection

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def pair(conference):
    """A nomination that is complete, and an application of the same person, who wrote themselves otherwise."""
    kept = make_registration(
        S.COMPLETE, conference, person={"given_names": "Ganbaatar", "family_name": "Olzii", "phone": ""}
    )
    merged = make_registration(
        S.UNDER_REVIEW,
        conference,
        person={"given_names": "Ганбаатар", "family_name": "Өлзий", "function": "Director", "phone": "+976 99 112233"},
    )
    return kept, merged


def merge(kept, merged, by, take=(), **more):
    seen = versions_of(fresh(kept), fresh(merged))
    return merge_registrations(kept.pk, merged.pk, take=take, by=by, seen=seen, **more)


def everything_of(*rows):
    """All that a merge may touch, but versions and what is appended to histories."""
    facts: list[Any] = []
    for row in rows:
        registration: Any = Registration.objects.values().get(pk=row.pk)
        person: Any = Participant.objects.values().get(pk=row.participant_id)
        del registration["version"], person["version"]
        of_row = {"registration": row.pk}
        facts += [registration, person]
        facts += [list(row.badges.values()), list(Document.objects.filter(**of_row).order_by("pk").values())]
        facts += [list(model.objects.filter(**of_row).order_by("pk").values()) for model in (Travel, Passport, Answer)]
        facts += [list(ParticipantNeeds.objects.filter(participant=row.participant_id).values())]
        facts += [sorted(fresh(row.participant).invitations.values_list("pk", flat=True))]
        facts += [list(fresh(row.participant).appearances.order_by("pk").values())]
        letters = OutgoingMessage.objects.filter(about_id__in=(row.pk, row.participant_id))
        facts += [list(letters.order_by("pk").values_list("pk", "state"))]
    return facts


def test_one_stays_the_other_is_ended_and_says_where_it_went(pair, officer):
    kept, merged = pair
    result = merge(kept, merged, officer, note="Same person by telephone.")
    assert (fresh(kept).state, fresh(merged).state) == (S.COMPLETE, S.WITHDRAWN)
    in_force = merge_in_force(merged)
    assert in_force is not None
    assert (in_force, in_force.kept, in_force.by, in_force.note) == (
        result.merge,
        kept,
        officer,
        "Same person by telephone.",
    )
    assert list(merges_of(kept)) == list(merges_of(merged)) == [in_force]
    assert fresh(merged).participant.given_names == "Ганбаатар"
    assert merged.transitions.last().by == officer


def test_field_by_field_what_was_chosen_is_taken_and_nothing_else(pair, officer):
    kept, merged = pair
    merge(kept, merged, officer, take={"function", "given_names", "courtesy", "nothing"})
    person = fresh(kept).participant
    assert (person.function, person.given_names, person.family_name) == ("Director", "Ганбаатар", "Olzii")
    assert "ганбаатар" in person.search_text
    assert Merge.objects.get().taken == ["function", "given_names"]


def test_what_the_kept_one_does_not_say_is_proposed_from_the_other(pair):
    kept, merged = pair
    assert proposed(kept, merged) == {"phone"}
    assert {"given_names", "family_name", "email", "function"} <= set(differing(kept, merged)) - proposed(kept, merged)


@pytest.mark.parametrize("wish", ["do_not_photograph", "never_write_automatically"])
def test_of_two_wishes_the_more_careful_prevails(pair, officer, wish):
    kept, merged = pair
    Participant.objects.filter(pk=merged.participant_id).update(
        **{wish: True}, visibility=Visibility.COUNTED, named_on_agenda=False
    )
    merge(kept, merged, officer)
    person = fresh(kept).participant
    assert getattr(person, wish)
    assert (person.visibility, person.named_on_agenda) == (Visibility.COUNTED, False)


def belongings(kept, merged):
    """What follows a merge, on both sides."""
    conference = kept.conference
    letter = make_document(merged, DocumentKind.SUPPORTING)
    for row, note in ((kept, "first"), (merged, "second")):
        make_document(row, DocumentKind.PHOTOGRAPH, name=f"{note}.jpg")
        Travel.objects.create(registration=row, note=note)
        Passport.objects.create(registration=row, name=note, number=f"P-{note}", issuer="MN", expires_on="2030-01-01")
        ParticipantNeeds.objects.create(participant=row.participant, diet_note=note)
    invitation = make_invitation(to=merged.participant)
    asked, also = make_question(conference), make_question(conference)
    for row, value in ((kept, "mine"), (merged, "theirs")):
        make_answer(asked, value, of=row)
    make_answer(also, "only theirs", of=merged)
    sessions = make_session(conference), make_session(conference, "14:00–15:00")
    make_appearance(sessions[0], merged.participant, state=AppearanceState.CONFIRMED)
    for row in (kept, merged):
        make_appearance(sessions[1], row.participant, role=AppearanceRole.CHAIR)
    return letter, invitation, asked, also


def test_documents_invitations_answers_needs_journey_and_appearances_follow(pair, officer):
    kept, merged = pair
    letter, invitation, asked, also = belongings(kept, merged)
    result = merge(kept, merged, officer, take={f"answer:{asked.pk}", "photograph"})
    assert fresh(letter).registration == kept
    assert fresh(invitation).participant_id == kept.participant_id
    assert kept.documents.get(kind=DocumentKind.PHOTOGRAPH).name == "second.jpg"
    assert merged.documents.get().name == "first.jpg"
    assert {a.question_id: a.value for a in kept.answers.all()} == {asked.pk: "theirs", also.pk: "only theirs"}
    # What was said last holds, and a passport goes with its journey.
    assert Travel.objects.get(registration=kept).note == "second"
    assert Passport.objects.get(registration=kept).number == "P-second"
    assert ParticipantNeeds.objects.get(participant=kept.participant).diet_note == "second"
    appearances = fresh(kept.participant).appearances
    assert sorted(appearances.values_list("role", flat=True)) == ["chair", "panellist"]
    left = merged.participant.appearances.get()
    assert (left.role, left.state) == ("chair", AppearanceState.DECLINED)
    assert result.sentences == [
        "1 appearance on the agenda follows.",
        "1 appearance is recorded as regrets: the person has the same role in that session already.",
    ]


def test_without_a_choice_the_kept_ones_photograph_and_answers_stay(pair, officer):
    kept, merged = pair
    _letter, _invitation, asked, _also = belongings(kept, merged)
    Travel.objects.filter(registration=kept).update(updated_at=timezone.now() + datetime.timedelta(hours=1))
    merge(kept, merged, officer)
    assert kept.documents.get(kind=DocumentKind.PHOTOGRAPH).name == "first.jpg"
    assert kept.answers.get(question=asked).value == "mine"
    assert Travel.objects.get(registration=kept).note == "first"
    assert Passport.objects.get(registration=kept).number == "P-first"


def test_of_two_applications_the_text_is_chosen(conference, officer):
    one, other = (make_registration(state, conference) for state in (S.UNDER_REVIEW, S.SUBMITTED))
    other.application.mandate = "The newer."
    other.application.save()
    merge(one, other, officer, take={"application"})
    assert fresh(one).application.mandate == "The newer."
    assert fresh(other).application.mandate == "Dialogue between communities."


def test_the_objection_of_a_state_stands_before_who_decides_on_the_application_that_stays(conference, officer):
    kept, merged = (make_registration(S.UNDER_REVIEW, conference) for _ in range(2))
    objection = make_objection(merged, make_state("KG"))
    result = merge(kept, merged, officer)
    assert fresh(objection).registration_id == kept.pk
    undo_merge(result.merge.pk, by=officer)
    assert fresh(objection).registration_id == merged.pk


def test_within_one_delegation_the_role_is_chosen(conference, officer):
    delegation = make_delegation(conference)
    one = make_registration(S.NOMINATED, conference, delegation=delegation)
    head = make_registration(S.COMPLETE, conference, delegation=delegation, role="head")
    result = merge(one, head, officer, take={"role"})
    assert fresh(one).role == "head"
    undo_merge(result.merge.pk, by=officer)
    assert (fresh(one).role, fresh(head).role, fresh(head).state) == ("delegate", "head", S.COMPLETE)


def test_who_agreed_in_either_form_has_agreed(pair, officer):
    kept, merged = pair
    at = timezone.now()
    Registration.objects.filter(pk=merged.pk).update(privacy_notice_version="standard-1", consented_at=at)
    result = merge(kept, merged, officer)
    assert (fresh(kept).privacy_notice_version, fresh(kept).consented_at) == ("standard-1", at)
    undo_merge(result.merge.pk, by=officer)
    assert (fresh(kept).privacy_notice_version, fresh(kept).consented_at) == ("", None)


def letter_about(row, state=MessageState.QUEUED):
    return OutgoingMessage.objects.create(
        conference=row.conference,
        key=f"{row.pk}-{state}",
        purpose="reminder",
        state=state,
        recipient="somebody@people.example",
        language="en",
        subject="Please",
        text="Please.",
        about_id=row.pk,
        sent_at=timezone.now() if state == MessageState.SENT else None,
        secrets={"code": "123456"},
    )


def test_nobody_is_written_to_and_what_was_to_go_is_held_back_then_cancelled(pair, officer):
    kept, merged = pair
    waiting, by_hand, gone = (letter_about(merged, s) for s in (MessageState.QUEUED, "by_hand", "sent"))
    of_kept = letter_about(kept)
    result = merge(kept, merged, officer)
    assert result.letters == [waiting]
    assert OutgoingMessage.objects.count() == 4
    assert [fresh(each).state for each in (waiting, by_hand, gone, of_kept)] == ["held", "by_hand", "sent", "queued"]
    assert close_merges() == 0
    Merge.objects.update(at=timezone.now() - datetime.timedelta(minutes=31))
    assert (close_merges(), close_merges()) == (1, 0)
    assert [fresh(each).state for each in (waiting, by_hand, gone, of_kept)] == [
        "cancelled",
        "cancelled",
        "sent",
        "queued",
    ]
    assert fresh(waiting).secrets == {}


def test_a_badge_opens_nothing_any_more_and_opens_again_when_the_merge_is_undone(conference, officer):
    kept, merged = (make_registration(S.REGISTERED, conference) for _ in range(2))
    code = merged.badges.get().code
    result = merge(kept, merged, officer)
    assert merged.badges.get().void_reason == VoidReason.MERGED
    undo_merge(result.merge.pk, by=officer)
    assert (merged.badges.valid().get().code, merged.badges.count()) == (code, 1)


def test_the_place_that_becomes_free_goes_to_who_waits_and_undoing_is_refused_then(conference, officer):
    delegation = make_delegation(conference, quota=2)
    kept, merged = (make_registration(S.COMPLETE, conference, delegation=delegation) for _ in range(2))
    waits = make_registration(S.WAITLISTED, conference, delegation=delegation)
    result = merge(kept, merged, officer)
    assert [each.pk for each in result.promoted] == [waits.pk]
    with pytest.raises(RegistrationError, match="seats of this delegation are taken"):
        undo_merge(result.merge.pk, by=officer)
    assert fresh(merged).state == S.WITHDRAWN
    assert Merge.objects.get().undone_at is None


@pytest.mark.parametrize(
    ("track", "state"), [(track, state) for track in Track for state in sorted(LIVE & STATES_OF_TRACK[track])]
)
def test_undone_everything_is_as_it_was(conference, officer, track, state):
    kept = make_registration(S.REGISTERED, conference)
    merged = make_registration(state, conference, track=track, person={"function": "Director", "visibility": "hidden"})
    registrar = make_officer(conference, TeamRole.REGISTRATION)
    belongings(kept, merged)
    letter_about(merged)
    before = everything_of(kept, merged)
    take = set(differing(fresh(kept), fresh(merged)))
    result = merge(kept, merged, registrar, take=take)
    assert everything_of(kept, merged) != before
    undo_merge(result.merge.pk, by=registrar)
    assert everything_of(kept, merged) == before
    assert fresh(result.merge).undone_by == registrar
    assert merge_in_force(merged) is None


def test_an_ended_one_is_merged_as_it_is_and_undone(conference, officer):
    kept, merged = make_registration(S.COMPLETE, conference), make_registration(S.DECLINED, conference)
    result = merge(kept, merged, officer)
    assert (fresh(merged).state, merged.transitions.count()) == (S.DECLINED, 1)
    undo_merge(result.merge.pk, by=officer)
    assert (fresh(merged).state, merge_in_force(merged)) == (S.DECLINED, None)


def changes_the_person(kept, _merged, _by):
    Participant.objects.filter(pk=kept.participant_id).update(version=99)


def writes_needs(kept, _merged, _by):
    ParticipantNeeds.objects.filter(participant=kept.participant_id).update(version=99)


def removes_a_document(kept, _merged, _by):
    kept.documents.filter(kind=DocumentKind.SUPPORTING).update(ended_at=timezone.now())


def answers_anew(kept, _merged, _by):
    kept.answers.update(answered_at=timezone.now())


def loses_an_appearance(kept, _merged, _by):
    kept.participant.appearances.filter(role="panellist").delete()


def registers_anew(_kept, merged, _by):
    make_registration(S.SUBMITTED, merged.conference, participant=merged.participant)


def moves_on(kept, _merged, by):
    withdraw_registration(kept.pk, by=by)


def takes_too_long(_kept, _merged, _by):
    Merge.objects.update(at=timezone.now() - datetime.timedelta(minutes=31))


def undoes_it_before(_kept, _merged, by):
    undo_merge(Merge.objects.get().pk, by=by)


@pytest.mark.parametrize(
    ("happens", "refusal"),
    [
        (changes_the_person, "has changed since"),
        (writes_needs, "has changed since"),
        (removes_a_document, "has changed since"),
        (answers_anew, "has changed since"),
        (loses_an_appearance, "An appearance on the agenda has changed"),
        (registers_anew, "has registered anew"),
        (moves_on, "has changed since"),
        (takes_too_long, "The time within which"),
        (undoes_it_before, "was undone already"),
    ],
)
def test_undoing_is_refused_once_something_has_happened_and_changes_nothing(pair, officer, happens, refusal):
    kept, merged = pair
    belongings(kept, merged)
    result = merge(kept, merged, officer)
    happens(kept, merged, officer)
    before = everything_of(kept, merged)
    with pytest.raises(RegistrationError, match=refusal):
        undo_merge(result.merge.pk, by=officer)
    assert everything_of(kept, merged) == before


def test_one_that_was_itself_merged_is_undone_in_order(pair, officer, conference):
    kept, merged = pair
    third = make_registration(S.REGISTERED, conference)
    first = merge(kept, merged, officer).merge
    second = merge(third, kept, officer).merge
    with pytest.raises(RegistrationError, match=r"changed since"):
        undo_merge(first.pk, by=officer)
    undo_merge(second.pk, by=officer)
    assert fresh(kept).state == S.COMPLETE


def test_a_passport_is_not_cleared_while_its_merge_may_be_undone(pair):
    kept, merged = pair
    officer = make_officer(kept.conference)
    kept.conference.ends_on = datetime.date(2999, 1, 1)
    kept.conference.save()
    for row in pair:
        Passport.objects.create(registration=row, name="?", number="P1", issuer="MN", expires_on="2030-01-01")
    merge(kept, merged, officer)
    assert clear_passports() == 0
    Merge.objects.update(closed_at=timezone.now())
    assert clear_passports() == 1


def ended_and_live(conference):
    return make_registration(S.WITHDRAWN, conference), make_registration(S.SUBMITTED, conference)


def waiting_and_seated(conference):
    return make_registration(S.WAITLISTED, conference), make_registration(S.COMPLETE, conference)


def begun_and_registered(conference):
    return make_registration(S.SUBMITTED, conference), make_registration(S.REGISTERED, conference)


def of_one_person(conference):
    person = make_participant(conference)
    states = (S.SUBMITTED, S.WITHDRAWN)
    return tuple(make_registration(state, conference, participant=person) for state in states)


def with_an_open_request(conference):
    kept, merged = make_registration(S.COMPLETE, conference), make_registration(S.COMPLETE, conference)
    PendingChange.objects.create(conference=conference, kind=ChangeKind.CORRECTION, registration=merged)
    return kept, merged


def merged_before(conference):
    kept, merged = make_registration(S.COMPLETE, conference), make_registration(S.COMPLETE, conference)
    merge(kept, merged, make_officer(conference))
    return make_registration(S.COMPLETE, conference), merged


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (ended_and_live, "has ended, and the other has not"),
        (waiting_and_seated, "waits for a place"),
        (begun_and_registered, "not as far as the other, which is “registered”"),
        (of_one_person, "two registrations of one person already"),
        (with_an_open_request, "is open. Please decide on it first"),
        (merged_before, "has been merged already"),
    ],
)
def test_what_would_lose_something_is_refused_in_a_sentence(conference, officer, make, refusal):
    kept, merged = make(conference)
    before = everything_of(kept, merged)
    with pytest.raises(RegistrationError, match=refusal):
        merge(kept, merged, officer)
    assert everything_of(kept, merged) == before


def test_only_officers_who_register_merge_and_nobody_their_own(pair, conference):
    kept, merged = pair
    for by in (make_officer(conference, TeamRole.VETTING), make_user(), make_user(kept.participant.email)):
        with pytest.raises(NotPermittedError):
            merge(kept, merged, by)
    own = make_officer(conference, email=merged.participant.email)
    with pytest.raises(NotPermittedError):
        merge(kept, merged, own)
    elsewhere = make_registration(S.COMPLETE, make_conference(slug="other"))
    with pytest.raises(NotPermittedError):
        merge(kept, elsewhere, make_officer(conference))


def test_protected_persons_are_merged_by_those_who_may_know_of_them(pair, conference, officer):
    kept, merged = pair
    Participant.objects.filter(pk=merged.participant_id).update(visibility=Visibility.HIDDEN)
    with pytest.raises(NotPermittedError):
        merge(kept, merged, officer)
    registrar = make_officer(conference, TeamRole.REGISTRATION)
    done = merge(kept, merged, registrar)
    with pytest.raises(NotPermittedError):
        undo_merge(done.merge.pk, by=officer)


def test_what_somebody_else_changed_while_it_was_compared_is_told(pair, officer):
    kept, merged = pair
    seen = versions_of(kept, merged)
    Participant.objects.filter(pk=merged.participant_id).update(version=2)
    with pytest.raises(LostUpdateError):
        merge_registrations(kept.pk, merged.pk, take=(), by=officer, seen=seen)
    with pytest.raises(NotPermittedError):
        merge_registrations(kept.pk, make_participant().pk, take=(), by=officer, seen=seen)


def test_the_pair_is_decided_and_the_merged_person_is_compared_no_more(conference, officer):
    people = {"given_names": "Anna", "family_name": "Lindqvist"}
    rows = [make_registration(S.COMPLETE, conference, person=people) for _ in range(3)]
    look_in(conference)
    assert DuplicateCandidate.objects.open().count() == 3
    result = merge(rows[0], rows[1], officer)
    look_in(conference)
    assert sorted(DuplicateCandidate.objects.values_list("state", flat=True)) == ["merged", "open"]
    assert open_duplicates(conference, officer).get().of_whom == {rows[0].participant_id, rows[2].participant_id}
    undo_merge(result.merge.pk, by=officer)
    look_in(conference)
    assert DuplicateCandidate.objects.open().count() == 3


def test_what_a_sweep_under_way_kept_of_the_merged_person_is_forgotten_by_the_next(pair, officer, conference):
    kept, merged = pair
    third = make_registration(S.SUBMITTED, conference)
    merge(kept, merged, officer)
    look_in(conference)
    Likeness.objects.create(participant=merged.participant, conference=conference, source="of before")
    first, second = sorted((merged.participant, third.participant), key=lambda person: person.pk)
    DuplicateCandidate.objects.create(conference=conference, first=first, second=second, signals=["name"], score=50)
    look_in(conference)
    assert not Likeness.objects.filter(participant=merged.participant).exists()
    assert not open_duplicates(conference, officer).of(merged.participant).exists()


def test_who_is_not_the_same_person_is_left_apart_until_an_officer_says_otherwise(conference, officer):
    people = {"given_names": "Anna", "family_name": "Lindqvist"}
    for _ in range(2):
        make_registration(S.COMPLETE, conference, person=people)
    look_in(conference)
    pair = DuplicateCandidate.objects.get()
    with pytest.raises(NotPermittedError):
        dismiss_duplicate(pair.pk, by=make_officer(conference, TeamRole.VETTING), version=1)
    with pytest.raises(RegistrationError, match="not marked as two different"):
        reopen_duplicate(pair.pk, by=officer, version=1)
    dismiss_duplicate(pair.pk, by=officer, version=1, note=" Cousins. ")
    with pytest.raises(LostUpdateError):
        reopen_duplicate(pair.pk, by=officer, version=1)
    with pytest.raises(RegistrationError, match="decided meanwhile: not the same person"):
        dismiss_duplicate(pair.pk, by=officer, version=2)
    pair = fresh(pair)
    assert (pair.state, pair.note, pair.decided_by) == (DuplicateState.DISMISSED, "Cousins.", officer)
    assert reopen_duplicate(pair.pk, by=officer, version=2).state == DuplicateState.OPEN
    pair.first.visibility = Visibility.HIDDEN
    pair.first.save()
    with pytest.raises(NotPermittedError):
        dismiss_duplicate(pair.pk, by=officer, version=3)


def test_the_live_one_the_seated_one_the_states_own_and_the_older_is_proposed_to_stay(conference):
    declined, submitted, reviewed, seated = (
        make_registration(state, conference) for state in (S.DECLINED, S.SUBMITTED, S.UNDER_REVIEW, S.COMPLETE)
    )
    assert which_stays(declined, submitted) == (submitted, declined)
    assert which_stays(submitted, reviewed) == (reviewed, submitted)
    assert which_stays(reviewed, seated) == (seated, reviewed)
    older, newer = seated, make_registration(S.COMPLETE, conference)
    assert which_stays(newer, older) == (older, newer)
    assert which_stays(declined, make_registration(S.WITHDRAWN, conference))[0] is not None


def test_of_several_registrations_of_a_person_the_live_one_counts_then_the_latest(conference):
    person = make_participant(conference)
    make_registration(S.WITHDRAWN, conference, participant=person)
    live = make_registration(S.SUBMITTED, conference, participant=person)
    make_registration(S.WITHDRAWN, conference, participant=person)
    assert current_registrations([person.pk]) == {person.pk: live}
