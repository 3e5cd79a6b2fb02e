"""Celery is an alarm clock: it wakes the acts; PostgreSQL decides what is due.

An entrance of the server like wsgi.py: against the production settings unless told otherwise.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings.production")

app = Celery("plenary")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
