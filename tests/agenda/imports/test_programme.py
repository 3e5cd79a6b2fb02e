"""A programme as a table: previewed row by row, imported whole or not at all, by the rules of single acts."""

import pytest

from agenda.actions.describe import describe_session
from agenda.actions.undo_programme import SessionsChangedError, undo_programme
from agenda.models import Appearance, AppearanceRole, ImportedSession, Session, SessionStar
from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.imports.faults import problem_text
from conference.imports.previews import page_of
from conference.models import Topic
from registration.actions.import_table import ask_for_work
from registration.errors import ChangedSincePreviewError, NotPermittedError, RegistrationError
from registration.models import Participant
from registration.states import ImportState
from tests.factories.agenda import make_appearance, make_session
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db

HEAD = ["No", "Type", "Title (EN)", "Date", "Start", "End", "Room", "Speakers"]
PANEL = ["1", "Panel", "The first panel", "2019-06-20", "9:00", "10:30", "Onon Hall", ""]
SECOND = ["2", "Panel", "The second panel", "20 June 2019", "11.00", "12:30", "онон танхим", ""]


def counts(brought):
    return brought.new, brought.changed, brought.unchanged, brought.refused


def lines(brought, kind):
    return page_of(brought.checked, kind, 1)


def problems(brought, row=0):
    return [problem_text(fault) for fault in lines(brought, "refused")[row]["faults"]]


@pytest.mark.usefixtures("hall")
def test_a_preview_counts_and_changes_nothing(desk):
    brought = desk.preview(HEAD, PANEL, SECOND)
    assert counts(brought) == (2, 0, 0, 0)
    assert [(line["what"], line["beside"], line["status"]) for line in lines(brought, "new")] == [
        ("Thematic panel 1", "Onon Hall", "Thursday, 20 June, 09:00–10:30"),
        ("Thematic panel 2", "Onon Hall", "Thursday, 20 June, 11:00–12:30"),
    ]
    assert not Session.objects.exists()


@pytest.mark.usefixtures("hall")
def test_an_import_makes_the_sessions_with_times_rooms_and_whose_they_are(desk, officer):
    brought = desk.all_of(HEAD, PANEL, SECOND)
    assert brought.state == ImportState.IMPORTED
    first = Session.objects.get(number=1)
    assert (first.type, str(first.title)) == ("thematic_panel", "The first panel")
    assert f"{first.starts_at:%Y-%m-%d %H:%M}" == "2019-06-20 01:00"
    assert [str(booking.room) for booking in first.bookings.all()] == ["Onon Hall"]
    assert ImportedSession.objects.filter(of=brought, is_new=True).count() == 2
    assert first.changed_by == officer


@pytest.mark.usefixtures("hall")
def test_what_is_imported_twice_is_unchanged(desk):
    desk.all_of(HEAD, PANEL, SECOND)
    assert counts(desk.preview(HEAD, PANEL, SECOND)) == (0, 0, 2, 0)


