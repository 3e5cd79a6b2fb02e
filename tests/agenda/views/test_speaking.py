"""A speaker's own page: what it shows, and how one confirms or regrets."""

import re

import pytest
from django.urls import reverse

from agenda.actions.schedule import cancel_session, schedule_session
from agenda.models import Appearance, AppearanceRole, Listing
from agenda.states import AppearanceState
from registration.models import Visibility
from registration.states import RegistrationState
from tests.factories.agenda import FRIDAY, at, make_appearance, make_hall, make_release, make_session
from tests.factories.conference import make_conference, make_officer, make_user, set_clock
from tests.factories.registration import make_category, make_participant, make_registration

pytestmark = pytest.mark.django_db

ADDRESS = "leyla@people.example"
OFFICE = "office@people.example"


@pytest.fixture
def leyla(conference):
    return make_participant(conference, given_names="Leyla", family_name="Sample", email=ADDRESS, office_email=OFFICE)


@pytest.fixture
def read(client, conference):
    """The page as the address reads it, on one line."""

    def read(address=ADDRESS):
        client.force_login(make_user(address))
        response = client.get(page_of(conference))
        assert response.status_code == 200
        return text_of(response)

    return read


def page_of(conference):
    return reverse("agenda:speaking", args=[conference.slug])


def answer_of(appearance, kind):
    return reverse(f"agenda:{kind}", args=[appearance.session.conference.slug, appearance.pk])


def text_of(response):
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_whoever_is_not_signed_in_is_asked_to_sign_in_and_brought_back(client, conference):
    response = client.get(page_of(conference))

    assert response.status_code == 302
    assert "/accounts/sign-in/" in response["Location"]
    assert "speaking" in response["Location"]


def test_the_card_says_when_where_in_which_role_with_whom_and_what_is_asked(conference, leyla, read):
    hall = make_hall(conference, name={"en": "Conference Hall"}, floor="2")
    hall.venue.__class__.objects.update(address={"en": "Peace Avenue 7"}, directions={"en": "By the east gate."})
    panel = make_session(conference, "11:00–12:30", rooms=[hall], number=1, title={"en": "Youth"})
    make_appearance(
        panel,
        make_participant(conference, given_names="Altan", family_name="Example", function="", institution=""),
        role=AppearanceRole.MODERATOR,
        state=AppearanceState.CONFIRMED,
    )
    make_appearance(panel, leyla, minutes=7)
    make_appearance(panel, make_participant(conference, family_name="Fellow"), state=AppearanceState.CONFIRMED)
    make_release(conference)

    text = read()

    for words in (
        "Ms. Leyla SAMPLE",
        "One session. Three things are kindly asked of you.",
        "Confirm for Thu 20 June, 11:00",
        "Biography and portrait",
        "Thursday, 20 June · in 17 days",
        "11:00–12:30 Ulaanbaatar time (UTC+8)",
        "Youth",
        "Please confirm or regret",
        "Panellist, first to speak, 7 minutes",
        "Session Thematic panel 1",
        "Room Conference Hall how to get there",
        "Languages Mongolian, English, Russian, with interpretation",
        "Moderator Ms. Altan EXAMPLE",
        "With you Ms. Aigerim FELLOW",
        "Conference Hall , Ministry of Foreign Affairs, floor 2",
        "Peace Avenue 7",
        "By the east gate.",
        "Confirm Youth",
        "Regret Youth",
    ):
        assert words in text


def test_the_next_session_stands_first_and_what_is_over_last(conference, leyla, read):
    for title, times, day in (("Friday's", "09:00–10:00", FRIDAY), ("Past", "09:00–10:00", at("09:00").date())):
        make_appearance(make_session(conference, times, day=day, title={"en": title}), leyla)
    make_appearance(make_session(conference, "15:00–16:00", title={"en": "Next"}), leyla)
    make_appearance(make_session(conference, None, title={"en": "Unscheduled"}), leyla)
    make_release(conference)
    set_clock(conference, at("12:00"))

    text = read()

    assert sorted(
        ("Next", "Friday's", "Unscheduled", "Past"), key=lambda title: text.index(title.replace("'", "&#x27;"))
    ) == [
        "Next",
        "Friday's",
        "Unscheduled",
        "Past",
    ]
    assert "4 sessions. 5 things are kindly asked of you. Confirm 3 sessions" in text
    assert "· today" in text
    assert "· tomorrow" in text
    assert "Time still to be announced" in text


