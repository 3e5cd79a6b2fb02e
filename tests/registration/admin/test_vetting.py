"""The desk of vetting: given out, read one after another, decided with both opinions in view; few know what is said."""

import datetime
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from conference.clock import conference_today
from conference.models import TeamRole
from registration.actions.withdraw import withdraw_registration
from registration.models import (
    Application,
    DeclineGround,
    Objection,
    Opinion,
    Reading,
    Recommendation,
    ReviewRequest,
    Route,
    Visibility,
)
from registration.queries.vetting import digest_of
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_state
from tests.factories.registration import make_category, make_registration
from tests.factories.vetting import make_objection, make_opinion, make_reading
from tests.registration.admin.reading import notices_of, send, text_of

SECRET = "Known for its school mediation."


def url(name, *args):
    return reverse(f"admin:registration_reading_{name}", args=args)


@pytest.fixture
def category(conference):
    return make_category(conference, Route.APPLICATION, places=2, decide_by=datetime.date(2019, 6, 7))


@pytest.fixture
def ruth(conference):
    return make_officer(conference, TeamRole.VETTING, name="Ruth")


@pytest.fixture
def saran(conference):
    return make_officer(conference, TeamRole.VETTING, name="Saran")


@pytest.fixture
def reader(ruth, sign_in) -> Client:
    client: Client = sign_in(ruth)
    return client


@pytest.fixture
def row(category):
    return make_registration(S.UNDER_REVIEW, category.conference, category=category)


def applicants(category, count, **changes):
    return [make_registration(S.SUBMITTED, category.conference, category=category, **changes) for _ in range(count)]


def opinion(row, **changes):
    answers = {"recommendation": "register", "grade": "", "reason": "", "form_token": uuid.uuid4()}
    return answers | {"seen": digest_of(row)} | changes


def decision(**changes):
    return {"outcome": "registered", "ground": "", "words": "", "seen": "0"} | changes


@pytest.fixture
def found(conference, category, officer_of_rounds):
    from registration.actions.rounds import begin_round

    return begin_round(conference, category.pk, title="First round", by=officer_of_rounds)


@pytest.fixture
def officer_of_rounds(registration_officer):
    return registration_officer


def test_a_reader_sees_how_many_are_theirs_and_by_when(reader, category, ruth):
    for row in applicants(category, 3):
        make_reading(row, ruth)
    words = text_of(reader.get(url("changelist")))
    assert "3 applications wait for your opinion." in words
    assert "Friday, 7 June" in words
    assert "3 of 3" in words


def test_who_does_not_decide_is_told_so_and_shown_nothing(conference, sign_in, row):
    observer = sign_in(make_officer(conference, TeamRole.OBSERVER))
    words = text_of(observer.get(url("changelist")))
    assert "for the officers who decide on applications" in words
    for name in ("read", "decide", "objection"):
        assert observer.get(url(name, row.pk)).status_code == 403
    for name in ("decisions", "readers"):
        assert observer.get(url(name, row.category_id)).status_code == 403


def test_what_is_overdue_and_what_is_to_read_stands_on_the_first_page(reader, conference, category, ruth, row):
    make_reading(row, ruth)
    type(category).objects.update(decide_by=conference_today(conference) - datetime.timedelta(days=1))
    first_page = reader.get(reverse("admin:index")).context
    lines = {str(each.label): each for each in [*first_page["waiting"], *first_page["trouble"]]}
    assert lines["Applications for you to read"].count == 1
    assert lines["Applications for you to read"].tone == "trouble"
    assert lines["Applications not decided by the day that was set"].count == 1
    assert "Overdue" in text_of(reader.get(url("changelist")))


def test_the_coordinator_spreads_gives_and_takes_back(coordinator_desk: Client, conference, category, ruth, saran):
    rows = applicants(category, 3)
    page = url("readers", category.pk)
    assert "without two readers: 3" in text_of(coordinator_desk.get(page))
    done = send(coordinator_desk, page, conference, chosen=[rows[0].pk, rows[1].pk], reader=[ruth.pk, saran.pk])
    assert notices_of(done) == ["4 readings were given out."]
    taken = rows[0].readings.get(reader=ruth)
    done = send(coordinator_desk, page, conference, take_back=taken.pk)
    assert notices_of(done) == ["Taken back from Ruth."]
    answers = {"give": rows[2].pk, f"reader-{rows[2].pk}": saran.pk}
    assert notices_of(send(coordinator_desk, page, conference, **answers)) == ["Given to Saran."]
    assert notices_of(send(coordinator_desk, page, conference, give=rows[2].pk)) == [
        "Please choose the officer to whom the application is given."
    ]
    assert notices_of(send(coordinator_desk, page, conference, chosen=rows[2].pk, reader=ruth.pk)) == [
        "Please choose at least two officers among whom the applications are spread."
    ]
    assert notices_of(send(coordinator_desk, page, conference, reader=[ruth.pk, saran.pk])) == [
        "Please tick the applications that shall be spread."
    ]


