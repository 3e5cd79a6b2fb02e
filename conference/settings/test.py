"""The test suite: throw-away PostgreSQL and Redis, whose addresses tests/conftest.py puts into the environment."""

from conference.settings.base import *  # noqa: F403  settings modules extend one another by design
from conference.settings.base import STORAGES
from conference.settings.keys import TEST_FIELD_ENCRYPTION_KEY, TEST_SECRET_KEY

SECRET_KEY = TEST_SECRET_KEY
FIELD_ENCRYPTION_KEYS = [TEST_FIELD_ENCRYPTION_KEY]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILBOX_ENABLED = True
PUBLIC_EDITION_SECONDS = 0.0
DEMONSTRATIONS_ALLOWED = True
STAFF_MFA_REQUIRED = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