def test_headings_in_three_languages_are_known(desk):
    brought = desk.bring(
        ["№", "Тип", "Гарчиг (MN)", "Название (RU)", "Тема", "Өдөр", "Начало", "Дуусах", "Танхим", "Модератор"],
        ["1", "", "", "", "", "", "", "", "", ""],
    )
    assert brought.columns == [
        "number",
        "type",
        "title_mn",
        "title_ru",
        "topic",
        "day",
        "begins",
        "ends",
        "rooms",
        "moderator",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"Start": "11:00", "End": "10:00"}, "A session must end after it begins."),
        ({"Date": "2019-06-25"}, "The session would begin on Tuesday, 25 June, but the conference is held on "),
        ({"Date": "9999-12-31", "Start": "23:00", "End": "1:00"}, "The year 9999 is too far away."),
        ({"Date": "0001-01-01"}, "The year 1 is too far away."),
        ({"Date": "some day"}, "Day: “some day”; expected: a day, like "),
        ({"Start": "morning"}, "Begins: “morning”; expected: a time, like 09:00."),
        ({"End": ""}, "Give day, begin and end, or none of them."),
        ({"Room": "Onon Hal"}, "Rooms: “Onon Hal”. Did you mean “Onon Hall”?"),
        ({"Type": "pannel"}, "Type: “pannel”"),
        ({"Type": ""}, "Type: empty; expected: what kind of session it is."),
        ({"Speakers": "Nobody Known"}, "Panellists: “Nobody Known”; expected: the name of somebody in this conference"),
        ({"No": "9" * 5_000}, "Number: “9"),
        (
            {"Speakers": "[Ban Ki-moon] (601)"},
            "Panellists: “[Ban Ki-moon] (601)”; expected: a whole number, from 1 to 600",
        ),
        ({"Speakers": f"[{'B' * 501}]"}, "Panellists: “[BBB"),
        ({"Speakers": ";" * 30_000}, "Panellists: “;;;"),
        ({"Title (EN)": "T" * 501}, "Title (EN): “TTT"),
        ({"No": "first"}, "Number: “first”; expected: a whole number, from 1 to 32,767."),
    ],
)
@pytest.mark.usefixtures("hall")
def test_each_fault_is_a_sentence_and_nothing_is_imported(desk, changes, said):
    row = [changes.get(heading, cell) for heading, cell in zip(HEAD, PANEL, strict=True)]
    brought = desk.preview(HEAD, row, SECOND)
    assert counts(brought) == (1, 0, 0, 1)
    assert problems(brought)[0].startswith(said)
    with pytest.raises(RegistrationError):
        ask_for_work(brought.pk, "import", of=type(brought), by=desk.by)
    assert not Session.objects.exists()


def test_a_channel_and_a_number_with_figures_without_end_are_faults(desk):
    head = ["No", "Type", "Title (EN)", "Languages", "Interpretation", "Channels"]
    good, long = (
        ["007", "Panel", "T" * 300, "en", "yes", "en 01"],
        ["2", "Panel", "B", "en", "yes", f"en {'9' * 5_000}"],
    )
    brought = desk.preview(head, good, long)
    assert counts(brought) == (1, 0, 0, 1)
    assert problems(brought)[0].startswith("Channels: “en 9")
    assert counts(desk.preview(head, [*good[:-1], "en 100"], [*good[:-1], "en x"], ["0", *good[1:]])) == (0, 0, 0, 3)


def test_an_hour_that_the_clocks_skip_is_a_fault(desk, conference):
    conference.time_zone, conference.starts_on, conference.ends_on = "Europe/Vienna", "2019-03-30", "2019-03-31"
    conference.save()
    conference.refresh_from_db()
    brought = desk.preview(HEAD, ["1", "Panel", "Night", "2019-03-31", "2:30", "4:00", "", ""])
    assert problems(brought) == ["On Sunday, 31 March the clocks at the venue skip 02:30; please choose another time."]


def test_a_room_is_not_taken_twice_within_the_file_nor_from_who_has_it(desk, conference, hall):
    make_session(conference, "12:00–13:00", rooms=[hall], title={"en": "There before"})
    overlapping = ["3", "Panel", "Third", "2019-06-20", "10:00", "10:45", "Onon Hall", ""]
    brought = desk.preview(HEAD, PANEL, SECOND, overlapping)
    assert counts(brought) == (0, 0, 0, 3)
    assert [problems(brought, row) for row in range(3)] == [
        ["“Onon Hall” is taken by “Third” on Thursday, 20 June, 10:00–10:45, in row 4."],
        ["“Onon Hall” is taken by “There before” on Thursday, 20 June, 12:00–13:00."],
        ["“Onon Hall” is taken by “The first panel” on Thursday, 20 June, 09:00–10:30, in row 2."],
    ]


