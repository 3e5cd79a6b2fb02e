"""What a host has written: letters in every state, their wording, its reminders, and the admin's own history."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from conference.correspondence.campaign_states import CampaignState
from conference.correspondence.models import (
    Campaign,
    CampaignRecipient,
    CampaignTransition,
    CampaignWording,
    DayToAvoid,
    DeliveryAttempt,
    LetterEnclosures,
    LetterTemplate,
    LetterVersion,
    MailAside,
    OccurrenceOutcome,
    OutgoingMessage,
    ReminderOccurrence,
    ReminderRule,
)
from conference.correspondence.states import MessageState
from conference.jobs.models import FileMade, Job, Layout
from conference.models import TeamRole
from registration.models import Registration
from tests.borders.host import Host
from tests.borders.words import PROTECTED, TEAM
from tests.factories.returned import give_back

COORDINATING = frozenset({"coordinator", "of_both", "of_there", "superuser"})


def add_letters(host: Host) -> None:
    """To persons of every visibility, in every state; a wording of its own, a rule that has come due once."""
    people = {
        "nominee": MessageState.SENT,
        "applicant": MessageState.FAILED,
        "registered": MessageState.QUEUED,
        "speaker": MessageState.UNKNOWN,
        "declined": MessageState.HELD,
        "withdrawn": MessageState.CANCELLED,
        "twice": MessageState.SENT,
        "hidden_person": MessageState.SENT,
        "bodyguard": MessageState.FAILED,
    }
    for name, state in people.items():
        readers = (PROTECTED if name in {"hidden_person", "bodyguard"} else TEAM) | {name}
        host.messages[name] = _message(host, host.registrations[name], state, host.words.new(readers))
        if state == MessageState.SENT and name != "twice":
            give_back(host.messages[name], words=f"550 {host.words.new(readers - {name})}")
    _add_wording(host)
    _add_reminder(host)
    _add_campaigns(host)
    _add_file(host)
    _add_history(host)


def _sheet(word: str) -> dict[str, Any]:
    """A certificate, as it stands in a letter's row."""
    said = (
        "author",
        "letterhead",
        "signatory",
        "notice",
        "dated",
        "title",
        "document_title",
        "before_name",
        "function",
    )
    data = dict.fromkeys((*said, "after_name", "conference", "place", "dates", "emblem_alt"), "Said")
    return {
        "kind": "certificate",
        "name": f"Certificate {word}.pdf",
        "plain_name": "certificate.pdf",
        "template": "certificate",
        "dated": "2019-06-03T12:00:00+00:00",
        "emblem": "",
        "data": {**data, "language": "en", "accent": "#1c2430", "emblem": None, "name": word},
    }


def _message(host: Host, about: Registration, state: MessageState, word: str) -> OutgoingMessage:
    person = about.participant
    message = OutgoingMessage.objects.create(
        conference=host.conference,
        key=f"registration_received:{person.email}:{about.pk}:1",
        purpose="registration_received",
        state=state,
        recipient=person.email,
        recipient_name=person.formal_name,
        copy_to=f"copy.{person.email}",
        language="en",
        subject=f"Subject {word}",
        text=f"Text {word}",
        html=f"<p>Text {word}</p>",
        calendar=f"BEGIN:VCALENDAR {word}",
        enclosures=[_sheet(word)],
        about_type="registration.registration",
        about_id=about.pk,
        message_id=f"<{host.words.new()}@messages.example>",
        sent_at=timezone.now() if state == MessageState.SENT else None,
        next_attempt_at=timezone.now() + datetime.timedelta(hours=1),
        attempts=1,
        answer=f"550 {word}",
    )
    DeliveryAttempt.objects.create(message=message, outcome=state, answer=f"550 {word}")
    return message


def _add_wording(host: Host) -> None:
    word = host.words.new()
    LetterEnclosures.objects.create(
        conference=host.conference, purpose="registration_confirmed", number=1, kinds=["calendar"]
    )
    host.wording["template"] = LetterTemplate.objects.create(
        conference=host.conference,
        purpose="registration_received",
        language="en",
        subject=f"Wording {word}",
        body=f"Wording {word} {{contact_name}}",
    )
    host.wording["aside"] = MailAside.objects.create(
        digest=word.rjust(64, "0")[-64:],
        why="unknown",
        conference=host.conference,
        subject=f"Returned {word}",
        words=f"Words {word}",
    )
    LetterVersion.objects.create(
        conference=host.conference,
        purpose="registration_received",
        language="en",
        number=1,
        subject=f"Wording {word}",
        body=f"Wording {word} {{contact_name}}",
        at=timezone.now(),
    )


