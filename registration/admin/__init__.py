"""The Secretariat's pages of participation."""

from registration.admin import categories, delegations, invitations, participants, registrations, requests

__all__ = ["categories", "delegations", "invitations", "participants", "registrations", "requests"]
