"""Whatever file is sent to whatever page: a sentence that helps, nothing stored, what stood beside it still there."""

from __future__ import annotations

import html
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from registration.models import Document
from tests.borders.rows_kept import nothing_is_written
from tests.borders.walking import TABLE
from tests.borders.world import World
from tests.hostile.files_sent import A_PDF, JPEG_OF_A_PROGRAM, NAMES, SentFile, picture, sent_files
from tests.hostile.pages_with_files import FileForm, forms_of, forms_with_files

#: Those that are known to take files; whatever else is found is tried as well.
KNOWN = {
    "agenda:introduction",
    "agenda:papers",
    "registration:form-part",
    "registration:invitation-part",
    "registration:own-files",
    "registration:own-questions",
    "registration:delegation-questions",
    "admin:registration_registration_answers",
    "admin:registration_delegation_answers",
    "registration:nomination-letter",
    "admin:registration_invitation_attach",
    "admin:registration_invitation_round_scans",
    "admin:conference_conference_change",
    "admin:agenda_conferencedocument_add",
    "admin:agenda_conferencedocument_change",
    "admin:registration_registrationimport_add",
    "registration:nominate-several",
}
TOLD = ('class="error-summary"', 'aria-invalid="true"', "notice-trouble", "notice-waiting", "errorlist")
TOO_LARGE = 413
BASE_DIR = Path(settings.BASE_DIR)


@pytest.fixture(autouse=True)
def stored(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The files that are stored, in a folder of the test's own."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return lambda: {path for path in tmp_path.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def found() -> set[str]:
    """By name, once the first test has opened every page there is."""
    return set()


@pytest.fixture
def forms(world: World, found: set[str]) -> list[FileForm]:
    forms = list(forms_with_files(world, [each for each in TABLE if not found or each.name in found]))
    found.update(form.name for form in forms)
    return forms


def is_kept(form: FileForm, text: str) -> bool:
    """Whether the page that comes back holds what was entered beside the file."""
    [shown, *_rest] = [each for each in forms_of(text) if form.where in each] or [{}]
    return all(shown[name].value == value for name, value in form.beside.items())


def told(form: FileForm, sent: SentFile) -> str:
    """The page that answers."""
    response = form.send((form.called(sent.name), sent.content))
    assert response.status_code in {200, 409, 422, TOO_LARGE}, (form.id, sent.kind, response.status_code)
    return html.unescape(response.content.decode())


def test_every_page_that_takes_a_file_is_found(forms: list[FileForm]):
    assert {form.name for form in forms} >= KNOWN
    assert {form.where for form in forms if form.takes_pictures_alone} >= {"photograph", "emblem"}
    assert any("kind" in form.beside for form in forms), "something stands beside a file"
    assert any("Kept beside" in form.beside.values() for form in forms)


def test_every_view_that_reads_files_is_behind_one_of_these_pages():
    """One whose page opens to nobody of the world is not found by opening pages: it has to be prepared there."""
    views = {
        "agenda/admin/speaker_desk.py",
        "agenda/views/speaking_introduction.py",
        "agenda/views/speaking_papers.py",
        "registration/views/answering.py",
        "registration/views/form_files.py",
        "registration/views/own_files.py",
        "registration/views/delegation_acts.py",
        "registration/views/grid_page.py",
        "registration/admin/import_bringing.py",
        "registration/admin/note_pages.py",
        "registration/admin/scans.py",
    }
    sources = [path for app in ("conference", "registration", "agenda") for path in (BASE_DIR / app).rglob("*.py")]
    reading = {path for path in sources if "request.FILES" in path.read_text(encoding="utf-8")}
    middle = {"conference/typed.py"}  # which tells only whether there were any
    assert {str(path.relative_to(BASE_DIR)) for path in reading} - middle == views


def test_a_file_that_cannot_be_taken_is_answered_with_a_sentence_and_nothing_is_stored(
    forms: list[FileForm], stored: Any
):
    with nothing_is_written() as compare:
        for sent, form in product(sent_files(), forms):
            text = told(form, sent)
            assert sent.sentence(pictures_alone=form.takes_pictures_alone, tables=form.takes_tables) in text, (
                form.id,
                sent.kind,
            )
            if "may have 12 megabytes" not in text:
                assert any(each in text for each in TOLD), (form.id, sent.kind)
                assert is_kept(form, text), (form.id, sent.kind)
            assert not stored(), (form.id, sent.kind)
            compare()


def test_a_form_without_its_file_says_so(forms: list[FileForm], stored: Any):
    with nothing_is_written():
        # An emblem, and the answer to a question that need not be answered, may be left out.
        for form in [each for each in forms if each.where != "emblem" and not each.where.startswith("question-")]:
            response = form.send()
            assert any(each in response.content.decode() for each in TOLD), form.id
    assert not stored()


def test_a_name_is_kept_as_text_that_leads_nowhere(forms: list[FileForm], stored: Any, tmp_path: Path):
    for form in forms:
        form.beside = {}
        for name in NAMES:
            with transaction.atomic():
                response = form.send((name, picture()))
                text = response.content.decode()
                shown = [*Document.objects.filter(uploaded_at__isnull=False).values_list("name", flat=True)]
                transaction.set_rollback(True)
            assert response.status_code == 200, (form.id, name)
            assert "<script>alert" not in text, form.id
            for kept in shown:
                assert len(kept) <= 200
                assert not set(kept) & set("/\\\x00\x1b\u202e\u2066"), (form.id, name)
    folders = {path.relative_to(tmp_path).parts[0] for path in stored()}
    assert folders <= {"private", "emblems"}
    assert not [path for path in stored() if "evil" in path.name or "passwd" in path.name]


def test_of_two_files_none_that_cannot_be_taken_is_stored(forms: list[FileForm], stored: Any):
    for form in forms:
        evil, good = (form.called("evil.exe"), JPEG_OF_A_PROGRAM), (form.called("good.png"), picture())
        for files in ((evil, good), (good, evil)):
            with transaction.atomic():
                response = form.send(*files)
                transaction.set_rollback(True)
            assert response.status_code in {200, 422}, form.id
    assert all(path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" for path in stored())


def test_a_picture_that_is_something_else_as_well_is_stored_as_a_picture_alone(forms: list[FileForm], stored: Any):
    for form in forms:
        form.beside = {}
        with transaction.atomic():
            form.send(
                (form.called("1.png"), picture() + A_PDF + b"<script>alert(1)</script>" + b"PK\x05\x06" + b"\0" * 18)
            )
            transaction.set_rollback(True)
    assert stored()
    assert not [path for path in stored() if b"script" in path.read_bytes() or b"PDF" in path.read_bytes()]
