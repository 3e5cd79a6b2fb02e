"""``manage.py load_crowd``: a synthetic conference of any size."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agenda.demonstration.identity import PASSWORD
from agenda.management.crowd.conference import OFFICER
from agenda.management.crowd.load import CrowdNotLoadedError, CrowdSize, load_crowd


class Command(BaseCommand):
    help = "Loads a conference of made-up people, for measuring and testing; the same for the same seed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--registrations", type=int, default=1000, help="how many registrations")
        parser.add_argument("--sessions", type=int, default=60, help="how many sessions")
        parser.add_argument("--slug", default="crowd", help="the conference's address")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other people")

    def handle(self, *args: Any, **options: Any) -> None:
        size = CrowdSize(options["registrations"], options["sessions"])
        if min(size.registrations, size.sessions) < 0:
            message = "There cannot be fewer than none."
            raise CommandError(message)
        try:
            load_crowd(options["slug"], size, seed=options["seed"])
        except CrowdNotLoadedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{size.registrations} registrations and {size.sessions} sessions are loaded as “{options['slug']}”. "
            f"Their officer is {OFFICER.format(slug=options['slug'])}, with the password {PASSWORD}."
        )
