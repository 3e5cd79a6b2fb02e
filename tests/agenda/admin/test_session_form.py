"""The form of a session: what it saves, what it refuses and keeps, whom it asks."""

import datetime
from typing import Any

import pytest
from django.urls import reverse

from agenda.models import Appearance, Session
from agenda.states import AppearanceState, SessionState
from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, TeamRole
from registration.models import Visibility
from tests.agenda.admin.forms import answers_of, save
from tests.factories.agenda import FRIDAY, make_appearance, make_hall, make_session, make_static_line
from tests.factories.registration import make_participant
from tests.registration.admin.reading import notices_of, send, text_of

ADD = "/admin/agenda/session/add/"
SPEAKERS, LINES = "appearances", "appearances-2"


def form_of(session: Session) -> str:
    return reverse("admin:agenda_session_change", args=[session.pk])


def times_of(session: Session) -> str:
    session.refresh_from_db()
    if session.starts_at is None or session.ends_at is None:
        return "parked"
    begins, ends = (moment.astimezone(session.conference.zone) for moment in (session.starts_at, session.ends_at))
    return f"{begins:%d %H:%M}–{ends:%d %H:%M}"


def test_a_session_is_added_with_its_titles_its_time_and_its_room(desk, conference, hall):
    titles = {"title_mn": "Нээлт, Өө Үү", "title_en": "Opening", "title_ru": "Открытие"}
    when = {"day": "2019-06-20", "begins": "09:00", "ends": "10:00", "in_rooms": [str(hall.pk)]}
    save(desk, ADD, conference, type="opening", **titles, **when)
    session = Session.objects.get()
    assert dict(session.title) == {"mn": "Нээлт, Өө Үү", "en": "Opening", "ru": "Открытие"}
    assert (times_of(session), [booking.room for booking in session.bookings.all()]) == ("20 09:00–20 10:00", [hall])


def test_without_a_time_it_waits_and_holds_no_room(desk, conference, hall):
    page = save(desk, ADD, conference, type="opening", title_en="Opening", in_rooms=[str(hall.pk)])
    assert "A room is held for a time" in text_of(page)
    save(desk, ADD, conference, type="opening", title_en="Opening")
    assert times_of(Session.objects.get()) == "parked"


def test_a_day_that_the_conference_no_longer_has_is_kept_until_the_session_moves(desk, conference):
    session = make_session(conference, day=FRIDAY)
    Conference.objects.filter(pk=conference.pk).update(ends_on=FRIDAY - datetime.timedelta(days=1))
    save(desk, form_of(session), conference, title_en="Corrected")
    assert (str(Session.objects.get().title), times_of(Session.objects.get())) == ("Corrected", times_of(session))
    page = save(desk, form_of(session), conference, begins="12:00", ends="13:00")
    assert times_of(Session.objects.get()) == times_of(session)
    assert page.context["errors"]


def test_saving_without_a_change_changes_nothing(desk, conference, hall):
    texts: dict[str, Any] = {"abstract": {"en": "First.\n\nSecond."}, "guiding_questions": {"en": "Which?\nHow?"}}
    session = make_session(conference, rooms=[hall], **texts)
    make_appearance(session)
    save(desk, form_of(session), conference)
    before = session.version
    session.refresh_from_db()
    assert session.version == before
    assert OutgoingMessage.objects.count() == 0


def test_a_text_of_several_lines_is_kept_as_it_was_when_something_else_is_changed(desk, conference):
    session = make_session(conference, guiding_questions={"en": "Which?\nHow?"})
    save(desk, form_of(session), conference, number="4")
    session.refresh_from_db()
    assert (session.number, session.guiding_questions["en"]) == (4, "Which?\nHow?")


def test_a_dinner_may_end_after_midnight(desk, conference):
    session = make_session(conference)
    save(desk, form_of(session), conference, begins="19:00", ends="00:30")
    assert times_of(session) == "20 19:00–21 00:30"


def test_emptying_the_time_parks_it(desk, conference, hall):
    session = make_session(conference, rooms=[hall])
    save(desk, form_of(session), conference, day="", begins="", ends="")
    assert times_of(session) == "parked"


def test_half_a_time_is_refused(desk, conference):
    session = make_session(conference)
    page = save(desk, form_of(session), conference, ends="")
    assert "Give day, begin and end, or none of them." in text_of(page)


def test_a_room_that_is_taken_is_told_with_everything_typed_kept_and_nothing_saved(desk, conference, hall):
    make_session(conference, "11:00–12:30", rooms=[hall], title={"en": "In the way"})
    session = make_session(conference, "15:00–16:00", rooms=[hall], title={"en": "Mine"})
    page = save(desk, form_of(session), conference, title_en="Typed", begins="12:00", ends="13:00")
    assert "“Conference Hall” is taken by “In the way” on Thursday, 20 June, 11:00–12:30." in text_of(page)
    form = page.context["adminform"].form
    assert (form["title"].value()[1], form["begins"].value()) == ("Typed", "12:00")
    assert times_of(session) == "20 15:00–20 16:00"
    assert str(session.title) == "Mine"


