"""Speakers as the recipients of campaigns: with their sessions, as the page of what they speak in tells them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agenda.emails.speaking import time_of
from agenda.models import Appearance
from agenda.states import AppearanceState, SessionState
from conference.models import Conference
from conference.registry import Addressee, Audience, AudienceCondition, LanguageOf
from registration.emails import page_address
from registration.emails.addressing import language_of, salutation_of
from registration.models import Participant, Visibility

Ids = Collection[UUID]


def _held(conference: Conference) -> QuerySet[Appearance]:
    """In sessions that are held, of persons, without those who regretted."""
    held = Appearance.objects.filter(session__conference=conference, session__state=SessionState.SCHEDULED)
    return held.filter(participant__isnull=False).exclude(state=AppearanceState.DECLINED)


def _speakers(conference: Conference, ids: Ids, language_for: LanguageOf) -> Iterator[Addressee]:
    spoken: dict[UUID | None, list[Appearance]] = defaultdict(list)
    rows = _held(conference).filter(participant__in=ids).select_related("session")
    for each in rows.order_by("session__starts_at", "pk"):
        each.session.conference = conference
        spoken[each.participant_id].append(each)
    for person in Participant.objects.filter(conference=conference, pk__in=ids):
        person.conference = conference
        reads = language_of(person)
        language = language_for(reads)
        with override(language):
            values = {
                "participant_name": person.formal_name,
                "sessions": "\n".join(f"– {each.session.title}: {time_of(each.session)}" for each in spoken[person.pk]),
                "speaking_link": page_address(conference, language, "agenda:speaking"),
            }
            name = person.letter_name
        yield Addressee(
            about=person,
            recipient=person.email or person.office_email,
            name=name,
            language=language,
            reads=reads,
            salutation=salutation_of(person),
            copy_to=person.office_email if person.email else "",
            values=values,
            by_hand=person.never_write_automatically,
            is_protected=person.visibility == Visibility.HIDDEN,
        )


def _hidden(conference: Conference) -> QuerySet[Any]:
    return Participant.objects.filter(conference=conference, visibility=Visibility.HIDDEN).values("pk")


def _still_speak(conference: Conference, ids: Ids) -> Ids:
    return set(_held(conference).filter(participant__in=ids).values_list("participant", flat=True))


def _not_answered(conference: Conference, ids: Ids) -> Ids:
    asked = _held(conference).filter(participant__in=ids, state=AppearanceState.INVITED)
    return set(asked.values_list("participant", flat=True))


SPEAKERS = Audience(
    key="speakers",
    label=_("Speakers"),
    list_url_name="admin:agenda_speaker_changelist",
    placeholders={
        "participant_name": _("the participant's formal name"),
        "sessions": _("the sessions with their times, line by line"),
        "speaking_link": _("the link to the speaker's page"),
    },
    links=frozenset({"speaking_link"}),
    addressees=_speakers,
    protected=_hidden,
    conditions={
        "speak": AudienceCondition(_("who speak in a session that is held"), _still_speak),
        "not_answered": AudienceCondition(_("who have not answered"), _not_answered),
    },
)
