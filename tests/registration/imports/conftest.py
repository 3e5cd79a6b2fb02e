"""A table that Rita, the registration officer, brings. Imported before Django is ready."""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conference.models import Conference, User
    from registration.models import Delegation, ParticipantCategory, RegistrationImport


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def conference(db: None) -> Conference:
    from tests.factories.conference import make_conference

    return make_conference()


@pytest.fixture
def officer(conference: Conference) -> User:
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    return make_officer(conference, TeamRole.COORDINATOR, email="rita@secretariat.example")


@pytest.fixture
def category(conference: Conference) -> ParticipantCategory:
    """Guests, whom the Secretariat enters itself; two languages."""
    from registration.models import Route
    from tests.factories.registration import make_category

    return make_category(conference, slug="guests", name={"en": "Guests", "ru": "Гости"}, route=Route.ON_THE_SPOT)


@pytest.fixture
def mongolia(conference: Conference) -> Delegation:
    from tests.factories.conference import make_state
    from tests.factories.registration import make_delegation

    return make_delegation(conference, state=make_state("MN"), quota=3)


def csv_of(*rows: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig")


@dataclass
class Desk:
    """What an officer does with a table, without the pages."""

    conference: Any
    by: Any

    def bring(self, *rows: list[str], content: bytes = b"", **fixed: Any) -> RegistrationImport:
        from conference.imports.tables import look_at
        from registration.actions.import_table import bring_table, say_columns
        from registration.imports.headings import Headings, digest_of
        from registration.imports.reading import guess_header, writable_columns
        from registration.models import RegistrationImport

        content = content or csv_of(*rows)
        table = look_at(io.BytesIO(content), len(content))
        brought = bring_table(
            self.conference,
            of=RegistrationImport,
            content=content,
            file_name="list.csv",
            table=table,
            by=self.by,
            form_token=uuid.uuid4(),
        )
        ours = Headings(writable_columns(brought, by=self.by))
        header_row, headings = guess_header(brought, ours)
        return say_columns(
            brought.pk,
            of=RegistrationImport,
            by=self.by,
            reading={"header_row": header_row},
            headings=headings,
            columns=ours.guess(headings),
            fixed=fixed,
            headings_digest=digest_of(headings),
        )

    def preview(self, brought: RegistrationImport) -> RegistrationImport:
        from conference.jobs import running
        from registration.actions.import_table import ask_for_work

        ask_for_work(brought.pk, "preview", of=type(brought), by=self.by)
        assert running.run_due()
        brought.refresh_from_db()
        assert brought.job is not None
        assert brought.job.failure == ""
        return brought

    def do(self, brought: RegistrationImport, **choices: Any) -> RegistrationImport:
        """As the worker does it, with its reports left out."""
        from conference.jobs.models import Job
        from conference.jobs.states import JobState
        from registration.actions.import_registrations import import_registrations
        from registration.actions.import_table import ask_for_work
        from registration.imports.reading import RowReader
        from registration.models import RegistrationImport

        ask_for_work(brought.pk, "import", of=RegistrationImport, by=self.by, **choices)
        Job.objects.filter(state=JobState.QUEUED).delete()
        return import_registrations(
            RegistrationImport.objects.get(pk=brought.pk).pk,
            lambda found: RowReader(found, by=self.by),
            by=self.by,
            report=lambda _done, _total: None,
        )

    def all_of(self, *rows: list[str], **fixed: Any) -> RegistrationImport:
        return self.do(self.preview(self.bring(*rows, **fixed)))


@pytest.fixture
def desk(conference: Conference, officer: User) -> Desk:
    return Desk(conference, officer)


def counts(brought: RegistrationImport) -> tuple[int, int, int, int]:
    return brought.new, brought.changed, brought.unchanged, brought.refused