def test_an_impossible_time_is_told_on_the_form(desk, conference):
    session = make_session(conference)
    page = save(desk, form_of(session), conference, begins="12:00", ends="11:00")
    assert "A session must end after it begins." in text_of(page)


def test_a_lost_update_is_told_and_nothing_is_overwritten(desk, conference):
    session = make_session(conference)
    page = save(desk, form_of(session), conference, title_en="Mine", seen_version="0")
    assert "Somebody else changed this while you had it open." in text_of(page)
    session.refresh_from_db()
    assert str(session.title) != "Mine"


def test_only_the_conferences_own_rooms_languages_and_topics_are_offered(desk, conference, other_conference, hall):
    make_hall(other_conference)
    fields = desk.get(ADD).context["adminform"].form.fields
    assert list(fields["in_rooms"].queryset) == [hall]
    assert list(fields["languages"].languages) == conference.languages


def row(prefix: str, **fields: str) -> dict[str, str]:
    """A row that an officer added."""
    fields = {"position": "", **fields}
    return {f"{prefix}-TOTAL_FORMS": "1"} | {f"{prefix}-0-{name}": value for name, value in fields.items()}


def test_a_new_speaker_is_asked_by_letter(desk, conference):
    session, speaker = make_session(conference), make_participant(conference)
    save(desk, form_of(session), conference, **row(SPEAKERS, role="panellist", participant=str(speaker.pk)))
    appearance = Appearance.objects.get()
    assert (appearance.participant, appearance.position, appearance.state) == (speaker, 1, AppearanceState.INVITED)
    assert OutgoingMessage.objects.get().recipient == speaker.email


def test_a_static_line_asks_nobody(desk, conference):
    session = make_session(conference)
    save(desk, form_of(session), conference, **row(LINES, role="remarks", static_name_en="Thomas Greminger"))
    assert str(Appearance.objects.get().static_name) == "Thomas Greminger"
    assert OutgoingMessage.objects.count() == 0


def test_a_speaker_row_without_a_person_is_refused(desk, conference):
    session = make_session(conference)
    page = save(desk, form_of(session), conference, **row(SPEAKERS, role="panellist", minutes="5"))
    assert "Participant: This field is required." in text_of(page)
    assert Appearance.objects.count() == 0


def test_a_participant_of_another_conference_cannot_be_appointed(desk, conference, other_conference):
    session, stranger = make_session(conference), make_participant(other_conference)
    save(desk, form_of(session), conference, **row(SPEAKERS, role="panellist", participant=str(stranger.pk)))
    assert Appearance.objects.count() == 0


def test_order_and_minutes_are_arranged_and_the_answer_is_left_alone(desk, conference):
    session = make_session(conference)
    appearance = make_appearance(session)
    answers = answers_of(desk.get(form_of(session))) | {f"{SPEAKERS}-0-position": "7", f"{SPEAKERS}-0-minutes": "12"}
    Appearance.objects.filter(pk=appearance.pk).update(state=AppearanceState.CONFIRMED)
    send(desk, form_of(session), conference, **answers)
    appearance.refresh_from_db()
    assert (appearance.position, appearance.minutes, appearance.state) == (7, 12, AppearanceState.CONFIRMED)


def test_an_answer_never_passes_to_another_person(desk, conference):
    session = make_session(conference)
    asked = make_appearance(session, state=AppearanceState.CONFIRMED)
    other = make_participant(conference)
    save(desk, form_of(session), conference, **{f"{SPEAKERS}-0-participant": str(other.pk)})
    assert Appearance.objects.get().participant == asked.participant


def test_a_speaker_who_regretted_is_kept_on_record(desk, conference):
    session = make_session(conference)
    make_appearance(session, state=AppearanceState.DECLINED)
    page = save(desk, form_of(session), conference, **{f"{SPEAKERS}-0-DELETE": "on"})
    assert "The speaker has answered; the answer is kept" in text_of(page)
    assert Appearance.objects.count() == 1


def test_a_protected_speaker_is_not_named_to_the_agenda_officer(desk, desk_of, conference):
    session = make_session(conference)
    hidden = make_participant(conference, family_name="Hidden", visibility=Visibility.HIDDEN)
    appearance = make_appearance(session, hidden)
    answer = reverse("admin:agenda_session_answer", args=[appearance.pk])
    for page in (desk.get(form_of(session)), desk.get(answer)):
        assert "Protected participant" in text_of(page)
        assert "HIDDEN" not in page.content.decode()
    named = desk_of(TeamRole.AGENDA, TeamRole.DUTY_OF_CARE).get(form_of(session))
    assert "HIDDEN" in text_of(named)


