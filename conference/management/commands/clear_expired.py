"""What beat does each hour, by hand."""

from typing import Any

from django.core.management import BaseCommand

from conference.actions.clear_expired import clear_expired


class Command(BaseCommand):
    help = "Deletes expired sessions, old codes and tries to sign in, and apps whose setting up was never finished."

    def handle(self, *args: Any, **options: Any) -> None:
        cleared = clear_expired()
        self.stdout.write(
            f"Deleted: {cleared.sessions} sessions, {cleared.codes} codes, {cleared.attempts} tries, "
            f"{cleared.second_factors} second factors."
        )
