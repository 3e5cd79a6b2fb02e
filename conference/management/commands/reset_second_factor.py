"""For the day when nobody is left who may reset it in the admin."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from conference.actions.second_factor import reset_second_factor
from conference.errors import SecondFactorError
from conference.models import User, normalise_email


class Command(BaseCommand):
    help = "Resets an officer's two-step sign-in; with the next password they set it up anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the officer's e-mail address")
        parser.add_argument("--reason", required=True, help="why, kept in the account's history")

    def handle(self, *args: Any, **options: Any) -> None:
        officer = User.objects.filter(email=normalise_email(options["address"]), is_staff=True).first()
        if officer is None:
            message = "No officer has this address."
            raise CommandError(message)
        try:
            reset_second_factor(officer.pk, reason=options["reason"], by=None)
        except SecondFactorError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Two-step sign-in of {officer.email} was reset.")
