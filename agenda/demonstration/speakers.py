"""What speakers have given: words that are public, words that wait, who may be written to, a zone of one's own."""

from typing import Any

from agenda.demonstration.stage import Stage
from agenda.models import SpeakerProfile
from conference.models import TeamRole, TranslatedText

GIVEN_AT = "2019-05-31 16:00"


def set_up_speakers(stage: Stage) -> None:
    """Nothing for a conference without such a file."""
    if (stage.demonstration.folder / "speakers.json").exists():
        SpeakerProfile.objects.bulk_create(_profile(stage, each) for each in stage.texts("speakers")["profiles"])


def _profile(stage: Stage, given: dict[str, Any]) -> SpeakerProfile:
    at, is_public = stage.clock.recorded(stage.clock.at(GIVEN_AT)), given.get("is_public", False)
    contact = given.get("contact", "")
    return SpeakerProfile(
        pk=stage.id_of("speaker", given["participant"]),
        participant=stage.participants[given["participant"]],
        biography=given["biography"],
        given_at=at,
        public_biography=given["biography"] if is_public else TranslatedText(),
        published_at=stage.clock.at(GIVEN_AT) if is_public else None,
        published_by=stage.officers[TeamRole.AGENDA] if is_public else None,
        time_zone=given.get("time_zone", ""),
        contact=contact,
        contact_agreed_at=at if contact else None,
    )
