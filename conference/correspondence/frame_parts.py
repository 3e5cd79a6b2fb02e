"""Letters as the Secretariat words them, and rules of reminders, as another conference takes them over."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conference.actions.copy_frame import FrameCopy
from conference.correspondence.models import LetterEnclosures, LetterTemplate, ReminderRule
from conference.models import Conference
from conference.registry import FramePart


def _count_letters(conference: Conference) -> int:
    """The wordings, and the letters for which somebody chose what goes with them."""
    chosen = LetterEnclosures.objects.filter(conference=conference).values("purpose").distinct()
    return int(conference.letter_templates.count()) + chosen.count()


def _copy_letters(done: FrameCopy) -> None:
    done.add(LetterTemplate.objects.filter(conference=done.source), conference=done.target)
    chosen = LetterEnclosures.objects.filter(conference=done.source).order_by("purpose", "-number").distinct("purpose")
    done.add(chosen, conference=done.target, number=1, by=None, at=timezone.now(), restored_from=None)


def _warn(done: FrameCopy) -> Iterable[str]:
    """Nothing in them is known to be a date or a name: a person has to read them."""
    count = done.source.letter_templates.count()
    if count:
        sentence = ngettext(
            "%(count)d own wording of a letter is taken over word for word. Dates and names that are written in it "
            "remain those of the former conference: please read it before letters are sent.",
            "%(count)d own wordings of letters are taken over word for word. Dates and names that are written in them "
            "remain those of the former conference: please read them before letters are sent.",
            count,
        )
        yield sentence % {"count": count}


def _copy_rules(done: FrameCopy) -> None:
    """What was due before the rule was made is not missed: it is made now."""
    rules = ReminderRule.objects.filter(conference=done.source)
    done.add(rules, conference=done.target, created_at=timezone.now())


FRAME_PARTS = (
    FramePart(
        60,
        "letters",
        _("Letters"),
        _count_letters,
        _copy_letters,
        warns=_warn,
    ),
    FramePart(70, "reminders", _("Reminder rules"), lambda conference: conference.reminder_rules.count(), _copy_rules),
)
