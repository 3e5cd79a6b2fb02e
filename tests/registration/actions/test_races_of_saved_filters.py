"""The same name for two saved filters, from two windows at the same moment, on the real database."""

from collections import Counter

import pytest

from registration.actions.saved_filters import change_filter, keep_filter
from registration.errors import RegistrationError
from registration.models import SavedFilter
from tests.factories.conference import make_conference, make_officer
from tests.registration.actions.racing import while_another_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def officer(conference):
    return make_officer(conference)


def test_one_name_kept_from_two_windows_at_once_is_kept_once_and_told(conference, officer):
    def keeps(name):
        return lambda: keep_filter(conference, by=officer, name=name, query="status=submitted")

    refusal = while_another_waits(keeps("To read"), keeps("to READ"))
    assert isinstance(refusal, RegistrationError)
    assert "of this name already" in str(refusal)
    assert SavedFilter.objects.count() == 1


def test_two_filters_given_one_name_at_once_do_not_both_have_it(conference, officer):
    one, other = (keep_filter(conference, by=officer, name=name, query="") for name in ("One", "Other"))
    refusal = while_another_waits(
        lambda: change_filter(one, by=officer, version=1, name="Mine"),
        lambda: change_filter(other, by=officer, version=1, name="mine"),
    )
    assert isinstance(refusal, RegistrationError)
    assert Counter(SavedFilter.objects.values_list("name", flat=True)) == {"Mine": 1, "Other": 1}
