"""A worker undoes an import in one transaction, and reports how far it is on a connection of its own."""

import pytest

from conference.jobs import running
from conference.jobs.asking import cancel_job
from conference.jobs.models import Job
from conference.jobs.states import JobState
from registration.actions import undo_import as undoing
from registration.models import Registration
from registration.states import ImportState

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = ["Given names", "Function", "Category"]


@pytest.fixture
def asked(desk, category, monkeypatch):
    """Three rows, undone one by one by a worker."""
    monkeypatch.setattr(undoing, "UNDONE_AT_ONCE", 0)
    monkeypatch.setattr(undoing, "AT_A_TIME", 1)
    monkeypatch.setattr(running, "SECONDS_BETWEEN_REPORTS", 0)
    brought = desk.all_of(HEAD, *[[name, "Director", category.name["en"]] for name in ("Bold", "Sarnai", "Tuya")])
    undoing.ask_for_undo(brought.pk, of=type(brought), by=desk.by)
    return brought


def test_the_bar_moves_before_anything_is_committed(asked):
    seen = []
    running.run_due(alive=lambda: seen.append((Job.objects.get(kind="undo_import").done, Registration.objects.count())))
    asked.refresh_from_db()
    job = Job.objects.get(kind="undo_import")
    assert (asked.state, job.state, job.done, job.total) == (ImportState.UNDONE, JobState.DONE, 3, 3)
    assert [done for done, _there in seen] == [0, 0, 0, 1, 2]
    assert {there for _done, there in seen} == {3}
    assert not Registration.objects.exists()


def test_stopped_while_it_is_under_way_nothing_is_undone(asked, desk):
    job = Job.objects.get(kind="undo_import")

    def stops():
        if Job.objects.get(pk=job.pk).done == 1:
            cancel_job(job.pk, by=desk.by)

    running.run_due(alive=stops)
    job.refresh_from_db()
    assert (job.state, Registration.objects.count()) == (JobState.CANCELLED, 3)
    asked.refresh_from_db()
    assert asked.may_be_undone
