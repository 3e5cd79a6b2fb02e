"""The queues of work, and what is asked of the workers again and again."""

from typing import Any

# Each must have a worker: /readyz says so when one has not.
WORKER_QUEUES = ("urgent", "mail", "bulk", "work")

# What is asked every minute is worth nothing a minute later: a worker that was away finds one task, not a thousand.
# Reminders are many letters: to write them is the work of those who send to many, never of those with a code in hand.
BEAT: dict[str, Any] = {
    "sweep-the-outbox": {
        "task": "correspondence.sweep",
        "schedule": 60.0,
        "options": {"queue": "urgent", "expires": 55},
    },
    "fire-reminders": {
        "task": "correspondence.fire_reminders",
        "schedule": 60.0,
        "options": {"queue": "bulk", "expires": 55},
    },
    "read-bounces": {
        "task": "correspondence.read_bounces",
        "schedule": 60.0,
        "options": {"queue": "work", "expires": 55},
    },
    "write-campaigns": {
        "task": "correspondence.write_campaigns",
        "schedule": 60.0,
        "options": {"queue": "bulk", "expires": 55},
    },
    "sweep-the-jobs": {
        "task": "jobs.sweep",
        "schedule": 60.0,
        "options": {"queue": "work", "expires": 55},
    },
    "release-rounds-of-decisions": {
        "task": "registration.release_rounds",
        "schedule": 60.0,
        "options": {"queue": "work", "expires": 55},
    },
    "look-for-duplicates": {
        "task": "registration.look_for_duplicates",
        "schedule": 60.0,
        "options": {"queue": "work", "expires": 55},
    },
    # Each hour: a site that is switched off at night is cleared, too.
    "clear-what-has-expired": {
        "task": "conference.clear_expired",
        "schedule": 3600.0,
        "options": {"queue": "work", "expires": 3500},
    },
} | {
    f"hear-the-worker-of-{queue}": {
        "task": "health.answer",
        "schedule": 30.0,
        "options": {"queue": queue, "expires": 25},
    }
    for queue in WORKER_QUEUES
}
