"""After a new key was put first into FIELD_ENCRYPTION_KEYS."""

from typing import Any

from django.core.management import BaseCommand

from conference.actions.rotate_keys import rotate_keys


class Command(BaseCommand):
    help = "Encrypts what is kept encrypted with the first of FIELD_ENCRYPTION_KEYS; then the others can be removed."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rotate_keys()} rows are encrypted with the first key.")
