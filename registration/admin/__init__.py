"""The Secretariat's pages of participation."""

from registration.admin import (
    categories,
    decision_rounds,
    decisions,
    decline_grounds,
    delegations,
    duplicates,
    imports,
    invitations,
    participants,
    privacy_notices,
    questions,
    registrations,
    requests,
    saved_filters,
    tags,
    vetting,
)

__all__ = [
    "categories",
    "decision_rounds",
    "decisions",
    "decline_grounds",
    "delegations",
    "duplicates",
    "imports",
    "invitations",
    "participants",
    "privacy_notices",
    "questions",
    "registrations",
    "requests",
    "saved_filters",
    "tags",
    "vetting",
]