def test_the_coordinator_is_told_for_whom_a_reader_is_lacking(coordinator_desk, conference, category, ruth, saran):
    make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    [hidden] = category.registrations.all()
    done = send(coordinator_desk, url("readers", category.pk), conference, chosen=hidden.pk, reader=[ruth.pk, saran.pk])
    assert "A reader is still lacking for Protected participant" in notices_of(done)[1]
    assert hidden.participant.family_name not in done.content.decode()


def test_one_reads_saves_and_gets_the_next(reader, conference, category, ruth):
    rows = applicants(category, 3)
    for row in rows:
        make_reading(row, ruth)
    assert reader.get(url("next")).url == url("read", rows[0].pk)
    page = reader.get(url("read", rows[0].pk))
    words = text_of(page)
    assert "Youth dialogue in three towns." in words
    assert "1 of 3" in words
    done = send(reader, url("read", rows[0].pk), conference, **opinion(rows[0]))
    assert done.redirect_chain[-1][0] == url("read", rows[1].pk)
    assert notices_of(done) == [f"Saved: {rows[0].participant.formal_name} – Register."]
    # The second is passed over; after the last comes what was left.
    done = send(reader, url("read", rows[2].pk), conference, **opinion(rows[2]))
    assert done.redirect_chain[-1][0] == url("read", rows[1].pk)
    done = send(reader, url("read", rows[1].pk), conference, **opinion(rows[1], recommendation="conflict"))
    assert done.redirect_chain[-1][0] == url("changelist")
    assert notices_of(done)[-1] == "You have read everything that was given to you."


def test_a_reason_is_asked_for_beside_its_field_and_the_words_stay(reader, conference, row, ruth):
    make_reading(row, ruth)
    page = send(reader, url("read", row.pk), conference, **opinion(row, recommendation="decline", grade="c"))
    assert "Give the reason for what you recommend" in text_of(page)
    assert re.search(r'value="decline"[^>]*checked', page.content.decode())
    assert not Opinion.objects.exists()


def test_what_the_other_says_is_on_no_page_until_both_are_given(  # noqa: PLR0917  each a fixture
    reader, conference, category, row, ruth, saran, sign_in, coordinator_desk, found
):
    make_opinion(row, saran, Recommendation.DECLINE, place=2, reason=SECRET)
    make_reading(row, ruth)
    pages = [
        url("changelist"),
        url("read", row.pk),
        url("decide", row.pk),
        url("decisions", category.pk),
        url("readers", category.pk),
        reverse("admin:registration_registration_change", args=[row.pk]),
        reverse("admin:registration_registration_changelist"),
        reverse("admin:registration_decisionround_change", args=[found.pk]),
        reverse("admin:index"),
    ]
    for client in (reader, coordinator_desk):
        for page in pages:
            body = client.get(page).content.decode()
            assert SECRET not in body, page
            assert "the readers" not in body, page
    # The chips count nothing of it, and the deciding page has no tag of it.
    words = text_of(coordinator_desk.get(url("decisions", category.pk)))
    assert "given, closed until both are" in words
    send(reader, url("read", row.pk), conference, **opinion(row))
    for page in (url("read", row.pk), url("decide", row.pk)):
        assert SECRET in reader.get(page).content.decode()
    assert "The readers differ 1" in text_of(coordinator_desk.get(url("decisions", category.pk)))
    assert SECRET not in sign_in(make_officer(conference, TeamRole.OBSERVER)).get(pages[5]).content.decode()


def test_a_revision_stays_on_the_page_with_what_was_said_first(reader, conference, row, ruth, saran):
    make_opinion(row, saran, place=2)
    make_opinion(row, ruth, Recommendation.DECLINE, reason="Too far away.")
    page = send(reader, url("read", row.pk), conference, **opinion(row, recommendation="wait"))
    words = text_of(page)
    assert "Waiting list" in words
    assert "The first opinion was another Decline – Too far away." in words