def _add_reminder(host: Host) -> None:
    rule = ReminderRule.objects.create(
        conference=host.conference,
        name=f"Rule {host.words.new()}",
        condition="invitation_unanswered",
        days_before=3,
        local_time=datetime.time(9),
    )
    host.wording["rule"] = rule
    host.wording["missed"] = ReminderOccurrence.objects.create(
        rule=rule,
        anchor_on=datetime.date(2019, 5, 10),
        due_at=timezone.now() - datetime.timedelta(days=20),
        outcome=OccurrenceOutcome.MISSED,
    )
    host.wording["holiday"] = DayToAvoid.objects.create(
        conference=host.conference, on=datetime.date(2019, 5, 9), name=f"Holiday {host.words.new()}"
    )


def _add_campaigns(host: Host) -> None:
    """A draft, and one that is paused; to somebody the team knows, and to somebody whom few may know."""
    for name, state in (("draft", CampaignState.DRAFT), ("paused", CampaignState.PAUSED)):
        campaign = host.campaigns[name] = Campaign.objects.create(
            conference=host.conference,
            name=f"Campaign {host.words.new()}",
            audience="registrations",
            cut_by=f"List {host.words.new()}",
            state=state,
            scheduled_at=None if state == CampaignState.DRAFT else timezone.now(),
        )
        word = host.words.new()
        CampaignWording.objects.create(
            campaign=campaign, language="en", subject=f"Subject {word}", body=f"Text {word} {{contact_name}}"
        )
        CampaignTransition.objects.create(
            campaign=campaign, origin=CampaignState.DRAFT, target=state, reason=f"Reason {host.words.new()}"
        )
        for position, who in enumerate(("nominee", "hidden_person")):
            word = host.words.new((PROTECTED if who == "hidden_person" else TEAM) | {who})
            CampaignRecipient.objects.create(
                campaign=campaign,
                position=position,
                about_id=host.registrations[who].pk,
                recipient=f"{word}@people.example",
                recipient_name=f"Recipient {word}",
                language="en",
            )


def _add_file(host: Host) -> None:
    """One that the co-ordinator has asked for and not got yet."""
    word = host.words.new(frozenset({"coordinator"}))
    host.jobs["coordinator"] = Job.objects.create(
        conference=host.conference,
        kind="registrations",
        asked_for={"ids": []},
        about=f"List {word}",
        reason=f"Reason {word}",
        language="en",
        asked_by=host.officers[TeamRole.COORDINATOR],
        file_name=f"{word}.csv",
        failure=f"Failure {word}",
    )
    listed = host.words.new(COORDINATING)
    FileMade.objects.create(
        conference=host.conference,
        kind="registrations",
        about=f"List {listed}",
        reason=f"Reason {listed}",
        address=f"{listed}@secretariat.example",
        columns=[["email", f"Heading {listed}"]],
        rows=1,
    )
    registering = COORDINATING | {"registration", "protocol"}
    Layout.objects.create(
        conference=host.conference,
        kind="registrations",
        name=f"Layout {host.words.new(registering)}",
        owner=host.officers[TeamRole.COORDINATOR],
        is_shared=True,
        columns=["email"],
    )


def _add_history(host: Host) -> None:
    """A line of the admin's own log on everything that has a page of history."""
    things: list[Model] = [
        host.conference,
        host.venue,
        host.organisation,
        host.people["nominee"],
        host.sessions["panel"],
        host.registrations["nominee"],
        host.delegations["first"],
        host.invitations["first"],
        *host.categories.values(),
        *host.wording.values(),
    ]
    for thing in things:
        write_history(host, thing)
    for thing in (
        host.people["hidden_person"],
        host.registrations["hidden_person"],
        host.invitations["hidden_invitee"],
    ):
        write_history(host, thing, readers=PROTECTED)


def write_history(host: Host, thing: Model, *, readers: frozenset[str] = TEAM, of_a_register: bool = False) -> None:
    """That the host's co-ordinator changed something, in words that stand nowhere else.

    What is changed in a register everybody may read; by whom, the host's own team alone.
    """
    word = "names" if of_a_register else host.words.new(readers)
    LogEntry.objects.create(
        user=host.officers[TeamRole.COORDINATOR],
        content_type=ContentType.objects.get_for_model(thing),
        object_id=str(thing.pk),
        object_repr=f"Row {word}",
        action_flag=CHANGE,
        change_message=f"Changed {word}",
    )
