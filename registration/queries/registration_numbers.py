"""A registration found by a number: its own, the code of its badge, or that of the note or letter that invited."""

import uuid

from django.db.models import Q, QuerySet

from conference.models import Conference
from registration.models import Badge, Invitation, Registration
from registration.models.badge import CODE_LENGTH
from registration.models.invitation import CODE_CHARACTERS

LONGEST_REFERENCE = 60


def found_by_number(
    rows: QuerySet[Registration], words: str, *, conference: Conference, with_protected: bool
) -> QuerySet[Registration] | None:
    """What the words are the number of; None where they are none, and a name is looked for. At most one query."""
    text = words.strip()
    which = _own_number(text) or _code(text) or _reference(conference, text)
    if which is None:
        return None
    return rows.filter(which) if with_protected else rows.filter(which).exclude(public_name_key="")


def _own_number(text: str) -> Q | None:
    try:
        return Q(pk=uuid.UUID(text))
    except ValueError:
        return None


def _code(text: str) -> Q | None:
    """However it was typed: lower case, with hyphens or spaces. A void code finds whose it was."""
    code = text.upper().replace("-", "").replace(" ", "")
    if len(code) != CODE_LENGTH or not set(code) <= set(CODE_CHARACTERS):
        return None
    return Q(pk__in=Badge.objects.filter(code=code).values("registration"))


def _reference(conference: Conference, text: str) -> Q | None:
    """Whom an invitation invited: the person, or everybody of the delegation."""
    if "@" in text or not any(letter.isdigit() for letter in text) or len(text) > LONGEST_REFERENCE:
        return None
    noted = Invitation.objects.filter(reference__iexact=text, conference=conference)
    invitation = noted.only("pk", "delegation").first()
    if invitation is None:
        return None
    is_personal = invitation.delegation_id is None
    return Q(invitation=invitation.pk) if is_personal else Q(delegation=invitation.delegation_id)
