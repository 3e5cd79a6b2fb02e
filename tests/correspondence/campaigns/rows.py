"""What the ledger says of a campaign, and where its pages are, for the tests of this folder."""

from django.urls import reverse

from conference.correspondence.models import OutgoingMessage

LIST = "/admin/correspondence/campaign/"


def addresses(campaign):
    rows = OutgoingMessage.objects.filter(act_id=campaign.pk).exclude(key__startswith="copy:")
    return sorted(rows.values_list("recipient", flat=True))


def url(name, campaign, *more):
    return reverse(f"admin:correspondence_campaign_{name}", args=[campaign.pk, *more])
