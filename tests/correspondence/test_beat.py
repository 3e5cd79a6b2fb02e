"""What is asked every minute, and of whom."""

from conference.celery import app

ENTRIES = {entry["task"]: entry for entry in app.conf.beat_schedule.values()}


def test_reminders_are_written_where_letters_to_many_go_so_that_neither_a_code_nor_a_letter_to_one_waits():
    assert ENTRIES["correspondence.fire_reminders"]["options"]["queue"] == "bulk"
    assert ENTRIES["correspondence.sweep"]["options"]["queue"] == "urgent"


def test_what_nobody_took_before_it_is_asked_again_is_dropped():
    assert ENTRIES
    for entry in ENTRIES.values():
        assert entry["options"]["expires"] < entry["schedule"]
