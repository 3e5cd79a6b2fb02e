"""One session of forty moved three times and another cancelled: whom it concerns is told once, and calendars follow."""

from email.utils import parseaddr

import pytest
from django.urls import reverse

from agenda.actions.schedule import cancel_session, schedule_session
from agenda.models import AppearanceRole
from agenda.states import AppearanceState
from conference.correspondence.delivery import deliver_due
from conference.correspondence.models import OutgoingMessage, Queue
from tests.agenda.feeds.calendar_programs import PROGRAMS, Imported
from tests.factories.agenda import (
    FRIDAY,
    THURSDAY,
    at,
    make_appearance,
    make_hall,
    make_release,
    make_session,
    make_static_line,
)
from tests.factories.conference import make_conference
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db(transaction=True)


def person(conference, name, **changes):
    return make_participant(conference, family_name=name, email=f"{name.lower()}@mission.example", **changes)


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def forty(conference):
    """Forty sessions in two halls, each with two speakers of its own, a static line and somebody who regretted."""
    halls = make_hall(conference, name={"en": "Great Hall"}), make_hall(conference, name={"en": "Small Hall"})
    sessions = []
    for number in range(40):
        hour, day = 9 + number % 10, THURSDAY if number < 20 else FRIDAY
        hall = halls[number % 20 // 10]
        session = make_session(
            conference, f"{hour:02}:00–{hour:02}:45", rooms=[hall], title={"en": f"S{number}"}, day=day
        )
        for role in (AppearanceRole.MODERATOR, AppearanceRole.PANELLIST):
            speaker = person(conference, f"{role.title()}{number}")
            make_appearance(session, speaker, role=role, state=AppearanceState.CONFIRMED)
        make_appearance(session, person(conference, f"Regrets{number}"), state=AppearanceState.DECLINED)
        make_static_line(session)
        sessions.append(session)
    return sessions


def test_each_whom_it_concerns_receives_one_letter_and_calendars_show_the_new_state(
    client, conference, forty, mailoutbox
):
    moved, cancelled = forty[3], forty[24]
    both = person(conference, "Both", office_email="office@mission.example")
    for session in (moved, cancelled):
        make_appearance(session, both, role=AppearanceRole.CHAIR, state=AppearanceState.CONFIRMED)
    make_release(conference)
    deliver_due(Queue.MAIL)
    assert mailoutbox == []
    file = lambda: client.get(reverse("agenda-files:ics", args=[conference.slug])).content  # noqa: E731
    calendars = [Imported(program, file) for program in PROGRAMS for _ in range(2)]
    for calendar in calendars:
        calendar.again()
    for clock in ("20:00", "20:15", "20:30"):
        schedule_session(moved.pk, starts_at=at(clock), ends_at=at("21:30"), rooms=[], by=None)
    cancel_session(cancelled.pk, by=None)

    make_release(conference)
    deliver_due(Queue.MAIL)
    deliver_due(Queue.MAIL)

    assert sorted(addresses(mailoutbox)) == [
        "both@mission.example",
        "moderator24@mission.example",
        "moderator3@mission.example",
        "office@mission.example",
        "panellist24@mission.example",
        "panellist3@mission.example",
    ]
    (letter,) = (letter for letter in mailoutbox if addresses([letter]) == ["both@mission.example"])
    assert (
        "It will begin at 20:30 instead of 12:00 on Thursday, 20 June, and end at 21:30, Ulaanbaatar time (UTC+8)."
        in letter.body
    )
    assert "It is cancelled; it had been foreseen for Friday, 21 June 2019, 13:00–13:45" in letter.body
    assert letter.body.count("\n“S") == 2
    enclosed = calendar_of(letter)
    for calendar, is_whole in zip(calendars, (True, False) * 2, strict=True):
        calendar.again() if is_whole else calendar.add(enclosed)
        moved.refresh_from_db()
        assert (calendar[moved.pk].starts_at, calendar[moved.pk].place) == (moved.starts_at, "")
        assert [entry.uid for entry in calendar.entries.values() if entry.is_cancelled] == [f"{cancelled.pk}@plenary"]
        assert len(calendar.entries) == 40
    assert {entry.revision for entry in calendars[0].entries.values() if entry.uid.startswith(str(moved.pk))} == {
        entry.revision for entry in calendars[1].entries.values() if entry.uid.startswith(str(moved.pk))
    }


def test_whom_only_the_cancellation_concerns_is_offered_to_remove_it(client, conference, forty, mailoutbox):
    make_release(conference)
    cancel_session(forty[24].pk, by=None)
    make_release(conference)
    deliver_due(Queue.MAIL)

    parts = [part for letter in mailoutbox for part in letter.message().walk() if part.get_filename()]
    assert [part.get_content_type() for part in parts] == ["application/ics"] * 2
    assert b"METHOD:CANCEL" in parts[0].get_payload(decode=True)
    offered = [part for letter in mailoutbox for part in letter.message().walk() if part.get_param("method")]
    assert [(part.get_content_type(), part.get_param("method")) for part in offered] == [
        ("text/calendar", "CANCEL")
    ] * 2


def addresses(letters):
    return [parseaddr(address)[1] for letter in letters for address in letter.recipients()]


def calendar_of(letter):
    """What a person saves and opens, or a mail program offers to take in: both are the same."""
    kinds = ("text/calendar", "application/ics")
    parts = [part for part in letter.message().walk() if part.get_content_type() in kinds]
    offered, attached = (part.get_payload(decode=True) for part in parts)
    assert offered == attached
    assert [part.get_param("method") for part in parts] == ["PUBLISH", None]
    assert [part.get_filename() for part in parts] == [None, "agenda.ics"]
    assert OutgoingMessage.objects.exclude(calendar="").exists()
    return offered
