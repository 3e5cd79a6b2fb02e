from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "conference.jobs"
    label = "jobs"
    verbose_name = _("Files")

    def ready(self) -> None:
        from conference.jobs import contributions

        contributions.register()
