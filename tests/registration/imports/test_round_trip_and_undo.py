"""What was exported imports back without a change; an import is taken back whole, or not at all."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conference.exports.csv_file import csv_file
from conference.imports.previews import page_of
from registration.actions.correct_person import correct_person
from registration.actions.import_table import clear_imports
from registration.actions.undo_import import ChangedSinceImportError, undo_import
from registration.errors import NotPermittedError, RegistrationError
from registration.models import (
    DelegationRole,
    Document,
    ImportedRegistration,
    Participant,
    Registration,
    RegistrationImport,
    Visibility,
)
from registration.models.brought_table import UNDO_IMPORT_WITHIN
from registration.queries.columns import columns_of, rows_for
from registration.states import ImportState, RegistrationState
from tests.factories.questions import make_answer, make_question
from tests.factories.registration import make_document, make_registration

pytestmark = pytest.mark.django_db
S = RegistrationState

HEAD = ["Given names", "Family name", "Function", "E-mail", "Category"]
BOLD = ["Bold", "Bataar", "Director", "bold@mfa.example", "Guests"]


def counts(brought):
    return brought.new, brought.changed, brought.unchanged, brought.refused


def exported(conference, officer, tmp_path, keys=None):
    """The list as an officer takes it, with the stamp above and apostrophes before formulas."""
    columns = [each for each in columns_of(conference, officer) if keys is None or each.key in keys]
    rows = rows_for(Registration.objects.filter(conference=conference).order_by("pk"), columns)
    path = tmp_path / "export.csv"
    with csv_file(path, stamp="Registrations – for rita", headings=[each.label for each in columns]) as write:
        for row in rows:
            write([each.value(row) for each in columns])
    return path.read_bytes()


def awkward(conference, **changes):
    row = make_registration(conference=conference, **changes)
    Participant.objects.filter(pk=row.participant.pk).update(
        phone="11-262626 (ask for Tuya)", function="=cmd|' /C calc'!A0", native_name="Батаар\u200cын", title="+Ven."
    )
    return row


def test_what_was_exported_imports_back_without_a_change(desk, conference, officer, mongolia, tmp_path):
    awkward(conference, delegation=mongolia, role=DelegationRole.ADVISER, state=S.NOMINATED)
    awkward(conference, state=S.WITHDRAWN)
    hidden = awkward(conference)
    Participant.objects.filter(pk=hidden.participant.pk).update(visibility=Visibility.HIDDEN)
    content = exported(conference, officer, tmp_path)
    brought = desk.preview(desk.bring(content=content))
    assert counts(brought) == (0, 0, 3, 0)
    with pytest.raises(RegistrationError, match="nothing to import"):
        desk.do(brought)


def test_a_row_with_its_reference_changes_that_registration_and_no_other(desk, conference, officer, tmp_path):
    row, other = make_registration(conference=conference), make_registration(conference=conference)
    content = exported(conference, officer, tmp_path, {"reference", "given_names", "function"}).decode("utf-8-sig")
    before = row.participant.function
    lines = [
        line.replace(before, "Ambassador-at-Large") if str(row.pk) in line else line for line in content.splitlines()
    ]
    brought = desk.preview(desk.bring(content="\n".join(lines).encode()))
    assert counts(brought) == (0, 1, 1, 0)
    assert page_of(brought.checked, "changed", 1)[0]["changes"] == [
        {"label": "Function", "old": before, "new": "Ambassador-at-Large"}
    ]
    desk.do(brought)
    row.participant.refresh_from_db()
    assert (row.participant.function, row.participant.version) == ("Ambassador-at-Large", 2)
    assert "ambassador-at-large" in row.participant.search_text
    other.participant.refresh_from_db()
    assert other.participant.version == 1


def test_a_cell_that_is_empty_clears_nothing_and_nobody_is_moved(desk, conference, category):
    row = make_registration(conference=conference)
    brought = desk.preview(desk.bring(["Reference", "Function", "Category"], [str(row.pk), "", "Guests"]))
    assert counts(brought) == (0, 0, 0, 1)
    assert "withdraw the registration" in page_of(brought.checked, "refused", 1)[0]["faults"][0]["expected"]
    brought = desk.preview(desk.bring(["Reference", "Function"], [str(row.pk), ""]))
    assert counts(brought) == (0, 0, 1, 0)


def test_an_answer_is_read_only_whatever_the_file_says(desk, conference, officer, tmp_path):
    row = make_registration(conference=conference)
    panel = make_question(conference, text={"en": "Panel"})
    make_answer(panel, "Youth", of=row)
    content = exported(conference, officer, tmp_path, {"reference", "function", f"answer:{panel.pk}"})
    brought = desk.bring(content=content.replace(b"Youth", b"Media"))
    assert brought.columns == ["reference", "function", ""]
    assert counts(desk.preview(brought)) == (0, 0, 1, 0)


def test_a_reference_is_of_this_conference_once_and_of_nobody_who_has_left(desk, conference):
    row, left = make_registration(conference=conference), make_registration(conference=conference, state=S.WITHDRAWN)
    lines = [[str(each), "Another"] for each in (row.pk, row.pk, uuid.uuid4(), left.pk, "17")]
    brought = desk.preview(desk.bring(["Reference", "Function"], *lines))
    assert counts(brought) == (0, 1, 0, 4)
    said = [line["faults"][0]["expected"] for line in page_of(brought.checked, "refused", 1)]
    assert "row 2 has this reference too" in said[0]
    assert "of this conference" in said[1]
    assert "can no longer be changed" in said[2]
    assert "as our own files have it" in said[3]


def test_a_protected_participant_is_neither_named_nor_changed_to_whom_may_not_know(desk, conference, category):
    hidden = make_registration(conference=conference).participant
    Participant.objects.filter(pk=hidden.pk).update(
        visibility=Visibility.HIDDEN, given_names="Bold", family_name="Bataar", email="bold@mfa.example"
    )
    brought = desk.preview(desk.bring(HEAD, BOLD))
    assert (counts(brought), brought.doubtful) == ((1, 0, 0, 0), 0)
    reference = str(Registration.objects.get().pk)
    brought = desk.preview(desk.bring(["Reference", "Function"], [reference, "Spy"]))
    assert counts(brought) == (0, 0, 0, 1)
    assert "is protected" in page_of(brought.checked, "refused", 1)[0]["faults"][0]["expected"]


def test_a_table_of_references_tells_of_who_is_protected_the_place_alone(desk, conference, mongolia):
    hidden = make_registration(conference=conference, delegation=mongolia, role=DelegationRole.HEAD, state=S.COMPLETE)
    Participant.objects.filter(pk=hidden.participant.pk).update(visibility=Visibility.HIDDEN, function="Judge")
    brought = desk.preview(desk.bring(["Reference", "Function"], [str(hidden.pk), ""]))
    line = page_of(brought.checked, "unchanged", 1)[0]
    assert (line["status"], line["delegation"], line["role"]) == ("Complete", str(mongolia.pk), "head of delegation")
    for guess in ("Judge", "Spy"):
        brought = desk.preview(desk.bring(["Reference", "Function"], [str(hidden.pk), guess]))
        assert "is protected" in page_of(brought.checked, "refused", 1)[0]["faults"][0]["expected"]


@pytest.mark.usefixtures("category")
def test_an_import_is_taken_back_whole(desk, conference, officer):
    known = make_registration(conference=conference)
    former = known.participant.function
    head = ["Reference", *HEAD]
    brought = desk.all_of(head, ["", *BOLD], [str(known.pk), "", "", "Another function", "", ""])
    assert counts(brought) == (1, 1, 0, 0)
    undone = undo_import(brought.pk, by=officer)
    assert (undone.removed, undone.restored) == (1, 1)
    known.participant.refresh_from_db()
    assert known.participant.function == former
    assert list(Participant.objects.all()) == [known.participant]
    assert not ImportedRegistration.objects.exists()
    with pytest.raises(RegistrationError, match="undone already"):
        undo_import(brought.pk, by=officer)


def test_who_waits_gets_a_place_that_an_undone_import_frees_and_all_is_locked_in_the_one_order(
    desk, mongolia, conference, officer
):
    members = [[f"Member{n}", "Adviser", "MN", "Mongolia", "Delegate"] for n in range(3)]
    brought = desk.all_of(["Given names", "Function", "Nationality", "Delegation", "Role"], *members)
    waiting = make_registration(
        S.WAITLISTED, conference=conference, delegation=mongolia, role=DelegationRole.ADVISER, waited_for=S.COMPLETE
    )
    with CaptureQueriesContext(connection) as asked:
        undo_import(brought.pk, by=officer)
    waiting.refresh_from_db()
    assert waiting.state == S.COMPLETE
    locked = [query["sql"].split('FROM "')[1].split('"')[0] for query in asked if "FOR NO KEY UPDATE" in query["sql"]]
    persons = locked.index("registration_registration")
    assert {"registration_participantcategory", "registration_delegation"} <= set(locked[:persons])
    assert not {"registration_participantcategory", "registration_delegation"} & set(locked[persons:])


@pytest.mark.parametrize("count", [1, 20])
def test_what_was_changed_of_many_is_put_back_in_as_few_statements_as_of_one(desk, conference, officer, count):
    rows = [make_registration(S.COMPLETE, conference) for _ in range(count)]
    Participant.objects.filter(conference=conference).update(phone="")
    category = rows[0].category
    Registration.objects.filter(conference=conference).update(category=category)
    brought = desk.all_of(["Reference", "Telephone"], *[[str(row.pk), "+976 11 262626"] for row in rows])
    assert counts(brought) == (0, count, 0, 0)
    with CaptureQueriesContext(connection) as asked:
        assert undo_import(brought.pk, by=officer).restored == count
    assert len(asked) == UNDOING
    assert set(Participant.objects.values_list("phone", "version")) == {("", 3)}


UNDOING = 21


@pytest.mark.usefixtures("category")
@pytest.mark.parametrize("what", ["corrected", "a document", "deleted"])
def test_what_somebody_has_touched_since_is_named_and_nothing_is_undone(desk, officer, what):
    brought = desk.all_of(HEAD, BOLD, ["Sarnai", *BOLD[1:]])
    bold = Registration.objects.get(participant__given_names="Bold")
    if what == "corrected":
        correct_person(bold.participant.pk, changes={"function": "Minister"}, by=officer, version=1)
    elif what == "a document":
        make_document(bold)
        assert Document.objects.exists()
    else:
        bold.delete()
    with pytest.raises(ChangedSinceImportError) as refused:
        undo_import(brought.pk, by=officer)
    assert len(refused.value.names) == 1
    assert Registration.objects.filter(participant__given_names="Sarnai").exists()


@pytest.mark.usefixtures("category")
def test_the_time_for_undoing_ends_and_with_it_what_undoing_needed(desk, officer, conference):
    from conference.models import TeamRole
    from tests.factories.conference import make_officer

    brought = desk.all_of(HEAD, BOLD)
    with pytest.raises(NotPermittedError):
        undo_import(brought.pk, by=make_officer(conference, TeamRole.OBSERVER))
    RegistrationImport.objects.update(imported_at=timezone.now() - UNDO_IMPORT_WITHIN)
    with pytest.raises(RegistrationError, match="is over"):
        undo_import(brought.pk, by=officer)
    clear_imports(RegistrationImport, ImportedRegistration)
    assert not ImportedRegistration.objects.exists()


@pytest.mark.usefixtures("category")
def test_files_are_deleted_after_a_week_with_what_they_said(desk, django_capture_on_commit_callbacks):
    from conference.imports import files

    brought = desk.preview(desk.bring(HEAD, BOLD))
    RegistrationImport.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_imports(RegistrationImport, ImportedRegistration) == 1
    brought.refresh_from_db()
    assert (brought.state, brought.file, brought.checked) == (ImportState.DROPPED, "", "")
    assert not list(files.folder().iterdir())


def test_a_stamp_and_a_title_above_the_headings_are_passed_over(desk, conference):
    row = make_registration(conference=conference)
    text = f"List of the Ministry;;\n;;\nReference;Function;Something else\n{row.pk};{row.participant.function};x\n"
    brought = desk.bring(content=text.encode("cp1251"))
    assert (brought.header_row, brought.columns) == (3, ["reference", "function", ""])
    assert counts(desk.preview(brought)) == (0, 0, 1, 0)
