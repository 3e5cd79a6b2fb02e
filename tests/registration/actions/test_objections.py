"""Objections of States: recorded, shown to those who decide, and no veto."""

import datetime
import uuid
from typing import Any

import pytest

from conference.models import TeamRole
from registration.actions.objections import note_withdrawal_of_objection, record_objection
from registration.actions.round_decisions import decide_in_round
from registration.actions.rounds import begin_round
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Objection, ObjectionChannel, Outcome, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_state
from tests.factories.registration import make_registration
from tests.factories.vetting import make_objection


def record(row, by, **changes):
    fields: dict[str, Any] = {
        "state": make_state("KG"),
        "made_on": datetime.date(2019, 5, 2),
        "channel": ObjectionChannel.NOTE,
        "words": "The Mission objects.",
        "form_token": uuid.uuid4(),
    }
    return record_objection(row.pk, by=by, **fields | changes)


def test_an_objection_is_recorded_and_is_no_veto(row, ruth, officer):
    made = record(row, ruth)
    assert (made.recorded_by, made.channel, made.made_on) == (ruth, "note", datetime.date(2019, 5, 2))
    assert record(row, ruth, form_token=made.form_token) == made
    found = begin_round(row.conference, row.category_id, title="First round", by=officer)
    assert decide_in_round(found.pk, row.pk, outcome=Outcome.REGISTERED, by=officer) is not None


def test_objections_are_for_the_officers_who_decide(row, ruth, observer, conference, category):
    make_objection(row, make_state("KG"))
    hidden = make_registration(S.SUBMITTED, conference, category=category, person={"visibility": Visibility.HIDDEN})
    make_objection(hidden, make_state("KG"))
    assert Objection.objects.visible_to(ruth, conference).count() == 1
    assert Objection.objects.visible_to(make_officer(conference, TeamRole.REGISTRATION), conference).count() == 2
    assert not Objection.objects.visible_to(observer, conference).exists()
    for act in (lambda: record(row, observer), lambda: record(hidden, ruth)):
        with pytest.raises(NotPermittedError):
            act()


def test_an_objection_has_words_and_a_day_that_was_and_is_to_an_application(row, ruth, conference):
    for changes, sentence in (({"words": " "}, "what was said"), ({"made_on": datetime.date(2999, 1, 1)}, "to come")):
        with pytest.raises(RegistrationError, match=sentence):
            record(row, ruth, **changes)
    with pytest.raises(RegistrationError, match="diplomatic channel"):
        record(make_registration(S.COMPLETE, conference), ruth)


def test_a_withdrawn_objection_stays_recorded(row, ruth, observer):
    made = record(row, ruth)
    with pytest.raises(NotPermittedError):
        note_withdrawal_of_objection(made.pk, by=observer)
    noted = note_withdrawal_of_objection(made.pk, by=ruth)
    assert (noted.withdrawn_on is not None, noted.withdrawal_recorded_by) == (True, ruth)
    assert note_withdrawal_of_objection(made.pk, by=ruth).withdrawn_on == noted.withdrawn_on
    assert not Objection.objects.standing().exists()
