"""``load_demo`` where nothing is loaded: one, the other beside it, whose accounts, and where it may not."""

import pytest
from django.core.management import CommandError

from agenda.demonstration.identity import SEMINAR, WHOLE_OF_SOCIETY
from conference.models import User
from registration.models import Registration
from tests.agenda.demonstration.kept import everything, load
from tests.factories.conference import make_conference

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]


def test_one_of_them_is_loaded_beside_the_other_and_changes_nothing_there():
    assert load(only=WHOLE_OF_SOCIETY.slug) == "Loaded ulaanbaatar-2019; there it is Monday, 3 June 2019, 09:00.\n"
    before = everything()
    assert load() == "Loaded seminar-2017; there it is Wednesday, 14 June 2017, 09:00.\n"
    after = everything()
    for model, rows in before.items():
        assert {row["id"]: row for row in rows}.items() <= {row["id"]: row for row in after[model]}.items(), model
    assert Registration.objects.filter(conference__slug=SEMINAR.slug).count() > 60


def test_the_accounts_are_of_those_that_are_loaded():
    load(only=SEMINAR.slug)
    printed = load(accounts=True)
    assert "coordinator@seminar.demo.example" in printed
    assert "coordinator@demo.example" not in printed


@pytest.mark.parametrize("options", [{}, {"reset": True}])
def test_where_the_settings_do_not_allow_demonstrations_nothing_is_touched(settings, options):
    make_conference(slug=WHOLE_OF_SOCIETY.slug if options else "another-conference")
    there = everything()
    settings.DEMONSTRATIONS_ALLOWED = False
    with pytest.raises(CommandError, match="password is published"):
        load(**options)
    assert everything() == there
    assert not User.objects.exists()


def test_without_it_the_accounts_say_how_to_load_it():
    assert load(accounts=True) == "The demonstration is not loaded: manage.py load_demo loads it.\n"
