"""What a cell holds of a closed list is understood in each language, whichever the page is read in."""

import pytest
from django.utils.translation import override

from registration.imports.vocabularies import vocabulary_of
from registration.queries.column_kinds import labels_of, of_choices
from registration.states import RegistrationState


@pytest.mark.parametrize("read_in", ["en", "ru", "mn"])
@pytest.mark.parametrize("written_in", ["en", "ru", "mn"])
def test_a_word_is_understood_in_each_language(read_in, written_in):
    column = of_choices("state", "Status", "", "state", labels_of(RegistrationState.choices))
    with override(written_in):
        word = str(RegistrationState.SUBMITTED.label)
    with override(read_in):
        assert column.value({"state": "submitted"})
        assert vocabulary_of(column).meaning_of(word) == RegistrationState.SUBMITTED
