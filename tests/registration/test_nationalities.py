import pytest
from django_countries import countries

from registration.forms.widgets import LongSelect


@pytest.mark.parametrize(
    ("code", "name"), [("KR", "Republic of Korea"), ("KP", "Democratic People's Republic of Korea"), ("VA", "Holy See")]
)
def test_nationalities_bear_the_names_that_their_states_use(code, name):
    assert countries.name(code) == name


def test_no_nationality_is_offered_of_places_where_nobody_is_a_national():
    assert not {"AQ", "BV", "HM"} & {code for code, _name in countries}


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
