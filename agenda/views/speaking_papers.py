"""Statement and slides for one session: sent, replaced, withdrawn; and the door to their files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agenda.actions.speaker_papers import send_paper, withdraw_paper
from agenda.errors import AgendaError
from agenda.forms.speaking import PaperForm
from agenda.models import Appearance, Embargo, SpeakerPaper
from agenda.queries.labels import language_name
from agenda.queries.speaker_papers import is_closed_for_changes, papers_for
from agenda.queries.speaker_requests import requests_of, statement_due
from agenda.queries.speaker_times import spoken_at
from agenda.views.document_file import saved_file
from agenda.views.speaking import own_appearance, user_of
from agenda.views.speaking_own import schedule_url
from conference.clock import on_the_clock
from conference.formats import moment_text
from conference.models import Conference
from conference.officer_session import is_verified_officer
from conference.views.pages import get_conference, page, sign_in_url, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def papers(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """What was sent for a session, and the form for more; one file at a time, so that none is lost with another."""
    held = get_conference(conference)
    appearance = own_appearance(request, held, pk)
    form = PaperForm(conference=held, initial={"language": appearance_language(appearance)})
    if request.method == "POST" and request.POST.get("withdraw"):
        return _withdrawn(request, held, appearance)
    if request.method == "POST":
        form = PaperForm(request.POST, request.FILES, conference=held)
        if form.is_valid() and _is_sent(request, appearance, form):
            return HttpResponseRedirect(papers_url(held, appearance))
    context = _context(held, appearance) | {"form": form}
    return page(request, "agenda/speaking_papers.html", held, context, status=422 if form.errors else 200)


@require_safe
def file(request: HttpRequest, conference: str, pk: UUID) -> HttpResponseBase:
    """A paper's file, to be saved: for whose it is, and for the Secretariat. To anybody else it is not there."""
    held = get_conference(conference)
    if not request.user.is_authenticated:
        return HttpResponseRedirect(sign_in_url(held, request.get_full_path()))
    is_officer = bool(getattr(request.user, "is_staff", False))
    if is_officer and not is_verified_officer(request):
        raise Http404
    found = papers_for(request.user, held, as_officer=False).filter(pk=pk).first()
    if found is None and is_officer:
        found = papers_for(request.user, held, as_officer=True).filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        opened = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return saved_file(opened, found.name, found.content_type, found.language)


def papers_url(held: Conference, appearance: Appearance) -> str:
    return reverse("agenda:papers", args=[held.slug, appearance.pk])


def appearance_language(appearance: Appearance) -> str:
    return appearance.participant.language if appearance.participant else ""


def _is_sent(request: HttpRequest, appearance: Appearance, form: PaperForm) -> bool:
    given = form.cleaned_data
    try:
        send_paper(
            appearance.pk,
            given["file"],
            kind=given["kind"],
            language=given["language"],
            embargo=given["embargo"],
            embargo_until=given["embargo_until"],
            by=user_of(request),
        )
    except AgendaError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Thank you. Your file has arrived; the Secretariat and the interpreters can read it."))
    return True


def _withdrawn(request: HttpRequest, held: Conference, appearance: Appearance) -> HttpResponse:
    pk = uuid_in(request.POST.get("withdraw", ""))
    found = appearance.papers.current().filter(pk=pk).first() if pk else None
    if found is None:
        raise Http404
    try:
        withdraw_paper(found.pk, by=user_of(request))
        messages.success(request, _("Your file is withdrawn. Nobody but the Secretariat can read it any more."))
    except AgendaError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(papers_url(held, appearance))


def uuid_in(text: str) -> UUID | None:
    """What was sent as an identifier; nothing where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _context(held: Conference, appearance: Appearance) -> dict[str, Any]:
    times = spoken_at(held, [appearance.session])[appearance.session_id]
    requests = requests_of(held)
    is_closed = is_closed_for_changes(times, requests, held)
    due = statement_due(requests, times.starts_at, held) if times.starts_at else None
    return {
        "title": str(appearance.session),
        "name": appearance.participant.formal_name if appearance.participant else "",
        "back": schedule_url(held),
        "lines": [paper_line(paper, held) for paper in appearance.papers.current()],
        "is_closed": is_closed,
        "due_text": moment_text(due, held.zone) if due else "",
    }


def paper_line(paper: SpeakerPaper, held: Conference) -> dict[str, str]:
    """“Statement, English: notes.pdf”, when it came, and from when others may have it."""
    return {
        "pk": str(paper.pk),
        "what": _("%(kind)s, %(language)s")
        % {"kind": capfirst(paper.get_kind_display()), "language": language_name(paper.language)},
        "name": paper.name,
        "size": str(paper.size),
        "url": reverse("agenda:paper", args=[held.slug, paper.pk]),
        "came": moment_text(on_the_clock(held, paper.uploaded_at), held.zone),
        "embargo": embargo_text(paper, held),
    }


def embargo_text(paper: SpeakerPaper, held: Conference) -> str:
    if paper.embargo == Embargo.UNTIL and paper.embargo_until:
        return _("not before %(moment)s") % {"moment": moment_text(paper.embargo_until, held.zone)}
    return str(Embargo(paper.embargo).label)
