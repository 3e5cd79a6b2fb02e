"""The columns of registrations: each says what the registration says, to whom it may, at a price that does not grow."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from conference.models import TeamRole
from conference.permissions import ROLES_THAT_REGISTER, ROLES_THAT_SEE_TRAVEL
from registration.models import APPLICATION_FIELDS, DelegationRole, QuestionSubject, Registration, Travel, Visibility
from registration.queries.columns import USUAL, columns_of, rows_for
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer
from tests.factories.questions import make_answer, make_question
from tests.factories.registration import make_delegation, make_invitation, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def registrar(conference):
    return make_officer(conference, TeamRole.REGISTRATION)


def cells_of(conference, officer, **filters):
    """By heading's key, of the one registration that there is."""
    columns = columns_of(conference, officer)
    [row] = rows_for(Registration.objects.filter(conference=conference, **filters), columns)
    return {column.key: column.value(row) for column in columns}


def test_all_that_an_application_tells_is_a_column(conference, registrar):
    assert set(APPLICATION_FIELDS) <= {column.field for column in columns_of(conference, registrar)}


def test_a_row_says_what_the_registration_says(conference, registrar):
    delegation = make_delegation(conference)
    note = make_invitation(conference, to=delegation)
    head = make_registration(S.NOMINATED, delegation=delegation, role=DelegationRole.HEAD)
    adviser = make_registration(
        S.NOMINATED,
        delegation=delegation,
        role=DelegationRole.ADVISER,
        person={"family_name": "Ким", "function": "", "language": "ru", "visibility": Visibility.COUNTED},
    )
    arrival = datetime.datetime(2019, 6, 19, 22, 30, tzinfo=datetime.UTC)
    Travel.objects.create(registration=adviser, arrives_at=arrival, hotel="Shangri-La")

    said = cells_of(conference, registrar, pk=adviser.pk)

    assert said["reference"] == str(adviser.pk) != str(head.pk)
    assert (said["delegation"], said["role"], said["place"]) == ("Kyrgyzstan", "adviser", 2)
    assert (said["category"], said["status"]) == ("Government", "nominated")
    assert (said["family_name"], said["language"], said["nationality"]) == ("Ким", "Русский", "Kyrgyzstan")
    assert (said["visibility"], said["outstanding"]) == ("counted", "function")
    assert said["name"] == adviser.participant.formal_name
    assert (said["invitation"], said["invitation_status"]) == (note.reference, "sent")
    assert said["travel_hotel"] == "Shangri-La"
    assert said["travel_arrives_at"].strftime("%Y-%m-%d %H:%M") == "2019-06-20 06:30"
    assert isinstance(said["since"], datetime.date)


def test_who_has_ended_owes_nothing_and_who_came_alone_has_no_delegation(conference, registrar):
    make_registration(S.DECLINED, conference, person={"function": ""})

    said = cells_of(conference, registrar)

    assert (said["outstanding"], said["delegation"], said["group"], said["invitation"]) == ("", "", "", "")
    assert said["place"] is None


def test_what_stands_under_a_heading_is_in_the_readers_language(conference, registrar):
    make_registration(S.NOMINATED, delegation=make_delegation(conference))
    texts = {}
    for language in ("en", "ru"):
        with translation.override(language):
            said = cells_of(conference, registrar)
            texts[language] = [said[key] for key in ("category", "status", "delegation", "nationality")]

    assert texts["en"] == ["Government", "nominated", "Kyrgyzstan", "Kyrgyzstan"]
    assert texts["ru"][0] == "Правительство"
    assert texts["ru"][3] == "Кыргызстан"


def test_of_a_protected_person_a_colleague_reads_that_there_is_one(conference, registrar):
    colleague = make_officer(conference, TeamRole.PROTOCOL)
    person = {"visibility": Visibility.HIDDEN, "family_name": "Secret", "function": "Witness"}
    make_registration(S.SUBMITTED, conference, person=person)

    told = cells_of(conference, colleague)
    known = cells_of(conference, registrar)

    assert known["family_name"] == "Secret"
    shown = {key: text for key, text in told.items() if text}
    assert set(shown) == {"reference", "category", "status", "since", "family_name", "name"}
    assert shown["family_name"] == shown["name"] == "Protected participant"


@pytest.mark.parametrize("role", TeamRole)
def test_travel_and_gender_are_for_those_whose_duty_they_are(conference, role):
    keys = {column.key for column in columns_of(conference, make_officer(conference, role))}

    assert ("travel_hotel" in keys) == (role in ROLES_THAT_SEE_TRAVEL)
    assert ("gender" in keys) == (role in ROLES_THAT_REGISTER)
    assert set(USUAL) <= keys


def test_no_column_is_of_a_passport_or_of_needs(conference, registrar):
    columns = columns_of(conference, registrar)
    read = " ".join(path for column in columns for path in (column.key, *column.reads))

    assert not any(word in read for word in ("passport", "needs__", "diet", "access"))
    assert len({column.key for column in columns}) == len(columns)
    assert all(column.key.isascii() and str(column.label) and str(column.group) for column in columns)


@pytest.mark.parametrize("count", [1, 100])
def test_all_columns_cost_the_same_few_queries(conference, registrar, count):
    delegation = make_delegation(conference, quota=None)
    for _ in range(count):
        make_registration(S.NOMINATED, delegation=delegation)
    columns = columns_of(conference, registrar)

    with CaptureQueriesContext(connection) as asked:
        rows = [[column.value(row) for column in columns] for row in rows_for(Registration.objects.all(), columns)]

    assert len(rows) == count
    assert len(asked) == 6  # rows, categories, names, places, invitations, whether an answer is required


def test_each_question_is_a_column_for_those_who_may_see_its_answers(conference, registrar):
    delegation = make_delegation(conference)
    registration = make_registration(S.NOMINATED, delegation=delegation)
    panel = make_question(conference)
    health = make_question(conference, is_sensitive=True)
    arrival = make_question(conference, subject=QuestionSubject.DELEGATION)
    make_answer(panel, "Youth", of=registration)
    make_answer(health, "None", of=registration)
    make_answer(arrival, "By train", of=delegation)

    said = cells_of(conference, registrar)
    shown = {column.key: column for column in columns_of(conference, make_officer(conference, TeamRole.OBSERVER))}

    keys = [f"answer:{question.pk}" for question in (panel, health, arrival)]
    assert [said[key] for key in keys] == ["Youth", "None", "By train"]
    assert keys[0] in shown
    assert shown[keys[0]].field == ""  # an import changes no answer
    assert keys[1] not in shown
