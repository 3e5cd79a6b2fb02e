"""What each release changed, as everybody may read it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst

from agenda.models import Release
from agenda.queries.labels import release_text
from agenda.queries.public_changes import PublicChange, public_changes
from conference.formats import lines_of, moment_text
from conference.models import Conference
from conference.views.pages import public_page
from conference.views.rendered_once import BareRequest, rendered_once

TONES = {"cancelled": "trouble", "removed": "trouble", "moved": "waiting", "new": "accent", "reinstated": "good"}


@rendered_once()
def changes(request: BareRequest, held: Conference, number: int | None = None) -> HttpResponse:
    """The last release or the one of this number: the officers' note first, then old and new, session by session."""
    releases = list(Release.objects.of(held).defer("snapshot"))
    shown = next((one for one in releases if number in {None, one.number}), None)
    if shown is None:
        raise Http404
    found = public_changes(held, shown)
    context = {
        "release": release_text(shown, held),
        "is_first": found.before is None,
        "note": lines_of(shown.note),
        "changes": [change_entry(change, held) for change in found.changes] if found.before else [],
        "others": [
            {
                "label": release_text(one, held),
                "url": reverse("agenda:changes-of", args=[held.slug, one.number]),
                "current": one.pk == shown.pk,
            }
            for one in releases
        ],
    }
    return public_page(request, "agenda/changes.html", held, context, current="agenda")


def change_entry(change: PublicChange, held: Conference) -> dict[str, Any]:
    return {
        "kind": capfirst(change.kind.label),
        "tone": TONES.get(change.kind.value, "neutral"),
        "title": str(change.title),
        "url": reverse("agenda:session", args=[held.slug, change.session_id]) if change.is_on_agenda else "",
        "when": moment_text(change.starts_at, held.zone),
        "facts": change.facts,
        "newcomers": [
            {"role": speaker.role_text, "name": ", ".join(filter(None, (speaker.name, speaker.function)))}
            for speaker in change.newcomers
        ],
    }
