"""Whatever is typed into a field: a sentence or a good end, nothing half stored, nothing typed lost, no error page."""

from __future__ import annotations

import html
import re
from itertools import product
from typing import Any

import pytest

from tests.borders.rows_kept import nothing_is_written
from tests.borders.world import World
from tests.hostile.forms_shown import ShownForm, controls_of, shown_forms
from tests.hostile.words_typed import EVERYTHING, NUL, TEN_THOUSAND

pytestmark = pytest.mark.usefixtures("db")
ANSWERS = {200, 302, 303, 400, 404, 409, 410, 422, 429}
UNSEEN = re.compile(r"[\x00-\x1f\x7f\s]+")


def submitted(form: ShownForm, answers: dict[str, Any]) -> tuple[int, str]:
    """Status and text of what comes back; whatever was stored is undone, so that every field meets the same page."""
    from django.db import transaction

    with transaction.atomic():
        response = form.client.post(form.url, answers)
        text = response.content.decode()
        transaction.set_rollback(True)
    return response.status_code, text


def is_refused(text: str) -> bool:
    """By a summary, beside the field, or in a notice on the page one is led to."""
    return any(each in text for each in ('class="error-summary"', 'aria-invalid="true"', "notice-trouble"))


def is_kept(typed: str, text: str) -> bool:
    """Whether the page gives back what was typed, but for what no page can hold."""
    return UNSEEN.sub("", typed)[:60] in UNSEEN.sub("", html.unescape(text))


def test_whatever_is_typed_everywhere_is_answered_in_a_sentence_and_kept(world: World):
    for form, (kind, typed) in product(shown_forms(world), EVERYTHING.items()):
        if form.typed:
            status, text = submitted(form, form.answers() | dict.fromkeys(form.typed, typed))
            assert status in ANSWERS, (form.id, kind)
            assert "<script>alert(" not in text, form.id
            if is_refused(text):
                assert is_kept(typed, text), (form.id, kind)


def test_each_field_alone_refuses_or_takes_ten_thousand_letters(world: World):
    for form in shown_forms(world):
        for name in form.typed:
            status, _text = submitted(form, form.answers() | {name: TEN_THOUSAND})
            assert status in ANSWERS, (form.id, name)


def test_what_cannot_be_kept_is_refused_beside_its_field_and_nothing_is_stored(world: World):
    for form in shown_forms(world):
        for name in form.typed:
            with nothing_is_written():
                response = form.client.post(form.url, form.answers() | {name: NUL}, follow=True)
            assert response.status_code in ANSWERS, (form.id, name)
            assert is_refused(response.content.decode()), (form.id, name)


def test_choices_that_are_not_offered_are_refused(world: World):
    for form in shown_forms(world):
        for control in form.told_apart:
            if control.choices and control.kind != "checkbox":
                for made_up in ("made-up", NUL):
                    with nothing_is_written():
                        response = form.client.post(form.url, form.answers() | {control.name: made_up})
                    assert response.status_code in ANSWERS - {302}, (form.id, control.name)


def test_hidden_fields_that_are_forged_or_gone_store_nothing(world: World):
    for form in shown_forms(world):
        for name in form.hidden:
            for forged in (None, "x", NUL, "9" * 40):
                answers = form.answers() | {name: forged}
                if forged is None:
                    del answers[name]
                status, _text = submitted(form, answers)
                assert status in ANSWERS, (form.id, name, forged)


def test_a_field_that_comes_twice_is_answered_like_one(world: World):
    for form in shown_forms(world):
        answers = {name: [value, f"{value} again"] for name, value in form.answers().items()}
        assert submitted(form, answers)[0] in ANSWERS, form.id


def test_fields_nobody_asked_for_change_nothing(world: World):
    """State, visibility, conference, seats: what a form does not ask it does not take."""
    smuggled = {
        "state": "registered",
        "is_outside_quota": "on",
        "conference": str(world.there.conference.pk),
        "participant": str(world.there.people["nominee"].pk),
        "search_text": "smuggled",
        "never_write_automatically": "on",
        "badge_name": "Smuggled",
        "listed_name": "Smuggled",
        "is_staff": "on",
    }
    for form in shown_forms(world):
        before = {person.pk: (person.listed_name, person.badge_name) for person in world.here.people.values()}
        response = form.client.post(form.url, smuggled | form.answers())
        assert response.status_code in ANSWERS, form.id
        for person in world.here.people.values():
            person.refresh_from_db()
            assert (person.listed_name, person.badge_name) == before[person.pk], form.id
            assert person.conference_id == world.here.conference.pk
            assert not person.never_write_automatically


def test_the_forms_are_read_whole(world: World):
    """Else nothing is tried: the fields that matter are among those that are found."""
    found = {form.address.name: set(form.controls) for form in shown_forms(world)}
    assert {"given_names", "family_name", "email", "form_token"} <= found["registration:form"]
    assert {"given_names", "role"} <= found["registration:nominate"]
    assert {"email"} <= found["accounts:sign-in"]
    assert len(found) >= 15, sorted(found)
    assert controls_of('<form method="post"><textarea name="a">\nb</textarea></form>')["a"].value == "b"
