"""The registers of States, missions and organisations."""

import pytest
from django.urls import reverse

from conference.models import Mission, Organisation, TeamRole
from tests.agenda.admin.forms import save
from tests.factories.conference import make_mission, make_organisation, make_state
from tests.registration.admin.reading import rows_of, send, text_of

STATES, MISSIONS, ORGANISATIONS = (f"/admin/conference/{name}/" for name in ("state", "mission", "organisation"))


def form_of(thing) -> str:
    return reverse(f"admin:conference_{thing._meta.model_name}_change", args=[thing.pk])


def test_states_are_listed_with_how_far_their_names_are_proved(desk):
    state = make_state("KG")
    state.names.update(verified={"en": "source", "ru": "known", "mn": "unsure"})
    text = text_of(desk.get(STATES))
    assert "Kyrgyzstan participating State EN from a source RU from common usage MN not verified KG" in text


@pytest.mark.parametrize("codes", [["KG"], ["KG", "KZ", "KR", "CA", "TR", "MN"]])
def test_the_list_of_states_costs_the_same(desk, django_assert_max_num_queries, codes):
    for code in codes:
        make_state(code)
    desk.get(STATES)
    with django_assert_max_num_queries(15):
        desk.get(STATES)


def test_a_name_is_corrected_in_every_language_of_the_register_and_said_to_be_proved(desk, conference):
    state = make_state("KG")
    name = state.names.get()
    corrected = {
        "names-0-name_fr": "Kirghizistan",
        "names-0-name_mn": "Киргиз Өө Үү",
        "names-0-verified_fr": "source",
        "names-0-verified_mn": "known",
    }
    before = dict(name.name)
    save(desk, form_of(state), conference, **corrected)
    name.refresh_from_db()
    assert dict(name.name) == before | {"fr": "Kirghizistan", "mn": "Киргиз Өө Үү"}
    assert name.verified == {"fr": "source", "mn": "known"}


def test_a_state_has_one_name_a_day(desk, conference):
    state = make_state("KG")
    added = {
        "names-TOTAL_FORMS": "2",
        "names-1-name_en": "Kirghizia",
        "names-1-formal_name_en": "Kirghizia",
    }
    page = save(desk, form_of(state), conference, **added)
    assert "Two of these names are in force on the same day; give each its days." in text_of(page)
    assert state.names.count() == 1


def test_a_mission_is_listed_in_words_and_written_to_in_a_language_that_there_is(desk, conference):
    mission = make_mission(make_state("KG"))
    text = text_of(desk.get(MISSIONS))
    assert "Delegation of the Kyrgyz Republic to the OSCE Vienna mission.kg@missions.example English" in text
    page = save(desk, form_of(mission), conference, language="tlh")
    assert "Select a valid choice." in text_of(page)
    save(desk, form_of(mission), conference, language="ru")
    assert Mission.objects.get().language == "ru"


def test_a_civil_society_organisation_belongs_to_the_conference_in_which_it_is_entered(
    desk, desk_of, conference, other_conference
):
    save(
        desk,
        f"{ORGANISATIONS}add/",
        conference,
        family="civil_society",
        **{"names-TOTAL_FORMS": "1", "names-0-name_en": "Steppe Dialogue"},
    )
    organisation = Organisation.objects.get()
    assert organisation.conference == conference
    assert rows_of(desk_of(of=other_conference).get(ORGANISATIONS)) == []


def test_an_international_organisation_does_not_become_one_conferences_own(desk, conference):
    organisation = make_organisation()
    page = save(desk, form_of(organisation), conference, family="media")
    assert "Enter it anew." in text_of(page)
    organisation.refresh_from_db()
    assert organisation.family == "regional"


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.PROTOCOL])
def test_other_officers_read_the_registers_and_change_none(desk_of, conference, role):
    client, state = desk_of(role), make_state("KG")
    assert client.get(form_of(state)).status_code == 200
    assert send(client, form_of(state), conference, code="XX").status_code == 403
    for path in (STATES, MISSIONS, ORGANISATIONS):
        assert client.get(path).status_code == 200
    for path in (STATES, ORGANISATIONS):  # missions are entered by whoever invites: test_team.py
        assert client.get(f"{path}add/").status_code == 403