def test_an_application_changed_while_it_is_read_is_told_and_what_was_typed_stays(reader, conference, row, ruth):
    make_reading(row, ruth)
    answers = opinion(row, recommendation="decline", reason="Nothing on schools.")
    Application.objects.filter(registration=row).update(mandate="Mediation in schools.")
    page = send(reader, url("read", row.pk), conference, **answers)
    words = text_of(page)
    assert "has changed the application while you read it" in words
    assert "Mediation in schools." in words
    assert "Nothing on schools." in page.content.decode()
    row.refresh_from_db()
    fresh = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    assert fresh is not None
    assert fresh.group(1) == digest_of(row)
    send(reader, url("read", row.pk), conference, **answers | {"seen": fresh.group(1)})
    assert Opinion.objects.get().reason == "Nothing on schools."


def test_an_opinion_on_an_older_version_says_so(desk, row, ruth, saran):
    make_opinion(row, saran, place=2, read_digest="0" * 64)
    make_opinion(row, ruth)
    assert text_of(desk.get(url("decide", row.pk))).count("Given on an older version") == 1


def test_a_withdrawn_application_is_told_to_its_reader(reader, conference, row, ruth):
    make_reading(row, ruth)
    answers = opinion(row)
    withdraw_registration(row.pk, by=ruth)
    assert "“withdrawn” by now" in text_of(reader.get(url("read", row.pk)))
    page = send(reader, url("read", row.pk), conference, **answers)
    assert "“withdrawn” by now" in text_of(page)
    assert reader.get(url("next")).url == url("changelist")


def test_a_conflict_declared_by_mistake_is_taken_back_on_the_page(reader, conference, row, ruth):
    make_reading(row, ruth)
    send(reader, url("read", row.pk), conference, **opinion(row, recommendation="conflict", reason="My sister's."))
    assert "You have declared a conflict of interest" in text_of(reader.get(url("read", row.pk)))
    assert "another officer decides" in text_of(reader.get(url("decide", row.pk)))
    assert reader.get(url("conflict", row.pk)).status_code == 405
    send(reader, url("conflict", row.pk), conference)
    assert Reading.objects.live().filter(reader=ruth).exists()
    page = send(reader, url("conflict", row.pk), conference)
    assert notices_of(page) == ["Your role in this conference does not permit that."]


def test_a_hidden_applicant_is_read_by_few(conference, category, reader, desk):
    hidden = make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    for name in ("read", "decide", "objection"):
        assert reader.get(url(name, hidden.pk)).status_code == 403
        assert desk.get(url(name, hidden.pk)).status_code == 200
    assert hidden.participant.family_name.upper() not in text_of(reader.get(url("decisions", category.pk))).upper()


def test_deciding_shows_both_opinions_and_the_places_and_opens_the_next(
    desk: Client, conference, category, ruth, saran, found
):
    rows = applicants(category, 3)
    for row in rows:
        make_opinion(row, ruth, place=1)
        make_opinion(row, saran, place=2)
    make_registration(S.REGISTERED, conference, category=category)
    page = desk.get(url("decide", rows[0].pk))
    words = text_of(page)
    assert "Both opinions Agree" in words
    assert "Places 2 Registered 1 To register in this round 0" in words
    assert "Left 1" in words
    done = send(desk, url("decide", rows[0].pk), conference, **decision())
    assert done.redirect_chain[-1][0] == url("decide", rows[1].pk)
    done = send(desk, url("decide", rows[1].pk), conference, **decision())
    assert "Too many 1" in text_of(done)
    done = send(desk, url("decide", rows[2].pk), conference, **decision(outcome="declined", words="No place."))
    assert done.redirect_chain[-1][0] == url("decisions", category.pk)
    assert found.decisions.count() == 3
    assert "Decided in this round 3" in text_of(done)
    only = text_of(desk.get(url("decisions", category.pk) + "?standing=undecided"))
    assert "None at present." in only


def test_what_is_recorded_is_filled_in_and_taken_out(desk: Client, conference, row, found):
    ground = DeclineGround.objects.create(conference=conference, title={"en": "Places"}, text={"en": "All are taken."})
    answers = decision(outcome="declined", ground=ground.pk, words="Next year perhaps.")
    send(desk, url("decide", row.pk), conference, **answers)
    standing = found.decisions.get()
    assert standing.reason == "All are taken.\n\nNext year perhaps."
    form = desk.get(url("decide", row.pk)).context["form"]
    assert (form["outcome"].value(), form["ground"].value(), form["words"].value()) == (
        "declined",
        str(ground.pk),
        "Next year perhaps.",
    )
    page = send(desk, url("decide", row.pk), conference, **decision(outcome="none"))
    assert "Somebody else has changed this meanwhile" in text_of(page)
    send(desk, url("decide", row.pk), conference, **decision(outcome="none", seen=standing.pk))
    assert not found.decisions.exists()


