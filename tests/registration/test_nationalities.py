import pytest
from django.utils.translation import override
from django_countries import countries

from conference.reference.tables import state_rows
from registration.forms.widgets import LongSelect, nationality_choices


@pytest.mark.parametrize(
    ("code", "name"), [("KR", "Republic of Korea"), ("KP", "Democratic People's Republic of Korea"), ("VA", "Holy See")]
)
def test_nationalities_bear_the_names_that_their_states_use(code, name):
    assert countries.name(code) == name


@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_nationalities_bear_the_names_of_the_register_wherever_it_has_the_state(language):
    with override(language):
        names = dict(nationality_choices(language))
    registered = {row.code: row.name[language] for row in state_rows() if row.valid_to is None}

    assert {code: names[code] for code in registered} == registered
    assert len(set(names.values())) == len(names) == 195


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [("ru", "KG", "Кыргызстан"), ("ru", "LR", "Либерия"), ("ru", "MM", "Мьянма"), ("mn", "CG", "Конго")],
)
def test_nationalities_are_named_in_the_language_of_the_page(language, code, name):
    with override(language):
        assert countries.name(code) == name


def test_nationalities_stand_in_the_order_of_the_language():
    with override("mn"):
        names = [name for _code, name in nationality_choices("mn")]
    assert names.index("Оман") < names.index("Өмнөд Африк") < names.index("Пакистан")


def test_no_nationality_is_offered_of_places_where_nobody_is_a_national():
    assert not {"AQ", "BV", "HM", "NC", "TW"} & {code for code, _name in countries}


def test_a_long_list_is_written_as_django_would_write_it_and_escapes_what_it_shows():
    choices = [("", "Not stated"), ("CI", "Côte d'Ivoire"), ("MN", "<Mongolia>")]

    control = LongSelect(choices=choices)
    assert "selected" not in control.render("nationality", "XX<", {})
    drawn = control.render("nationality", "MN", {"id": "id_nationality", "class": "select"})

    assert drawn == (
        '<select name="nationality" class="select" id="id_nationality">'
        '<option value="">Not stated</option><option value="CI">Côte d&#x27;Ivoire</option>'
        '<option value="MN" selected>&lt;Mongolia&gt;</option></select>'
    )
