"""The officer's first page and the side navigation."""

import datetime
import itertools

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.models import Conference
from registration.models import Registration
from registration.queries.desk_today import navigation_counts
from registration.states import InvitationState as I
from registration.states import RegistrationState as S
from tests.factories.conference import STATES, everybody_works, make_state
from tests.factories.registration import make_delegation, make_invitation, make_participant, make_registration
from tests.registration.admin.reading import text_of

QUERIES_OF_TODAY = 37


def test_the_first_figure_is_how_many_states_have_replied(desk: Client, conference: Conference):
    for code, state in (("KG", I.ACCEPTED), ("KZ", I.DECLINED), ("DE", I.SENT), ("CA", I.NO_REPLY), ("TR", I.DRAFT)):
        make_invitation(to=make_delegation(conference, make_state(code)), state=state)
    make_invitation(to=make_participant(conference), state=I.ACCEPTED)
    figure = desk.get(reverse("admin:index")).context["figures"][0]
    assert (figure.value, figure.of, str(figure.label)) == ("2", "of 5", "States replied, 1 of them with regret")


def test_where_no_state_is_invited_the_first_figure_counts_invitees(desk: Client, conference: Conference):
    for state in (I.ACCEPTED, I.DECLINED, I.SENT):
        make_invitation(to=make_participant(conference), state=state)
    figure = desk.get(reverse("admin:index")).context["figures"][0]
    assert (figure.value, figure.of, str(figure.label)) == ("2", "of 3", "Invitees replied")


def test_the_bar_names_the_conference_one_works_in(desk: Client, conference: Conference):
    """Two may be held in one city, and a phone has no room for their dates."""
    page = desk.get(reverse("admin:index"))
    assert f"<b>{conference.short_title}</b>" in page.content.decode()


def test_the_figures_say_since_when_and_of_how_many(desk: Client, conference: Conference):
    Conference.objects.update(capacity=180)
    waiting = make_registration(S.SUBMITTED, conference)
    three_days_ago = timezone.now() - datetime.timedelta(days=3, hours=1)
    Registration.objects.filter(pk=waiting.pk).update(state_since=three_days_ago)
    make_registration(S.COMPLETE, conference)
    make_registration(S.REGISTERED, conference)
    figures = desk.get(reverse("admin:index")).context["figures"][1:3]
    assert [(figure.value, figure.of, str(figure.label)) for figure in figures] == [
        ("2", "", "waiting for a decision, the oldest for 3 days"),
        ("1", "of 180", "registered"),
    ]


def test_what_waits_leads_to_the_list_that_shows_it(desk: Client, conference: Conference):
    everybody_works()
    delegation = make_delegation(conference)
    make_registration(S.COMPLETE, delegation=delegation)
    make_registration(S.SUBMITTED, conference)
    make_registration(S.UNDER_REVIEW, conference)
    make_invitation(to=delegation, state=I.SENT, reply_by=datetime.date(2019, 6, 1))
    make_invitation(to=make_participant(conference), state=I.BOUNCED)
    page = desk.get(reverse("admin:index"))
    waiting = {str(item.label): item for item in page.context["waiting"]}
    assert list(waiting) == [
        "Complete nominations and invitations to confirm",
        "Applications to take up for review",
        "Applications to decide",
        "Delegations without a head",
        "Replies overdue",
    ]
    assert [str(item.label) for item in page.context["trouble"]] == ["Invitations returned undelivered"]
    for item in [*waiting.values(), *page.context["trouble"]]:
        assert desk.get(item.url).context["cl"].result_count == item.count == 1


def test_the_navigation_counts_its_lines_in_one_query(desk: Client, conference: Conference, django_assert_num_queries):
    make_registration(S.COMPLETE, delegation=make_delegation(conference))
    make_registration(S.SUBMITTED, conference)
    make_invitation(to=make_participant(conference))
    with django_assert_num_queries(1):
        counts = navigation_counts(conference)
    assert (counts.registrations, counts.delegations, counts.invitations) == (2, 1, 1)
    groups = desk.get(reverse("admin:index")).context["side_navigation"]
    lines = [(str(entry["label"]), entry["count"]) for entry in groups[0]["entries"]]
    without_a_figure = [("Possible duplicates", None), ("Vetting", None)]
    counted = [("Delegations", 1), ("Invitations", 1)]
    assert lines == [("Registrations", 2), ("Requests", 0), *without_a_figure, *counted, ("Imports", None)]
    arranged_once = [str(entry["label"]) for entry in groups[-1]["entries"]]
    assert {"Categories", "Questions", "Saved filters", "Tags", "Privacy notice"} <= set(arranged_once)


@pytest.mark.parametrize("count", [1, 25])
def test_the_first_page_costs_the_same_for_a_few_rows_and_for_many(
    desk: Client, conference: Conference, django_assert_max_num_queries, count: int
):
    everybody_works()
    for code in itertools.islice(STATES, count):
        delegation = make_delegation(conference, make_state(code))
        make_registration(S.COMPLETE, delegation=delegation)
        make_registration(S.SUBMITTED, conference)
        make_invitation(to=delegation, state=I.SENT, reply_by=datetime.date(2019, 6, 1))
    desk.get(reverse("admin:index"))
    with django_assert_max_num_queries(QUERIES_OF_TODAY):
        assert desk.get(reverse("admin:index")).context["side_navigation"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("registration", "Begin with the invitations"),
        ("duplicatecandidate", "Nobody seems to be there twice"),
        ("pendingchange", "Nothing has been asked for"),
        ("decisionact", "Nothing has been decided yet"),
        ("delegation", "A delegation begins with the invitation"),
        ("invitation", "Nobody has been invited yet"),
        ("tag", "There is no tag yet"),
        ("savedfilter", "No filter has been saved yet"),
    ],
)
def test_an_empty_list_says_what_will_be_there_and_shows_no_ways_to_cut_nothing(
    desk: Client, conference: Conference, page: str, words: str
):
    shown = text_of(desk.get(reverse(f"admin:registration_{page}_changelist")))
    assert words in shown
    assert "In all: 0" not in shown
