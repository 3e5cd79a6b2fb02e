"""An invitation before it is issued: whom it may go to, its number, its date, how long its link is good."""

import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.clock import conference_now, conference_today
from conference.models import Conference, Organisation, State
from registration.errors import RegistrationError
from registration.models import Delegation, Invitation, ParticipantCategory
from registration.queries.windows import usual_reply_by, why_no_reply_by


def refuse_state(conference: Conference, state: State, address: str) -> None:
    """Raises ``RegistrationError`` for the host, a State without a name in force, and where no address is known."""
    name = refuse_host_and_nameless(conference, state)
    if not address:
        raise RegistrationError(
            _("No address is known for %(name)s. Please enter one in the register of missions.") % {"name": name}
        )


def refuse_host_and_nameless(conference: Conference, state: State) -> str:
    """The name of the State in force; raises ``RegistrationError`` for the host and where there is none."""
    if state.pk == conference.host_state_id:
        raise RegistrationError(_("The host receives no invitation."))
    try:
        name = state.name_on(conference.starts_on).name
    except ObjectDoesNotExist:
        raise RegistrationError(
            _("The register of States has no name for this State in force at the conference; please enter it first.")
        ) from None
    return str(name)


def refuse_organisation(conference: Conference, organisation: Organisation, address: str, *, on_paper: bool) -> None:
    """Raises ``RegistrationError`` for another conference's, one without a name in force, and without an address."""
    try:
        name = organisation.name_on(conference.starts_on).name
    except ObjectDoesNotExist:
        raise RegistrationError(
            _("The register has no name for this organisation in force at the conference; please enter it first.")
        ) from None
    if organisation.conference_id not in {None, conference.pk}:
        raise RegistrationError(_("This organisation belongs to another conference."))
    if not address and not on_paper:
        raise RegistrationError(
            _("No address is known for %(name)s. Please enter one, or invite it by letter on paper.") % {"name": name}
        )


def refuse_reference_in_use(conference: Conference, reference: str) -> None:
    """Raises ``RegistrationError`` for a number that another invitation has."""
    if reference and conference.invitations.filter(reference=reference).exists():
        raise RegistrationError(_("Another invitation has the number %(number)s.") % {"number": reference})


def next_reference(conference: Conference) -> str:
    """The number after the highest given so far; the caller holds the conference's lock."""
    return f"{conference.note_prefix}{next_number(conference)}"


def next_number(conference: Conference) -> int:
    """As above, without the prefix."""
    prefix = conference.note_prefix
    given = conference.invitations.filter(reference__startswith=prefix).values_list("reference", flat=True)
    numbers = [int(rest) for reference in given if (rest := reference.removeprefix(prefix)).isdecimal()]
    return max(numbers, default=0) + 1


def delegation_to_invite(
    conference: Conference, owner: State | Organisation, category: ParticipantCategory, quota: int | None
) -> Delegation:
    """The delegation, made on first need, with these seats; raises ``RegistrationError`` if invited."""
    whose = {"state": owner} if isinstance(owner, State) else {"organisation": owner}
    delegation, _made = Delegation.objects.update_or_create(
        conference=conference, **whose, defaults={"category": category, "quota": quota}
    )
    if delegation.invitations.exists():
        raise RegistrationError(_("%(name)s is already invited.") % {"name": delegation})
    return delegation


def draft(
    conference: Conference,
    category: ParticipantCategory,
    address: str,
    *,
    reply_by: datetime.date | None,
    language: str,
) -> Invitation:
    """An invitation as it is dated and signed today, to be addressed and issued.

    Raises ``RegistrationError`` for a day to reply by that cannot be kept.
    """
    if reply_by and (refusal := why_no_reply_by(conference, reply_by, category)):
        raise RegistrationError(refusal)
    return Invitation(
        conference=conference,
        category=category,
        email=address,
        dated_on=conference_today(conference),
        signatory=conference.signatory.in_language(language),
        language=language,
        reply_by=reply_by or usual_reply_by(conference, category),
        expires_at=end_of(conference),
    )


def end_of(conference: Conference) -> datetime.datetime:
    """When the conference will be over by the real clock, in which links live, whatever its own clock shows."""
    day_after = conference.ends_on + datetime.timedelta(days=1)
    over_at = datetime.datetime.combine(day_after, datetime.time(), tzinfo=conference.zone)
    return timezone.now() + (over_at - conference_now(conference))
