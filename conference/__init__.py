"""The project package and the lowest app: what registration and agenda stand on."""

from conference.celery import app as celery_app

__all__ = ["celery_app"]
