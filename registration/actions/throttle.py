"""An open form writes to whatever address is typed, and takes files of anybody: how many of either."""

import datetime

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from conference.models import Conference, normalise_email
from registration.errors import TooManyApplicationsError
from registration.models import Document, Registration, UnfinishedForm

HOUR = datetime.timedelta(hours=1)
# Organisations share a mailbox.
APPLICATIONS_AN_HOUR_FOR_AN_ADDRESS = 10
# Generous: a whole congress may sit behind one address of its venue.
APPLICATIONS_AN_HOUR_FOR_A_CLIENT = 100
# What nobody has submitted yet, of one place: a form takes files of anybody, before anything is known of them.
UNSUBMITTED_BYTES_FOR_A_CLIENT = 1_000_000_000


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
    an_hour_ago = timezone.now() - HOUR
    # Whoever agrees anew to a newer notice submits nothing.
    submitted = Registration.objects.filter(consented_at__gt=an_hour_ago, created_at__gt=an_hour_ago)
    counted = submitted.aggregate(
        to_address=Count("pk", filter=Q(conference=conference, participant__email=normalise_email(email))),
        from_client=Count("pk", filter=Q(client_digest=client_digest(client)) & ~Q(client_digest="")),
    )
    if (
        counted["to_address"] >= APPLICATIONS_AN_HOUR_FOR_AN_ADDRESS
        or counted["from_client"] >= APPLICATIONS_AN_HOUR_FOR_A_CLIENT
    ):
        raise _too_many(conference)


def refuse_too_many_files(kept: UnfinishedForm, size: int) -> None:
    """Refuses a file beyond what all unsubmitted forms of its network address may hold today.

    Raises ``TooManyApplicationsError`` with the same sentence.
    """
    of_client = Document.objects.filter(unfinished_form__client_digest=kept.client_digest).exclude(
        unfinished_form__client_digest=""
    )
    held = of_client.aggregate(held=Sum("size"))["held"] or 0
    if held + size > UNSUBMITTED_BYTES_FOR_A_CLIENT and kept.client_digest:
        raise _too_many(kept.conference)


def _too_many(conference: Conference) -> TooManyApplicationsError:
    return TooManyApplicationsError(
        _(
            "We have received many applications like yours within the hour. Kindly try again in an hour, or write "
            "to %(email)s; nothing was saved."
        )
        % {"email": conference.contact_email}
    )