def test_time_and_room_are_those_of_the_release_until_the_next(conference, leyla, read):
    session = make_session(conference, "11:00–12:30", title={"en": "Youth"})
    make_appearance(session, leyla, state=AppearanceState.CONFIRMED)
    make_release(conference)
    schedule_session(session.pk, starts_at=at("14:00"), ends_at=at("15:30"), rooms=[], by=None)

    assert "11:00–12:30" in read()
    make_release(conference)
    assert "14:00–15:30" in read()
    assert "Moved from 11:00" in read()


def test_what_is_not_published_yet_is_shown_and_marked(conference, leyla, read):
    published = make_session(conference, "09:00–10:00")
    make_release(conference)
    make_appearance(make_session(conference, "11:00–12:30", title={"en": "Draft panel"}), leyla)

    assert "Draft panel" in read()
    assert "Not yet published: time and place may still change." in read()

    make_appearance(published, leyla)
    assert read().count("Not yet published") == 2
    make_release(conference)
    assert "Not yet published" not in read()


def test_a_private_office_sees_each_of_its_principals(conference, leyla, read):
    other = make_participant(conference, family_name="Another", office_email=OFFICE)
    make_appearance(make_session(conference), leyla)
    make_appearance(make_session(conference, "15:00–16:00"), other)

    text = read(OFFICE)

    assert "Ms. Leyla SAMPLE" in text
    assert "Ms. Aigerim ANOTHER" in text
    assert text.count("Confirm for Thu 20 June") == 2


def test_hidden_fellow_speakers_are_not_named_to_each_other(conference, leyla, read):
    session = make_session(conference)
    make_appearance(session, leyla)
    hidden = make_participant(conference, family_name="Protected", visibility=Visibility.HIDDEN, named_on_agenda=False)
    make_appearance(session, hidden, state=AppearanceState.CONFIRMED)
    make_release(conference)

    assert "PROTECTED" not in read().upper()


def test_strangers_and_officers_find_nothing_of_others(client, conference, leyla, read):
    appearance = make_appearance(make_session(conference, title={"en": "Youth"}), leyla)

    for user in (make_user("someone@people.example"), make_officer(conference)):
        client.force_login(user)
        text = text_of(client.get(page_of(conference)))
        assert "No session is entrusted to you at this address" in text
        assert "Youth" not in text
        assert client.get(answer_of(appearance, "regret")).status_code == 404
        assert client.post(answer_of(appearance, "confirm")).status_code == 404
    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.INVITED


def test_sessions_of_another_conference_are_on_the_page_of_that_conference(conference, leyla, read):
    other = make_conference()
    make_appearance(make_session(other, title={"en": "Elsewhere"}), make_participant(other, email=ADDRESS))

    assert "Elsewhere" not in read()


def test_one_press_confirms_and_a_second_changes_nothing(client, conference, leyla, read):
    appearance = make_appearance(make_session(conference, title={"en": "Youth"}), leyla)
    client.force_login(make_user(ADDRESS))

    for _press in range(2):
        response = client.post(answer_of(appearance, "confirm"), follow=True)
        assert "Thank you. Your participation in “Youth” is confirmed." in text_of(response)

    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.CONFIRMED
    assert "Confirm for" not in read()
    assert "I regret that I can no longer take part" in read()


def test_a_link_alone_confirms_nothing(client, conference, leyla):
    appearance = make_appearance(make_session(conference), leyla)
    client.force_login(make_user(ADDRESS))

    assert client.get(answer_of(appearance, "confirm")).status_code == 405
    assert client.get(answer_of(appearance, "regret")).status_code == 200
    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.INVITED


def test_regrets_are_sent_with_a_reason_on_a_page_of_their_own(client, conference, leyla, read):
    appearance = make_appearance(make_session(conference, title={"en": "Youth"}), leyla)
    client.force_login(make_user(ADDRESS))

    refused = client.post(answer_of(appearance, "regret"), {"reason": " "})
    assert refused.status_code == 422
    assert "Please give the reason in a few words" in text_of(refused)
    response = client.post(answer_of(appearance, "regret"), {"reason": "Other engagements"}, follow=True)

    appearance.refresh_from_db()
    assert (appearance.state, appearance.reason) == (AppearanceState.DECLINED, "Other engagements")
    assert "Your regrets have been recorded" in text_of(response)
    assert "Should your plans change, please write to the Secretariat." in read()


