"""An open form writes to whatever address is typed: how many applications are taken within an hour."""

import datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from conference.models import Conference, normalise_email
from registration.errors import TooManyApplicationsError
from registration.models import Registration

HOUR = datetime.timedelta(hours=1)
# Organisations share a mailbox.
APPLICATIONS_AN_HOUR_FOR_AN_ADDRESS = 10
# Generous: a whole congress may sit behind one address of its venue.
APPLICATIONS_AN_HOUR_FOR_A_CLIENT = 100


def client_digest(client: str) -> str:
    """Enough to count by for a day; who applied from where is not kept, nor what came from one place on two days."""
    if not client:
        return ""
    return salted_hmac("application-client", f"{timezone.now():%Y%m%d}:{client}", algorithm="sha256").hexdigest()


def refuse_too_many(conference: Conference, email: str, client: str) -> None:
    """Refuses one application too many to the address, or from the network address, within an hour; one query.

    Only what was submitted by form counts. The caller holds the category's lock, so that the limit holds in a race.
    Raises ``TooManyApplicationsError`` with one sentence, whichever limit it was and whoever is registered.
    """
    counted = Registration.objects.filter(consented_at__gt=timezone.now() - HOUR).aggregate(
        to_address=Count("pk", filter=Q(conference=conference, participant__email=normalise_email(email))),
        from_client=Count("pk", filter=Q(client_digest=client_digest(client)) & ~Q(client_digest="")),
    )
    if (
        counted["to_address"] >= APPLICATIONS_AN_HOUR_FOR_AN_ADDRESS
        or counted["from_client"] >= APPLICATIONS_AN_HOUR_FOR_A_CLIENT
    ):
        raise TooManyApplicationsError(
            _(
                "We have received many applications like yours within the hour. Kindly try again in an hour, or write "
                "to %(email)s; nothing was saved."
            )
            % {"email": conference.contact_email}
        )