def test_sessions_exchange_their_rooms_in_one_file(desk, conference, hall):
    one = make_session(conference, "09:00–10:00", rooms=[hall], number=1)
    two = make_session(conference, "11:00–12:00", rooms=[hall], number=2)
    head = ["Number", "Begins", "Ends"]
    desk.all_of(head, ["1", "11:00", "12:00"], ["2", "09:00", "10:00"])
    starts = [(two.starts_at), (one.starts_at)]
    one.refresh_from_db()
    two.refresh_from_db()
    assert [one.starts_at, two.starts_at] == starts


def test_speakers_are_matched_in_any_order_and_nobody_is_entered_or_written_to(desk, conference):
    make_participant(conference, given_names="Sarnai", family_name="Dorj")
    make_participant(conference, given_names="Bold", family_name="Bataar")
    before = Participant.objects.count()
    desk.all_of(
        ["Title", "Type", "Moderator", "Speakers"],
        ["Talk", "panel", "Ms. DORJ Sarnai", "Bold Bataar (12); [Ban Ki-moon | Former Secretary-General]"],
    )
    asked = Appearance.objects.order_by("role", "position")
    assert [(each.role, str(each.participant or each.static_name), each.minutes) for each in asked] == [
        (AppearanceRole.MODERATOR, str(Participant.objects.get(given_names="Sarnai")), None),
        (AppearanceRole.PANELLIST, str(Participant.objects.get(given_names="Bold")), 12),
        (AppearanceRole.PANELLIST, "Ban Ki-moon", None),
    ]
    assert Participant.objects.count() == before
    assert not OutgoingMessage.objects.exists()


def test_two_of_one_name_are_told_apart_by_address(desk, conference):
    for address in ("a@x.example", "b@x.example"):
        make_participant(conference, given_names="Bold", family_name="Bataar", email=address)
    head = ["Title", "Type", "Speakers"]
    brought = desk.preview(head, ["One", "panel", "Bold Bataar"], ["Two", "panel", "b@x.example"])
    assert counts(brought) == (1, 0, 0, 1)
    assert "two or more are called so" in problems(brought)[0]


def test_letters_go_only_where_it_was_asked_for_and_undoing_takes_them_back(desk, conference, officer):
    make_participant(conference, given_names="Sarnai", family_name="Dorj", email="sarnai@x.example")
    brought = desk.all_of(["Title", "Type", "Speakers"], ["One", "panel", "Sarnai Dorj"], writes_letters=True)
    assert OutgoingMessage.objects.filter(purpose="speaker_invitation").count() == 1
    undo_programme(brought.pk, by=officer)
    assert not Session.objects.exists()
    assert OutgoingMessage.objects.get().state == "cancelled"


def test_an_import_takes_nobody_off_and_says_who_stays(desk, conference):
    session = make_session(conference, None, number=7)
    make_appearance(session, make_participant(conference, given_names="Bold", family_name="Bataar"))
    make_participant(conference, given_names="Sarnai", family_name="Dorj")
    brought = desk.preview(["Number", "Speakers"], ["7", "Sarnai Dorj"])
    assert lines(brought, "changed")[0]["doubts"] == ["Bold BATAAR: stays, for an import takes nobody off"]


def test_a_regret_is_not_asked_anew_by_a_table(desk, conference):
    session = make_session(conference, None, number=7)
    person = make_participant(conference, given_names="Bold", family_name="Bataar")
    make_appearance(session, person, state=AppearanceState.DECLINED)
    brought = desk.preview(["Number", "Speakers"], ["7", "Bold Bataar"])
    assert "has sent regrets" in problems(brought)[0]


def test_what_changed_since_the_preview_is_told_and_nothing_is_imported(desk, conference, officer):
    session = make_session(conference, None, number=7)
    brought = desk.preview(["Number", "Capacity"], ["7", "80"])
    describe_session(session.pk, changes={"source": "https://x.example"}, by=officer)
    with pytest.raises(Exception, match=str(ChangedSincePreviewError())):
        desk.work(brought, "import")
    session.refresh_from_db()
    assert session.capacity is None


