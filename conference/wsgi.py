"""The web server's entrance."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings.production")

application = get_wsgi_application()


def _learn_migrations() -> None:
    """Before the first visitor and, with --preload, once for all processes: reading them takes a second."""
    from conference.health.checks import newest_migrations

    newest_migrations()


_learn_migrations()
