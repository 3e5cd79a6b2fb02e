"""Who may see that a person takes part: the levels as a person chooses them."""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
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


@dataclass(frozen=True)
class Outputs:
    """What each output shows of a person of one level."""

    level: str
    list_of_participants: str
    agenda: str
    participants: str
    secretariat: str


def outputs_of_levels() -> list[Outputs]:
    """The levels beside one another, in the active language."""
    named, counted, nothing = gettext("your name"), gettext("counted, not named"), gettext("nothing")
    all_officers = gettext("your name")
    few = gettext("your name for registration and duty of care; “protected participant” for all others")
    rows = {
        Level.LISTED: (gettext("your name and function"), named, gettext("can find you"), all_officers),
        Level.NAMED_WHEN_SPEAKING: (counted, named, gettext("cannot find you"), all_officers),
        Level.COUNTED: (counted, gettext("your function only"), gettext("cannot find you"), all_officers),
        Level.HIDDEN: (nothing, gettext("“Speaker”"), gettext("cannot find you"), few),
    }
    return [Outputs(str(level.label), *row) for level, row in rows.items()]


def shown_of(person: Participant) -> list[tuple[str, str]]:
    """What is seen of this person where, by the present choices: terms and what they are."""
    level = level_of(person)
    row = next(outputs for outputs in outputs_of_levels() if outputs.level == str(level.label))
    described = ", ".join(part for part in (person.formal_name, person.function) if part)
    in_the_list = described if level == Level.LISTED else row.list_of_participants
    on_the_agenda = {
        Level.COUNTED: person.function or gettext("“Speaker”"),
        Level.HIDDEN: row.agenda,
    }.get(level, described)
    photographs = gettext("please do not photograph") if person.do_not_photograph else gettext("may be taken")
    return [
        (gettext("List of participants"), in_the_list),
        (gettext("Agenda, where you speak"), on_the_agenda),
        (gettext("Other participants"), row.participants),
        (gettext("Badge and entrance"), person.badge_name or person.formal_name),
        (gettext("Photographs"), photographs),
    ]


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
