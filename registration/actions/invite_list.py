"""Many invited in one act: all of a list, or nobody."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Conference, Organisation, OrganisationFamily, OrganisationName, User
from conference.models.dated import Verification
from conference.models.organisation import OF_ONE_CONFERENCE
from conference.reference.sort_keys import sort_key
from registration.actions.invite import invite_organisation, invite_person
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Invitation, Participant, ParticipantCategory
from registration.permissions import can_invite


@dataclass(frozen=True, kw_only=True)
class OrganisationLine:
    """An organisation of the register, or the name of one that is to be entered in it."""

    organisation: Organisation | None
    name: str
    language: str
    email: str
    quota: int | None


@transaction.atomic
def invite_persons(
    people: Sequence[Participant],
    *,
    conference: Conference,
    category: ParticipantCategory,
    reply_by: datetime.date | None,
    by: User,
) -> list[Invitation]:
    """Invites each, in the person's own language. Locks the conference; raises as ``invite_person`` does."""
    return [
        invite_person(
            conference=conference, category=category, person=person, reply_by=reply_by, language=person.language, by=by
        )
        for person in people
    ]


@transaction.atomic
def invite_organisations(
    lines: Sequence[OrganisationLine],
    *,
    conference: Conference,
    category: ParticipantCategory,
    family: OrganisationFamily,
    reply_by: datetime.date | None,
    on_paper: bool,
    by: User,
) -> list[Invitation]:
    """Invites each; who is not in the register is entered, of this ``family``.

    Locks the conference; raises as ``invite_organisation`` does.
    """
    if not can_invite(by, conference):
        raise NotPermittedError
    return [
        invite_organisation(
            conference=conference,
            organisation=line.organisation or enter_organisation(line.name, line.language, family, conference),
            category=category,
            quota=line.quota,
            reply_by=reply_by,
            language=line.language,
            email=line.email,
            by=by,
            on_paper=on_paper,
        )
        for line in lines
    ]


def enter_organisation(name: str, language: str, family: OrganisationFamily, conference: Conference) -> Organisation:
    """A new organisation of this conference. Raises ``RegistrationError`` for an international one.

    Those are everybody's, so that they are entered in the register with care, and by who keeps it.
    """
    if family not in OF_ONE_CONFERENCE:
        raise RegistrationError(
            _("%(name)s is not in the register. An international organisation is entered there first.") % {"name": name}
        )
    made = Organisation.objects.create(conference=conference, family=family)
    OrganisationName.objects.create(
        organisation=made,
        name={language: name},
        sort_key={language: sort_key(name)},
        verified={language: Verification.UNSURE},
    )
    return made
