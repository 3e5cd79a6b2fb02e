"""What is still missing, in words that a list or a letter can carry."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import TranslatedText
from registration.models import Delegation, DelegationRole, Question, Registration
from registration.queries.rank import in_rank
from registration.queries.unanswered import WAITS_FOR_ANSWERS, unanswered_by, unanswered_by_delegation
from registration.states import LIVE, RegistrationState

# Translated where something is missing alone: of most registrations nothing is.
GIVEN_NAME, FUNCTION = gettext_lazy("given name"), gettext_lazy("function")
NATIONALITY, ADDRESS = gettext_lazy("nationality"), gettext_lazy("e-mail address")


def outstanding(registration: Registration, unanswered: Iterable[Question | TranslatedText] = ()) -> list[str]:
    """What a registration lacks before it is complete; an empty list where nothing does.

    ``unanswered`` are the required questions that have no answer, or their texts, see ``unanswered_by``.

    An own address is not asked of members of a delegation: missions share mailboxes, and a minister has an office.
    """
    person = registration.participant
    missing = lacks(
        given_names=person.given_names,
        function=person.function,
        nationality=str(person.nationality or ""),
        address=person.email or person.office_email,
        in_a_delegation=registration.delegation_id is not None,
    )
    return [*missing, *map(answer_wanted, unanswered)]


def lacks(*, given_names: str, function: str, nationality: str, address: str, in_a_delegation: bool) -> list[str]:
    """The same of a row of a list, without its models."""
    needed = [(given_names, GIVEN_NAME), (function, FUNCTION)]
    needed.append((nationality, NATIONALITY) if in_a_delegation else (address, ADDRESS))
    return [str(name) for value, name in needed if not value]


def everything_outstanding(registration: Registration) -> list[str]:
    """The same with the questions, of one registration: those of many are asked for together (``unanswered_by``).

    A question that came to be required later is still asked of whoever is beyond that, but holds nobody up.
    """
    waits = registration.state in WAITS_FOR_ANSWERS
    unanswered = unanswered_by([registration]).get(registration.pk, ()) if waits else ()
    return outstanding(registration, unanswered)


def answer_wanted(question: Question | TranslatedText) -> str:
    return _("the answer to “%(question)s”") % {"question": question}


def outstanding_of(delegation: Delegation) -> list[str]:
    """What a delegation still owes: its members' names, a head, and each member's missing particulars."""
    members = in_rank(delegation, delegation.registrations.filter(state__in=LIVE).select_related("participant"))
    if not members:
        return [_("the names of the members of the delegation")]
    nominated = [member for member in members if member.state == RegistrationState.NOMINATED]
    unanswered = unanswered_by(nominated)
    missing = [
        _("%(name)s: %(missing)s") % {"name": member.participant.formal_name, "missing": ", ".join(owed)}
        for member in nominated
        if (owed := outstanding(member, unanswered.get(member.pk, ())))
    ]
    if not any(member.role == DelegationRole.HEAD for member in members):
        missing.insert(0, _("the head of the delegation"))
    return missing + [answer_wanted(each) for each in unanswered_by_delegation(delegation)]
