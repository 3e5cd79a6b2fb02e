"""The versions of the privacy notice: drafted, worded, discarded, published; and agreed to anew."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.formats import language_name
from conference.models import Conference, TranslatedText, User
from registration.actions.seating import lock_registration
from registration.errors import LostUpdateError, NoticeChangedError, NotPermittedError, RegistrationError
from registration.models import ParticipantCategory, PrivacyNotice, Registration, RenewedConsent, notice_in_force
from registration.permissions import can_publish_notice, can_word_notice, is_own


@transaction.atomic
def draft_notice(
    conference: Conference, *, text: Mapping[str, str], changes: Mapping[str, str], by: User
) -> PrivacyNotice:
    """Begins the conference's next version; nobody but the team sees it.

    Raises ``NotPermittedError``; ``RegistrationError`` where one is in preparation already.
    """
    if not can_word_notice(by, conference):
        raise NotPermittedError
    notice = PrivacyNotice(conference=conference, drafted_by=by)
    _word(notice, text, changes)
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError as error:
        raise RegistrationError(
            _("A new version is in preparation already, begun meanwhile; nothing of yours was saved.")
        ) from error
    return notice


@transaction.atomic
def word_notice(
    notice_id: UUID, *, text: Mapping[str, str], changes: Mapping[str, str], seen_version: int, by: User
) -> PrivacyNotice:
    """Words the draft anew. Locks it.

    Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for a published version.
    """
    notice = _locked_draft(notice_id, seen_version=seen_version)
    if not can_word_notice(by, notice.conference):
        raise NotPermittedError
    _word(notice, text, changes)
    notice.version += 1
    notice.save(update_fields=["text", "changes", "version"])
    return notice


@transaction.atomic
def discard_notice(notice_id: UUID, *, seen_version: int, by: User) -> None:
    """Deletes the draft: nobody has agreed to it. Locks it. Raises as :func:`word_notice`."""
    notice = _locked_draft(notice_id, seen_version=seen_version)
    if not can_word_notice(by, notice.conference):
        raise NotPermittedError
    notice.delete()


@transaction.atomic
def publish_notice(notice_id: UUID, *, seen_version: int, by: User) -> PrivacyNotice:
    """Puts the draft in force, under the next number and for ever; consents to former versions stay what they are.

    Locks the conference, its categories and the draft: who is submitting a form at this moment has submitted it before,
    and whoever submits later is shown the new version. Raises ``NotPermittedError``, ``LostUpdateError``;
    ``RegistrationError`` where a language lacks, or what has changed is not said.
    """
    conference = _lock_conference(notice_id)
    notice = _locked_draft(notice_id, seen_version=seen_version)
    if not can_publish_notice(by, conference):
        raise NotPermittedError
    lacking = what_lacks(notice, conference)
    if lacking:
        raise RegistrationError(" ".join(lacking))
    notice.number = (conference.privacy_notice_number or 0) + 1
    notice.published_at, notice.published_by = timezone.now(), by
    notice.version += 1
    notice.save(update_fields=["number", "published_at", "published_by", "version"])
    conference.privacy_notice_number = notice.number
    conference.version += 1  # whoever has its form open would put the former number back
    conference.save(update_fields=["privacy_notice_number", "version"])
    notice.conference = conference
    return notice


def what_lacks(notice: PrivacyNotice, conference: Conference) -> list[str]:
    """What has to be added before a draft can be published, each in a sentence."""
    sentences = []
    without_text = [language for language in conference.languages if not notice.text.has_language(language)]
    if without_text:
        sentences.append(_("The text is not there yet in: %(languages)s.") % {"languages": _named(without_text)})
    silent = [language for language in conference.languages if not notice.changes.has_language(language)]
    if silent and conference.privacy_notice_number:
        sentences.append(_("What has changed is not said yet in: %(languages)s.") % {"languages": _named(silent)})
    return sentences


@transaction.atomic
def agree_to_notice(registration_id: UUID, *, version: str, by: User) -> Registration:
    """Keeps that the person, or the private office, agreed to the version in force; what was agreed to before is kept.

    Agreeing a second time changes nothing. Locks the registration. Raises ``NotPermittedError``: nobody agrees for
    another, no focal point and no officer; ``NoticeChangedError`` for another version than the one in force;
    ``RegistrationError`` where the participation has ended.
    """
    registration = lock_registration(registration_id)
    if not is_own(by, registration):
        raise NotPermittedError
    if not registration.is_live:
        raise RegistrationError(_("This participation has ended; there is nothing left to agree to."))
    if version != notice_in_force(registration.conference):
        raise NoticeChangedError
    if version != registration.privacy_notice_version:
        _renew(registration, version, by=by)
    return registration


def _renew(registration: Registration, version: str, *, by: User) -> None:
    now = timezone.now()
    RenewedConsent.objects.create(
        registration=registration,
        former_version=registration.privacy_notice_version,
        former_at=registration.consented_at,
        version=version,
        at=now,
        by=by,
    )
    registration.privacy_notice_version, registration.consented_at = version, now
    registration.save(update_fields=["privacy_notice_version", "consented_at"])


def _word(notice: PrivacyNotice, text: Mapping[str, str], changes: Mapping[str, str]) -> None:
    """What was given of each language; what is there in others stays."""
    notice.text = TranslatedText.of({**notice.text, **text})
    notice.changes = TranslatedText.of({**notice.changes, **changes})


def _lock_conference(notice_id: UUID) -> Conference:
    """The conference, then its categories, which whoever submits a form holds."""
    of_notice = PrivacyNotice.objects.filter(pk=notice_id).values("conference")
    found: Conference | None = Conference.objects.select_for_update(no_key=True).filter(pk__in=of_notice).first()
    if found is None:
        raise LostUpdateError
    categories = ParticipantCategory.objects.filter(conference=found).order_by("pk")
    list(categories.select_for_update(no_key=True).values_list("pk"))
    return found


def _locked_draft(notice_id: UUID, *, seen_version: int) -> PrivacyNotice:
    """The draft, as it was seen. Raises ``LostUpdateError``; ``RegistrationError`` for a published version."""
    drafts = PrivacyNotice.objects.select_related("conference").select_for_update(of=("self",), no_key=True)
    notice: PrivacyNotice | None = drafts.filter(pk=notice_id).first()
    if notice is None:
        raise LostUpdateError
    if notice.is_published:
        raise RegistrationError(_("This version is published; it never changes. Begin a new one."))
    if notice.version != seen_version:
        raise LostUpdateError
    return notice


def _named(languages: list[str]) -> str:
    return ", ".join(language_name(code) for code in languages)
