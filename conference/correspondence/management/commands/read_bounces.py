"""``read_bounces``: what other servers send back, kept with the messages it is about."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conference.correspondence.bounces.mailbox import MailboxError
from conference.correspondence.bounces.reading import read_bounces
from conference.correspondence.models import BounceKind

HOUR = 3600.0


class Command(BaseCommand):
    help = (
        "Reads delivery status notifications from a Maildir, an mbox or by IMAP; what is none is put aside and named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mailbox", nargs="?", default="", help="instead of BOUNCE_MAILBOX")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what came of it. Raises CommandError where there is no mailbox."""
        place = options["mailbox"]
        if not place and not settings.BOUNCE_MAILBOX:
            message = "Name a mailbox, or set BOUNCE_MAILBOX in the environment."
            raise CommandError(message)
        try:
            reading = read_bounces(place, seconds=HOUR)
        except MailboxError as error:
            raise CommandError(str(error)) from error
        for name, why in reading.aside:
            self.stdout.write(f"put aside {name}: {why}")
        self.stdout.write(
            f"{reading.kept[BounceKind.CAME_BACK]} came back, {reading.kept[BounceKind.DELAYED]} delayed, "
            f"{reading.read_before} read before, {reading.filed} that are no notices, {len(reading.aside)} put aside."
        )
