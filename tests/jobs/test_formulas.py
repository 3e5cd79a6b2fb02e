"""No cell of any file is taken for a formula, whatever was typed, in whichever field, in whichever form."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from django.db.models import CharField, EmailField, Model, TextField

from conference.correspondence.models import OutgoingMessage
from conference.jobs import files, running
from conference.jobs.models import Job
from conference.models import TeamRole
from conference.registry import registry
from registration.models import Application, DelegationRole, Invitation, Travel
from registration.states import RegistrationState as S
from tests.factories.agenda import make_appearance, make_session
from tests.factories.conference import make_officer
from tests.factories.registration import make_delegation, make_invitation, make_registration

pytestmark = pytest.mark.django_db

LISTS = sorted(key for key, kind in registry.job_kinds.items() if kind.columns)
TYPED = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "Bold;=1+1",
    "\ufeff=1",
    "<r>=1</r>",
    "_x003D_1",
)
A_FORMULA = re.compile(r"(^|[;|,\t\r\n])[\s\ufeff]*[=+\-@＝＋－＠]")
FIELDS_OF_CODES = {"name_order", "name_of_address", "age_band", "modality", "visibility", "language", "nationality"}


def fill(row: Model, text: str) -> None:
    """Every text of a row, past the forms that would refuse some."""
    names = [
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, (CharField, TextField))
        and not isinstance(field, EmailField)
        and not field.choices
        and field.name
        not in FIELDS_OF_CODES | {"search_text", "link_digest", "designation_digest", "interpretation_language"}
        and field.editable
    ]
    type(row)._default_manager.filter(pk=row.pk).update(**dict.fromkeys(names, text))


@pytest.fixture
def officer(conference):
    return make_officer(conference, TeamRole.COORDINATOR, TeamRole.REGISTRATION)


@pytest.fixture
def ids(conference):
    """Of everything that some list shows: each typed text in every field of somebody."""
    found = []
    for number, text in enumerate(TYPED):
        applicant = make_registration(S.SUBMITTED, conference)
        Application.objects.get_or_create(registration=applicant, defaults={"organisation": text})
        Travel.objects.create(registration=applicant)
        for row in (applicant.participant, applicant.application, applicant.travel):
            fill(row, text)
        message = OutgoingMessage.objects.create(
            conference=conference, key=str(number), purpose="sign_in_code", recipient="a@b.example", language="en"
        )
        OutgoingMessage.objects.filter(pk=message.pk).update(recipient_name=text, subject=text, answer=text)
        session = make_session(conference, None, title={"en": text}, abstract={"en": text})
        make_appearance(session, applicant.participant)
        found += [applicant.pk, message.pk, session.pk, applicant.participant.pk]
    delegation = make_delegation(conference)
    note = make_invitation(conference, to=delegation)
    Invitation.objects.filter(pk=note.pk).update(reference="=1+1", signatory="@SUM(A1)")
    member = make_registration(S.NOMINATED, delegation=delegation, role=DelegationRole.HEAD)
    return [str(pk) for pk in (*found, delegation.pk, note.pk, member.pk)]


def content_of(officer, conference, key, form, ids):
    """The file with every column that the officer may see, made as a worker makes it; what it is for is typed too."""
    columns_for = registry.job_kinds[key].columns
    assert columns_for is not None
    columns = columns_for(conference, officer, None)
    Job.objects.create(
        conference=conference,
        kind=key,
        asked_for={"ids": ids, "columns": [column.key for column in columns], "format": form},
        about="=1+1",
        reason="=HYPERLINK(1)",
        language="en",
        asked_by=officer,
    )
    running.run_due()
    job = Job.objects.get()
    assert job.state == "done", job.failure
    return (files.folder() / job.file).read_bytes()


@pytest.mark.parametrize("key", LISTS)
def test_no_cell_of_a_plain_table_is_taken_for_a_formula(conference, officer, ids, key):
    rows = list(csv.reader(io.StringIO(content_of(officer, conference, key, "csv", ids).decode("utf-8-sig"))))

    cells = [cell for row in rows for cell in row]
    assert any("'=cmd" in cell or "'=1+1" in cell for cell in cells)
    assert not [cell for cell in cells if A_FORMULA.search(cell)]


@pytest.mark.parametrize("key", LISTS)
def test_no_cell_of_a_workbook_is_taken_for_a_formula(conference, officer, ids, key):
    content = content_of(officer, conference, key, "xlsx", ids)

    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    dangerous = [cell for cell in cells if cell.data_type == "s" and re.match(r"\s*[=+\-@＝＋－＠]", cell.value)]
    assert dangerous
    assert all(cell.quotePrefix and cell.number_format == "@" for cell in dangerous)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        written = b"".join(parts.read(name) for name in parts.namelist() if "worksheets/" in name)
    assert b"<f" not in written


def test_every_file_but_typeset_papers_is_a_list_that_this_page_tries():
    others = {key for key, kind in registry.job_kinds.items() if not kind.columns and kind.makes_file}
    assert others <= {"notes"}
    assert "registrations" in LISTS
