"""What agenda gives to the registry of the app below."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.permissions import ROLES_THAT_SCHEDULE
from conference.registry import (
    ByState,
    DashboardCard,
    Figure,
    NavigationEntry,
    NavigationGroup,
    OwnPage,
    OwnPart,
    ReminderCondition,
    Waiting,
    registry,
)

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from django.db.models import Q, QuerySet

    from conference.correspondence.letter import Letter
    from conference.correspondence.models import OutgoingMessage, ReminderRule
    from conference.models import Conference, User
    from conference.own_data import Section


def register() -> None:
    from agenda.contributions import seats, side_events
    from agenda.emails.audience import SPEAKERS as TO_SPEAKERS
    from agenda.emails.letter_examples import EXAMPLES
    from agenda.emails.purposes import PURPOSES
    from agenda.exports.speakers import SPEAKERS
    from conference.correspondence.campaigns.audiences import register_audience
    from conference.correspondence.purposes import register_purpose

    registry.own_pages.append(OwnPage(_("My speaking schedule"), "agenda:speaking", _speaks))
    registry.own_pages.append(OwnPage(_("Participants’ agenda"), "agenda:own", _sees_more))
    registry.own_pages.append(OwnPage(_("My documents"), "agenda:own-documents", _has_documents))
    registry.concerns_protected.append(_concerns_protected)
    registry.about_participant += [_appearances_of, _briefs_of, _notices_of, _seats_of]
    registry.own_data.append(_own_data)
    registry.asks.append(_asks)
    registry.own_parts.append(_own_seats)
    registry.public_rows.append(_public_rows)
    registry.knows_files += [_files_of_documents, _files_of_speakers]
    registry.dashboard_cards.append(DashboardCard(figures=_figures, waiting=_waiting))
    registry.add_job_kind(SPEAKERS)
    registry.navigation.append(NavigationGroup("programme", _navigation))
    _register_work()
    registry.navigation.append(NavigationGroup("settings", _settings))
    _register_reminders()
    register_purpose(*PURPOSES)
    side_events.register()
    seats.register()
    registry.letter_examples |= EXAMPLES
    register_audience(TO_SPEAKERS)


def _register_reminders() -> None:
    from agenda.contributions.reach import OF_SPEAKERS

    registry.add_reminder_condition(
        ReminderCondition(
            "speaker_asked",
            _("Speakers of whom something is asked"),
            _days_of_asking,
            _letters_to_speakers,
            _how_many_speakers,
            by_state=ByState(_states_of_speakers, _speakers_by_state),
            reach=OF_SPEAKERS,
        )
    )
    registry.still_needed["speaker_reminder"] = _still_needed


def _still_needed(letters: "Sequence[OutgoingMessage]") -> "set[UUID]":
    """Of reminders that are about to go those whose speaker still owes something."""
    from agenda.queries.reminded import still_owing
    from conference.models import Conference

    about = {letter.about_id for letter in letters if letter.about_id}
    owing: set[UUID] = set()
    for conference in Conference.objects.filter(pk__in={letter.conference_id for letter in letters}):
        owing |= still_owing(conference, about)
    return {letter.pk for letter in letters if letter.about_id in owing}


def _days_of_asking(conference: "Conference") -> "Iterable[datetime.date]":
    from agenda.queries.reminded import days_of_asking

    return days_of_asking(conference)


def _letters_to_speakers(rule: "ReminderRule", anchor_on: "datetime.date") -> "Iterable[Letter]":
    """One letter a person; by the day on which the rule came due another time it is another letter."""
    from agenda.emails import speaker_reminder
    from agenda.queries.reminded import owing_on
    from agenda.queries.speaker_requests import requests_of

    requests = requests_of(rule.conference)
    for owing in owing_on(rule.conference, anchor_on):
        letter = speaker_reminder(owing, requests, version=rule.version_for(anchor_on))
        if letter:
            yield letter


def _how_many_speakers(rule: "ReminderRule", anchor_on: "datetime.date") -> int:
    from agenda.queries.reminded import owing_on

    return len(owing_on(rule.conference, anchor_on))


def _states_of_speakers(people: "Collection[UUID]") -> "Mapping[UUID, UUID]":
    from registration.queries.reminded import states_of_people

    return states_of_people(people)


def _speakers_by_state(rule: "ReminderRule", anchor_on: "datetime.date") -> "Mapping[UUID | None, int]":
    from agenda.queries.reminded import owing_on

    people = [owing.participant.pk for owing in owing_on(rule.conference, anchor_on)]
    states = _states_of_speakers(people)
    return Counter(states.get(person) for person in people)


def _register_work() -> None:
    """The programme as a file, tables of it that are brought, and what of it another conference takes over."""
    from agenda.actions.frame_parts import FRAME_PARTS
    from agenda.exports.programme import PROGRAMME
    from agenda.imports.jobs import KINDS
    from agenda.models import ImportedSession, ProgrammeImport
    from registration.actions.import_table import clear_imports

    registry.frame_parts += FRAME_PARTS
    for kind in (PROGRAMME, *KINDS):
        registry.add_job_kind(kind)
    registry.clearers["imports of the programme"] = lambda: clear_imports(ProgrammeImport, ImportedSession)


def _speaks(user: "User", conference: "Conference") -> bool:
    from agenda.queries.speaking import own_appearances

    return own_appearances(user, conference).exists()


def _sees_more(user: "User", conference: "Conference") -> bool:
    from agenda.queries.entitlement import sees_more_than_the_public

    return sees_more_than_the_public(user, conference)


def _has_documents(user: "User", conference: "Conference") -> bool:
    from agenda.queries.documents import has_own_documents

    return has_own_documents(user, conference)


def _asks(participant_id: "UUID", conference: "Conference") -> "Iterable[dict[str, str]]":
    from agenda.queries.own_asks import own_asks

    return own_asks(participant_id, conference)


def _own_seats(participant_id: "UUID", conference: "Conference") -> "Iterable[OwnPart]":
    from agenda.queries.own_seats import own_seats_part

    return own_seats_part(participant_id, conference)


def _own_data(participant_id: "UUID", conference: "Conference", user: "User") -> "Iterable[Section]":
    from agenda.queries.own_data import own_appearances_data

    return own_appearances_data(participant_id, conference, user)


def _appearances_of(participant_id: "UUID") -> "QuerySet[Any]":
    from agenda.models import Appearance

    return Appearance.objects.filter(participant=participant_id).values("pk")


def _briefs_of(participant_id: "UUID") -> "QuerySet[Any]":
    from agenda.models import SpeakerBrief

    return SpeakerBrief.objects.filter(appearance__participant=participant_id).values("pk")


def _notices_of(participant_id: "UUID") -> "QuerySet[Any]":
    from agenda.models import ChangeNotice

    return ChangeNotice.objects.filter(participant=participant_id).values("pk")


def _seats_of(participant_id: "UUID") -> "QuerySet[Any]":
    from agenda.models import SeatBooking

    return SeatBooking.objects.filter(participant=participant_id).values("pk")


def _concerns_protected(conference: "Conference") -> "Q":
    from django.db.models import Q

    from agenda.models import Appearance, ChangeNotice, SeatBooking, SpeakerBrief
    from registration.models import Visibility

    hidden = Q(participant__visibility=Visibility.HIDDEN)
    asked = Appearance.objects.filter(hidden, session__conference=conference)
    briefed = SpeakerBrief.objects.filter(appearance__in=asked)
    told = ChangeNotice.objects.of(conference).filter(hidden)
    seated = SeatBooking.objects.filter(hidden, session__conference=conference)
    return reduce(or_, (Q(about_id__in=rows.values("pk")) for rows in (asked, briefed, told, seated)))


def _public_rows(conference: "Conference") -> "Iterable[QuerySet[Any]]":
    from agenda.queries.public_rows import public_rows

    return public_rows(conference)


def _files_of_documents(names: "Collection[str]") -> "Iterable[str]":
    from agenda.models import DocumentVersion

    return DocumentVersion.objects.filter(file__in=names).values_list("file", flat=True)


def _files_of_speakers(names: "Collection[str]") -> "Iterable[str]":
    """Papers, and portraits: those that are given and those that are public, which may be others."""
    from agenda.models import SpeakerPaper, SpeakerProfile

    yield from SpeakerPaper.objects.filter(file__in=names).values_list("file", flat=True)
    for field in ("portrait", "public_portrait"):
        yield from SpeakerProfile.objects.filter(**{f"{field}__in": names}).values_list(field, flat=True)


def _figures(_user: "User", conference: "Conference") -> Iterable[Figure]:
    from django.urls import reverse

    from agenda.conflicts import standing_of

    counts = standing_of(conference).counts
    yield Figure(str(counts.sessions), _("Sessions scheduled"), reverse("admin:agenda_session_changelist"))


def _waiting(_user: "User", conference: "Conference") -> Iterable[Waiting]:
    from django.urls import reverse

    from agenda.conflicts import standing_of
    from agenda.contributions import side_events
    from agenda.models import SpeakerProfile
    from agenda.queries.counts import unpublished_changes

    standing, sessions_url = standing_of(conference), reverse("admin:agenda_session_changelist")
    counts = standing.counts
    yield Waiting(
        _("Regrets of speakers"),
        counts.regretted,
        f"{sessions_url}?status=regrets",
        _("The session's page gives the reason."),
        tone="trouble",
    )
    yield Waiting(
        _("Conflicts in the programme"),
        len(standing.open),
        reverse("admin:agenda_acknowledgedconflict_changelist"),
        _("Mend or acknowledge each; the agenda is not published before."),
        tone="trouble",
    )
    waiting = SpeakerProfile.objects.filter(participant__conference=conference).awaiting_word().count()
    yield Waiting(
        _("Biographies and portraits to look at"),
        waiting,
        reverse("admin:agenda_session_speakers_waiting"),
        _("What speakers give is public after your word."),
    )
    yield Waiting(_("Speakers who have not answered"), counts.unconfirmed, f"{sessions_url}?status=to-confirm")
    yield Waiting(_("Sessions without a time"), counts.unscheduled, f"{sessions_url}?status=unscheduled")
    yield Waiting(
        _("Sessions changed since the last release"),
        unpublished_changes(conference),
        reverse("admin:agenda_release_add"),
        _("The public sees the last release until you publish."),
    )
    yield side_events.waiting(counts.side_events)


def _navigation(conference: "Conference") -> Iterable[NavigationEntry]:
    from agenda.conflicts import standing_of

    standing = standing_of(conference)
    yield NavigationEntry(pgettext_lazy("rooms by hours", "Board"), "admin:agenda_session_board")
    yield NavigationEntry(_("Sessions"), "admin:agenda_session_changelist", standing.counts.sessions)
    yield NavigationEntry(_("Speakers"), "admin:agenda_speaker_changelist")
    yield NavigationEntry(_("Conflicts"), "admin:agenda_acknowledgedconflict_changelist", len(standing.open))
    yield NavigationEntry(_("Interpreters"), "admin:agenda_interpreterteam_changelist")
    yield NavigationEntry(_("Times of absence"), "admin:agenda_unavailability_changelist")
    yield NavigationEntry(_("What speakers give"), "admin:agenda_session_speakers_waiting", roles=ROLES_THAT_SCHEDULE)
    yield NavigationEntry(_("Releases"), "admin:agenda_release_changelist")
    yield NavigationEntry(_("Documents"), "admin:agenda_conferencedocument_changelist")
    yield NavigationEntry(
        _("Imports of the programme"), "admin:agenda_programmeimport_changelist", roles=ROLES_THAT_SCHEDULE
    )
    yield NavigationEntry(_("Side events"), "admin:agenda_sideeventproposal_changelist", standing.counts.side_events)


def _settings(_conference: "Conference") -> Iterable[NavigationEntry]:
    yield NavigationEntry(_("Walking times"), "admin:agenda_walkingtime_changelist")