@pytest.fixture
def appearance(conference):
    return make_appearance(make_session(conference))


def answer_url(appearance: Appearance) -> str:
    return reverse("admin:agenda_session_answer", args=[appearance.pk])


def test_an_answer_given_by_telephone_is_recorded(desk, conference, appearance):
    send(desk, answer_url(appearance), conference, answer="confirmed")
    appearance.refresh_from_db()
    assert (appearance.state, str(appearance.responded_by)) == (AppearanceState.CONFIRMED, "Bolormaa")


def test_regrets_need_a_reason_and_what_was_typed_is_kept(desk, conference, appearance):
    page = send(desk, answer_url(appearance), conference, answer="declined", reason="")
    assert "Please give the reason in a few words" in text_of(page)
    assert page.context["form"]["answer"].value() == "declined"
    send(desk, answer_url(appearance), conference, answer="declined", reason="Other engagements")
    appearance.refresh_from_db()
    assert (appearance.state, appearance.reason) == (AppearanceState.DECLINED, "Other engagements")


def test_who_regretted_can_be_asked_once_more(desk, conference):
    appearance = make_appearance(make_session(conference), state=AppearanceState.DECLINED)
    send(desk, answer_url(appearance), conference, answer="invited")
    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.INVITED
    assert OutgoingMessage.objects.get().purpose == "speaker_invitation"


def test_what_the_act_refuses_is_said_on_the_page(desk, conference):
    appearance = make_appearance(make_session(conference, state=SessionState.CANCELLED))
    page = send(desk, answer_url(appearance), conference, answer="confirmed")
    assert "This session is cancelled; reinstate it first." in text_of(page)


def test_nobody_answers_for_a_static_line(desk, conference):
    assert desk.get(answer_url(make_static_line(make_session(conference)))).status_code == 404


def test_reading_the_pages_changes_nothing(desk, appearance):
    session = appearance.session
    desk.get(form_of(session))
    desk.get(answer_url(appearance))
    for name in ("cancel", "reinstate"):
        assert desk.get(reverse(f"admin:agenda_session_{name}", args=[session.pk])).status_code == 405
    session.refresh_from_db()
    appearance.refresh_from_db()
    assert (session.state, appearance.state) == (SessionState.SCHEDULED, AppearanceState.INVITED)


def test_a_session_is_cancelled_and_takes_place_after_all(desk, conference):
    session = make_session(conference, title={"en": "Youth"})
    page = send(desk, reverse("admin:agenda_session_cancel", args=[session.pk]), conference)
    assert notices_of(page) == ["“Youth” is cancelled. The public sees it with the next release."]
    send(desk, reverse("admin:agenda_session_reinstate", args=[session.pk]), conference)
    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED


def test_a_session_whose_room_was_given_away_cannot_come_back(desk, conference, hall):
    session = make_session(conference, rooms=[hall], state=SessionState.CANCELLED)
    make_session(conference, rooms=[hall], title={"en": "Now there"})
    page = send(desk, reverse("admin:agenda_session_reinstate", args=[session.pk]), conference)
    assert "is taken by “Now there”" in notices_of(page)[0]


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.REGISTRATION, TeamRole.CORRESPONDENCE])
def test_other_officers_read_the_form_and_change_nothing(desk_of, conference, appearance, role):
    client, session = desk_of(role), appearance.session
    assert client.get(form_of(session)).status_code == 200
    assert client.get(ADD).status_code == 403
    assert send(client, form_of(session), conference, title_en="X").status_code == 403
    assert client.get(answer_url(appearance)).status_code == 403
    page = send(client, reverse("admin:agenda_session_cancel", args=[session.pk]), conference)
    assert notices_of(page) == ["Your role in this conference does not permit that."]
    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED


def test_the_co_ordinator_arranges_too(desk_of, conference):
    session = make_session(conference)
    save(desk_of(TeamRole.COORDINATOR), form_of(session), conference, title_en="Arranged")
    session.refresh_from_db()
    assert str(session.title) == "Arranged"


def test_nothing_of_another_conference_is_there(desk_of, conference, other_conference, appearance):
    stranger = desk_of(TeamRole.AGENDA, of=other_conference)
    assert stranger.get(answer_url(appearance)).status_code == 404
    cancel = reverse("admin:agenda_session_cancel", args=[appearance.session_id])
    assert stranger.post(cancel).status_code == 404
    assert stranger.get(form_of(appearance.session)).status_code == 302


def test_a_form_made_in_another_conference_does_nothing(desk, conference, other_conference, appearance):
    cancel = reverse("admin:agenda_session_cancel", args=[appearance.session_id])
    page = send(desk, cancel, other_conference)
    assert notices_of(page) == ["This form belongs to another conference. Nothing was changed."]
    send(desk, answer_url(appearance), other_conference, answer="confirmed")
    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.INVITED
