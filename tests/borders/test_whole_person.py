"""The walk knows everything that is kept of a person: hidden, counted, of the focal point's own nationality."""

from __future__ import annotations

import pytest

from tests.borders.whole_person import COUNTED, HIDDEN, rows_of, texts_of, ways_to_a_person
from tests.borders.world import World

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize("names", [HIDDEN, COUNTED], ids=["hidden", "counted"])
def test_a_row_of_every_model_about_a_person_is_walked_past(names: tuple[str, ...], world: World):
    people = [world.here.people[name] for name in names]
    lacking = [model for model in ways_to_a_person() if not any(rows_of(model, person) for person in people)]
    assert not lacking, f"Give one of {names} a row, in tests/borders, of: {lacking}"


@pytest.mark.parametrize("names", [HIDDEN, COUNTED], ids=["hidden", "counted"])
def test_every_text_of_these_persons_bears_a_word(names: tuple[str, ...], world: World):
    root = world.here.words.root.lower()
    for model in ways_to_a_person():
        for name in names:
            for row in rows_of(model, world.here.people[name]):
                for field in texts_of(model):
                    text = str(getattr(row, field.attname)).lower()
                    assert root in text, f"{model.__name__}.{field.name} of {name} says “{text}”"


def test_the_hidden_and_the_counted_share_the_focal_points_nationality(world: World):
    state = world.here.delegations["first"].state
    assert state is not None
    for name in (*HIDDEN, *COUNTED):
        assert world.here.people[name].nationality == state.code
