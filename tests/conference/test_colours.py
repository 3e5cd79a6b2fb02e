"""A conference's own accent is measured when it is given."""

import pytest
from django.core.exceptions import ValidationError

from conference.colours import DARK_GROUNDS, LIGHT_GROUNDS, contrast, is_readable
from tests.factories.conference import make_conference


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#124a7d", "#124a7d") == 1


def test_the_accents_of_the_look_are_readable():
    assert is_readable("#124a7d", LIGHT_GROUNDS)
    assert is_readable("#8fbfee", DARK_GROUNDS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("light", "dark", "refused"),
    [
        ("#124a7d", "#8fbfee", set()),
        ("", "", set()),
        ("#e7bb68", "#8fbfee", {"accent"}),
        ("#124a7d", "#124a7d", {"accent_on_dark"}),
        ("#767676", "#8fbfee", {"accent"}),
        ("#124a7d", "", {"accent_on_dark"}),
        ("", "#8fbfee", {"accent"}),
        ("?!", "?!", {"accent", "accent_on_dark"}),
    ],
)
def test_an_accent_that_cannot_be_read_is_refused(light, dark, refused):
    conference = make_conference()
    conference.accent, conference.accent_on_dark = light, dark
    if not refused:
        conference.full_clean()
        return
    with pytest.raises(ValidationError) as error:
        conference.full_clean()
    assert set(error.value.message_dict) == refused
