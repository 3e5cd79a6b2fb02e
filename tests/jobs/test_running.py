"""Long work: claimed once, taken up again when its worker died, stopped when asked, its file deleted in time."""

import datetime
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from conference.jobs import files, running
from conference.jobs.asking import ask_for_job, cancel_job, may_take
from conference.jobs.errors import (
    IllegalJobTransitionError,
    JobError,
    JobNotAllowedError,
    JobStoppedError,
    ReasonMissingError,
    TooManyJobsError,
)
from conference.jobs.models import Job
from conference.jobs.states import TRANSITIONS, JobState
from conference.models import TeamMembership
from conference.registry import JobKind, registry

pytestmark = pytest.mark.django_db

FOR = "the badge printer"


@pytest.fixture
def work(monkeypatch):
    """A kind whose work a test writes: ``work.append(function of the run)``; without any it writes one line."""
    todo: list[Any] = []

    def write(run):
        for step in todo:
            step(run)
        run.path.write_text("A line.")
        return "lines.txt"

    kind = JobKind("lines", "lines", lambda user, _conference: user.memberships.exists(), write, "text/plain")
    monkeypatch.setitem(registry.job_kinds, "lines", kind)
    return todo


def ask(conference, officer, **changes):
    return ask_for_job("lines", **{"conference": conference, "by": officer, "asked_for": {}, "reason": FOR} | changes)


def claimed():
    """The next job, claimed as a worker claims it, with the file that it would write."""
    job = running.claim_next()
    assert job is not None
    assert job.claim is not None
    return job, job.claim


def state_of(job):
    return JobState(Job.objects.get(pk=job.pk).state)


@pytest.mark.usefixtures("work")
def test_a_job_is_done_and_its_file_is_kept_for_a_week(conference, registrar):
    job = ask(conference, registrar)

    assert running.run_due()

    job.refresh_from_db()
    assert (job.state, job.file_name, job.size, job.attempts) == (JobState.DONE, "lines.txt", 7, 1)
    assert (files.folder() / job.file).read_text() == "A line."
    assert datetime.timedelta(days=6) < job.expires_at - timezone.now() < datetime.timedelta(days=8)


@pytest.mark.usefixtures("work")
def test_without_a_reason_or_the_duty_nothing_is_begun(conference, registrar):
    with pytest.raises(ReasonMissingError):
        ask(conference, registrar, reason="  ")
    TeamMembership.objects.all().delete()
    with pytest.raises(JobNotAllowedError):
        ask(conference, registrar)
    assert not Job.objects.exists()


@pytest.mark.usefixtures("work")
def test_who_lost_the_duty_before_the_run_gets_no_file(conference, registrar):
    job = ask(conference, registrar)
    TeamMembership.objects.all().delete()

    running.run_due()

    assert state_of(job) == JobState.FAILED
    assert list(files.folder().iterdir()) == []


@pytest.mark.usefixtures("work")
def test_an_officer_has_five_files_made_at_once_and_no_more(conference, registrar, protocol_officer):
    for _ in range(5):
        ask(conference, registrar)

    with pytest.raises(TooManyJobsError):
        ask(conference, registrar)
    ask(conference, protocol_officer)


def test_a_run_says_how_far_it_is(conference, registrar, work):
    seen = []
    work.append(lambda run: run.report(40, 160))
    work.append(lambda run: seen.append(Job.objects.get(pk=run.job.pk).percent))
    job = ask(conference, registrar)

    running.run_due()

    assert seen == [25]
    job.refresh_from_db()
    assert (job.done, job.total) == (160, 160)


def test_what_is_cancelled_under_way_stops_and_leaves_no_file(conference, registrar, work):
    work.append(lambda run: run.path.write_text("half"))
    work.append(lambda run: cancel_job(run.job.pk, by=registrar))
    work.append(lambda run: run.report(1, 1))
    job = ask(conference, registrar)

    running.run_due()

    assert state_of(job) == JobState.CANCELLED
    assert list(files.folder().iterdir()) == []


def test_what_is_cancelled_after_the_last_report_is_not_kept_either(conference, registrar, work):
    work.append(lambda run: run.report(1, 1))
    work.append(lambda run: cancel_job(run.job.pk, by=registrar))
    job = ask(conference, registrar)

    running.run_due()

    assert state_of(job) == JobState.CANCELLED
    assert list(files.folder().iterdir()) == []


def test_work_that_left_no_file_has_failed(conference, registrar, work):
    job = ask(conference, registrar)
    kind = registry.job_kinds["lines"]
    registry.job_kinds["lines"] = replace(kind, write=lambda _run: "nothing.txt")

    running.run_due()

    assert state_of(job) == JobState.FAILED
    assert work == []


@pytest.mark.usefixtures("work")
def test_what_is_cancelled_before_it_began_is_not_begun(conference, registrar):
    job = ask(conference, registrar)

    cancel_job(job.pk, by=registrar)

    assert not running.run_due()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert job.finished_at is not None


def test_nobody_cancels_somebody_elses(conference, registrar, protocol_officer, work):
    job = ask(conference, registrar)

    with pytest.raises(Job.DoesNotExist):
        cancel_job(job.pk, by=protocol_officer)
    assert state_of(job) == JobState.QUEUED
    assert work == []


