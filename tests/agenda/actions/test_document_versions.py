"""The files of a document: one text in each language, replaced ones on record, none left where something fails."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from agenda.actions import document_versions
from agenda.actions.document_versions import keep_version, name_original, remove_version
from agenda.errors import DocumentError, LostUpdateError, NotPermittedError
from agenda.models import DocumentVersion
from conference.actions.clear_expired import clear_expired
from conference.models import TeamRole
from registration.models.private_file import private_storage
from tests.factories.conference import make_conference, make_officer
from tests.factories.documents import a_pdf, make_document, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(path for path in tmp_path.rglob("*") if path.is_file())


@pytest.fixture
def note(db):
    return make_document(make_conference())


def languages_of(document):
    return {each.language: each.is_original for each in document.versions.current()}


def test_a_file_is_kept_under_a_name_that_nobody_chose(note, files):
    text = text_of(note)
    [path] = files()
    assert path.read_bytes() == a_pdf(f"{note} en").content
    assert "note" not in str(path.relative_to(private_storage().path("")))
    assert path.stat().st_mode & 0o077 == 0
    assert (text.name, text.size, len(text.sha256), str(text)) == ("note.pdf", len(path.read_bytes()), 64, "note.pdf")


def test_the_first_text_is_the_original_until_another_is_named(note):
    keep_version(note.pk, a_pdf("ru"), language="ru", by=None)
    assert languages_of(note) == {"en": True, "ru": False}
    name_original(note.pk, language="ru", by=None)
    assert languages_of(note) == {"en": False, "ru": True}
    with pytest.raises(DocumentError, match="no file for “Монгол”"):
        name_original(note.pk, language="mn", by=None)
    remove_version(note.pk, language="ru", by=None)
    assert languages_of(note) == {"en": True}, "one of the texts is the original"


def test_a_replaced_file_stays_on_record_with_who_replaced_it(note, files):
    officer, former = make_officer(note.conference, TeamRole.AGENDA), text_of(note)
    kept = keep_version(note.pk, a_pdf("better"), language="en", by=officer)
    former.refresh_from_db()
    assert (former.ended_by, kept.uploaded_by, kept.is_original) == (officer, officer, True)
    assert former.ended_at
    assert len(files()) == 2
    assert [*note.versions.current()] == [kept]


def test_an_issued_document_keeps_a_text(note):
    with pytest.raises(DocumentError, match="Withdraw the document instead"):
        remove_version(note.pk, language="en", by=None)
    keep_version(note.pk, a_pdf("mn"), language="mn", by=None)
    remove_version(note.pk, language="en", by=None)
    remove_version(note.pk, language="en", by=None)  # a second time is nothing
    assert languages_of(note) == {"mn": True}


def test_of_a_draft_every_file_can_be_taken_away(note):
    begun = make_document(note.conference, is_issued=False)
    remove_version(begun.pk, language="en", by=None)
    assert not begun.versions.current().exists()


def test_a_language_of_which_the_conference_has_none_is_refused(note, files):
    with pytest.raises(DocumentError, match="not held in this language"):
        keep_version(note.pk, a_pdf(), language="fr", by=None)
    assert len(files()) == 1


def test_of_two_officers_the_second_is_told(note, files):
    seen = note.version
    keep_version(note.pk, a_pdf("mine"), language="en", by=None, version=seen)
    for act in (
        lambda: keep_version(note.pk, a_pdf("yours"), language="en", by=None, version=seen),
        lambda: remove_version(note.pk, language="en", by=None, version=seen),
        lambda: name_original(note.pk, language="en", by=None, version=seen),
    ):
        with pytest.raises(LostUpdateError):
            act()
    assert len(files()) == 2


def test_only_who_arranges_the_programme_may(note, files):
    registrar = make_officer(note.conference, TeamRole.REGISTRATION)
    for act in (
        lambda: keep_version(note.pk, a_pdf(), language="en", by=registrar),
        lambda: remove_version(note.pk, language="en", by=registrar),
        lambda: name_original(note.pk, language="en", by=registrar),
    ):
        with pytest.raises(NotPermittedError):
            act()
    assert len(files()) == 1


def test_what_fails_leaves_no_file(note, files, monkeypatch):
    def refuse(_document):
        raise RuntimeError

    monkeypatch.setattr(document_versions, "_touch", refuse)
    with pytest.raises(RuntimeError):
        keep_version(note.pk, a_pdf("lost"), language="ru", by=None)
    assert len(files()) == 1


def test_the_database_keeps_one_text_in_a_language_and_one_original(note):
    text = text_of(note)
    for changes in ({"language": "en", "is_original": False}, {"language": "ru", "is_original": True}):
        twin = DocumentVersion(document=note, name="x", size=1, file=text.file, **changes)
        with pytest.raises(IntegrityError, match="document_has_one"), transaction.atomic():
            twin.save()


def test_what_is_cleared_each_hour_leaves_these_files_alone(note, files):
    orphan = private_storage().path(private_storage().save("aa/orphan", ContentFile(b"x")))
    kept = private_storage().path(str(text_of(note).file.name))
    old = time.time() - 24 * 3600
    for path in (orphan, kept):
        os.utime(path, (old, old))
    assert clear_expired().contributed["orphaned files"] == 1
    assert [str(path) for path in files()] == [kept]
