"""The host's own privacy notice in its versions, and those who agreed to the second after the first."""

import datetime
from typing import Any

from agenda.demonstration.stage import Stage
from conference.models import TeamRole, TranslatedText
from registration.models import STANDARD, PrivacyNotice, Registration, RenewedConsent
from registration.queries.privacy_notices import standard_text


def set_up_notices(stage: Stage) -> None:
    """Each version is the one before with what the host adds; a conference without any keeps the standard text."""
    conference = stage.conference
    text = standard_text(conference)
    for number, given in enumerate(stage.outline.get("privacy_notices", []), start=1):
        text = _with(text, given["added"])
        _publish(stage, number, given, text)
        conference.privacy_notice_number = number
    conference.save(update_fields=["privacy_notice_number"])
    in_preparation = stage.outline.get("privacy_notice_in_preparation")
    if in_preparation:
        PrivacyNotice.objects.create(
            pk=stage.id_of("notice", "draft"),
            conference=conference,
            text=_with(text, in_preparation["added"]),
            drafted_by=stage.officers[TeamRole.REGISTRATION],
            drafted_at=stage.clock.recorded(stage.clock.at(in_preparation["drafted_at"])),
        )


def _with(text: TranslatedText, added: dict[str, str]) -> TranslatedText:
    return TranslatedText({language: f"{words}\n\n{added[language]}" for language, words in text.items()})


def _publish(stage: Stage, number: int, given: dict[str, Any], text: TranslatedText) -> None:
    published_at = stage.clock.at(given["published_at"])
    stage.notices[str(number)] = published_at
    PrivacyNotice.objects.create(
        pk=stage.id_of("notice", str(number)),
        conference=stage.conference,
        number=number,
        text=text,
        changes=given.get("changes", {}),
        drafted_by=stage.officers[TeamRole.REGISTRATION],
        drafted_at=stage.clock.recorded(published_at - datetime.timedelta(days=3)),
        published_by=stage.officers[TeamRole.COORDINATOR],
        published_at=stage.clock.recorded(published_at),
    )


def notice_at(stage: Stage, moment: datetime.datetime) -> str:
    """The version that was in force at a moment of the conference's clock."""
    published = [version for version, since in stage.notices.items() if since <= moment]
    return published[-1] if published else STANDARD


def agree_anew(stage: Stage) -> None:
    """A few came back to their page and agreed to the last version."""
    last = str(stage.conference.privacy_notice_number)
    renewed = [
        _renewed(stage.registrations[key], last, stage.clock.recorded(stage.clock.at(agreed_at)))
        for key, agreed_at in stage.outline.get("agreed_anew", {}).items()
    ]
    RenewedConsent.objects.bulk_create(renewed)
    changed: Any = [each.registration for each in renewed]
    Registration.objects.bulk_update(changed, ["privacy_notice_version", "consented_at"])


def _renewed(registration: Registration, version: str, at: datetime.datetime) -> RenewedConsent:
    renewed = RenewedConsent(
        registration=registration,
        former_version=registration.privacy_notice_version,
        former_at=registration.consented_at,
        version=version,
        at=at,
    )
    registration.privacy_notice_version, registration.consented_at = version, at
    return renewed
