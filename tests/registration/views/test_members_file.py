"""A focal point brings the members of a delegation as a file: it fills the grid, and names nobody."""

import io

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registration.models import Registration
from tests.factories.conference import make_user
from tests.factories.registration import make_delegation, make_focal_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return make_delegation(quota=20)


@pytest.fixture
def client(delegation):
    point = make_focal_point(delegation)
    browser = Client()
    browser.force_login(make_user(point.email))
    return browser


def url(delegation, name="nominate-several"):
    return reverse(f"registration:{name}", args=[delegation.conference.slug, delegation.pk])


def send(client, delegation, content, **typed):
    page = client.get(url(delegation))
    given = {"members-TOTAL_FORMS": "12", "members-INITIAL_FORMS": "0"} | typed
    given |= {"form_token": str(page.context["token"]["form_token"].value()), "file_step": "file"}
    if content is not None:
        given["members_file"] = SimpleUploadedFile("members.xlsx", content)
    return client.post(url(delegation), given).content.decode()


def workbook(*rows):
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return written.getvalue()


def test_a_workbook_fills_the_grid_behind_what_was_typed_and_nobody_is_named(client, delegation):
    content = workbook(
        ["Delegation of Mongolia"],
        [],
        ["Family name", "First name", "Role", "Position", "Citizenship"],
        ["Bataar", "Bold", "Head", "Minister", "Mongolia"],
        ["Dorj", "Sarnai", "adviser", "Adviser", "Mongolai"],
    )
    text = send(client, delegation, content, **{"members-0-given_names": "Tuya", "members-0-role": "delegate"})
    assert 'value="Tuya"' in text
    assert 'name="members-1-given_names" value="Bold"' in text.replace("\n", " ")
    assert "“Mongolai” is no country that we know" in text
    assert not Registration.objects.exists()


def test_text_of_another_encoding_fills_it_too(client, delegation):
    text = send(client, delegation, "Имя;Фамилия;Роль\nБолд;Батаар;делегат\n".encode("cp1251"))
    assert 'value="Болд"' in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.4", "no table can be read"),
        (None, "Choose the file with the list"),
        (b"\n\n", "Nothing stands in this file"),
        (b"a;b\n" * 900, "at most 60 fit"),
        (b"x" * 2_100_000, "at most 2 can be taken"),
    ],
)
def test_what_cannot_be_taken_is_told_and_what_was_typed_is_kept(client, delegation, content, said):
    text = send(client, delegation, content, **{"members-0-given_names": "Tuya"})
    assert said in text
    assert 'value="Tuya"' in text


@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_the_workbook_to_fill_in_is_understood_in_each_language(client, delegation, language):
    response = client.get(url(delegation, "nominate-several-workbook"), headers={"accept-language": language})
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    for place, value in enumerate(["Delegate", "Ms.", "Sarnai", "Dorj", "Adviser", "MN", "sarnai@mfa.example"]):
        book.worksheets[0].cell(2, place + 1, value)
    written = io.BytesIO()
    book.save(written)
    text = send(client, delegation, written.getvalue())
    assert "sarnai@mfa.example" in text
    assert "has no column in the grid" not in text
    assert "Dorj" in text


def test_the_workbook_is_for_who_answers_for_the_delegation(delegation):
    stranger = Client()
    stranger.force_login(make_user("stranger@people.example"))
    assert stranger.get(url(delegation, "nominate-several-workbook")).status_code == 404
