"""Development and evaluation on one's own machine: the mailbox is on, keys are made once and kept in the data folder."""

from conference.embedded.keys import development_key
from conference.settings.base import *  # noqa: F403  settings modules extend one another by design
from conference.settings.base import DATA_DIR, FIELD_ENCRYPTION_KEYS, SECRET_KEY

SECRET_KEY = SECRET_KEY or development_key(DATA_DIR, "secret-key")
FIELD_ENCRYPTION_KEYS = FIELD_ENCRYPTION_KEYS or [development_key(DATA_DIR, "field-encryption-key")]
MAILBOX_ENABLED = True
