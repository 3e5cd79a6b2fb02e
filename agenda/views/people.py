"""Who is named on the published agenda: the list, and a page for each."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.queries.published import PublishedSession
from agenda.queries.speakers import PublishedSpeaker
from agenda.queries.words import is_found, wanted, words_of_person
from agenda.views.files import files_of_speaker
from agenda.views.introductions import public_introduction
from agenda.views.presentation import label_with_press, session_url, when_text
from agenda.views.programme import programme_of
from agenda.views.public import release_line
from conference.formats import zone_text
from conference.models import Conference
from conference.views.pages import public_page
from conference.views.rendered_once import AnsweredOnce, BareRequest, rendered_once

#: From so many speakers on they stand by letter, and can be searched.
MANY = 30


@rendered_once("q")
def speakers(request: BareRequest, held: Conference) -> HttpResponse:
    """Whoever is named on the agenda; by letter where they are many."""
    programme = programme_of(request, held)
    words = " ".join(request.GET.get("q", "").split())
    everybody = programme.speakers
    searched = wanted(words)
    shown = [one for one in everybody if not searched or is_found(words_of_person(one), searched)]
    is_many = len(everybody) >= MANY
    context = {
        "groups": groups_of(shown, held, by_letter=is_many),
        "is_many": is_many,
        "words": words,
        "found": found_text(len(shown)) if words else "",
        "release": release_line(programme.agenda),
    }
    page = public_page(request, "agenda/speakers.html", held, context, current="speakers")
    return AnsweredOnce(page.content, headers=page.headers) if words else page


@rendered_once()
def speaker(request: BareRequest, held: Conference, pk: UUID) -> HttpResponse:
    """One speaker, who must be named on the published agenda: anybody else gets the answer for nobody."""
    programme = programme_of(request, held)
    found = next((one for one in programme.speakers if one.participant_id == pk), None)
    if found is None:
        raise Http404
    context = {
        "speaker": speaker_entry(found, held),
        "introduction": public_introduction(held, found.participant_id),
        "files": files_of_speaker(held, pk),
        "zone": zone_text(held.zone, found.appearances[0][0].starts_at),
        "release": release_line(programme.agenda),
    }
    return public_page(request, "agenda/speaker.html", held, context, current="speakers")


def found_text(count: int) -> str:
    if not count:
        return _("Nobody of this name is on the published agenda.")
    return ngettext("%(count)d person found.", "%(count)d persons found.", count) % {"count": count}


def groups_of(people: Iterable[PublishedSpeaker], held: Conference, *, by_letter: bool) -> list[dict[str, Any]]:
    """Under the letter by which each files; all under none where they are few."""
    grouped = groupby(people, key=lambda one: letter_of(one) if by_letter else "")
    return [{"letter": letter, "people": [speaker_entry(one, held) for one in some]} for letter, some in grouped]


def letter_of(person: PublishedSpeaker) -> str:
    """Ё, Ө and Ү have keys of two signs."""
    key = person.sort_name or person.name
    first = {"о’": "ө", "у’": "ү", "е’": "ё"}.get(key[:2], key[:1])
    return first.upper()


def speaker_entry(person: PublishedSpeaker, held: Conference) -> dict[str, Any]:
    return {
        "name": person.name,
        "function": person.function,
        "url": reverse("agenda:speaker", args=[held.slug, person.participant_id]) if person.participant_id else "",
        "appearances": [
            appearance_entry(one, line.role_text, held) | {"is_to_be_confirmed": line.is_to_be_confirmed}
            for one, line in person.appearances
        ],
    }


def appearance_entry(session: PublishedSession, role: str, held: Conference) -> dict[str, Any]:
    """One line of where somebody speaks, or what stands under a topic."""
    return {
        "role": role,
        "title": str(session.title),
        "url": session_url(held, session),
        "label": label_with_press(session),
        "when": when_text(session, held),
        "is_cancelled": session.is_cancelled,
    }