def test_to_decline_asks_for_the_ground(desk: Client, conference, row, found):
    page = send(desk, url("decide", row.pk), conference, **decision(outcome="declined"))
    assert "Choose the ground, or give the reason in your words" in text_of(page)
    assert "Helsinki Document 1992, chapter IV, paragraph 16" in text_of(page)


def test_without_a_round_one_is_to_be_begun(desk: Client, conference, row):
    assert "begin one, then decide" in text_of(desk.get(url("decide", row.pk)))
    page = send(desk, url("decide", row.pk), conference, **decision())
    assert page.status_code == 200
    decided = make_registration(S.REGISTERED, conference, category=row.category)
    assert "nothing is decided on it in a round" in text_of(desk.get(url("decide", decided.pk)))


def test_a_review_says_who_declined_and_is_not_theirs(desk: Client, row, registration_officer, found):
    row.transitions.create(origin=S.UNDER_REVIEW, target=S.DECLINED, by=registration_officer)
    ReviewRequest.objects.create(registration=row, words="You have overlooked our report.")
    words = text_of(desk.get(url("decide", row.pk)))
    assert "You have overlooked our report." in words
    assert "declined by Bolormaa, who does not decide again" in words
    assert "a review is for an officer who was not involved" in words


def test_an_objection_is_recorded_shown_to_who_decides_and_its_withdrawal_noted(desk: Client, conference, row):
    page = send(desk, url("objection", row.pk), conference, state="", made_on="", channel="note", words="")
    assert page.status_code == 200
    answers = {"state": make_state("KG").pk, "made_on": "2019-05-02", "channel": "telephone", "words": "Not this one."}
    page = send(desk, url("objection", row.pk), conference, **answers, form_token=uuid.uuid4())
    words = text_of(page)
    assert "Not this one." in words
    assert "Thursday, 2 May" in words
    assert "An objection is no veto" in words
    [made] = Objection.objects.all()
    assert desk.get(url("withdrawn", made.pk)).status_code == 405
    assert "Withdrawn" in text_of(send(desk, url("withdrawn", made.pk), conference))


def test_an_objection_stands_not_where_the_reader_reads(reader, row, ruth):
    make_objection(row, make_state("KG"), words="Not this one.")
    make_reading(row, ruth)
    assert "Not this one." not in reader.get(url("read", row.pk)).content.decode()


def test_the_keys_are_written_on_the_page(reader, desk, row, ruth):
    make_reading(row, ruth)
    page = reader.get(url("read", row.pk)).content.decode()
    assert re.search(r'accesskey="3"[^>]*data-key="3"|data-key="3"[^>]*accesskey="3"', page)
    assert "Save with what is chosen, and open the next" in page


def test_a_reading_leads_to_its_application(reader, row, ruth):
    made = make_reading(row, ruth)
    assert reader.get(url("change", made.pk)).url == url("read", row.pk)
    assert reader.get(url("change", uuid.uuid4())).status_code == 404


def test_the_grounds_are_listed_with_the_fixed_one(desk: Client, conference):
    DeclineGround.objects.create(conference=conference, title={"en": "Relevance"}, text={"en": "Priority was given."})
    words = text_of(desk.get(reverse("admin:registration_declineground_changelist")))
    assert "Relevance Priority was given." in words
    assert "publicly condone terrorism" in words


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize(
    ("name", "most"), [("changelist", 14), ("decisions", 20), ("readers", 16), ("read", 24), ("decide", 36)]
)
def test_the_pages_cost_the_same_for_one_and_for_a_hundred(  # noqa: PLR0917  each a fixture
    name, most, count, coordinator_desk, coordinator, category, ruth, found, django_assert_max_num_queries
):
    rows = applicants(category, count)
    for row in rows:
        make_opinion(row, ruth, place=1)
        make_opinion(row, coordinator, place=2)
    argument = {"changelist": [], "read": [rows[0].pk], "decide": [rows[0].pk]}.get(name, [category.pk])
    assert found.category == category
    with django_assert_max_num_queries(most):
        assert coordinator_desk.get(url(name, *argument)).status_code == 200
