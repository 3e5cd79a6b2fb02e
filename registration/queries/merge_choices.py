"""What an officer chooses between when two registrations are merged, and what is proposed."""

from collections.abc import Iterator

from registration.models import FACTS_OF_A_PERSON, Answer, Document, DocumentKind, Participant, Registration, Visibility
from registration.states import HOLDING_A_SEAT, LIVE, RegistrationState, Track

ROLE, PHOTOGRAPH, APPLICATION, ANSWER = "role", "photograph", "application", "answer:"

#: Nobody chooses against a wish to be seen by fewer, to be left unphotographed, to be written to by hand.
STRICTEST = (Visibility.HIDDEN, Visibility.COUNTED, Visibility.LISTED)

S = RegistrationState
FURTHEST = (S.REGISTERED, S.COMPLETE, S.NOMINATED, S.UNDER_REVIEW, S.SUBMITTED, S.CHANGES_REQUESTED, S.WAITLISTED)


def which_stays(one: Registration, other: Registration) -> tuple[Registration, Registration]:
    """Which of the two is proposed to stay, and which to be merged into it.

    The live one; the one that holds a seat; what a State or the host decided before what a person applied for; the one
    that is further; the older.
    """
    first, second = sorted((one, other), key=_rank)
    return first, second


def _rank(row: Registration) -> tuple[bool, bool, bool, int, float]:
    state = S(row.state)
    return (
        state not in LIVE,
        state not in HOLDING_A_SEAT,
        row.track != Track.NOMINATION,
        FURTHEST.index(state) if state in FURTHEST else len(FURTHEST),
        row.created_at.timestamp(),
    )


def differing(kept: Registration, merged: Registration) -> Iterator[str]:
    """The keys between which there is something to choose."""
    for name in FACTS_OF_A_PERSON:
        if getattr(kept.participant, name) != getattr(merged.participant, name):
            yield name
    of_one_delegation = kept.delegation_id and kept.delegation_id == merged.delegation_id
    if of_one_delegation and kept.role != merged.role and merged.state in HOLDING_A_SEAT:
        yield ROLE
    if _both_have_a_photograph(kept, merged):
        yield PHOTOGRAPH
    if hasattr(kept, "application") and hasattr(merged, "application"):
        yield APPLICATION
    yield from (f"{ANSWER}{question}" for question in answered_differently(kept, merged))


def proposed(kept: Registration, merged: Registration) -> set[str]:
    """What is taken from the merged one unless the officer says otherwise: whatever the kept one does not say."""
    person, other = kept.participant, merged.participant
    return {
        name
        for name in differing(kept, merged)
        if name in FACTS_OF_A_PERSON and not getattr(person, name) and getattr(other, name)
    }


def strictest(one: Participant, other: Participant) -> str:
    """The visibility of the two that shows the person to fewer."""
    return next(str(each) for each in STRICTEST if each in {one.visibility, other.visibility})


def answered_differently(kept: Registration, merged: Registration) -> list[str]:
    """The Secretariat's own questions that both answered, and not alike."""
    mine = dict(Answer.objects.filter(registration=kept.pk).values_list("question", "value"))
    theirs = dict(Answer.objects.filter(registration=merged.pk).values_list("question", "value"))
    return [str(question) for question, value in mine.items() if question in theirs and theirs[question] != value]


def _both_have_a_photograph(kept: Registration, merged: Registration) -> bool:
    photographs = Document.objects.current().filter(kind=DocumentKind.PHOTOGRAPH, registration__in=(kept, merged))
    return photographs.count() == 2  # noqa: PLR2004  one of each
