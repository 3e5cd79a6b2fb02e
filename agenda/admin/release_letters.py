"""Whom a release is told to, as the officer may see them.

Before it is published with the words of each letter, afterwards with what became of it.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.emails import change_notice
from agenda.models import ChangeNotice, Release
from agenda.queries.notices import PURPOSE, PlannedNotice
from conference.correspondence.admin.message_page import tone_of
from conference.correspondence.compose import Wordings, compose_text
from conference.correspondence.letter import Letter
from conference.correspondence.models import COPY, OutgoingMessage
from conference.correspondence.standing import standing_text
from conference.correspondence.states import MessageState
from conference.formats import language_name
from registration.models import Participant, Visibility

# More words than anybody reads before publishing; the names stand all the same.
MOST_SHOWN = 100


def planned_lines(plans: Iterable[PlannedNotice], *, sees_protected: bool) -> list[dict[str, Any]]:
    """A line a person, those who are told first: the name, how the letter goes, and its words.

    Of these the ones who are not named: a place in the alphabet would tell the initial.
    """
    wordings: Wordings = {}
    lines = []

    def place(plan: PlannedNotice) -> tuple[bool, bool]:
        return not plan.changes, sees_protected or plan.participant.visibility != Visibility.HIDDEN

    for number, plan in enumerate(sorted(plans, key=place)):
        notice = ChangeNotice(since=plan.since, participant=plan.participant)
        letter = change_notice(notice, plan.participant, plan.changes, calendar="") if plan.changes else None
        is_withheld = plan.participant.visibility == Visibility.HIDDEN and not sees_protected
        is_shown = letter is not None and not is_withheld and number < MOST_SHOWN
        lines.append(
            {
                "name": name_for(plan.participant, sees_protected=sees_protected),
                "how": _how(plan, letter),
                "language": language_name(letter.language) if letter else "",
                "code": letter.language if letter else "",
                "letter": compose_text(letter, wordings) if letter and is_shown else None,
                "is_withheld": is_withheld,
                "is_told": bool(plan.changes),
            }
        )
    return lines


def name_for(participant: Participant, *, sees_protected: bool) -> str:
    if participant.visibility == Visibility.HIDDEN and not sees_protected:
        return _("protected participant")
    return participant.formal_name


def _how(plan: PlannedNotice, letter: Letter | None) -> str:
    if not plan.changes:
        return _("all is as this person knows it; the letter that waits is taken back")
    if letter is None:
        return _("no address: please tell this person yourself")
    if letter.by_hand:
        return _("waits to be sent by hand")
    return _("in place of a letter that has not gone") if plan.instead_of else ""


def told_lines(release: Release, *, sees_protected: bool) -> list[dict[str, Any]]:
    """A line a person whom the release concerned, with the letter in the ledger and what became of it."""
    notices = list(release.notices.select_related("participant", "replaced_by__release"))
    rows = OutgoingMessage.objects.filter(purpose=PURPOSE, about_id__in=[notice.pk for notice in notices])
    messages = {row.about_id: row for row in rows.exclude(key__startswith=COPY).defer("text", "html", "calendar")}
    lines = [_told(notice, messages, sees_protected=sees_protected) for notice in notices]
    return sorted(lines, key=lambda line: line.pop("sort_name"))


def _told(
    notice: ChangeNotice, messages: Mapping[UUID | None, OutgoingMessage], *, sees_protected: bool
) -> dict[str, Any]:
    message = messages.get(notice.pk)
    is_open = sees_protected or notice.participant.visibility != Visibility.HIDDEN
    line: dict[str, Any] = {
        "name": name_for(notice.participant, sees_protected=sees_protected),
        "sort_name": notice.participant.sort_name if is_open else "",
        "url": reverse("admin:correspondence_outgoingmessage_change", args=[message.pk]) if message else "",
        "state": standing_text(message) if message else _("No letter"),
        "tone": tone_of(message) if message else "neutral",
        "is_waiting": bool(message and message.state == MessageState.QUEUED and message.attempts == 0),
        "detail": "",
    }
    if notice.replaced_by:
        line["detail"] = _("The letter of release %(number)s took its place.") % {
            "number": notice.replaced_by.release.number
        }
    elif message is None and not notice.participant.email and not notice.participant.office_email:
        line["detail"] = _("no address: please tell this person yourself")
    return line
