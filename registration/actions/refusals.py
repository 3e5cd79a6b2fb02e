"""What more than one act refuses about a registration."""

from django.utils.translation import gettext as _

from registration.errors import RegistrationError
from registration.models import Registration
from registration.queries.duplicates import merge_in_force


def refuse_what_was_merged(registration: Registration) -> None:
    """Raises ``RegistrationError``: what is decided of the person is decided where the registration went."""
    if merge_in_force(registration) is not None:
        raise RegistrationError(
            _("This registration was merged with another of the same person; please go on with that one.")
        )
