"""Where two persons turn out to be one, the appearances of the one become the other's."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from agenda.actions.follow_choices import follow_choices, undo_choices
from agenda.actions.follow_side_events import follow_side_events, undo_side_events
from agenda.models import Appearance, SpeakerProfile, Unavailability
from agenda.states import AppearanceState
from conference.models import Conference, User
from registration.errors import RegistrationError
from registration.models import Participant
from registration.signals import Followed

#: What speakers say of themselves, with the Secretariat's word to it.
WORDS = (
    *("biography", "portrait", "given_at", "given_by"),
    *("public_biography", "public_portrait", "published_at", "published_by"),
)


@transaction.atomic
def follow_merge(kept: Participant, merged: Participant, *, conference: Conference, by: User | None) -> Followed:
    """Gives the kept person the merged one's appearances, each as it stands, absences, stars, seats, side events.

    Where the kept person has the same role in the same session, the merged one's is recorded as regrets: nobody stands
    there twice. Locks the appearances of both in the order of their ids, then the sessions of the seats.
    """
    found = _locked(participant__in=(kept, merged))
    held = {(each.session_id, each.role) for each in found if each.participant_id == kept.pk}
    rows, doubled = [], 0
    for each in found:
        if each.participant_id == kept.pk:
            continue
        if (each.session_id, each.role) not in held:
            rows.append({"appearance": str(each.pk)})
            each.participant = kept
            each.save(update_fields=["participant"])
        elif each.state != AppearanceState.DECLINED:
            rows.append({"appearance": str(each.pk)} | _response(each))
            _regret(each, conference, by=by)
            doubled += 1
    rows += _times_away(kept, merged)
    rows += _profile(kept, merged)
    rows += follow_choices(kept, merged)
    rows += follow_side_events(kept, merged)
    return Followed(rows, _sentences(sum("appearance" in row for row in rows) - doubled, doubled))


@transaction.atomic
def undo_follow(kept: Participant, merged: Participant, rows: Iterable[dict[str, Any]]) -> None:
    """Puts back what the merge moved; locks the appearances. Raises ``RegistrationError`` for one that is not there."""
    rows = list(rows)
    away = [row["unavailability"] for row in rows if "unavailability" in row]
    Unavailability.objects.filter(pk__in=away, participant=kept).update(participant=merged)
    profiles = [row["profile"] for row in rows if "profile" in row]
    SpeakerProfile.objects.filter(pk__in=profiles, participant=kept).update(participant=merged)
    if any("words" in row for row in rows):
        _undo_words(kept, merged)
    undo_choices(kept, merged, rows)
    undo_side_events(kept, merged, rows)
    before = {row["appearance"]: row for row in rows if "appearance" in row}
    found = _locked(pk__in=before)
    if len(found) < len(before) or any(each.participant_id not in {kept.pk, merged.pk} for each in found):
        raise RegistrationError(_("An appearance on the agenda has changed since: the merge can no longer be undone."))
    for each in found:
        row = before[str(each.pk)]
        each.participant = merged
        if "state" in row:
            each.state, each.reason, each.responded_by_id = row["state"], row["reason"], row["responded_by_id"]
            each.responded_at = parse_datetime(row["responded_at"]) if row["responded_at"] else None
        each.save(update_fields=["participant", "state", "reason", "responded_at", "responded_by"])


def _times_away(kept: Participant, merged: Participant) -> list[dict[str, Any]]:
    """When the one is not available, neither is the other."""
    times = Unavailability.objects.select_for_update(no_key=True).filter(participant=merged).order_by("pk")
    rows = [{"unavailability": str(each.pk)} for each in times]
    Unavailability.objects.filter(participant=merged).update(participant=kept)
    return rows


def _profile(kept: Participant, merged: Participant) -> list[dict[str, Any]]:
    """Biography, portrait and the rest follow where the kept person has said nothing of that; else their own stands.

    Whoever only chose a zone, or said to have seen what changed, has said nothing of themselves: the words follow.
    """
    held = {each.participant_id: each for each in _profiles(kept, merged)}
    own, other = held.get(kept.pk), held.get(merged.pk)
    if other is None:
        return []
    if own is None:
        SpeakerProfile.objects.filter(pk=other.pk).update(participant=kept)
        return [{"profile": str(other.pk)}]
    if own.biography or own.portrait or not (other.biography or other.portrait):
        return []
    _word(own, {name: getattr(other, name) for name in WORDS})
    return [{"words": str(own.pk)}]


def _undo_words(kept: Participant, merged: Participant) -> None:
    """The kept person had none; what was said anew since stays."""
    held = {each.participant_id: each for each in _profiles(kept, merged)}
    own, other = held.get(kept.pk), held.get(merged.pk)
    if own and other and (own.biography, own.portrait) == (other.biography, other.portrait):
        nothing = SpeakerProfile()
        _word(own, {name: getattr(nothing, name) for name in WORDS})


def _profiles(*people: Participant) -> Iterable[SpeakerProfile]:
    found: Iterable[SpeakerProfile] = SpeakerProfile.objects.select_for_update(no_key=True).filter(
        participant__in=people
    )
    return found


def _word(profile: SpeakerProfile, words: dict[str, Any]) -> None:
    for name, value in words.items():
        setattr(profile, name, value)
    profile.version += 1
    profile.save(update_fields=[*words, "version"])


def _response(appearance: Appearance) -> dict[str, Any]:
    at = appearance.responded_at
    return {
        "state": appearance.state,
        "reason": appearance.reason,
        "responded_at": at.isoformat() if at else "",
        "responded_by_id": appearance.responded_by_id,
    }


def _locked(**which: Any) -> list[Appearance]:
    return list(Appearance.objects.select_for_update(no_key=True).filter(**which).order_by("pk"))


def _regret(appearance: Appearance, conference: Conference, *, by: User | None) -> None:
    with override(conference.language_or_default(None)):
        reason = _("The same person stands in this session already.")
    appearance.move_to(AppearanceState.DECLINED, by=by, reason=reason)


def _sentences(moved: int, doubled: int) -> list[str]:
    found = []
    if moved:
        text = ngettext(
            "%(count)d appearance on the agenda follows.", "%(count)d appearances on the agenda follow.", moved
        )
        found.append(text % {"count": moved})
    if doubled:
        text = ngettext(
            "%(count)d appearance is recorded as regrets: the person has the same role in that session already.",
            "%(count)d appearances are recorded as regrets: the person has the same role in those sessions already.",
            doubled,
        )
        found.append(text % {"count": doubled})
    return found
