"""What a speaker, the private office or an officer for them says of the speaker: words, portrait, zone, contact."""

import zoneinfo
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.errors import LostUpdateError, NotPermittedError, ProfileError
from agenda.models import Contact, Release, SpeakerProfile
from agenda.permissions import acts_for, can_act_for, ensure_can_schedule
from agenda.queries.speaker_requests import requests_of
from agenda.queries.speaking import contact_address
from conference.clock import conference_now
from conference.formats import language_name
from conference.models import TranslatedText, User
from conference.uploads import PICTURES, Upload
from registration.actions.attach import removing_files_on_failure
from registration.models import Participant


@transaction.atomic
def choose_time_zone(participant_id: UUID, *, zone: str, by: User) -> SpeakerProfile:
    """Remembers in which zone the speaker reads times beside the venue's; an empty one forgets it. Locks the profile.

    Raises ``ProfileError`` for a zone that there is not, ``NotPermittedError``.
    """
    if zone and zone not in zoneinfo.available_timezones():
        raise ProfileError(_("This time zone is not known. Please choose one of the list."))
    profile = lock_profile(participant_id, by=by)
    profile.time_zone = zone
    profile.save(update_fields=["time_zone"])
    return profile


@transaction.atomic
def agree_to_be_reached(participant_id: UUID, *, contact: Contact | str, by: User) -> SpeakerProfile:
    """Lets fellow speakers write to an address of the speaker's, or no longer. Locks the profile.

    A consent: nobody of the Secretariat gives it. Raises ``ProfileError`` for an address that is not there,
    ``NotPermittedError``.
    """
    profile = lock_profile(participant_id, by=by)
    participant, contact = profile.participant, Contact(contact)
    if not acts_for(by, participant):
        raise NotPermittedError
    profile.contact = contact
    if contact and not contact_address(profile):
        raise ProfileError(_("The Secretariat has no such address of yours. Please choose another answer."))
    profile.contact_agreed_at = timezone.now() if contact else None
    profile.save(update_fields=["contact", "contact_agreed_at"])
    return profile


@transaction.atomic
def mark_seen(participant_id: UUID, *, number: int, by: User) -> SpeakerProfile:
    """Remembers up to which release the speaker has seen what changed; never an earlier one. Locks the profile.

    Raises ``ProfileError`` for a release that there is not, ``NotPermittedError``.
    """
    profile = lock_profile(participant_id, by=by)
    if not acts_for(by, profile.participant):
        raise NotPermittedError
    release = Release.objects.filter(conference=profile.participant.conference_id, number=number).first()
    if release is None:
        raise ProfileError(_("There is no such release. Please look at the page again."))
    if profile.seen_release is None or profile.seen_release.number < number:
        profile.seen_release, profile.seen_at = release, timezone.now()
        profile.save(update_fields=["seen_release", "seen_at"])
    return profile


@transaction.atomic
def give_biography(
    participant_id: UUID, *, biography: TranslatedText, by: User, version: int | None = None
) -> SpeakerProfile:
    """Keeps what the speaker wishes to be said of them; the public reads it after the Secretariat's word.

    What is emptied leaves the public page at once: to take one's own words back needs nobody's leave. Locks the
    profile. Raises ``ProfileError`` for one that is too long, ``LostUpdateError``, ``NotPermittedError``.
    """
    profile = lock_profile(participant_id, by=by, version=version)
    conference = profile.participant.conference
    longest = requests_of(conference).biography_length
    for code, text in biography.items():
        if len(text) > longest:
            sentence = _("The biography in %(language)s has %(count)d characters; %(longest)d are the most.")
            raise ProfileError(sentence % {"language": language_name(code), "count": len(text), "longest": longest})
    profile.biography = TranslatedText.of(biography)
    kept = {code: text for code, text in profile.public_biography.items() if profile.biography.get(code)}
    profile.public_biography = TranslatedText.of(kept)
    return _keep(profile, "biography", "public_biography", by=by)


def give_portrait(participant_id: UUID, upload: Upload, *, by: User, version: int | None = None) -> SpeakerProfile:
    """Keeps a portrait; the public sees it after the Secretariat's word, and the former one until then.

    Locks the profile. Raises ``ProfileError`` for what is no picture, ``LostUpdateError``, ``NotPermittedError``.
    """
    if upload.content_type not in PICTURES:
        raise ProfileError(_("A portrait is a picture: please choose a JPEG or PNG."))
    with removing_files_on_failure() as stored:
        profile = lock_profile(participant_id, by=by, version=version)
        profile.portrait.save("", ContentFile(upload.content), save=False)
        stored.append(str(profile.portrait.name))
        return _keep(profile, "portrait", by=by)


@transaction.atomic
def remove_portrait(participant_id: UUID, *, by: User, version: int | None = None) -> SpeakerProfile:
    """Takes the portrait away, off the public page too, at once; the file is cleared later. Locks the profile.

    Raises ``LostUpdateError``, ``NotPermittedError``.
    """
    profile = lock_profile(participant_id, by=by, version=version)
    profile.portrait = profile.public_portrait = ""
    return _keep(profile, "portrait", "public_portrait", by=by)


@transaction.atomic
def publish_profile(participant_id: UUID, *, by: User, version: int | None = None) -> SpeakerProfile:
    """The Secretariat's word: what was given is public from now on, where the person is named at all.

    Locks the profile. Raises ``LostUpdateError``, ``NotPermittedError``.
    """
    profile = lock_profile(participant_id, by=by, version=version)
    ensure_can_schedule(by, profile.participant.conference)
    profile.public_biography, profile.public_portrait = profile.biography, profile.portrait
    return _publish(profile, by=by)


@transaction.atomic
def unpublish_profile(participant_id: UUID, *, by: User, version: int | None = None) -> SpeakerProfile:
    """Takes biography and portrait off the public page; what was given stays. Locks the profile.

    Raises ``LostUpdateError``, ``NotPermittedError``.
    """
    profile = lock_profile(participant_id, by=by, version=version)
    ensure_can_schedule(by, profile.participant.conference)
    profile.public_biography, profile.public_portrait = TranslatedText(), ""
    return _publish(profile, by=by)


def lock_profile(participant_id: UUID, *, by: User, version: int | None = None) -> SpeakerProfile:
    """The profile with participant and conference, made where there is none, its row locked.

    Raises ``NotPermittedError``, and ``LostUpdateError`` when ``version`` is stale.
    """
    participant = Participant.objects.select_related("conference").get(pk=participant_id)
    if not can_act_for(by, participant):
        raise NotPermittedError
    SpeakerProfile.objects.get_or_create(participant=participant)
    profile: SpeakerProfile = SpeakerProfile.objects.select_for_update(no_key=True).get(participant=participant)
    profile.participant = participant
    if version is not None and version != profile.version:
        raise LostUpdateError
    return profile


def _keep(profile: SpeakerProfile, *fields: str, by: User) -> SpeakerProfile:
    profile.given_at, profile.given_by = timezone.now(), by
    profile.version += 1
    profile.save(update_fields=[*fields, "given_at", "given_by", "version"])
    return profile


def _publish(profile: SpeakerProfile, *, by: User) -> SpeakerProfile:
    profile.published_at, profile.published_by = conference_now(profile.participant.conference), by
    profile.version += 1
    profile.save(update_fields=["public_biography", "public_portrait", "published_at", "published_by", "version"])
    return profile
