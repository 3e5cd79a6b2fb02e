"""The addresses of the ledger's pages."""

from django.urls import reverse

from conference.correspondence.models import OutgoingMessage

LIST = "/admin/correspondence/outgoingmessage/"


def page_of(message: OutgoingMessage) -> str:
    return reverse("admin:correspondence_outgoingmessage_change", args=[message.pk])


def act_of(message: OutgoingMessage, key: str) -> str:
    return reverse("admin:correspondence_outgoingmessage_act", args=[message.pk, key])
