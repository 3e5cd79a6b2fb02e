"""Biography and portrait as the public page of a speaker shows them, and the picture's own address."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models import SpeakerProfile
from agenda.queries.speakers import speaker_with
from agenda.views.programme import programme_of
from conference.models import Conference, TranslatedText
from conference.uploads import JPEG, Upload, UploadRefusedError, kind_of, thumbnail
from conference.views.rendered_once import BareRequest, rendered_once

#: Points of the longer side: twice what the page shows, for sharp screens.
PORTRAIT_SIDE = 640


@rendered_once()
def portrait(request: BareRequest, held: Conference, pk: UUID) -> HttpResponse:
    """The public portrait of somebody who is named on the published agenda; of anybody else there is none."""
    if speaker_with(pk, programme_of(request, held).agenda) is None:
        raise Http404
    profile = public_profile(pk)
    if profile is None or not profile.public_portrait:
        raise Http404
    try:
        upload = portrait_upload(profile.public_portrait)
        content = thumbnail(upload.content, upload.content_type, side=PORTRAIT_SIDE)
    except UploadRefusedError as error:
        raise Http404 from error
    return HttpResponse(content, content_type=JPEG, headers={"X-Content-Type-Options": "nosniff"})


def public_introduction(held: Conference, participant_id: UUID | None) -> dict[str, Any]:
    """What the page of a named speaker says beside the sessions; empty where the Secretariat has let nothing out."""
    profile = public_profile(participant_id) if participant_id else None
    if profile is None:
        return introduction_of(TranslatedText(), "")
    has_portrait = bool(profile.public_portrait)
    url = reverse("agenda-files:portrait", args=[held.slug, participant_id]) if has_portrait else ""
    return introduction_of(profile.public_biography, url)


def introduction_of(biography: TranslatedText, portrait_url: str) -> dict[str, Any]:
    return {"biography": str(biography), "portrait_url": portrait_url}


def public_profile(participant_id: UUID) -> SpeakerProfile | None:
    found: SpeakerProfile | None = SpeakerProfile.objects.filter(participant=participant_id).first()
    return found


def portrait_upload(file: Any) -> Upload:
    """The picture, as it could have been sent. Raises ``UploadRefusedError`` where the disk has lost it."""
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError as error:
        raise UploadRefusedError(_("This file cannot be opened any more. Please send it again.")) from error
    return Upload(content, kind_of(content), "portrait")
