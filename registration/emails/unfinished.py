"""The letter that says where a form is found again which somebody saved to finish it later."""

from django.conf import settings

from conference.clock import on_the_clock
from conference.correspondence.letter import Letter
from conference.formats import moment_text
from registration.models import UnfinishedForm


def form_kept(kept: UnfinishedForm, *, url: str, language: str) -> list[Letter]:
    """To the address that was just verified; ``url`` is the form's, without the site. It opens nothing by itself."""
    conference = kept.conference
    until = moment_text(on_the_clock(conference, kept.expires_at), conference.zone, language)
    letter = Letter(
        conference=conference,
        purpose="form_kept",
        recipient=kept.address,
        language=language,
        about=kept,
        version=str(kept.version),
        values={"form_link": f"{settings.PUBLIC_URL}{url}", "kept_until": until},
    )
    return [letter]
