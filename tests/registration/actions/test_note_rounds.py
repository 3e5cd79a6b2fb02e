"""A round of notes: numbered without gaps, changed and discarded as drafts, dispatched at once."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import Mission, State, StateGroup, StateName
from registration.actions.dispatch import dispatch_by_hand, dispatch_notes, take_back_dispatch
from registration.actions.invite import send_again
from registration.actions.note_rounds import NoteLine, change_note, discard_round, draft_round, notes_in_order, take_out
from registration.actions.settle import Settled, settle_invitations
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Delegation, DispatchWay, DocumentKind, Invitation, InvitationRound, SeatDecision
from registration.queries.reminded import unanswered
from registration.states import InvitationState as I
from tests.factories.conference import MONDAY_3_JUNE, make_mission, make_state
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_document,
    make_focal_point,
    make_invitation,
)

TODAY = MONDAY_3_JUNE.date()
REPLY_BY = datetime.date(2019, 6, 14)


@pytest.fixture
def line(conference):
    def one(code="KG", **changes):
        state = changes.pop("state", None) or make_state(code)
        mission = changes.pop("mission", None) or make_mission(state)
        fields: dict[str, Any] = {
            "category": make_category(conference),
            "quota": 4,
            "language": "en",
            "email": mission.email,
        }
        return NoteLine(state=state, mission=mission, **(fields | changes))

    return one


@pytest.fixture
def drafting(conference, officer, line):
    def act(*lines, copies=False, by=officer, pk=None):
        return draft_round(
            pk or uuid.uuid4(),
            conference=conference,
            lines=lines or (line("CA"), line("DE"), line("KG")),
            reply_by=REPLY_BY,
            copies_by_email=copies,
            by=by,
        )

    return act


def references(made):
    return [note.reference for note in notes_in_order(made)]


def test_a_round_numbers_its_notes_in_a_row_and_writes_to_nobody(drafting, conference):
    make_invitation(to=make_delegation(conference, make_state("KR")), reference="MFA/2019/8")
    made = drafting()
    notes = notes_in_order(made)
    assert [note.reference for note in notes] == ["MFA/2019/9", "MFA/2019/10", "MFA/2019/11"]
    assert [str(note.delegation) for note in notes] == ["Canada", "Germany", "Kyrgyzstan"]
    assert {(n.state, n.reply_by, n.dated_on, n.is_by_note_only) for n in notes} == {(I.DRAFT, REPLY_BY, TODAY, True)}
    groups = State.objects.filter(delegation__invitations__in=notes).values_list("group", flat=True)
    assert made.groups == sorted(set(groups))
    assert not OutgoingMessage.objects.exists()


def test_a_form_sent_twice_makes_one_round(drafting, line):
    pk = uuid.uuid4()
    assert drafting(line("CA"), pk=pk) == drafting(line("CA"), pk=pk)
    assert Invitation.objects.count() == 1


def test_sixty_one_notes_cost_as_many_queries_as_one(drafting, line, conference, officer):
    first, *lines = [line_of(line, number) for number in range(62)]
    few = cost_of(lambda: drafting(first))
    many = cost_of(lambda: drafting(*lines))
    assert many == few
    assert many <= 16
    made = InvitationRound.objects.latest("made_at")
    assert references(made) == [f"MFA/2019/{number}" for number in range(2, 63)]
    assert cost_of(lambda: dispatch_notes(made.pk, on=TODAY, how=DispatchWay.COURIER, by=officer)) <= 14


def test_sixty_one_copies_cost_as_many_queries_as_one(drafting, line, officer):
    one = drafting(line_of(line, 0), copies=True)
    many = drafting(*(line_of(line, number) for number in range(1, 62)), copies=True)
    costs = [
        cost_of(lambda made=made: dispatch_notes(made.pk, on=TODAY, how=DispatchWay.COURIER, by=officer))
        for made in (one, many)
    ]
    assert costs[0] == costs[1] <= 18
    assert OutgoingMessage.objects.count() == 62


def cost_of(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def line_of(line, number):
    code = f"{chr(65 + number // 26)}{chr(65 + number % 26)}"
    state = State.objects.create(code=code, group=StateGroup.PARTICIPATING)
    StateName.objects.create(state=state, name={"en": f"State {code}"}, formal_name={"en": f"Republic of {code}"})
    mission = Mission.objects.create(state=state, name={"en": f"Embassy of {code}"}, email=f"mission@{code}.example")
    return line(state=State.objects.prefetch_related("names").get(pk=state.pk), mission=mission)


def test_who_may_not_invite_drafts_nothing(drafting, observer):
    with pytest.raises(NotPermittedError):
        drafting(by=observer)


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        (("MN",), "The host receives no invitation."),
        (("DE", "DE"), "A State is in the list twice; each receives one note."),
    ],
)
def test_what_no_round_may_hold_is_refused_whole(drafting, line, codes, sentence):
    with pytest.raises(RegistrationError, match=sentence):
        drafting(line("CA"), *(line(code) for code in codes))
    assert not Invitation.objects.exists()


def test_a_state_already_invited_is_named(drafting, line, conference):
    make_invitation(to=make_delegation(conference, make_state("DE")))
    with pytest.raises(RegistrationError, match="Germany is already invited"):
        drafting(line("CA"), line("DE"))


def test_an_empty_round_is_refused(conference, officer):
    with pytest.raises(RegistrationError, match="No State is chosen"):
        draft_round(uuid.uuid4(), conference=conference, lines=(), reply_by=REPLY_BY, copies_by_email=False, by=officer)


def test_a_mission_of_another_state_is_refused(drafting, line):
    with pytest.raises(RegistrationError, match="Germany is not written to through this mission"):
        drafting(line("DE", mission=make_mission(make_state("CA"))))


def test_without_an_address_a_note_goes_on_paper_but_no_copy_by_e_mail(drafting, line):
    with pytest.raises(RegistrationError, match="No address is known for Germany"):
        drafting(line("DE", email=""), copies=True)
    assert notes_in_order(drafting(line("DE", email="")))[0].email == ""


def test_a_delegation_that_was_there_is_kept_with_what_the_note_says(drafting, line, conference):
    delegation = make_delegation(conference, make_state("DE"), quota=2)
    made = drafting(line("DE", quota=6))
    delegation.refresh_from_db()
    assert (delegation.quota, notes_in_order(made)[0].delegation) == (6, delegation)


def test_a_draft_is_changed_and_keeps_its_number(drafting, line, officer):
    note = notes_in_order(drafting(line("DE")))[0]
    wanted = line("DE", mission=note.mission, quota=7, language="ru", email="Berlin@Missions.example")
    change_note(note.pk, line=wanted, version=note.version, by=officer)
    changed = Invitation.objects.get()
    assert (changed.reference, changed.quota, changed.language) == (note.reference, 7, "ru")
    assert (changed.email, Delegation.objects.get().quota) == ("berlin@missions.example", 7)
    with pytest.raises(LostUpdateError):
        change_note(note.pk, line=wanted, version=note.version, by=officer)


def test_taking_a_note_out_closes_the_gap(drafting, officer):
    made = drafting()
    middle = notes_in_order(made)[1]
    assert take_out(middle.pk, by=officer) == made
    assert references(made) == ["MFA/2019/1", "MFA/2019/2"]
    assert [str(note.delegation) for note in notes_in_order(made)] == ["Canada", "Kyrgyzstan"]
    assert Delegation.objects.count() == 2


def test_taking_the_last_note_out_ends_the_round(drafting, line, officer):
    note = notes_in_order(drafting(line("DE")))[0]
    assert take_out(note.pk, by=officer) is None
    assert not InvitationRound.objects.exists()


def test_once_a_note_has_left_the_numbers_stay(drafting, officer):
    made = drafting()
    first, second, _third = notes_in_order(made)
    dispatch_notes(made.pk, only={first.pk: first.version}, on=TODAY, how=DispatchWay.COURIER, by=officer)
    for act in (lambda: take_out(second.pk, by=officer), lambda: discard_round(made.pk, by=officer)):
        with pytest.raises(RegistrationError):
            act()
    assert Invitation.objects.count() == 3


def test_an_invitation_of_no_round_is_not_taken_out_of_one(conference, officer):
    with pytest.raises(RegistrationError, match="belongs to no round"):
        take_out(make_invitation(to=make_delegation(conference)).pk, by=officer)


def test_a_round_is_discarded_with_the_delegations_that_nobody_has_entered(drafting, line, conference, officer):
    entered = make_delegation(conference, make_state("DE"))
    make_focal_point(entered)
    assert discard_round(drafting(line("DE"), line("CA")).pk, by=officer) == 2
    assert not Invitation.objects.exists()
    assert list(Delegation.objects.all()) == [entered]


def test_a_delegation_whose_letter_or_seats_are_on_record_stays_when_a_round_is_discarded(
    drafting, line, conference, officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    germany, canada = (make_delegation(conference, make_state(code)) for code in ("DE", "CA"))
    make_document(germany, kind=DocumentKind.NOMINATION_LETTER)
    SeatDecision.objects.create(delegation=canada, quota_before=4, quota=6, used=0, by=officer)
    discard_round(drafting(line("DE"), line("CA")).pk, by=officer)
    assert set(Delegation.objects.all()) == {germany, canada}
    assert germany.documents.count() == 1


def test_notes_are_dispatched_with_day_and_way(drafting, officer):
    made = drafting()
    dispatch_notes(made.pk, on=TODAY, how=DispatchWay.COURIER, by=officer)
    notes = notes_in_order(made)
    assert {(n.state, n.dispatched_on, n.dispatched_how) for n in notes} == {(I.SENT, TODAY, "courier")}
    step = notes[0].transitions.latest("pk")
    assert (step.by, step.reason) == (officer, "3 June 2019, by courier")
    assert not OutgoingMessage.objects.exists()
    with pytest.raises(RegistrationError, match="None of these notes is waiting"):
        dispatch_notes(made.pk, on=TODAY, how=DispatchWay.COURIER, by=officer)


def test_a_note_does_not_leave_tomorrow(drafting, officer):
    tomorrow = TODAY + datetime.timedelta(days=1)
    with pytest.raises(RegistrationError, match="has not come yet"):
        dispatch_notes(drafting().pk, on=tomorrow, how=DispatchWay.COURIER, by=officer)


def test_the_copies_by_e_mail_go_with_the_notes(drafting, officer, letters):
    made = drafting(copies=True)
    assert not OutgoingMessage.objects.exists()
    dispatch_notes(made.pk, on=TODAY, how=DispatchWay.COURIER, by=officer)
    assert sorted(OutgoingMessage.objects.values_list("recipient", flat=True)) == [
        "mission.ca@missions.example",
        "mission.de@missions.example",
        "mission.kg@missions.example",
    ]


def test_a_returned_copy_says_nothing_of_the_note_that_a_courier_carried(drafting, line, officer):
    made = drafting(line("DE"), copies=True)
    (note,) = dispatch_notes(made.pk, on=TODAY, how=DispatchWay.COURIER, by=officer)
    settle_invitations([Settled(note.pk, note.email, MessageState.FAILED, "550 No such user")])
    note.refresh_from_db()
    assert note.state == I.SENT


def test_a_draft_of_a_round_is_not_sent_by_itself(drafting, line, officer):
    with pytest.raises(RegistrationError, match="waits to be dispatched with its round"):
        send_again(notes_in_order(drafting(line("DE")))[0].pk, by=officer)


def test_who_is_written_to_by_note_only_is_not_reminded_by_e_mail(drafting, line, officer, conference):
    by_note, with_copy = drafting(line("DE")), drafting(line("CA"), copies=True)
    for made in (by_note, with_copy):
        dispatch_notes(made.pk, on=TODAY, how=DispatchWay.COURIER, by=officer)
    reminded = unanswered(conference, REPLY_BY, on=REPLY_BY)
    assert [str(invitation.delegation) for invitation in reminded] == ["Canada"]


def test_a_dispatch_by_mistake_is_put_back(drafting, line, officer):
    made = drafting(line("DE"))
    (note,) = dispatch_notes(made.pk, on=TODAY, how=DispatchWay.COURIER, by=officer)
    take_back_dispatch(note.pk, by=officer)
    note.refresh_from_db()
    assert (note.state, note.dispatched_on, note.dispatched_how) == (I.DRAFT, None, "")
    with pytest.raises(RegistrationError, match="Only a note that is dispatched"):
        take_back_dispatch(note.pk, by=officer)


def test_what_went_by_e_mail_is_not_put_back(drafting, line, officer):
    made = drafting(line("DE"), copies=True)
    (note,) = dispatch_notes(made.pk, on=TODAY, how=DispatchWay.COURIER, by=officer)
    with pytest.raises(RegistrationError, match="is not put back"):
        take_back_dispatch(note.pk, by=officer)


def test_a_letter_that_nobody_sends_by_e_mail_is_dispatched_by_hand(conference, officer):
    letter = make_invitation(to=make_delegation(conference), state=I.DRAFT)
    dispatch_by_hand(letter.pk, on=TODAY, how=DispatchWay.BY_HAND, by=officer)
    letter.refresh_from_db()
    assert (letter.state, letter.dispatched_how) == (I.SENT, "by_hand")
    with pytest.raises(RegistrationError, match="Only a draft"):
        dispatch_by_hand(letter.pk, on=TODAY, how=DispatchWay.BY_HAND, by=officer)
