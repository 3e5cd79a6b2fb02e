"""``manage.py load_registers``: the registers of States and organisations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from conference.actions.load_registers import load_registers


class Command(BaseCommand):
    help = "Enters the States and organisations that the registers do not have yet; done twice it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--refresh", action="store_true", help="put the names of the tables in the place of those that are there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_registers(refresh=options["refresh"])
        self.stdout.write(f"Entered {loaded.states} States and {loaded.organisations} organisations.")
