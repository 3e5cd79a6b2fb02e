"""``manage.py load_demo``: the conferences of the demonstration."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agenda.demonstration.accounts import accounts_text
from agenda.demonstration.identity import DEMONSTRATIONS, Demonstration
from agenda.demonstration.load import DemonstrationNotAllowedError, load_demonstrations
from conference.models import Conference

BY_SLUG = {demonstration.slug: demonstration for demonstration in DEMONSTRATIONS}


class Command(BaseCommand):
    help = "Loads the conferences of the demonstration; where one is loaded already, nothing changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=BY_SLUG, metavar="SLUG", help=f"one of them: {', '.join(BY_SLUG)}")
        parser.add_argument(
            "--accounts", action="store_true", help="print who can sign in and what each sees; loads nothing"
        )
        parser.add_argument("--reset", action="store_true", help="delete the demonstration first, and begin it afresh")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self.print_accounts()
            return
        wanted = [BY_SLUG[options["only"]]] if options["only"] else DEMONSTRATIONS
        loaded = self.load(wanted, reset=options["reset"])
        for demonstration in loaded:
            self.stdout.write(f"Loaded {demonstration.slug}; there it is {_beginning(demonstration)}.")
        if not loaded:
            self.stdout.write("The demonstration is loaded already; nothing was changed.")

    def load(self, wanted: Sequence[Demonstration], *, reset: bool) -> list[Demonstration]:
        try:
            return load_demonstrations(wanted, reset=reset)
        except DemonstrationNotAllowedError as error:
            raise CommandError(str(error)) from error

    def print_accounts(self) -> None:
        if Conference.objects.filter(slug__in=BY_SLUG).exists():
            self.stdout.write(accounts_text(), ending="")
        else:
            self.stdout.write("The demonstration is not loaded: manage.py load_demo loads it.")


def _beginning(demonstration: Demonstration) -> str:
    begins = datetime.datetime.fromisoformat(demonstration.outline["begins_at"])
    return f"{begins:%A}, {begins.day} {begins:%B %Y, %H:%M}"
