"""The test suite: throw-away PostgreSQL and Redis, whose addresses tests/conftest.py puts into the environment."""

from conference.settings.base import *  # noqa: F403  settings modules extend one another by design
from conference.settings.base import STORAGES

SECRET_KEY = "only-for-tests"
FIELD_ENCRYPTION_KEYS = ["dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILBOX_ENABLED = True
DEMONSTRATIONS_ALLOWED = True
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
