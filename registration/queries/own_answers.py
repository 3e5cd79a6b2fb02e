"""What somebody answered to the Secretariat's own questions, as a part of their own data."""

from collections.abc import Iterable, Iterator

from conference.own_data import Entry, Item
from registration.models import Registration
from registration.queries.answer_lines import answer_lines


def own_answers(registrations: Iterable[Registration]) -> Iterator[Entry]:
    """Each registration's in the words that were asked; the keys are those of the questions, which never change."""
    for registration in registrations:
        lines = answer_lines(registration)
        if lines:
            yield [Item(line.question.key, line.asked, line.value, line.text) for line in lines]
