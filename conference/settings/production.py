"""Production: refuses to start on a missing secret, and on one that is none, naming it."""

from django.core.exceptions import ImproperlyConfigured

from conference.settings.base import *  # noqa: F403  settings modules extend one another by design
from conference.settings.base import CONTENT_SECURITY_POLICY, DATA_DIR, FIELD_ENCRYPTION_KEYS, SECRET_KEY, env
from conference.settings.keys import faults_of_keys

REQUIRED = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "FIELD_ENCRYPTION_KEYS",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "EMAIL_URL",
)
missing = [name for name in REQUIRED if not env.str(name, default="")]
# All in one message: nobody likes to be sent away twice.
faults = [f"Set {', '.join(missing)} in the environment."] if missing else []
faults += faults_of_keys(SECRET_KEY, FIELD_ENCRYPTION_KEYS, DATA_DIR)
if faults:
    message = f"Plenary cannot start in production. {' '.join(faults)}"
    raise ImproperlyConfigured(message)

DEBUG = False
MAILBOX_ENABLED = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# What asks from inside speaks plain HTTP, and takes a redirection for health.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 31_536_000
# Whether the whole domain is served by HTTPS alone is for its owner to promise, not for one site in it.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Browsers take a cookie of such a name from this very host alone, by HTTPS alone: none of a neighbour's can be planted.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
