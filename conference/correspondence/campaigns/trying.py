"""How a campaign will read: to each on its list, and as a letter to the officer who words it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.correspondence import outbox
from conference.correspondence.campaigns.audiences import (
    addressees_of,
    letter_of,
    purpose_of,
    sample_values,
    wordings_of,
)
from conference.correspondence.campaigns.drafting import locked
from conference.correspondence.compose import Composed, Wording, compose
from conference.correspondence.errors import CampaignNotReadyError
from conference.correspondence.letter import Letter
from conference.correspondence.models import Campaign, CampaignRecipient, OutgoingMessage, Queue
from conference.models import User

TESTS_AN_HOUR = 20


def letter_to(campaign: Campaign, recipient: CampaignRecipient) -> Composed | None:
    """As it would be written now; nothing where the row is gone, or the campaign has no words. Changes nothing."""
    wordings = wordings_of(campaign)
    addressee = addressees_of(campaign, [recipient.about_id]).get(recipient.about_id)
    return compose(letter_of(campaign, addressee), wordings) if addressee and wordings else None


@transaction.atomic
def send_test(campaign: Campaign, *, language: str, by: User) -> OutgoingMessage:
    """A letter to the officer alone, with the meaning of each placeholder in its place: it tells of nobody.

    Locks the officer's row and the campaign. Raises ``NotPermittedError`` and ``CampaignNotReadyError``.
    """
    User.objects.select_for_update().get(pk=by.pk)
    campaign = locked(campaign.pk, by=by)
    purpose, wordings = purpose_of(campaign), wordings_of(campaign)
    key = (campaign.conference.pk, purpose.key, language)
    if key not in wordings:
        raise CampaignNotReadyError(_("The letter has no words yet. Please word it in one language at least."))
    tests = OutgoingMessage.objects.filter(conference=campaign.conference, recipient=by.email, key__contains=":test:")
    if tests.filter(created_at__gt=timezone.now() - datetime.timedelta(hours=1)).count() >= TESTS_AN_HOUR:
        sentence = _("You have sent yourself %(count)d letters within the hour. Please try again later.")
        raise CampaignNotReadyError(sentence % {"count": TESTS_AN_HOUR})
    worded = wordings[key]
    test = Wording(_("[Test] %(subject)s") % {"subject": worded.subject}, worded.body, worded.language)
    letter = Letter(
        conference=campaign.conference,
        purpose=purpose.key,
        recipient=by.email,
        recipient_name=by.name,
        language=language,
        version=f"test:{campaign.pk}:{tests.count() + 1}",
        values=sample_values(purpose, worded.language),
        queue=Queue.MAIL,
    )
    return outbox.enqueue_all([letter], wordings={key: test}).get()
