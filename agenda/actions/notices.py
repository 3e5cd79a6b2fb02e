"""The letters of a release: one a person, in place of those that have not gone."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.actions.locking import lock_conference
from agenda.calendars import calendar_of_letter
from agenda.emails import change_notice
from agenda.errors import LettersWereSentError
from agenda.models import ChangeNotice, Listing, Release
from agenda.queries.attending import Audience
from agenda.queries.concern import PersonalChange
from agenda.queries.notices import PlannedNotice, unsettled_messages
from agenda.queries.published import render_nameless
from agenda.queries.snapshot import ChangeEntry, entries_by_id
from conference.clock import conference_now
from conference.correspondence import ledger, outbox
from conference.models import Conference, User
from registration.emails import page_address


def lock_unsettled(conference: Conference) -> None:
    """Locks the letters that have not gone: a worker that has claimed one first has it, and it counts as on its way."""
    list(unsettled_messages(conference).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def write_notices(release: Release, plans: Iterable[PlannedNotice], *, by: User | None) -> list[ChangeNotice]:
    """Records whom a release concerns, takes back what no longer holds, and writes the letters.

    It is part of the caller's transaction, which holds the conference, and the letters by :func:`lock_unsettled`. A
    release without letters records alone.
    """
    plans = list(plans)
    notices = {
        plan.participant.pk: ChangeNotice(release=release, since=plan.since, participant=plan.participant)
        for plan in plans
        if plan.changes
    }
    ChangeNotice.objects.bulk_create(notices.values())
    _take_back(plans, notices, by=by)
    if not release.is_without_letters:
        held = {notices[plan.participant.pk].pk for plan in plans if plan.changes and plan.is_held}
        told = {notices[plan.participant.pk]: plan.changes for plan in plans if plan.changes}
        wait = datetime.timedelta(minutes=release.conference.agenda_letters_wait)
        _write(release, told, outbox.Held(release.pk, timezone.now() + wait))
        if held and by is not None:
            ledger.set_aside(held, by=by, answer=_("Held back, as the letter in whose place it is."))
    return list(notices.values())


@transaction.atomic
def send_letters_after_all(release_id: UUID, *, by: User) -> Release:
    """Writes the letters of a release that was published without, to whom no later release was told to.

    They tell what holds now. Locks the conference. Raises ``LettersWereSentError``, ``NotPermittedError``.
    """
    conference = lock_conference(Release.objects.only("conference_id").get(pk=release_id).conference_id, by=by)
    release = Release.objects.select_for_update(no_key=True).get(pk=release_id)
    release.conference = conference
    if not release.is_without_letters or release.letters_sent_at is not None:
        raise LettersWereSentError
    release.letters_sent_at, release.letters_sent_by = conference_now(conference), by
    release.save(update_fields=["letters_sent_at", "letters_sent_by"])
    last = Release.objects.last_of(conference) or release
    later = ChangeNotice.objects.filter(release__conference=conference, release__number__gt=release.number)
    notices = list(
        release.notices.filter(replaced_by=None)
        .exclude(participant__in=later.values("participant"))
        .select_related("participant", "since")
    )
    _write(last, _told_now(conference, last, notices), outbox.Held(release.pk, timezone.now()))
    return release


@transaction.atomic
def send_letters_now(release_id: UUID, *, by: User) -> int:
    """Lets the letters of a release go that wait for a further one; gives how many. Locks them.

    Raises ``NotPermittedError``.
    """
    release = Release.objects.select_related("conference").defer("snapshot").get(pk=release_id)
    lock_conference(release.conference_id, by=by)
    return ledger.hasten(release.pk)


def _told_now(
    conference: Conference, last: Release, notices: Sequence[ChangeNotice]
) -> dict[ChangeNotice, tuple[PersonalChange, ...]]:
    """What each is to be told today; nobody for whom all is as it was."""
    sinces = {notice.since.number if notice.since else 0: notice.since for notice in notices}
    concern = Audience(conference, entries_by_id(last), sinces.values(), conference_now(conference))
    changes = {number: concern.since(since) for number, since in sinces.items()}
    found = {}
    for notice in notices:
        notice.participant.conference = conference
        told = changes[notice.since.number if notice.since else 0].get(notice.participant_id)
        if told:
            found[notice] = told
    return found


def _take_back(plans: Iterable[PlannedNotice], notices: Mapping[UUID, ChangeNotice], *, by: User | None) -> None:
    """What has told nothing is cancelled; what is on its way or in doubt is not sent again once it comes back."""
    replaced: dict[UUID | None, list[UUID]] = defaultdict(list)
    waiting: list[UUID] = []
    in_doubt: list[UUID] = []
    for plan in plans:
        new = notices.get(plan.participant.pk)
        for each in plan.instead_of:
            replaced[new.pk if new else None].append(each.notice.pk)
            (waiting if each.has_told_nothing else in_doubt).append(each.notice.pk)
    for new_pk, old_pks in replaced.items():
        if new_pk is not None:
            ChangeNotice.objects.filter(pk__in=old_pks).update(replaced_by=new_pk)
    ledger.supersede(waiting, in_doubt, by=by, answer=_("Taken back: the agenda has changed again."))


def _write(release: Release, told: Mapping[ChangeNotice, tuple[PersonalChange, ...]], held: outbox.Held) -> None:
    """The letters that tell what the release, the last one, says."""
    letters = [
        letter
        for notice, changes in told.items()
        if (letter := change_notice(notice, notice.participant, changes, calendar=_calendar(release, notice, changes)))
    ]
    outbox.enqueue_all(letters, held)


def _calendar(release: Release, notice: ChangeNotice, changes: Sequence[PersonalChange]) -> str:
    """What the letter encloses, in the person's language: with the UID of the feeds, and their SEQUENCE."""
    conference = release.conference
    told: Mapping[str, ChangeEntry] = release.snapshot["changes"]
    # What stands on the agenda no longer was last changed by being taken off it.
    gone: ChangeEntry = {"release": release.number, "at": release.published_at.astimezone(datetime.UTC).isoformat()}
    with override(conference.language_or_default(notice.participant.language)):
        sessions = [
            render_nameless(conference, change.entry, told.get(str(change.session_id), gone)) for change in changes
        ]
        return calendar_of_letter(
            conference,
            sessions,
            urls={change.session_id: _page(conference, notice, change) for change in changes},
            no_longer={change.session_id for change in changes if change.is_off},
        )


def _page(conference: Conference, notice: ChangeNotice, change: PersonalChange) -> str:
    """The session's page, where everybody may read it; else the speaker's, or the participant's own."""
    if change.new is None or change.new["listing"] != Listing.PUBLIC:
        language = conference.language_or_default(notice.participant.language)
        return page_address(conference, language, "agenda:own" if change.way else "agenda:speaking")
    return f"{settings.PUBLIC_URL}{reverse('agenda:session', args=[conference.slug, change.session_id])}"
