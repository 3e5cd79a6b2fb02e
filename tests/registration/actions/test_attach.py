"""Files of registrations, delegations and invitations: who may attach, replace and open them; what is left of them."""

import datetime
import os
import time

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from conference.actions.clear_expired import clear_expired
from conference.models import TeamRole, User
from conference.uploads import PDF, PNG, Upload
from registration.actions import attach as attaching
from registration.actions.attach import attach, detach, replace
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Document, DocumentKind, UnfinishedForm, Visibility
from registration.models.private_file import private_storage
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_state
from tests.factories.registration import (
    make_delegation,
    make_document,
    make_focal_point,
    make_invitation,
    make_registration,
)

pytestmark = pytest.mark.django_db

LETTER = Upload(b"%PDF-1.4 %%EOF", PDF, "letter.pdf")
FACE = Upload(b"\x89PNG", PNG, "face.png")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(path for path in tmp_path.rglob("*") if path.is_file())


def account(email):
    return User.objects.for_address(email)


def own_of(registration):
    return account(registration.participant.email)


def test_a_file_is_stored_under_a_name_that_nobody_chose(files):
    registration = make_registration()
    document = attach(LETTER, to=registration, kind=DocumentKind.SUPPORTING, by=own_of(registration))
    document.refresh_from_db()
    assert (document.name, document.content_type, document.size) == ("letter.pdf", PDF, 14)
    assert document.sha256 == LETTER.sha256
    assert document.owner == registration
    [path] = files()
    assert path.read_bytes() == LETTER.content
    assert "letter" not in str(path.relative_to(private_storage().path("")))
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(NotImplementedError):
        private_storage().url(document.file.name)


def test_who_may_attach_to_what(files):
    conference = make_conference()
    delegation = make_delegation(conference)
    focal_point = account(make_focal_point(delegation).email)
    member = make_registration(S.NOMINATED, delegation=delegation)
    invitation = make_invitation(to=make_delegation(conference, make_state("KZ")))
    stranger, protocol = account("stranger@people.example"), make_officer(conference, TeamRole.PROTOCOL)
    observer = make_officer(conference, TeamRole.OBSERVER)
    letters = make_officer(conference, TeamRole.CORRESPONDENCE)
    allowed: dict[attaching.Owner, set[User]] = {
        member: {focal_point, protocol, own_of(member)},
        delegation: {focal_point, protocol, letters},
        invitation: {protocol, letters},
    }
    for owner, actors in allowed.items():
        for actor in (focal_point, protocol, letters, observer, stranger, own_of(member)):
            if actor in actors:
                attach(LETTER, to=owner, kind=DocumentKind.SUPPORTING, by=actor)
            else:
                before = files()
                with pytest.raises(NotPermittedError):
                    attach(LETTER, to=owner, kind=DocumentKind.SUPPORTING, by=actor)
                assert files() == before


def test_a_second_photograph_takes_the_place_of_the_first():
    registration = make_registration()
    own = own_of(registration)
    first = attach(FACE, to=registration, kind=DocumentKind.PHOTOGRAPH, by=own)
    second = attach(FACE, to=registration, kind=DocumentKind.PHOTOGRAPH, by=own)
    first.refresh_from_db()
    assert first.ended_at
    assert first.replaced_by == second
    assert list(registration.documents.current()) == [second]


def test_a_photograph_is_a_picture():
    registration = make_registration()
    with pytest.raises(RegistrationError, match="choose a JPEG or PNG"):
        attach(LETTER, to=registration, kind=DocumentKind.PHOTOGRAPH, by=own_of(registration))


def test_what_is_replaced_stays_on_record_and_is_replaced_once():
    delegation = make_delegation()
    focal_point = account(make_focal_point(delegation).email)
    former = make_document(delegation)
    later = replace(former.pk, LETTER, by=focal_point)
    former.refresh_from_db()
    assert (former.replaced_by, later.kind, later.owner) == (later, former.kind, delegation)
    with pytest.raises(RegistrationError, match="meanwhile"):
        replace(former.pk, LETTER, by=focal_point)
    with pytest.raises(RegistrationError, match="meanwhile"):
        detach(former.pk, by=focal_point)
    with pytest.raises(NotPermittedError):
        detach(later.pk, by=account("stranger@people.example"))
    detach(later.pk, by=focal_point)
    assert not delegation.documents.current().exists()
    assert delegation.documents.count() == 2


