from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "registration"
    verbose_name = _("Participation")

    def ready(self) -> None:
        from registration import contributions

        contributions.register()