@pytest.mark.parametrize("listing", list(Listing))
def test_who_sent_regrets_reads_of_a_closed_session_no_more_than_they_may_know(conference, leyla, read, listing):
    session = make_session(conference, title={"en": "Youth"}, rooms=[make_hall(conference)], listing=listing)
    fellow = make_participant(conference, family_name="Fellow")
    make_appearance(session, fellow, state=AppearanceState.CONFIRMED)
    appearance = make_appearance(session, leyla)
    make_release(conference)
    assert ("Fellow" in read().title(), "11:00–12:30" in read()) == (True, True)
    Appearance.objects.filter(pk=appearance.pk).update(state=AppearanceState.DECLINED, reason="Other engagements")
    told, is_public = read(), listing == Listing.PUBLIC
    assert ("Fellow" in told.title(), "11:00–12:30" in told, "Thursday" in told) == (is_public,) * 3
    assert ("Youth" in told, "Regrets" in told, "announced" in told) == (True, True, False)


def test_who_sent_regrets_and_takes_part_knows_what_participants_know(conference, read):
    person = make_registration(RegistrationState.REGISTERED, conference).participant
    for listing, times in ((Listing.PARTICIPANTS, "09:00–10:00"), (Listing.ENTITLED, "14:00–15:00")):
        session = make_session(conference, times, listing=listing)
        if listing == Listing.ENTITLED:
            session.entry.add(make_category(conference))
        make_appearance(session, person, state=AppearanceState.DECLINED)
    make_release(conference)
    told = read(person.email)
    assert ("09:00–10:00" in told, "14:00–15:00" in told) == (True, False)


def test_who_sent_regrets_does_not_read_the_draft(conference, leyla, read):
    session = make_session(conference, title={"en": "Youth"})
    appearance = make_appearance(session, leyla)
    assert "11:00–12:30" in read()
    Appearance.objects.filter(pk=appearance.pk).update(state=AppearanceState.DECLINED, reason="Other engagements")
    assert ("11:00–12:30" in read(), "Youth" in read()) == (False, True)


def test_a_refusal_of_the_act_is_read_as_a_sentence(client, conference, leyla):
    appearance = make_appearance(make_session(conference), leyla)
    cancel_session(appearance.session_id, by=None)
    client.force_login(make_user(ADDRESS))

    response = client.post(answer_of(appearance, "confirm"), follow=True)

    assert "This session is cancelled" in text_of(response)


def test_a_reason_that_is_too_long_is_told_and_kept(client, conference, leyla):
    appearance = make_appearance(make_session(conference), leyla)
    client.force_login(make_user(ADDRESS))

    response = client.post(answer_of(appearance, "regret"), {"reason": "Other engagements. " * 60})

    assert response.status_code == 422
    assert "Other engagements. Other engagements." in text_of(response)
    appearance.refresh_from_db()
    assert appearance.state == AppearanceState.INVITED


def test_a_cancelled_session_asks_nothing(conference, leyla, read):
    session = make_session(conference)
    make_appearance(session, leyla)
    make_release(conference)
    cancel_session(session.pk, by=None)
    assert "Confirm for" in read()
    make_release(conference)

    assert "kindly asked" not in read()
    assert "Session cancelled" in read()


def test_the_page_is_private(client, conference, leyla):
    client.force_login(make_user(ADDRESS))

    assert client.get(page_of(conference))["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("count", [1, 100])
def test_the_schedule_costs_the_same_for_one_session_and_for_a_hundred(
    conference, leyla, count, django_assert_num_queries
):
    from agenda.queries.speaking import speaking_schedules

    rooms = [make_hall(conference)]
    for number in range(count):
        begins = 9 * 60 + number * 5
        times = f"{begins // 60:02}:{begins % 60:02}–{(begins + 5) // 60:02}:{(begins + 5) % 60:02}"
        make_appearance(make_session(conference, times, rooms=rooms), leyla)
    make_release(conference)
    user = make_user(ADDRESS)

    with django_assert_num_queries(15):
        (schedule,) = speaking_schedules(user, conference)

    assert len(schedule.sessions) == count
