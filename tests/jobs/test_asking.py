"""The page that asks for a file: which columns, in which order and form, under which layout; and what then comes."""

import csv
import io
import re

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from conference.jobs import running
from conference.jobs.models import Download, FileMade, Job, Layout, UsualLayout
from conference.jobs.states import JobState
from conference.models import Conference, TeamRole
from registration.models import Travel, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_organisation
from tests.factories.registration import make_delegation, make_invitation, make_participant, make_registration
from tests.registration.admin.reading import notices_of, send, text_of

pytestmark = pytest.mark.django_db

REGISTRATIONS = "admin:registration_registration_file"


@pytest.fixture
def desk(registrar):
    client = Client()
    client.force_login(registrar)
    return client


@pytest.fixture
def clerk(protocol_officer):
    client = Client()
    client.force_login(protocol_officer)
    return client


def asked(desk, conference, *, does="make", columns=("family_name", "email"), form="csv", query="", **answers):
    """The page sent with some columns ticked."""
    data = {"do": does, "column": columns, "form": form, "reason": "the badge printer", **answers}
    answer = send(desk, reverse(REGISTRATIONS) + query, conference, **data)
    if answer.streaming:
        answer.file = b"".join(answer.streaming_content)
    return answer


def table_in(answer):
    return list(csv.reader(io.StringIO(answer.file.decode("utf-8-sig"))))


def workbook_in(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.file))


def test_the_file_of_a_short_list_comes_with_the_answer_and_is_on_record(conference, registrar, desk):
    make_registration(S.SUBMITTED, conference, person={"family_name": "Sultanova", "email": "s@people.example"})

    answer = asked(desk, conference, query="?status=submitted")
    stamp, headings, *rows = table_in(answer)

    assert answer["Content-Disposition"].startswith("attachment")
    assert headings == ["Family name", "E-mail"]
    assert rows == [["Sultanova", "s@people.example"]]
    assert "for bolormaa@secretariat.example" in stamp[0]
    job = Job.objects.get()
    assert (job.state, [one.by for one in Download.objects.all()]) == (JobState.DONE, [registrar])
    made = FileMade.objects.get()
    assert (made.by, made.address, made.reason) == (registrar, registrar.email, "the badge printer")
    assert made.columns == [["family_name", "Family name"], ["email", "E-mail"]]
    assert (made.rows, made.about, made.form) == (1, "Status: submitted", "text/csv; charset=utf-8")
    assert made.names_protected


def test_a_long_list_is_made_beside_other_work(conference, desk, monkeypatch):
    monkeypatch.setattr("conference.jobs.admin.asking_page.MOST_AT_ONCE", 1)
    make_registration(S.SUBMITTED, conference)
    make_registration(S.SUBMITTED, conference)

    page = asked(desk, conference)

    assert Job.objects.get().state == JobState.QUEUED
    assert "Stop making it" in text_of(page)
    assert not FileMade.objects.exists()


def test_a_file_that_cannot_be_made_says_why_on_its_page(conference, desk, monkeypatch):
    def fail(*_args, **_kwargs):
        message = "disk full"
        raise OSError(message)

    monkeypatch.setattr("conference.jobs.tables.table_file", fail)

    page = asked(desk, conference)

    assert "Something went wrong that was not foreseen." in text_of(page)
    assert not Download.objects.exists()
    assert not FileMade.objects.exists()


def test_the_workbook_keeps_texts_days_and_leading_zeros_and_says_what_it_is(conference, desk):
    made = make_registration(
        S.SUBMITTED, conference, person={"phone": "0049 30", "family_name": "=1+1", "do_not_photograph": True}
    )
    arrival = made.state_since
    Travel.objects.create(registration=made, arrives_at=arrival)
    columns = ("phone", "family_name", "since", "travel_arrives_at", "do_not_photograph", "reference")

    book = workbook_in(asked(desk, conference, columns=columns, form="xlsx"))

    table, about = book.worksheets
    headings, row = table.iter_rows()
    assert [cell.value for cell in headings][:2] == ["Telephone", "Family name"]
    phone, name, since, arrives, photograph, reference = row
    assert (phone.value, name.value, name.data_type, photograph.value) == ("0049 30", "=1+1", "s", "yes")
    assert name.quotePrefix
    assert since.is_date
    assert arrives.value.replace(second=0, microsecond=0) == arrival.astimezone(conference.zone).replace(
        second=0, microsecond=0, tzinfo=None
    )
    assert reference.value == str(made.pk)
    assert table.freeze_panes == "A2"
    assert "bolormaa@secretariat.example" in table.oddHeader.left.text
    said = {row[0].value: row[1].value for row in about.iter_rows()}
    assert (said["Made for"], said["What it is for"], said["Rows"]) == (
        "bolormaa@secretariat.example",
        "the badge printer",
        "1",
    )


