"""What stands beside a speaker's name."""

from django.utils.translation import override

from agenda.queries.naming import function_of
from conference.models import TranslatedText
from registration.models import Participant

STATE = TranslatedText(en="Russian Federation", ru="Российская Федерация")


def test_the_state_is_not_said_twice_in_two_languages():
    person = Participant(function="Director", institution="Ministry of Foreign Affairs, Russian Federation")
    with override("ru"):
        assert function_of(person, STATE) == "Director, Ministry of Foreign Affairs, Russian Federation"


def test_the_state_is_added_in_the_language_of_the_page_where_nothing_says_it():
    person = Participant(function="Director", institution="Ministry of Foreign Affairs")
    with override("ru"):
        assert function_of(person, STATE) == "Director, Ministry of Foreign Affairs, Российская Федерация"
    assert function_of(person, None) == "Director, Ministry of Foreign Affairs"
