"""The registers in the database: entered once, corrected by the Secretariat, refreshed only when asked."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from conference.actions.load_registers import load_registers
from conference.models import Organisation, OrganisationFamily, OrganisationName, State, StateName, Verification

pytestmark = pytest.mark.django_db

JUNE_2019 = datetime.date(2019, 6, 20)


def everything():
    return (
        list(State.objects.order_by("pk").values()),
        list(StateName.objects.order_by("pk").values()),
        list(Organisation.objects.order_by("pk").values()),
        list(OrganisationName.objects.order_by("pk").values()),
    )


def test_a_second_load_changes_nothing():
    first, loaded = load_registers(), everything()
    second = load_registers()
    assert (first.states, first.organisations) == (68, 43)
    assert (second.states, second.organisations) == (0, 0)
    assert everything() == loaded


def test_the_day_of_the_conference_picks_the_name():
    load_registers()
    turkey = State.objects.get(code="TR")
    assert turkey.name_on(JUNE_2019).name["en"] == "Turkey"
    assert turkey.name_on(datetime.date(2022, 6, 1)).name["en"] == "Türkiye"
    macedonia = State.objects.get(code="MK")
    assert macedonia.name_on(datetime.date(2017, 7, 6)).name["en"] == "the former Yugoslav Republic of Macedonia"


def test_names_say_how_far_they_are_proved():
    load_registers()
    liechtenstein = State.objects.get(code="LI").name_on(JUNE_2019)
    assert liechtenstein.verification("mn") == Verification.UNSURE
    assert liechtenstein.verification("ru") == Verification.SOURCE
    assert liechtenstein.genitive == {"ru": "Лихтенштейна", "mn": "Лихтенштейний"}


def test_every_family_is_one_of_the_registers():
    load_registers()
    assert set(Organisation.objects.values_list("family", flat=True)) == {
        OrganisationFamily.UN,
        OrganisationFamily.OSCE,
        OrganisationFamily.REGIONAL,
        OrganisationFamily.OTHER,
        OrganisationFamily.SEATED_WITH_PRESIDENCY,
    }


def test_what_the_secretariat_corrected_stays_unless_a_refresh_is_asked_for():
    load_registers()
    name = State.objects.get(code="LI").names.get()
    StateName.objects.filter(pk=name.pk).update(name={"en": "Liechtenstein", "mn": "Лихтенштайн"})
    load_registers()
    assert State.objects.get(code="LI").names.get().name["mn"] == "Лихтенштайн"
    load_registers(refresh=True)
    assert State.objects.get(code="LI").names.get().name["mn"] == "Лихтенштейн"
    assert StateName.objects.count() == 71


def test_the_command_says_what_it_entered():
    said = StringIO()
    call_command("load_registers", stdout=said)
    assert said.getvalue() == "Entered 68 States and 43 organisations.\n"