def test_there_are_not_more_than_a_person_can_look_through(files):
    registration = make_registration()
    for _number in range(attaching.MOST_DOCUMENTS):
        make_document(registration, DocumentKind.SUPPORTING)
    with pytest.raises(RegistrationError, match="20 documents already"):
        attach(LETTER, to=registration, kind=DocumentKind.SUPPORTING, by=own_of(registration))
    assert len(files()) == attaching.MOST_DOCUMENTS


def test_a_file_goes_with_the_transaction_that_fails(files, monkeypatch):
    registration = make_registration()
    with pytest.raises(ZeroDivisionError):
        _store_and_fail(registration)
    assert files() == []
    monkeypatch.setattr(Document, "save", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        attach(LETTER, to=registration, kind=DocumentKind.SUPPORTING, by=own_of(registration))
    assert files() == []


def _store_and_fail(registration):
    with attaching.removing_files_on_failure() as stored:
        document = attaching.keep_document(LETTER, of=registration, kind=DocumentKind.SUPPORTING, by=None)
        stored.append(str(document.file.name))
        raise ZeroDivisionError


def test_orphans_and_what_ended_long_ago_are_cleared_each_hour(files, django_capture_on_commit_callbacks):
    registration = make_registration()
    long_ago = timezone.now() - datetime.timedelta(days=31)
    kept = make_document(registration, DocumentKind.SUPPORTING)
    make_document(registration, DocumentKind.SUPPORTING, ended_at=long_ago)
    make_document(registration.conference.delegations.first() or make_delegation(registration.conference),
                  ended_at=long_ago)  # fmt: skip
    fresh_orphan, orphan = (private_storage().save(f"aa/{name}", ContentFile(b"x")) for name in ("fresh", "old"))
    old = time.time() - 7 * 3600
    os.utime(private_storage().path(orphan), (old, old))
    os.utime(private_storage().path(str(kept.file.name)), (old, old))
    with django_capture_on_commit_callbacks(execute=True):
        cleared = clear_expired().contributed
    assert (cleared["ended documents"], cleared["orphaned files"]) == (1, 1)
    assert Document.objects.count() == 2
    names = {str(path.relative_to(private_storage().path(""))) for path in files()}
    assert names == {fresh_orphan, *Document.objects.values_list("file", flat=True)}


@pytest.mark.parametrize("role", TeamRole)
def test_officers_open_what_their_duty_needs(role):
    conference = make_conference()
    officer = make_officer(conference, role)
    letter = make_document(make_delegation(conference))
    hidden = make_registration(conference=conference, person={"visibility": Visibility.HIDDEN})
    make_document(hidden, DocumentKind.SUPPORTING)
    seen = set(Document.objects.visible_to(officer, conference))
    if role in {TeamRole.AGENDA, TeamRole.OBSERVER, TeamRole.VISA}:
        assert seen == set()
    elif role in {TeamRole.REGISTRATION, TeamRole.DUTY_OF_CARE}:
        assert len(seen) == 2
    else:
        assert seen == {letter}


def test_persons_open_their_own_that_are_current():
    registration = make_registration()
    current = make_document(registration, DocumentKind.SUPPORTING)
    make_document(registration, DocumentKind.SUPPORTING, ended_at=timezone.now())
    conference = registration.conference
    assert list(Document.objects.visible_to(own_of(registration), conference)) == [current]
    assert not Document.objects.visible_to(account("stranger@people.example"), conference)


def test_the_database_wants_one_owner():
    registration = make_registration()
    for owners in ({}, {"registration": registration, "delegation": make_delegation(registration.conference)}):
        with pytest.raises(Exception, match="document_has_one_owner"), transaction.atomic():
            Document.objects.create(kind=DocumentKind.SUPPORTING, name="x", size=1, content_type=PDF, **owners)


def test_what_lies_with_an_unfinished_form_is_changed_there_alone():
    registration = make_registration()
    kept = UnfinishedForm.objects.create(
        conference=registration.conference,
        category=registration.category,
        address=registration.participant.email,
        expires_at=timezone.now(),
    )
    document = make_document(registration, DocumentKind.SUPPORTING)
    Document.objects.filter(pk=document.pk).update(registration=None, unfinished_form=kept)
    with pytest.raises(NotPermittedError):
        detach(document.pk, by=own_of(registration))
