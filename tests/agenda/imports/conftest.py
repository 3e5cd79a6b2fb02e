"""A programme that Bolormaa, the agenda officer, brings. Imported before Django is ready."""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from agenda.models import ProgrammeImport
    from conference.models import Conference, Room, User


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer(conference: Conference) -> User:
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.AGENDA, email="bolormaa@secretariat.example")


@pytest.fixture
def hall(conference: Conference) -> Room:
    from tests.factories.agenda import make_hall

    return make_hall(conference, name={"en": "Onon Hall", "mn": "Онон танхим"})


def csv_of(*rows: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig")


@dataclass
class Desk:
    """What an officer does with a table, without the pages."""

    conference: Any
    by: Any

    def bring(self, *rows: list[str], content: bytes = b"", **fixed: Any) -> ProgrammeImport:
        from agenda.imports.headings import headings_of
        from agenda.imports.reading import writable_columns
        from agenda.models import ProgrammeImport
        from conference.imports.tables import look_at
        from registration.actions.import_table import bring_table, say_columns
        from registration.imports.reading import guess_header

        content = content or csv_of(*rows)
        brought = bring_table(
            self.conference,
            of=ProgrammeImport,
            content=content,
            file_name="programme.csv",
            table=look_at(io.BytesIO(content), len(content)),
            by=self.by,
            form_token=uuid.uuid4(),
        )
        ours = headings_of(self.conference, writable_columns(self.conference, self.by))
        header_row, headings = guess_header(brought, ours)
        return say_columns(
            brought.pk,
            of=ProgrammeImport,
            by=self.by,
            reading={"header_row": header_row},
            headings=headings,
            columns=ours.guess(headings),
            fixed=fixed,
        )

    def work(self, brought: ProgrammeImport, work: str, **choices: Any) -> ProgrammeImport:
        """As the worker does it, without the connection that reports beside a test's own transaction."""
        from agenda.imports import jobs
        from agenda.models import ProgrammeImport
        from conference.jobs import running
        from conference.jobs.states import JobState
        from registration.actions.import_table import ask_for_work

        ask_for_work(brought.pk, work, of=ProgrammeImport, by=self.by, **choices)
        job = running.claim_next()
        assert job is not None
        assert job.claim is not None
        run = running.Run(job, job.claim, lambda: None)
        run.reporting_from_within = _reporting  # type: ignore[method-assign]
        {"preview": jobs.preview, "import": jobs.import_}[work](run)
        running._end(run, JobState.DONE)
        brought.refresh_from_db()
        return brought

    def preview(self, *rows: list[str], **fixed: Any) -> ProgrammeImport:
        return self.work(self.bring(*rows, **fixed), "preview")

    def all_of(self, *rows: list[str], **choices: Any) -> ProgrammeImport:
        return self.work(self.preview(*rows), "import", **choices)


class _Reporting:
    def __enter__(self) -> Any:
        return lambda _done, _total: None

    def __exit__(self, *_error: object) -> None:
        return None


def _reporting() -> Any:
    return _Reporting()


@pytest.fixture
def desk(conference: Conference, officer: User) -> Desk:
    return Desk(conference, officer)
