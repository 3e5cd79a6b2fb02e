"""Two registrations of one person are merged: what follows, what is kept, and that nobody is written to."""

import datetime

import pytest
from django.utils import timezone

from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from registration.actions.unmerge import close_merges, undo_merge
from registration.models import (
    DocumentKind,
    Merge,
    Participant,
    ParticipantNeeds,
    Passport,
    Registration,
    Travel,
    Visibility,
)
from registration.queries.duplicates import merge_in_force, merges_of
from registration.queries.merge_choices import differing, proposed
from registration.states import RegistrationState as S
from tests.factories.conference import make_state
from tests.factories.merges import belongings, fresh, letter_about, merge
from tests.factories.registration import make_delegation, make_registration
from tests.factories.vetting import make_objection

pytestmark = pytest.mark.django_db


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
