import pytest

from conference.correspondence.errors import IllegalMessageTransitionError
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import IN_TROUBLE, TRANSITIONS
from conference.correspondence.states import MessageState as S

ALLOWED = {
    (S.QUEUED, S.SENDING),
    (S.QUEUED, S.HELD),
    (S.QUEUED, S.CANCELLED),
    (S.SENDING, S.SENT),
    (S.SENDING, S.FAILED),
    (S.SENDING, S.UNKNOWN),
    (S.SENDING, S.QUEUED),
    (S.SENDING, S.HELD),
    (S.FAILED, S.QUEUED),
    (S.FAILED, S.CANCELLED),
    (S.UNKNOWN, S.QUEUED),
    (S.UNKNOWN, S.SENT),
    (S.UNKNOWN, S.FAILED),
    (S.UNKNOWN, S.CANCELLED),
    (S.HELD, S.QUEUED),
    (S.HELD, S.CANCELLED),
    (S.BY_HAND, S.SENT),
    (S.BY_HAND, S.CANCELLED),
}


def test_every_state_is_in_the_table():
    assert set(TRANSITIONS) == set(S)


@pytest.mark.parametrize("wanted", S)
@pytest.mark.parametrize("current", S)
def test_every_move_is_as_the_table_says(current, wanted):
    message = OutgoingMessage(state=current)
    if (current, wanted) in ALLOWED:
        message.move_to(wanted)
        assert message.state == wanted
    else:
        with pytest.raises(IllegalMessageTransitionError) as refused:
            message.move_to(wanted)
        assert str(refused.value) == f"A message that is “{current.label}” cannot become “{wanted.label}”."
        assert message.state == current


def test_what_is_sent_or_cancelled_stays_so():
    assert {state for state, wanted in TRANSITIONS.items() if not wanted} == {S.SENT, S.CANCELLED}


def test_what_needs_an_officer_is_in_trouble():
    assert frozenset({S.FAILED, S.UNKNOWN}) == IN_TROUBLE
