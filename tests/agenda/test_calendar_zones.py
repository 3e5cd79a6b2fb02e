"""The rules of a zone, against the database of zones."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import vobject

from agenda.calendars.zones import zone_lines

FIRST, LAST = datetime.date(2018, 6, 1), datetime.date(2020, 6, 1)


def rules(name):
    return "\n".join(zone_lines(ZoneInfo(name), FIRST, LAST))


def test_a_change_is_told_by_the_clock_as_it_went_before():
    assert "BEGIN:DAYLIGHT\nDTSTART:20190331T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\n" in rules(
        "Europe/Vienna"
    )
    assert "BEGIN:STANDARD\nDTSTART:20191027T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\n" in rules(
        "Europe/Vienna"
    )


@pytest.mark.parametrize(("name", "changes"), [("Asia/Ulaanbaatar", 0), ("Europe/Vienna", 4), ("Africa/Casablanca", 5)])
def test_there_is_a_rule_for_the_beginning_and_one_for_each_change(name, changes):
    assert rules(name).count("TZOFFSETTO") == 1 + changes


def test_offsets_of_a_quarter_of_an_hour_and_west_of_greenwich_are_written():
    assert "TZOFFSETTO:+0545" in rules("Asia/Kathmandu")
    assert "TZOFFSETTO:-0330" in rules("America/St_Johns")


@pytest.mark.parametrize("name", ["Europe/Vienna", "Australia/Lord_Howe", "America/St_Johns"])
def test_a_calendar_that_knows_no_zones_has_the_right_offset_on_every_day(name):
    zone = ZoneInfo(name)
    read = vobject.readOne("\r\n".join(["BEGIN:VCALENDAR", *zone_lines(zone, FIRST, LAST), "END:VCALENDAR", ""]))
    theirs = read.contents["vtimezone"][0].gettzinfo()

    for number in range(0, 700, 7):
        moment = datetime.datetime(2018, 6, 2, 12, tzinfo=zone) + datetime.timedelta(days=number)
        assert moment.replace(tzinfo=theirs).utcoffset() == moment.utcoffset()
