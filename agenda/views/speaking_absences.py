"""When the speaker cannot be in any session: told, changed, taken back, on the venue's clock."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agenda.actions.absences import change_absence, enter_absence, remove_absence
from agenda.errors import AgendaError
from agenda.forms.absence import AbsenceForm
from agenda.models import Unavailability
from agenda.queries.speaking import SpeakingSession, speaking_schedules
from agenda.views.speaking import user_of
from agenda.views.speaking_own import own_speaker, schedule_url
from agenda.views.speaking_papers import uuid_in
from conference.formats import moment_text
from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.models import Participant
from registration.views.form_entries import number_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def absences(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """The times that were told, and the form for one more, or for the one that is to be changed."""
    held = get_conference(conference)
    person = own_speaker(request, held, pk)
    changed = _own_absence(person, request.POST.get("absence") or request.GET.get("change") or "")
    form = AbsenceForm(conference=held, absence=changed)
    if request.method == "POST" and "remove" in request.POST and changed:
        remove_absence(changed.pk, by=user_of(request))
        messages.success(request, _("This time is removed: you are available then."))
        return HttpResponseRedirect(_url(held, person))
    if request.method == "POST":
        form = AbsenceForm(request.POST, conference=held, absence=changed)
        if form.is_valid() and _is_told(request, person, changed, form):
            return HttpResponseRedirect(_url(held, person))
    context = _context(request, held, person) | {
        "form": form,
        "changed": str(changed.pk) if changed else "",
        "seen_version": changed.version if changed else "",
    }
    return page(request, "agenda/absences.html", held, context, status=422 if form.errors else 200)


def _url(held: Conference, person: Participant) -> str:
    return reverse("agenda:absences", args=[held.slug, person.pk])


def _own_absence(person: Participant, text: str) -> Unavailability | None:
    """The one that is named; somebody else's is not there."""
    if not text:
        return None
    pk = uuid_in(text)
    found: Unavailability | None = Unavailability.objects.filter(participant=person, pk=pk).first() if pk else None
    if found is None:
        raise Http404
    return found


def _is_told(request: HttpRequest, person: Participant, changed: Unavailability | None, form: AbsenceForm) -> bool:
    by = user_of(request)
    try:
        if changed:
            seen = number_in(request.POST.get("seen_version"))
            change_absence(changed.pk, **form.times(), by=by, version=seen)
        else:
            enter_absence(person.pk, **form.times(), by=by)
    except AgendaError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Thank you. Whoever plans the programme sees it."))
    return True


def _context(request: HttpRequest, held: Conference, person: Participant) -> dict[str, Any]:
    schedules = speaking_schedules(user_of(request), held)
    sessions = [item for one in schedules if one.participant.pk == person.pk for item in one.sessions]
    away = Unavailability.objects.filter(participant=person)
    return {
        "name": person.formal_name,
        "back": schedule_url(held),
        "here": _url(held, person),
        "lines": [_line(each, sessions, held) for each in away],
    }


def _line(away: Unavailability, sessions: list[SpeakingSession], held: Conference) -> dict[str, Any]:
    return {
        "pk": str(away.pk),
        "from_text": moment_text(away.starts_at, held.zone),
        "until_text": moment_text(away.ends_at, held.zone),
        "note": away.note,
        "in_the_way": [
            str(item.title)
            for item in sessions
            if item.is_ahead
            and item.session
            and item.session.starts_at < away.ends_at
            and away.starts_at < item.session.ends_at
        ],
    }
