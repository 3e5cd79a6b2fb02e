"""Letters as the Secretariat words them, and rules of reminders, as another conference takes them over."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.actions.copy_frame import FrameCopy
from conference.correspondence.models import LetterTemplate, ReminderRule
from conference.registry import FramePart


def _copy_letters(done: FrameCopy) -> None:
    done.add(LetterTemplate.objects.filter(conference=done.source), conference=done.target)


def _copy_rules(done: FrameCopy) -> None:
    """What was due before the rule was made is not missed: it is made now."""
    rules = ReminderRule.objects.filter(conference=done.source)
    done.add(rules, conference=done.target, created_at=timezone.now())


FRAME_PARTS = (
    FramePart(60, "letters", _("Letters"), lambda conference: conference.letter_templates.count(), _copy_letters),
    FramePart(70, "reminders", _("Reminder rules"), lambda conference: conference.reminder_rules.count(), _copy_rules),
)
