"""Development and evaluation on one machine: the mailbox is on, keys are made once and kept in the data folder."""

from typing import Any, cast

from conference.embedded.addresses import database_url, redis_url, sockets_folder
from conference.embedded.keys import development_key
from conference.settings.addresses import celery_broker_url, database_settings
from conference.settings.base import *  # noqa: F403  settings modules extend one another by design
from conference.settings.base import DATA_DIR, DEBUG, FIELD_ENCRYPTION_KEYS, SECRET_KEY, STORAGES, TEMPLATES, env

SECRET_KEY = SECRET_KEY or development_key(DATA_DIR, "secret-key")
FIELD_ENCRYPTION_KEYS = FIELD_ENCRYPTION_KEYS or [development_key(DATA_DIR, "field-encryption-key")]
MAILBOX_ENABLED = True
DEMONSTRATIONS_ALLOWED = True
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=False)

# Without addresses, the embedded servers of the data folder: manage.py works beside a site that runs.
_sockets = sockets_folder(DATA_DIR)
DATABASES = {"default": database_settings(env.str("DATABASE_URL", default="") or database_url(_sockets))}
REDIS_URL = env.str("REDIS_URL", default="") or redis_url(_sockets)
CELERY_BROKER_URL = celery_broker_url(REDIS_URL)

# Compressing for the network takes ten seconds at the first start and wins nothing on one machine.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "conference.static_files.NamedByContent"}}

if DEBUG:
    # Django's cached loader would show a changed template only after a restart.
    TEMPLATES[0]["APP_DIRS"] = False
    cast("dict[str, Any]", TEMPLATES[0]["OPTIONS"])["loaders"] = [
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
