"""What is asked every minute, and of whom."""

from conference.celery import app

ENTRIES = {entry["task"]: entry for entry in app.conf.beat_schedule.values()}


def test_reminders_wait_with_the_letters_so_that_no_code_waits_for_them():
    assert ENTRIES["correspondence.fire_reminders"]["options"]["queue"] == "mail"
    assert ENTRIES["correspondence.sweep"]["options"]["queue"] == "urgent"


def test_what_nobody_took_before_it_is_asked_again_is_dropped():
    assert ENTRIES
    for entry in ENTRIES.values():
        assert entry["options"]["expires"] < entry["schedule"]