@pytest.mark.parametrize(
    ("error", "told"),
    [(JobError("The list is empty."), "The list is empty."), (ValueError("row 3"), "Something went wrong that was")],
)
def test_a_failure_is_told_in_a_sentence_and_leaves_no_file(conference, registrar, work, error, told):
    def fail(run):
        run.path.write_text("half")
        raise error

    work.append(fail)
    job = ask(conference, registrar)

    running.run_due()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.failure.startswith(told)
    assert list(files.folder().iterdir()) == []


@pytest.mark.usefixtures("work")
def test_what_a_dead_worker_left_is_taken_up_again_and_after_the_third_time_has_failed(conference, registrar):
    job = ask(conference, registrar)
    states = []

    for _ in range(3):
        _dead, claim = claimed()
        files.path_of(claim).write_text("half")
        Job.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
        running.sweep()
        states.append(state_of(job))

    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
    assert list(files.folder().iterdir()) == []


@pytest.mark.usefixtures("work")
def test_a_worker_within_its_lease_is_left_alone(conference, registrar):
    ask(conference, registrar)
    job = running.claim_next()

    running.sweep()

    assert state_of(job) == JobState.RUNNING


def test_a_worker_that_comes_to_life_too_late_neither_reports_nor_finishes(conference, registrar, work):
    ask(conference, registrar)
    late, late_claim = claimed()
    Job.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    running.sweep()
    other, other_claim = claimed()

    with pytest.raises(JobStoppedError):
        running.Run(late, late_claim, lambda: None).report(1, 1)
    running.run(late)
    assert state_of(late) == JobState.RUNNING
    running.run(other)

    done = Job.objects.get()
    assert (done.state, done.claim) == (JobState.DONE, other_claim)
    assert [path.name for path in files.folder().iterdir()] == [other_claim.hex]
    assert work == []


@pytest.mark.usefixtures("work")
def test_the_file_is_deleted_when_its_time_is_over(conference, registrar):
    job = ask(conference, registrar)
    running.run_due()
    Job.objects.update(expires_at=timezone.now())

    running.sweep()

    job.refresh_from_db()
    assert (job.state, job.file, job.file_name) == (JobState.EXPIRED, "", "lines.txt")
    assert list(files.folder().iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_each_job_once(conference, registrar, work):
    for _ in range(5):
        ask(conference, registrar)
    ran, start = [], threading.Barrier(2)
    work.append(lambda run: ran.append(run.job.pk))

    def worker():
        start.wait()
        while running.run_due():
            pass
        connection.close()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    close_old_connections()

    assert sorted(ran) == sorted(Job.objects.filter(state=JobState.DONE).values_list("pk", flat=True))
    assert len(ran) == len(set(ran)) == 5


@pytest.mark.parametrize("wanted", JobState)
@pytest.mark.parametrize("current", JobState)
def test_the_table_of_moves_is_kept(current, wanted):
    job = Job(state=current, kind="lines", claim=uuid.uuid4())
    if wanted in TRANSITIONS[current]:
        job.move_to(wanted)
        assert job.state == wanted
    else:
        with pytest.raises(IllegalJobTransitionError):
            job.move_to(wanted)
        assert job.state == current


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("../../etc/passwd", "-..-etc-passwd"), ("a\r\nb", "a-b"), ("Өдөр 3.csv", "Өдөр 3.csv"), ("..", "file")],
)
def test_a_files_name_leads_nowhere(typed, offered):
    assert files.safe_name(typed) == offered


@pytest.fixture
def acts(monkeypatch):
    """A kind that makes no file, but does something."""
    todo: list[Any] = []

    def write(run):
        for step in todo:
            step(run)
        return ""

    kind = JobKind("acts", "acts", lambda _user, _conference: True, write, asks_reason=False, makes_file=False)
    monkeypatch.setitem(registry.job_kinds, "acts", kind)
    return todo


def test_an_act_on_many_rows_is_done_without_a_file(conference, registrar, acts):
    acts.append(lambda run: run.report(3, 7))
    job = ask_for_job("acts", conference=conference, by=registrar, asked_for={})

    assert running.run_due()

    job.refresh_from_db()
    assert (job.state, job.file, job.expires_at, job.done) == (JobState.DONE, "", None, 7)
    assert not Job.objects.with_files().exists()
    assert not may_take(job, by=registrar)
    running.sweep()
    assert state_of(job) == JobState.DONE


def test_an_act_that_was_done_before_somebody_stopped_it_stays_done(conference, registrar, acts):
    job = ask_for_job("acts", conference=conference, by=registrar, asked_for={})
    acts.append(lambda _run: cancel_job(job.pk, by=registrar))

    running.run_due()

    assert state_of(job) == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_from_within_a_transaction_others_see_how_far_it_is_and_may_stop_it(conference, registrar, acts):
    seen = []
    job = ask_for_job("acts", conference=conference, by=registrar, asked_for={})

    def step(run):
        with transaction.atomic(), run.reporting_from_within() as report:
            report(10, 40)
            with ThreadPoolExecutor(1) as other:
                seen.append(other.submit(percent_elsewhere, job.pk).result())
                other.submit(stop_elsewhere, job.pk, registrar).result()
            report(40, 40)

    acts.append(step)

    running.run_due()

    assert seen == [25]
    assert state_of(job) == JobState.CANCELLED


def percent_elsewhere(pk):
    try:
        return Job.objects.get(pk=pk).percent
    finally:
        connection.close()


def stop_elsewhere(pk, by):
    try:
        cancel_job(pk, by=by)
    finally:
        connection.close()
