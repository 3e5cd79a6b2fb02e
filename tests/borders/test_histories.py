"""The admin's own log names nobody whom a later reader may not know."""

from __future__ import annotations

import pytest

from conference.admin.current import FORM_FIELD
from conference.models import TeamRole
from tests.agenda.admin.forms import answers_of
from tests.borders.roles import visitor
from tests.borders.walking import opened
from tests.borders.words import WORD
from tests.borders.world import World

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize("who_saves", ["of_both", "coordinator"])
def test_a_session_remembers_that_a_speaker_was_moved_not_who(who_saves: str, world: World):
    """Saved by an officer who may know the name, or not; read by one who may not."""
    here, editor = world.here, visitor(world, who_saves)
    url = f"/admin/agenda/session/{here.sessions['panel'].pk}/change/"
    answers = answers_of(editor.client.get(url))
    row = next(name for name, value in answers.items() if value == str(here.appearances["hidden_person"].pk))
    answers |= {row.removesuffix("id") + "minutes": "7", FORM_FIELD: str(here.conference.pk)}
    saved = editor.client.post(url, answers)
    assert saved.status_code == 302, saved.content.decode()[:3000]
    here.appearances["hidden_person"].refresh_from_db()
    assert here.appearances["hidden_person"].minutes == 7
    reader = visitor(world, TeamRole.OBSERVER.value)
    for page in (url.replace("change", "history"), url, "/admin/"):
        answer = opened(reader.client, page)
        assert answer.status == 200
        assert not reader.withheld(here).intersection(WORD.findall(answer.text)), page
