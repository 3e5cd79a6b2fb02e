"""The letters about a form that somebody saved to finish it later: where it is found again, and that it still waits."""

from django.conf import settings

from conference.clock import on_the_clock
from conference.correspondence.letter import Letter
from conference.formats import day_text, due_text
from registration.emails.addressing import closing_day, page_address
from registration.models import UnfinishedForm


def form_kept(kept: UnfinishedForm, *, url: str, language: str) -> list[Letter]:
    """To the address that was just verified; ``url`` is the form's, without the site. It opens nothing by itself."""
    conference = kept.conference
    until = due_text(on_the_clock(conference, kept.expires_at), conference.zone, language)
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


def form_unfinished(kept: UnfinishedForm, *, language: str, version: str) -> list[Letter]:
    """The reminder of a form that waits to be finished, before registration closes; it says nothing of what is in it.

    ``kept`` has its conference and its category.
    """
    conference = kept.conference
    until = due_text(on_the_clock(conference, kept.expires_at), conference.zone, language)
    letter = Letter(
        conference=conference,
        purpose="form_unfinished",
        recipient=kept.address,
        language=language,
        about=kept,
        version=version,
        values={
            "category": kept.category.name.in_language(language),
            "form_link": page_address(conference, language, "registration:form", kept.category.slug),
            "kept_until": until,
            "registration_closes_on": day_text(closing_day(conference, kept.category), language),
        },
    )
    return [letter]
