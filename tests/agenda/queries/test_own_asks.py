"""What the own page asks of a participant who speaks: each thing once, by its day, as the speaker's page does."""

import datetime

import pytest
from django.urls import reverse

from agenda.models import PaperKind, Session, SpeakerRequests
from agenda.queries.own_asks import own_asks
from agenda.states import AppearanceState, SessionState
from conference.clock import conference_now
from tests.factories.agenda import make_appearance, make_paper, make_profile, make_session
from tests.factories.registration import make_participant


@pytest.fixture
def alice(conference):
    return make_participant(conference, email="alice@dialogue.example")


def texts(participant, conference) -> list[str]:
    return [line["text"] for line in own_asks(participant.pk, conference)]


def test_of_whoever_does_not_speak_nothing_is_asked_at_the_cost_of_one_query(
    alice, conference, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert texts(alice, conference) == []


def test_who_has_confirmed_is_asked_for_the_statement_by_its_day_and_for_words_and_a_picture(alice, conference):
    appearance = make_appearance(make_session(conference), alice, state=AppearanceState.CONFIRMED)
    statement, words = own_asks(alice.pk, conference)
    assert statement["text"] == "Kindly send your statement"
    assert statement["by_text"].startswith("by ")
    assert statement["url"] == reverse("agenda:papers", args=[conference.slug, appearance.pk])
    assert words["text"] == "Kindly give your biography and a portrait"
    assert words["url"] == reverse("agenda:introduction", args=[conference.slug, alice.pk])


def test_first_the_answer_and_then_the_statement(alice, conference):
    make_profile(alice, biography={})
    make_appearance(make_session(conference), alice)
    assert texts(alice, conference) == ["Kindly confirm one session", "Kindly give your biography"]


def test_several_statements_are_one_line_that_leads_to_all_of_them(alice, conference):
    SpeakerRequests.objects.create(conference=conference, asks_biography=False, asks_portrait=False)
    for _number in range(2):
        make_appearance(make_session(conference), alice, state=AppearanceState.CONFIRMED)
    (line,) = own_asks(alice.pk, conference)
    assert (line["text"], line["url"]) == (
        "Kindly send 2 statements",
        reverse("agenda:speaking", args=[conference.slug]),
    )


def test_what_was_sent_regretted_cancelled_or_is_over_is_not_asked_for(alice, conference):
    sent = make_appearance(make_session(conference), alice, state=AppearanceState.CONFIRMED)
    make_paper(sent, kind=PaperKind.STATEMENT)
    make_profile(alice)
    make_appearance(make_session(conference), alice, state=AppearanceState.DECLINED)
    make_appearance(make_session(conference, state=SessionState.CANCELLED), alice)
    now, hour = conference_now(conference), datetime.timedelta(hours=1)
    over = make_session(conference)
    Session.objects.filter(pk=over.pk).update(starts_at=now - 2 * hour, ends_at=now - hour)
    make_appearance(over, alice)
    assert texts(alice, conference) == []


@pytest.mark.parametrize("sessions", [1, 20])
def test_what_is_asked_costs_the_same_for_one_session_and_for_many(
    sessions, alice, conference, django_assert_num_queries
):
    for _number in range(sessions):
        make_appearance(make_session(conference), alice)
    with django_assert_num_queries(4):
        assert texts(alice, conference)[0].startswith("Kindly confirm")