def test_headings_are_in_the_officers_language(conference, registrar):
    client = Client(headers={"accept-language": "ru"})
    client.force_login(registrar)

    assert table_in(asked(client, conference))[1] == ["Фамилия", "Электронная почта"]


def test_without_any_column_nothing_is_made(conference, desk):
    page = asked(desk, conference, columns=())

    assert "Please choose at least one column." in text_of(page)
    assert not Job.objects.exists()


def test_a_column_that_is_not_the_officers_is_not_in_the_file(conference):
    visa = make_officer(conference, TeamRole.PROTOCOL)
    client = Client()
    client.force_login(visa)
    make_registration(S.SUBMITTED, conference, person={"visibility": Visibility.HIDDEN, "family_name": "Secret"})

    table = table_in(asked(client, conference, columns=("passport_number", "family_name", "needs", "email")))

    assert table[1] == ["Family name", "E-mail"]
    assert table[2] == ["Protected participant", ""]
    assert not FileMade.objects.get().names_protected


def keys_of(page):
    return page.context["choice"].keys


def test_columns_move_by_buttons_and_by_numbers_and_come_from_below(conference, desk):
    three = ("family_name", "email", "phone")

    def page(**answers):
        return keys_of(asked(desk, conference, does="arrange", columns=three, **answers))

    assert page(up="email") == ["email", "family_name", "phone"]
    assert page(up="family_name") == list(three)
    assert page(down="family_name") == ["email", "family_name", "phone"]
    assert page(down="phone") == list(three)
    assert page(more=["gender", "email", "nonsense"]) == [*three, "gender"]
    numbered = {"order": three, "place-family_name": "1", "place-email": "2"}
    assert page(**numbered, **{"place-phone": "1"}) == ["phone", "family_name", "email"]
    assert page(order=three, **{"place-family_name": "3", "place-phone": "3"}) == ["email", "phone", "family_name"]
    assert page(order=three, **{"place-family_name": "many", "place-phone": "-1"}) == list(three)
    assert not Job.objects.exists()


def test_who_presses_an_arrow_finds_it_again_under_the_same_finger(conference, desk):
    page = asked(desk, conference, does="", columns=("family_name", "email", "phone"), down="family_name")

    focused = re.findall(r'name="(up|down)"\s+value="(\w+)"[^>]*autofocus', page.content.decode())
    assert focused == [("down", "family_name")]
    assert "the badge printer" in page.content.decode()


def test_a_layout_is_kept_opened_changed_and_deleted(conference, registrar, desk):
    kept = asked(desk, conference, does="keep", **{"layout-name": "Badges", "layout-is_usual": "on"})
    assert notices_of(kept) == ["The layout “Badges” is kept."]
    layout = Layout.objects.get()
    assert (layout.owner, layout.columns, layout.form, layout.is_shared) == (
        registrar,
        ["family_name", "email"],
        "csv",
        False,
    )

    begun = desk.get(reverse(REGISTRATIONS))
    assert keys_of(begun) == ["family_name", "email"]
    known = {"layout": str(layout.pk), "layout_version": "1", "layout-name": "Badges, all"}
    changed = asked(desk, conference, does="change", columns=("phone",), form="xlsx", **known)
    assert notices_of(changed) == ["The layout “Badges, all” is changed."]
    layout.refresh_from_db()
    assert (layout.name, layout.columns, layout.form, layout.version) == ("Badges, all", ["phone"], "xlsx", 2)
    assert not UsualLayout.objects.exists()

    stale = asked(desk, conference, does="change", columns=("email",), **known)
    assert "This layout was changed meanwhile." in text_of(stale)
    asking = asked(desk, conference, does="delete", layout=str(layout.pk))
    assert "Delete the layout “Badges, all”?" in text_of(asking)
    assert Layout.objects.exists()
    gone = asked(desk, conference, does="delete-for-good", layout=str(layout.pk))
    assert "is deleted" in notices_of(gone)[0]
    assert not Layout.objects.exists()
    assert keys_of(gone) == ["family_name", "email"]


