import pytest
from django_countries import countries


@pytest.mark.parametrize(
    ("code", "name"), [("KR", "Republic of Korea"), ("KP", "Democratic People's Republic of Korea"), ("VA", "Holy See")]
)
def test_nationalities_bear_the_names_that_their_states_use(code, name):
    assert countries.name(code) == name


def test_no_nationality_is_offered_of_places_where_nobody_is_a_national():
    assert not {"AQ", "BV", "HM"} & {code for code, _name in countries}
