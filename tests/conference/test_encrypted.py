"""What the database keeps unreadable, and how its keys are changed."""

import pytest
from cryptography.fernet import Fernet
from django import forms
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.forms import modelform_factory

from conference.actions.rotate_keys import encrypted_models, rotate_keys
from conference.actions.second_factor import reset_second_factor
from conference.models import SecondFactor
from conference.models.encrypted import keyed_digest
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def officer():
    return make_officer(make_conference())


@pytest.fixture
def factor(officer):
    return SecondFactor.objects.create(user=officer, key=SECRET)


def stored(factor):
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM conference_secondfactor WHERE id = %s", [factor.pk])
        [(text,)] = cursor.fetchall()
    return text


def test_it_is_read_as_it_was_written_and_kept_unreadable(factor):
    assert SecondFactor.objects.get(pk=factor.pk).key == SECRET
    assert SECRET not in stored(factor)
    assert factor.key == SECRET, "saving changes nothing in hand"


def test_equal_texts_are_stored_differently(factor, officer):
    other = SecondFactor.objects.create(user=officer, key=SECRET)
    assert stored(factor) != stored(other)


def test_an_empty_text_stays_empty(officer):
    empty = SecondFactor.objects.create(user=officer, key="")
    assert stored(empty) == ""
    assert SecondFactor.objects.get(pk=empty.pk).key == ""


@pytest.mark.parametrize("text", ["Ө ө Ү ү 김 н", "x" * 10_000])
def test_any_text_comes_back(factor, text):
    factor.key = text
    factor.save()
    assert SecondFactor.objects.get(pk=factor.pk).key == text


def test_every_way_of_writing_encrypts(factor):
    SecondFactor.objects.filter(pk=factor.pk).update(key="second")
    assert "second" not in stored(factor)
    factor.key = "third"
    SecondFactor.objects.bulk_update([factor], ["key"])
    assert "third" not in stored(factor)
    factor.refresh_from_db()
    assert factor.key == "third"


@pytest.mark.parametrize("lookup", ["key", "key__contains", "key__startswith", "key__in", "key__length"])
def test_it_cannot_be_searched(lookup):
    with pytest.raises(FieldError):
        SecondFactor.objects.filter(**{lookup: "J"}).exists()


def test_a_form_that_comes_back_with_an_error_shows_what_was_typed(factor):
    class Form(modelform_factory(SecondFactor, fields=["key"])):  # type: ignore[misc]
        def clean(self):
            raise forms.ValidationError("Something else is wrong.")

    form = Form({"key": "typed"}, instance=factor)
    assert not form.is_valid()
    assert "typed" in form.as_p()
    assert "gAAAA" not in form.as_p()
    assert SECRET in Form(instance=SecondFactor.objects.get(pk=factor.pk)).as_p()
    assert SecondFactor.objects.get(pk=factor.pk).key == SECRET


def test_a_new_key_first_the_former_still_reads_and_rotating_makes_it_superfluous(factor, settings, capsys):
    old, new = settings.FIELD_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    assert SecondFactor.objects.get(pk=factor.pk).key == SECRET
    call_command("rotate_keys")
    assert "1 rows are encrypted with the first key." in capsys.readouterr().out
    settings.FIELD_ENCRYPTION_KEYS = [new]
    assert SecondFactor.objects.get(pk=factor.pk).key == SECRET
    assert rotate_keys() == 1, "it may be repeated"


def test_without_its_key_the_fault_names_the_setting_and_no_text(factor, settings):
    ciphertext = stored(factor)
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS") as fault:
        SecondFactor.objects.get(pk=factor.pk)
    assert ciphertext not in str(fault.value)


def test_an_officer_whose_key_nobody_reads_any_more_can_be_helped(factor, officer, settings):
    officer.second_factor = factor
    officer.save()
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    reset_second_factor(officer.pk, reason="The former key is lost.", by=None)
    assert not SecondFactor.objects.exists()


def test_rotating_finds_every_model_with_encrypted_fields():
    found = {model.__name__: fields for model, fields in encrypted_models()}
    assert found == {
        "SecondFactor": ["key"],
        "ParticipantNeeds": ["diet", "diet_note", "access"],
        "Passport": ["name", "number", "issuer", "expires_on", "number_digest"],
        "UnfinishedForm": ["entries"],
    }


def test_a_digest_made_with_the_key_tells_equal_texts_whatever_their_spaces_and_follows_the_key(settings):
    first = keyed_digest("AB 123-4567")
    assert first == keyed_digest("ab1234567") != keyed_digest("AB1234568")
    assert keyed_digest(" - ") == ""
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]
    assert keyed_digest("AB1234567") != first