def test_a_layout_has_a_name_of_its_own_and_columns(conference, desk):
    name = {"layout-name": "Badges"}
    asked(desk, conference, does="keep", **name)

    assert "You have a layout of this name already." in text_of(asked(desk, conference, does="keep", **name))
    assert "Please give the layout a name." in text_of(asked(desk, conference, does="keep", **{"layout-name": " "}))
    none = asked(desk, conference, does="keep", columns=(), **{"layout-name": "Empty"})
    assert "Please choose at least one column." in text_of(none)
    assert Layout.objects.count() == 1


def test_a_shared_layout_is_there_for_the_team_and_its_owner_alone_changes_it(conference, registrar, clerk):
    layout = Layout.objects.create(
        conference=conference, kind="registrations", name="Visas", owner=registrar, columns=["gone", "email"]
    )
    url = reverse(REGISTRATIONS)
    assert "Visas" not in text_of(clerk.get(url))
    assert keys_of(clerk.get(url, {"_layout": str(layout.pk)})) != ["email"]
    Layout.objects.update(is_shared=True)

    opened = clerk.get(url, {"_layout": str(layout.pk), "status": "submitted"})
    assert keys_of(opened) == ["email"]
    assert "1 column of this layout is not there, or not shown to you." in text_of(opened)
    assert "Change the layout" not in text_of(opened)
    known = {"layout": str(layout.pk), "layout_version": "1", "layout-name": "Mine"}
    assert "do not allow this" in text_of(asked(clerk, conference, does="change", **known))
    assert "do not allow this" in notices_of(asked(clerk, conference, does="delete-for-good", **known))[0]
    assert "You begin with" in notices_of(asked(clerk, conference, does="begin", **known))[0]
    assert keys_of(clerk.get(url)) == ["email"]


def test_the_co_ordinator_tidies_shared_layouts_and_loses_no_column_that_is_hidden_there(conference, registrar):
    layout = Layout.objects.create(
        conference=conference, kind="registrations", name="Old", owner=registrar, columns=["gone", "email"]
    )
    Layout.objects.update(is_shared=True)
    client = Client()
    client.force_login(make_officer(conference, TeamRole.COORDINATOR))
    known = {"layout": str(layout.pk), "layout_version": "1", "layout-name": "Old", "layout-is_shared": "on"}

    asked(client, conference, does="change", columns=("phone",), **known)

    assert Layout.objects.get().columns == ["phone", "gone"]


@pytest.mark.parametrize("does", ["keep", "change", "delete", "delete-for-good", "begin", "nonsense"])
def test_a_layout_of_another_conference_or_none_is_out_of_reach(conference, desk, registrar, does):
    elsewhere = Layout.objects.create(
        conference=make_conference(), kind="registrations", name="There", owner=registrar, columns=["email"]
    )
    for named in (str(elsewhere.pk), "nonsense"):
        asked(desk, conference, does=does, layout=named, **{"layout-name": ""})

    elsewhere.refresh_from_db()
    assert (elsewhere.name, elsewhere.version, Layout.objects.count()) == ("There", 1, 1)


def test_what_is_recorded_of_a_file_never_changes_and_outlives_job_and_officer(conference, registrar, desk):
    asked(desk, conference)
    made = FileMade.objects.get()

    changes: list[dict[str, object]] = [{"reason": "something else"}, {"rows": 7}, {"columns": []}]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            FileMade.objects.update(**change)
    Job.objects.all().delete()
    registrar.delete()

    made.refresh_from_db()
    assert (made.job, made.by, made.address) == (None, None, "bolormaa@secretariat.example")


