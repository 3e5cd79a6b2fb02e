"""``manage.py load_demo``: the demonstration conference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agenda.demonstration.accounts import accounts_text
from agenda.demonstration.identity import SLUG
from agenda.demonstration.load import DemonstrationNotAllowedError, load_demonstration
from conference.models import Conference


class Command(BaseCommand):
    help = "Loads the demonstration conference; where it is loaded already, nothing changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accounts", action="store_true", help="print who can sign in and what each sees; loads nothing"
        )
        parser.add_argument("--reset", action="store_true", help="delete the demonstration first, and begin it afresh")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self.print_accounts()
        elif self.load(reset=options["reset"]):
            self.stdout.write("The demonstration conference is loaded; there it is Monday, 3 June 2019, 09:00.")
        else:
            self.stdout.write("The demonstration conference is loaded already; nothing was changed.")

    def load(self, *, reset: bool) -> bool:
        try:
            return load_demonstration(reset=reset)
        except DemonstrationNotAllowedError as error:
            raise CommandError(str(error)) from error

    def print_accounts(self) -> None:
        if Conference.objects.filter(slug=SLUG).exists():
            self.stdout.write(accounts_text(), ending="")
        else:
            self.stdout.write("The demonstration conference is not loaded: manage.py load_demo loads it.")
