"""A list as a file, as an officer gets it: asked for on the list, watched, taken; by nobody else."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.exports.csv_file import cell
from conference.jobs import running
from conference.jobs.models import Download, Job
from conference.jobs.states import JobState
from conference.models import TeamMembership, TeamRole
from registration.models import Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_category, make_delegation, make_registration
from tests.registration.admin.reading import notices_of, send, text_of

pytestmark = pytest.mark.django_db

REGISTRATIONS = "admin:registration_registration_file"
LEDGER = "admin:correspondence_outgoingmessage_file"


def desk_of(officer):
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture(autouse=True)
def long_lists(monkeypatch):
    """Every file is made by a worker, as if its list were long."""
    monkeypatch.setattr("conference.jobs.admin.asking_page.MOST_AT_ONCE", -1)


def ask(desk, conference, url=None, reason="the badge printer"):
    """Sends the page as it comes, the form being CSV."""
    url = url or reverse(REGISTRATIONS)
    choice = desk.get(url).context["choice"]
    return send(desk, url, conference, do="make", column=choice.keys, form="csv", reason=reason)


def made(officer, conference, url=None, reason="the badge printer"):
    """Asks for a file and has it made; gives its row."""
    ask(desk_of(officer), conference, url, reason)
    running.run_due()
    return Job.objects.latest("asked_at")


def table_of(officer, job):
    answer = desk_of(officer).post(reverse("admin:jobs_job_take", args=[job.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_list_offers_itself_as_a_file_as_it_is_filtered(conference, registrar):
    make_registration(S.SUBMITTED, conference)
    desk = desk_of(registrar)

    page = desk.get(reverse("admin:registration_registration_changelist"), {"status": "submitted"})

    assert f'href="{reverse(REGISTRATIONS)}?status=submitted"' in page.content.decode()
    assert "1 row" in text_of(desk.get(reverse(REGISTRATIONS), {"status": "submitted"}))
    assert "Status: submitted" in text_of(desk.get(reverse(REGISTRATIONS), {"status": "submitted"}))


def test_the_file_says_for_whom_and_what_for_and_holds_what_the_list_showed(conference, registrar):
    shown = make_registration(
        S.NOMINATED,
        delegation=make_delegation(conference),
        person={"given_names": "Өлзий", "family_name": "", "function": "=HYPERLINK(1)"},
    )
    make_registration(S.SUBMITTED, conference)

    job = made(registrar, conference, f"{reverse(REGISTRATIONS)}?status=nominated")
    stamp, headings, *rows = table_of(registrar, job)

    assert stamp[0].startswith("Registrations (Status: nominated) – ")
    assert "for bolormaa@secretariat.example, Monday, 3 June 2019, 09:" in stamp[0]
    assert stamp[0].endswith("the badge printer")
    assert len(rows) == 1
    row = dict(zip(headings, rows[0], strict=True))
    assert (row["Given names"], row["Delegation"]) == ("Өлзий", "Kyrgyzstan")
    assert row["Function"] == "'=HYPERLINK(1)"
    assert row["Place in the delegation"] == "1"
    assert row["Reference"] == str(shown.pk)


def test_protected_persons_stay_protected_in_the_file(conference, registrar, protocol_officer):
    make_registration(S.SUBMITTED, conference, person={"family_name": "Sultanova", "visibility": Visibility.HIDDEN})

    of_protocol = str(table_of(protocol_officer, made(protocol_officer, conference)))
    of_registration = str(table_of(registrar, made(registrar, conference)))

    assert "Sultanova" not in of_protocol
    assert "Protected participant" in of_protocol
    assert "Sultanova" in of_registration


def test_what_became_of_another_conference_since_is_not_in_the_file(conference, registrar):
    registration = make_registration(S.SUBMITTED, conference, person={"family_name": "Sultanova"})
    ask(desk_of(registrar), conference)
    elsewhere = make_conference()
    registration.conference = elsewhere
    type(registration).objects.filter(pk=registration.pk).update(
        conference=elsewhere, category=make_category(elsewhere), delegation=None
    )

    running.run_due()

    assert "Sultanova" not in str(table_of(registrar, Job.objects.get()))


def test_taking_a_file_is_recorded_and_done_by_post_alone(conference, registrar):
    job = made(registrar, conference)

    assert desk_of(registrar).get(reverse("admin:jobs_job_take", args=[job.pk])).status_code == 405
    assert not Download.objects.exists()
    table_of(registrar, job)

    assert [(one.job, one.by) for one in Download.objects.all()] == [(job, registrar)]
    assert "Taken" in text_of(desk_of(registrar).get(reverse("admin:jobs_job_change", args=[job.pk])))


@pytest.mark.parametrize("name", ["change", "standing"])
def test_nobody_opens_somebody_elses_file(conference, registrar, protocol_officer, name):
    job = made(registrar, conference)
    stranger = make_officer(make_conference())

    for other in (protocol_officer, stranger):
        assert desk_of(other).get(reverse(f"admin:jobs_job_{name}", args=[job.pk])).status_code == 404
        assert desk_of(other).post(reverse("admin:jobs_job_take", args=[job.pk])).status_code == 404
        assert desk_of(other).post(reverse("admin:jobs_job_cancel", args=[job.pk])).status_code == 404


def test_who_has_lost_the_duty_does_not_get_the_file_any_longer(conference, registrar):
    job = made(registrar, conference)
    TeamMembership.objects.filter(user=registrar).update(role=TeamRole.OBSERVER)

    answer = desk_of(registrar).post(reverse("admin:jobs_job_take", args=[job.pk]), follow=True)

    assert notices_of(answer) == ["The file is not there any longer. Please ask for it again."]
    assert not Download.objects.exists()


def test_who_may_no_longer_read_protected_persons_does_not_get_a_file_that_names_them(conference, registrar):
    make_registration(S.SUBMITTED, conference, person={"visibility": Visibility.HIDDEN})
    job = made(registrar, conference)
    TeamMembership.objects.filter(user=registrar).update(role=TeamRole.PROTOCOL)

    answer = desk_of(registrar).post(reverse("admin:jobs_job_take", args=[job.pk]), follow=True)

    assert notices_of(answer) == ["The file is not there any longer. Please ask for it again."]


@pytest.mark.parametrize("query", ["p=7", "p=nonsense", "delegation=nonsense", "o=99"])
def test_a_file_is_of_every_page_whatever_the_address_says(conference, registrar, query):
    make_registration(S.SUBMITTED, conference)

    page = desk_of(registrar).get(f"{reverse(REGISTRATIONS)}?{query}", follow=True)

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1+1", "'=1+1"),
        (" =1", " '=1"),
        ("＝1", "'＝1"),
        ("Ivan;=1", "Ivan;'=1"),
        ("\t=1", " '=1"),
        ("a\n=1", "a =1"),
        ("Counter-terrorism, OSCE", "Counter-terrorism, OSCE"),
        ("+976 11 262788", "'+976 11 262788"),
        (None, ""),
    ],
)
def test_what_somebody_typed_is_no_formula_wherever_a_spreadsheet_begins_a_cell(typed, written):
    assert cell(typed) == written


def test_an_observer_is_offered_no_file(conference):
    desk = desk_of(make_officer(conference, TeamRole.OBSERVER))

    assert "As a file" not in text_of(desk.get(reverse("admin:registration_registration_changelist")))
    assert desk.get(reverse(REGISTRATIONS)).status_code == 403
    assert desk.get(reverse(LEDGER)).status_code == 403


def test_a_page_of_another_conference_begins_nothing(conference, registrar):
    answer = send(desk_of(registrar), reverse(REGISTRATIONS), make_conference(), reason="the badge printer")

    assert notices_of(answer) == ["This page belongs to another conference. Nothing was begun."]
    assert not Job.objects.exists()


def test_without_a_reason_the_form_says_what_is_missing(conference, registrar):
    answer = ask(desk_of(registrar), conference, reason="")

    assert answer.context["form"].errors["reason"] == ["Please say what the file is for."]
    assert not Job.objects.exists()


def test_the_page_shows_how_far_the_file_is_and_stops_it(conference, registrar):
    desk = desk_of(registrar)
    ask(desk, conference)
    Job.objects.update(done=40, total=160)
    job = Job.objects.get()

    assert "40 of 160 rows" in text_of(desk.get(reverse("admin:jobs_job_standing", args=[job.pk])))
    answer = send(desk, reverse("admin:jobs_job_cancel", args=[job.pk]), conference)

    assert notices_of(answer) == ["The file is not made any further."]
    assert Job.objects.get().state == JobState.CANCELLED
    assert notices_of(send(desk, reverse("admin:jobs_job_cancel", args=[job.pk]), conference)) == [
        "What is “cancelled” cannot become “cancelled”."
    ]


def test_the_ledger_as_a_file_says_what_became_of_each_letter_and_not_what_it_said(conference):
    clerk = make_officer(conference, TeamRole.CORRESPONDENCE)
    OutgoingMessage.objects.create(
        conference=conference,
        key="1",
        purpose="sign_in_code",
        recipient="leyla@people.example",
        language="en",
        subject="Your code",
        text="The code is 123456",
    )

    job = made(clerk, conference, reverse(LEDGER))
    _stamp, headings, row = table_of(clerk, job)

    found = dict(zip(headings, row, strict=True))
    assert (found["Address"], found["Status"], found["Subject"]) == ("leyla@people.example", "queued", "Your code")
    assert "123456" not in str(row)


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_of_files_costs_the_same(conference, registrar, count, django_assert_max_num_queries):
    Job.objects.bulk_create(
        [Job(conference=conference, kind="registrations", asked_by=registrar, language="en") for _ in range(count)]
    )
    desk = desk_of(registrar)

    with django_assert_max_num_queries(15):
        page = desk.get(reverse("admin:jobs_job_changelist"))

    assert page.context["cl"].result_count == count


@pytest.mark.parametrize("count", [1, 100])
def test_making_the_file_costs_the_same(conference, registrar, count, django_assert_max_num_queries):
    category = make_category(conference)
    for _ in range(count):
        make_registration(S.NOMINATED, conference, category=category)
    ask(desk_of(registrar), conference)
    job = running.claim_next()
    assert job is not None

    with django_assert_max_num_queries(19):  # a report of progress twice a second among them
        running.run(job)

    assert len(table_of(registrar, job)) == count + 2
