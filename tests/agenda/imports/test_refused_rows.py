"""Rows of a programme that would do what no act on one session does, and what a refusal tells."""

import pytest

from agenda.models import Appearance, AppearanceRole, Session
from agenda.states import SessionState
from conference.imports.faults import problem_text
from conference.imports.previews import page_of
from conference.models import TeamMembership, TeamRole
from registration.models import Visibility
from tests.factories.agenda import make_appearance, make_session
from tests.factories.registration import make_participant
from tests.factories.seats import book, make_delegate, make_workshop

pytestmark = pytest.mark.django_db
PLACES = ["Number", "Day", "Begins", "Ends"]
SPEAKERS = ["Number", "Speakers"]


def counts(brought):
    return brought.new, brought.changed, brought.unchanged, brought.refused


def problems(brought):
    return [[problem_text(fault) for fault in line["faults"]] for line in page_of(brought.checked, "refused", 1)]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Capacity", "80"), ("Begins", "15:00"), ("Rooms", "Onon Hall"), ("Speakers", "[Ban Ki-moon]")],
)
@pytest.mark.usefixtures("hall")
def test_a_cancelled_session_is_not_changed_by_a_table(desk, conference, heading, cell):
    make_session(conference, "11:00–16:30", number=7, state=SessionState.CANCELLED)
    brought = desk.preview(["Number", heading], ["7", cell])
    assert counts(brought) == (0, 0, 0, 1)
    assert problems(brought) == [["This session is cancelled; reinstate it first."]]
    assert not Appearance.objects.exists()


def test_a_table_does_not_leave_fewer_seats_than_are_booked(desk, conference):
    session = make_workshop(conference, 3, number=7)
    for _seat in range(2):
        book(session, make_delegate(conference))
    refused = desk.preview(["Number", "Capacity"], ["7", "1"])
    assert counts(refused) == (0, 0, 0, 1)
    assert "2 seats of this session are booked" in problems(refused)[0][0]
    desk.all_of(["Number", "Capacity"], ["7", "2"])
    assert Session.objects.get(number=7).capacity == 2


def test_what_a_refused_row_leaves_in_its_place_refuses_the_next_and_that_the_one_after(desk, conference, hall):
    """Each is to go where the one before it is; the first cannot, so none can."""
    taken = make_session(conference, "09:00–10:00", rooms=[hall], title={"en": "There before"})
    for number, times in enumerate(("10:00–11:00", "11:00–12:00", "12:00–13:00"), start=1):
        make_session(conference, times, rooms=[hall], number=number, title={"en": f"No. {number}"})
    rows = [[f"{number}", "2019-06-20", f"{8 + number}:00", f"{9 + number}:00"] for number in (1, 2, 3)]
    brought = desk.preview(PLACES, *rows)
    assert counts(brought) == (0, 0, 0, 3)
    assert [sentences[0].split(" on ")[0] for sentences in problems(brought)] == [
        f"“Onon Hall” is taken by “{title}”" for title in ("There before", "No. 1", "No. 2")
    ]
    taken.delete()
    assert counts(desk.preview(PLACES, *rows)) == (0, 3, 0, 0)


def test_who_may_not_know_protected_persons_does_not_learn_by_trying_names(desk, conference, officer):
    person = make_participant(
        conference, given_names="Bold", family_name="Bataar", email="bold@x.example", visibility=Visibility.HIDDEN
    )
    make_appearance(make_session(conference, None, number=7), person)
    asked = ("Nobody Known", "Bold Bataar", "BATAAR Bold", "bold@x.example", person.formal_name, "Bold Bata")
    told = [
        [
            sentence.replace(f"“{name}”", "…")
            for row in problems(desk.preview(SPEAKERS, [number, name]))
            for sentence in row
        ]
        for number in ("7", "")
        for name in asked
    ]
    for of_session in (told[: len(asked)], told[len(asked) :]):
        assert of_session[0]
        assert of_session == [of_session[0]] * len(asked)
    make_participant(conference, given_names="Sarnai", family_name="Dorj")
    changed = desk.preview(SPEAKERS, ["7", "Sarnai Dorj"])
    doubts = page_of(changed.checked, "changed", 1)[0]["doubts"]
    assert doubts == ["Protected participant: stays, for an import takes nobody off"]
    assert counts(desk.preview(SPEAKERS, ["7", "Protected participant"])) == (0, 0, 1, 0)

    TeamMembership.objects.create(conference=conference, user=officer, role=TeamRole.DUTY_OF_CARE)
    assert counts(desk.preview(SPEAKERS, ["7", "Bold Bataar"])) == (0, 0, 1, 0)
    assert Appearance.objects.get().role == AppearanceRole.PANELLIST