def test_what_is_recorded_of_a_file_goes_with_its_conference_alone(conference, desk):
    asked(desk, conference)
    Conference.objects.update(is_demonstration=False, demonstration_offset=None)

    with pytest.raises(IntegrityError, match="deleted with its conference alone"), transaction.atomic():
        delete_and_ask_for_promises(FileMade.objects.get())
    delete_and_ask_for_promises(Conference.objects.get())
    assert not FileMade.objects.exists()


def delete_and_ask_for_promises(row):
    row.delete()
    connection.check_constraints()


def test_the_co_ordinator_sees_which_files_were_made_and_nobody_else_does(conference, desk):
    make_registration(S.SUBMITTED, conference)
    asked(desk, conference)
    co_ordinator = Client()
    co_ordinator.force_login(make_officer(conference, TeamRole.COORDINATOR))
    url = reverse("admin:jobs_filemade_changelist")

    page = text_of(co_ordinator.get(url))

    for words in ("bolormaa@secretariat.example", "the badge printer", "Family name, E-mail", "Rows: 1"):
        assert words in page
    assert "Files made for all" in text_of(co_ordinator.get(reverse("admin:jobs_job_changelist")))
    assert "Files made for all" not in text_of(desk.get(reverse("admin:jobs_job_changelist")))
    assert desk.get(url).status_code == 403


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_of_files_made_costs_the_same(conference, registrar, count, django_assert_max_num_queries):
    FileMade.objects.bulk_create(
        [
            FileMade(conference=conference, kind="registrations", by=registrar, address="a@b.example")
            for _ in range(count)
        ]
    )
    client = Client()
    client.force_login(make_officer(conference, TeamRole.COORDINATOR))

    with django_assert_max_num_queries(12):
        page = client.get(reverse("admin:jobs_filemade_changelist"))

    assert page.context["cl"].result_count == count


def test_a_worker_that_died_at_once_leaves_the_job_to_the_sweeper(conference, desk, monkeypatch):
    monkeypatch.setattr("conference.jobs.admin.asking_page.run_at_once", lambda job: job)
    asked(desk, conference)
    job = Job.objects.get()
    assert job.state == JobState.RUNNING
    Job.objects.update(lease_until=job.asked_at)

    assert running.sweep()
    assert Job.objects.get().state == JobState.QUEUED


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("name", ["delegation", "invitation"])
def test_delegations_and_invitations_are_taken_as_files_too(
    conference, registrar, desk, name, count, django_assert_max_num_queries
):
    for number in range(count):
        delegation = make_delegation(conference, make_organisation(conference) if number else None)
        make_invitation(conference, to=delegation)
    head = make_registration(S.NOMINATED, delegation=delegation, role="head", person={"visibility": Visibility.HIDDEN})
    url = reverse(f"admin:registration_{name}_file")
    page = desk.get(url)
    assert url in desk.get(reverse(f"admin:registration_{name}_changelist")).content.decode()
    every = [column.key for column in page.context["choice"].offered]

    with django_assert_max_num_queries(45):
        answer = send(desk, url, conference, do="make", column=every, form="csv", reason="the seating plan")
        table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert len(table) == count + 2
    assert "Kyrgyzstan" in str(table)
    assert (head.participant.family_name in str(table).title()) == (name == "delegation")


def test_a_protected_head_or_invitee_is_not_named(conference, clerk):
    delegation = make_delegation(conference)
    make_registration(
        S.NOMINATED,
        delegation=delegation,
        role="head",
        person={"visibility": Visibility.HIDDEN, "family_name": "Sultanova"},
    )
    make_invitation(conference, to=make_participant(conference, visibility=Visibility.HIDDEN, family_name="Sultanova"))
    for name in ("delegation", "invitation"):
        url = reverse(f"admin:registration_{name}_file")
        every = [column.key for column in clerk.get(url).context["choice"].offered]
        answer = send(clerk, url, conference, do="make", column=every, form="csv", reason="the seating plan")
        text = b"".join(answer.streaming_content).decode()
        assert "Protected participant" in text
        assert "sultanova" not in text.lower()
        assert "people.example" not in text