@pytest.mark.usefixtures("hall")
def test_an_import_is_undone_whole(desk, conference, officer):
    topic = Topic.objects.create(conference=conference, name={"en": "Water"})
    session = make_session(conference, "15:00–16:00", number=7, title={"en": "Before"}, topic=topic)
    starts_at = session.starts_at
    head = ["Number", "Type", "Title", "Day", "Begins", "Ends", "Capacity"]
    brought = desk.all_of(
        head,
        ["7", "panel", "After", "2019-06-21", "09:00", "10:00", "5"],
        ["8", "panel", "New", "2019-06-21", "09:00", "10:00", ""],
    )
    session.refresh_from_db()
    assert (str(session.title), session.capacity) == ("After", 5)
    undone = undo_programme(brought.pk, by=officer)
    session.refresh_from_db()
    assert (undone.removed, undone.restored) == (1, 1)
    assert session.starts_at == starts_at
    assert (str(session.title), session.capacity, session.topic) == (
        "Before",
        None,
        topic,
    )
    assert Session.objects.count() == 1


@pytest.mark.parametrize("touched", ["described", "starred", "answered", "gone"])
def test_what_somebody_has_touched_since_is_not_undone(desk, conference, officer, touched):
    person = make_participant(conference, given_names="Sarnai", family_name="Dorj")
    brought = desk.all_of(["Number", "Title", "Type", "Speakers"], ["1", "One", "panel", "Sarnai Dorj"])
    session = Session.objects.get()
    if touched == "described":
        describe_session(session.pk, changes={"capacity": 3}, by=officer)
    elif touched == "starred":
        SessionStar.objects.create(session=session, participant=person)
    elif touched == "answered":
        Appearance.objects.update(state=AppearanceState.CONFIRMED)
    else:
        session.delete()
    with pytest.raises(SessionsChangedError, match="1 session has been changed"):
        undo_programme(brought.pk, by=officer)


def test_whoever_does_not_schedule_imports_nothing(desk, conference):
    from agenda.actions.import_programme import import_programme
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    brought = desk.preview(["Number", "Title", "Type"], ["1", "One", "panel"])
    observer = make_officer(conference, TeamRole.PROTOCOL)
    with pytest.raises(NotPermittedError):
        import_programme(brought.pk, lambda _found: (), by=observer, report=print)


@pytest.mark.usefixtures("hall")
def test_broken_off_in_the_middle_nothing_is_imported_and_the_next_attempt_does_all(desk, officer):
    from agenda.actions.import_programme import import_programme
    from agenda.imports.reading import ProgrammeReader

    def breaking(done, _total):
        if done > 1:
            raise ConnectionError

    brought = desk.preview(HEAD, PANEL, SECOND)
    with pytest.raises(ConnectionError):
        import_programme(brought.pk, lambda found: ProgrammeReader(found, by=officer), by=officer, report=breaking)
    assert not Session.objects.exists()
    desk.work(brought, "import")
    assert Session.objects.count() == 2


@pytest.mark.parametrize(("title", "a_row"), [("", 10), ("Other ", 1)])
@pytest.mark.usefixtures("hall")
def test_a_row_costs_few_queries_a_new_one_with_room_and_speaker_or_one_that_is_changed(
    desk, conference, title, a_row, django_assert_max_num_queries
):
    make_participant(conference, given_names="Bold", family_name="Bataar", email="bold@x.example")

    def rows(title):
        hours = [(8 + number // 6, number % 6 * 10) for number in range(40)]
        there = ["Onon Hall", "Bold Bataar"]
        return [
            [f"{no}", "panel", f"{title}{no}", "2019-06-20", f"{hour}:{minute:02}", f"{hour}:{minute + 9:02}", *there]
            for no, (hour, minute) in enumerate(hours, start=1)
        ]

    if title:
        desk.all_of(HEAD, *rows(""))
    brought = desk.preview(HEAD, *rows(title))
    with django_assert_max_num_queries(75 + a_row * 40):
        desk.work(brought, "import")
    assert counts(brought) == ((0, 40, 0, 0) if title else (40, 0, 0, 0))
