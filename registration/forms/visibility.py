"""Who may see that a person takes part: the levels as a person chooses them."""

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.forms.widgets import ExplainedChoice
from registration.models import Participant, ParticipantCategory, Visibility


class Level(models.TextChoices):
    """Visibility and the agenda in one choice, so that no two answers contradict each other."""

    LISTED = "listed", _("Listed")
    NAMED_WHEN_SPEAKING = "named_when_speaking", _("Counted, but named when speaking")
    COUNTED = "counted", _("Counted")
    HIDDEN = "hidden", _("Hidden")


MEANING: dict[Level, str | Promise] = {
    Level.LISTED: _(
        "Your name and function stand in the list of participants and, if you speak, on the agenda; "
        "other participants can find you."
    ),
    Level.NAMED_WHEN_SPEAKING: _(
        "The list of participants counts you without naming you. If you speak, the agenda names you."
    ),
    Level.COUNTED: _(
        "The list of participants counts you without naming you. If you speak, the agenda gives your function only."
    ),
    Level.HIDDEN: _(
        "You appear nowhere, and the agenda never names you. Only the officers for registration and for duty of care "
        "see your name and, in a delegation, its focal point; to all others you are a protected participant."
    ),
}

STORED: dict[Level, tuple[Visibility, bool]] = {
    Level.LISTED: (Visibility.LISTED, True),
    Level.NAMED_WHEN_SPEAKING: (Visibility.COUNTED, True),
    Level.COUNTED: (Visibility.COUNTED, False),
    Level.HIDDEN: (Visibility.HIDDEN, False),
}


def level_of(participant: Participant) -> Level:
    """The level that a participant's data amount to."""
    if participant.visibility == Visibility.COUNTED:
        return Level.NAMED_WHEN_SPEAKING if participant.named_on_agenda else Level.COUNTED
    return Level(participant.visibility)


def proposed_level(category: ParticipantCategory) -> Level:
    """What a category proposes first: the least that its default visibility allows."""
    return Level(category.default_visibility)


def level_choices() -> list[tuple[str, ExplainedChoice]]:
    """Every level with what it means, in the active language."""
    return [(level.value, ExplainedChoice(level.label, MEANING[level])) for level in Level]


def level_field() -> forms.ChoiceField:
    """The question, with every level said plainly."""
    return forms.ChoiceField(
        label=_("Your choice"),
        choices=level_choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may see that you take part")},
    )
