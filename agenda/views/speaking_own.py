"""What a speaker says of themselves: the own time zone, and whether fellow speakers may write."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agenda.actions.speaker_profile import agree_to_be_reached, choose_time_zone, mark_seen
from agenda.errors import AgendaError
from agenda.feeds.brief import brief_as_pdf
from agenda.forms.speaking import ContactForm, ZoneForm
from agenda.models import SpeakerProfile
from agenda.queries.speaking import speaking_schedules
from agenda.queries.speaking_words import ways_to
from agenda.views.speaking import user_of
from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.models import Participant
from registration.views.form_entries import number_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def zone(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """In which zone times are shown beside the venue's; a script only offers the browser's."""
    held = get_conference(conference)
    person = own_speaker(request, held, pk)
    form = ZoneForm(request.POST or None, initial={"time_zone": profile_of(person).time_zone})
    if request.method == "POST" and form.is_valid():
        choose_time_zone(person.pk, zone=form.cleaned_data["time_zone"], by=user_of(request))
        messages.success(request, _("Times are shown as you chose."))
        return HttpResponseRedirect(schedule_url(held))
    context = form_context(held, person, form, title=_("Your time zone"))
    return page(request, "agenda/speaking_form.html", held, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def contact(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """Whether fellow speakers may write: a consent that is given here and taken back here."""
    held = get_conference(conference)
    person = own_speaker(request, held, pk)
    given = request.POST if request.method == "POST" else None
    form = ContactForm(given, participant=person, initial={"contact": profile_of(person).contact})
    if request.method == "POST" and form.is_valid():
        try:
            agree_to_be_reached(person.pk, contact=form.cleaned_data["contact"], by=user_of(request))
            messages.success(request, _("Your answer is saved."))
            return HttpResponseRedirect(schedule_url(held))
        except AgendaError as error:
            form.add_error(None, str(error))
    context = form_context(held, person, form, title=_("Questions of fellow speakers"))
    return page(request, "agenda/speaking_form.html", held, context, status=422 if form.errors else 200)


@require_POST
@signed_in
def seen(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """The speaker has read what changed; reading alone marks nothing."""
    held = get_conference(conference)
    person = own_speaker(request, held, pk)
    try:
        mark_seen(person.pk, number=number_in(request.POST.get("number")) or 0, by=user_of(request))
    except AgendaError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(schedule_url(held))


@require_safe
@signed_in
def brief(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """All of one principal's sessions on a sheet, set as it is asked for, in the language of the page."""
    held = get_conference(conference)
    person = own_speaker(request, held, pk)
    schedules = speaking_schedules(user_of(request), held)
    schedule = next((one for one in schedules if one.participant.pk == person.pk), None)
    if schedule is None:
        raise Http404
    content = brief_as_pdf(schedule, held, ways_to(held))
    headers = {
        "Content-Disposition": f'attachment; filename="{held.slug}-brief.pdf"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def own_speaker(request: HttpRequest, held: Conference, pk: UUID) -> Participant:
    """One's own principal who was asked to speak; anybody else is not there."""
    user = user_of(request)
    if not user.email:
        raise Http404
    people = Participant.objects.filter(conference=held).of_address(user.email).select_related("conference")
    found: Participant | None = people.filter(pk=pk, appearances__session__conference=held).distinct().first()
    if found is None:
        raise Http404
    return found


def profile_of(person: Participant) -> SpeakerProfile:
    """What was given; an empty one, not saved, where nothing was."""
    found: SpeakerProfile | None = SpeakerProfile.objects.filter(participant=person).first()
    return found or SpeakerProfile(participant=person)


def form_context(held: Conference, person: Participant, form: object, *, title: str) -> dict[str, object]:
    return {"form": form, "title": title, "name": person.formal_name, "back": schedule_url(held)}


def schedule_url(held: Conference) -> str:
    return reverse("agenda:speaking", args=[held.slug])
