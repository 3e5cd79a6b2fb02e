"""The settings of the tests, where what takes minutes takes seconds: for processes whose servers fail on purpose."""

from typing import Any

from conference.settings.base import env
from conference.settings.test import *  # noqa: F403  settings modules extend one another by design
from conference.settings.test import CELERY_BEAT_SCHEDULE


def hurried(entry: dict[str, Any]) -> dict[str, Any]:
    """What is asked every minute, asked every second."""
    return entry | {"schedule": 1.0, "options": entry["options"] | {"expires": 5}}


EMAIL_TIMEOUT = env.float("HURRIED_EMAIL_TIMEOUT", default=5.0)
OUTBOX_ANSWER_SECONDS = env.float("HURRIED_ANSWER", default=6.0)
OUTBOX_CLAIM_SECONDS = env.float("HURRIED_CLAIM", default=3.0)
OUTBOX_LEASE_SECONDS = env.float("HURRIED_LEASE", default=5.0)
OUTBOX_BACKOFF_SECONDS = (1, 2, 1, 0, 0, 0, 0)
# All letters of these tests go to one domain.
OUTBOX_DOMAIN_PER_MINUTE = env.int("HURRIED_PER_MINUTE", default=0)
OUTBOX_DOMAIN_REST_SECONDS = 2
OUTBOX_AWAY_SECONDS = env.float("HURRIED_AWAY", default=1.0)
OUTBOX_BUSY_SECONDS = 2.0
# Three of forty, and of five thousand the hundred of production.
OUTBOX_CAMPAIGN_SLICE = env.int("HURRIED_SLICE", default=max(3, env.int("FAULTS_MESSAGES", default=40) // 50))
BROKER_QUIET_SECONDS = env.float("HURRIED_QUIET", default=2.0)
CELERY_BEAT_SCHEDULE = {name: hurried(entry) for name, entry in CELERY_BEAT_SCHEDULE.items()}
