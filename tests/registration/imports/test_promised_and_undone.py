"""What was previewed is what is imported, cell by cell; and an import is undone by a job, however long it is."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from conference.imports import files
from conference.jobs import running
from conference.jobs.models import Download, FileMade, Job
from conference.jobs.states import JobState
from conference.models import TeamRole
from registration.actions import undo_import as undoing
from registration.errors import ChangedSincePreviewError
from registration.models import Participant, ParticipantCategory, Registration, RegistrationImport, Route, Visibility
from registration.states import ImportState
from tests.factories.conference import make_officer
from tests.factories.registration import make_category, make_registration

HEAD = ["Given names", "Family name", "Function", "E-mail", "Category"]
BOLD = ["Bold", "Bataar", "Director", "bold@mfa.example", "Guests"]


@pytest.fixture
def signed_in(officer):
    client = Client()
    client.force_login(officer)
    return client


def url(page: str, brought: Any) -> str:
    return reverse(f"admin:registration_registrationimport_{page}", args=[brought.pk])


def press(client: Client, page: str, brought: Any, **data: Any) -> Any:
    return client.post(url(page, brought), {"_conference": str(brought.conference_id), **data}, follow=True)


def text_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


# What was promised


def says_another_name(brought: Any) -> None:
    path = files.path_of(brought.file)
    path.write_bytes(path.read_bytes().replace(b"Bataar", b"Basaar"))


def says_another_column(brought: Any) -> None:
    columns = ["family_name", "given_names", *brought.columns[2:]]
    RegistrationImport.objects.filter(pk=brought.pk).update(columns=columns)


def means_another_category(brought: Any) -> None:
    """The words of the cell are the same; what they mean is not."""
    ParticipantCategory.objects.filter(slug="guests").update(name={"en": "Others"})
    make_category(brought.conference, slug="hosts", name={"en": "Guests"}, route=Route.ON_THE_SPOT)


@pytest.mark.usefixtures("category")
@pytest.mark.parametrize("happens", [says_another_name, says_another_column, means_another_category])
def test_of_who_is_new_each_value_is_imported_as_it_was_previewed_or_nothing_is(desk, happens):
    brought = desk.preview(desk.bring(HEAD, BOLD))
    happens(brought)
    with pytest.raises(ChangedSincePreviewError):
        desk.do(brought)
    assert not Registration.objects.exists()


def test_of_what_is_changed_each_value_is_the_one_that_was_previewed(desk, conference):
    row = make_registration(conference=conference)
    brought = desk.preview(desk.bring(["Reference", "Function"], [str(row.pk), "Envoy"]))
    assert brought.changed == 1
    path = files.path_of(brought.file)
    path.write_bytes(path.read_bytes().replace(b"Envoy", b"Judge"))
    with pytest.raises(ChangedSincePreviewError):
        desk.do(brought)


# Undone by a job


@pytest.mark.usefixtures("category")
def test_a_short_import_is_undone_at_once_by_a_job_and_the_page_says_so(desk, signed_in, conference):
    known = make_registration(conference=conference)
    brought = desk.all_of(["Reference", *HEAD], ["", *BOLD], [str(known.pk), "", "", "Another function", "", ""])
    page = press(signed_in, "undo", brought)
    assert "The import is undone: 1 removed, 1 as before." in text_of(page)
    job = Job.objects.get(kind="undo_import")
    assert (job.state, Registration.objects.count()) == (JobState.DONE, 1)
    assert "was undone already" in text_of(press(signed_in, "undo", brought))
    assert Job.objects.filter(kind="undo_import").count() == 1


@pytest.mark.usefixtures("category")
def test_a_long_import_is_undone_by_a_worker_once(desk, signed_in, monkeypatch):
    monkeypatch.setattr(undoing, "UNDONE_AT_ONCE", 1)
    brought = desk.all_of(HEAD, BOLD, ["Sarnai", *BOLD[1:]])
    assert "The import is being undone" in text_of(press(signed_in, "undo", brought))
    press(signed_in, "undo", brought)
    assert Job.objects.get(kind="undo_import").state == JobState.QUEUED
    assert Registration.objects.count() == 2
    # The worker reports on a connection of its own, which sees nothing of what a test has not committed.
    monkeypatch.setattr(undoing, "UNDONE_AT_ONCE", 500)
    assert running.run_due()
    brought.refresh_from_db()
    assert (brought.state, brought.undone_by, Registration.objects.count()) == (ImportState.UNDONE, desk.by, 0)
    assert "2 removed, 0 as before" in text_of(signed_in.get(url("change", brought)))


@pytest.mark.usefixtures("category")
def test_stopped_in_the_middle_nothing_is_undone_and_the_bar_moves_with_the_rows(desk, monkeypatch):
    monkeypatch.setattr(undoing, "AT_A_TIME", 1)
    brought = desk.all_of(HEAD, BOLD, ["Sarnai", *BOLD[1:]])
    seen: list[tuple[int, int]] = []

    class StoppedError(Exception):
        pass

    def report(done: int, total: int) -> None:
        seen.append((done, total))
        if done == total:
            raise StoppedError

    with pytest.raises(StoppedError):
        undoing.undo_import(brought.pk, by=desk.by, report=report)
    assert seen == [(0, 2), (0, 2), (1, 2), (2, 2)]
    assert Registration.objects.count() == 2
    brought.refresh_from_db()
    assert brought.may_be_undone


@pytest.mark.usefixtures("category")
def test_with_whom_something_was_done_since_is_named_as_each_officer_may_know_them(desk, signed_in, conference):
    """The job itself keeps no name."""
    brought = desk.all_of(HEAD, BOLD, ["Sarnai", "Dorj", *BOLD[2:]])
    Participant.objects.update(version=2)
    Participant.objects.filter(given_names="Sarnai").update(visibility=Visibility.HIDDEN)
    page = press(signed_in, "undo", brought)
    assert "Nothing was undone: 2 registrations have been changed since the import." in text_of(page)
    assert [row["name"] for row in page.context["touched"]] == ["Bold BATAAR", "Protected participant"]
    job = Job.objects.get(kind="undo_import")
    assert "BATAAR" not in f"{job.failure} {job.asked_for}"
    registrar = Client()
    registrar.force_login(make_officer(conference, TeamRole.REGISTRATION))
    shown = registrar.get(url("change", brought)).context["touched"]
    assert [row["name"] for row in shown] == ["Bold BATAAR", "Sarnai DORJ"]


# The file of rows to correct


@pytest.mark.usefixtures("category")
def test_the_rows_to_correct_are_a_file_that_stands_on_record(desk, signed_in):
    brought = desk.preview(desk.bring([*HEAD, "Secret heading"], [*BOLD[:4], "Gusts", "x"]))
    signed_in.head(url("errors", brought))
    assert not FileMade.objects.exists()
    for _each in range(2):
        book = openpyxl.load_workbook(io.BytesIO(signed_in.get(url("errors", brought)).content))
    assert book.active["A2"].value == "Bold"
    made = FileMade.objects.get()
    assert (made.by, made.address, made.rows, made.about) == (desk.by, desk.by.email, 1, "rows to correct")
    assert [key for key, _heading in made.columns] == ["given_names", "family_name", "function", "email", "category"]
    assert Download.objects.filter(job=made.job_id).count() == 2
