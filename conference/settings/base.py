"""Settings common to every way of running Plenary; each value that differs comes from the environment."""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from conference.reference.nationalities import nationalities
from conference.settings import schedule
from conference.settings.addresses import celery_broker_url, database_settings

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
SECRET_KEY = env.str("SECRET_KEY", default="")
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", default=[])
DEBUG = env.bool("DEBUG", default=False)
# The demonstration brings officers whose password everybody can read.
DEMONSTRATIONS_ALLOWED = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PORT = env.int("PORT", default=8000)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://localhost:{PORT}").rstrip("/")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Plenary <secretariat@plenary.example>")

INSTALLED_APPS = [
    "agenda",
    "registration",
    "conference.correspondence",
    "conference.jobs",
    "conference.health",
    "conference",
    "conference.apps.PlenaryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_countries",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
]

# The first ones see every response, redirects, errors and static files included.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "conference.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "conference.headers.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "conference.http.PrivateByDefaultMiddleware",
    "conference.headers.ReadableRequestsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "conference.http.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "conference.headers.LargeRequestsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "conference.views.typed_again.TypedAgainMiddleware",
]

ROOT_URLCONF = "conference.urls"
WSGI_APPLICATION = "conference.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "conference.views.language.languages",
            ],
        },
    },
]

# Widgets are drawn by our own templates where there is one.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database_settings(env.str("DATABASE_URL", default=""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "conference.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "accounts:sign-in"
# Officers give a second factor after the password. Whoever has set one up is asked for it, required or not.
STAFF_MFA_REQUIRED = True

# Redis is only the broker and a cache: sessions live in PostgreSQL (DESIGN rule: flushing Redis loses nothing).
REDIS_URL = env.str("REDIS_URL", default="")
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CELERY_BROKER_URL = celery_broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for Redis as long as it takes; and what it delivers meanwhile, it finishes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 5}
# Celery's own logs would go past LOGGING, which covers what no log may keep.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "mail"
WORKER_QUEUES = schedule.WORKER_QUEUES
CELERY_BEAT_SCHEDULER = "conference.health.scheduler:LivelyScheduler"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = schedule.BEAT

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:2525")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 30
# Where other servers send back what they cannot deliver, with a “*” for what tells the messages apart
# (bounces+*@conference.example); and the Maildir or mbox in which that address ends. Empty: nothing is read.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
BOUNCE_MAILBOX = env.str("BOUNCE_MAILBOX", default="")
BOUNCES_KEPT_DAYS = env.int("BOUNCES_KEPT_DAYS", default=30)

# How long the outbox has patience, in seconds; where something fails on purpose (docs/faults.md) they are shorter.
# Who hangs up on a slow server after the end of a message leaves one of which nothing is known.
OUTBOX_ANSWER_SECONDS = 90
OUTBOX_CLAIM_SECONDS = 60
# Longer than four silences of EMAIL_TIMEOUT and the answer.
OUTBOX_LEASE_SECONDS = 300
OUTBOX_BACKOFF_SECONDS = (60, 300, 900, 3600, 10800, 21600, 43200)
OUTBOX_AWAY_SECONDS = 60
OUTBOX_BUSY_SECONDS = 10.0
# So many letters of a campaign are written in one transaction; whoever pauses it waits no longer than for them.
OUTBOX_CAMPAIGN_SLICE = 100
# One domain of recipients: so many letters a minute, in the hands of so many workers of a queue at once; 0 is no limit.
# Codes neither wait nor count. Where it says “too many” nothing is sent to it for so long, then twice as long.
OUTBOX_DOMAIN_PER_MINUTE = env.int("OUTBOX_DOMAIN_PER_MINUTE", default=600)
OUTBOX_DOMAIN_AT_ONCE = env.int("OUTBOX_DOMAIN_AT_ONCE", default=2)
OUTBOX_DOMAIN_REST_SECONDS = 60
BROKER_QUIET_SECONDS = 60.0
OUTBOX_DATABASE_SECONDS = 30.0

# Faults of ours are told on the console, addresses in them without their tokens; Django's own default would mail them.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "masked": {"()": "conference.logs.MaskingFormatter"},
        "process": {
            "()": "conference.logs.MaskingFormatter",
            "format": "[%(asctime)s: %(levelname)s/%(processName)s] %(message)s",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "masked"},
        "process": {"class": "logging.StreamHandler", "formatter": "process"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Workers and beat say what they do, with the time.
        "celery": {"handlers": ["process"], "level": "INFO", "propagate": False},
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # What is not there, and what is refused, is no fault of ours.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("mn", "Монгол")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["conference.date_formats"]
TIME_ZONE = "UTC"
USE_TZ = True

# How often a process looks whether public pages show another edition, in seconds.
PUBLIC_EDITION_SECONDS = 1.0

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people send us: below MEDIA_ROOT, which no address serves, and for the site's own account alone.
    "private": {
        "BACKEND": "conference.private_files.PrivateStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "conference.static_files.CompressedByContent"},
}

# Never printed; the library's own list names States as they do not name themselves.
COUNTRIES_ONLY = nationalities()

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

CSRF_FAILURE_VIEW = "conference.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# Room for a conference's emblem, and for the documents that come with a registration.
REQUEST_MAX_BYTES = 12_000_000
# How many days after its decision a request after the deadline keeps what was entered in it.
REQUESTS_KEPT_DAYS = env.int("REQUESTS_KEPT_DAYS", default=30)
# Our style sheets, scripts and fonts are for our own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-src": [NONE],
        "worker-src": [NONE],
    },
}

PRODUCT_NAME = _("Plenary")
