from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class ConferenceConfig(AppConfig):
    name = "conference"
    verbose_name = _("Conference")
    default = True

    def ready(self) -> None:
        from conference import celery, checks, contributions  # noqa: F401  what is asked before a migration
        from conference.forms.plain_words import ask_plainly

        ask_plainly()
        celery.app.set_default()
        contributions.register()


class PlenaryAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own site: one conference at a time, and a first page that tells what waits."""

    default_site = "conference.admin.site.PlenaryAdminSite"
    default = False

    def ready(self) -> None:
        super().ready()
        for page in ("conference", "officers", "registers"):
            import_module(f"conference.admin.{page}")
