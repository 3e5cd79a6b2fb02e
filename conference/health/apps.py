from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "conference.health"

    def ready(self) -> None:
        from conference.health import contributions, receivers

        receivers.connect()
        contributions.register()
