"""A speaker as the officer of the programme sees one: what was given, what waits for a word, and what is entered."""

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions.speaker_papers import distribute_paper, send_paper, withdraw_paper
from agenda.actions.speaker_profile import publish_profile, unpublish_profile
from agenda.actions.speaker_requests import ask_of_speakers
from agenda.admin.paper_lines import paper_lines
from agenda.errors import AgendaError
from agenda.forms.speaker_requests import SpeakerRequestsForm
from agenda.forms.speaking import PaperForm, SessionPaperForm
from agenda.models import Appearance, SpeakerPaper, SpeakerProfile, Unavailability
from agenda.queries.speaker_requests import requests_of
from agenda.queries.speaking import contact_address
from agenda.states import AppearanceState
from agenda.views.speaking_introduction import IntroductionPage
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.clock import on_the_clock
from conference.formats import moment_text
from conference.models import Conference
from registration.admin.naming import is_withheld, person_line
from registration.models import Participant

View = Callable[..., HttpResponse]


def speakers_waiting_view(model_admin: ScopedAdmin) -> View:
    """Whose words or portrait wait for the Secretariat, and what is asked of speakers; for the admin site to wrap."""

    def view(request: HttpRequest) -> HttpResponse:
        held = required_conference(request)
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        form = SpeakerRequestsForm(request.POST or None, instance=requests_of(held))
        if request.method == "POST" and _is_asked(request, held, form):
            return HttpResponseRedirect(request.path)
        waiting = waiting_profiles(held).order_by("given_at")
        lines = [
            {
                "name": person_line(request, profile.participant).name,
                "url": desk_url(profile.participant),
                "given": moment_text(on_the_clock(held, profile.given_at), held.zone) if profile.given_at else "",
            }
            for profile in waiting
            if not is_withheld(request, profile.participant)
        ]
        context = model_admin.admin_site.each_context(request) | {
            "opts": model_admin.opts,
            "title": _("What speakers give"),
            "lines": lines,
            "form": form,
        }
        return TemplateResponse(request, "admin/agenda/speakers_waiting.html", context)

    return view


def _is_asked(request: HttpRequest, held: Conference, form: SpeakerRequestsForm) -> bool:
    if not is_of_current_conference(request):
        messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        return True
    with transaction.atomic():
        if not form.is_valid():
            return False
        ask_of_speakers(held.pk, changes=form.cleaned_changes(), by=officer(request))
    messages.success(request, _("What is asked of speakers is saved."))
    return True


def speaker_desk_view(model_admin: ScopedAdmin) -> View:
    """The page of one speaker; a protected person's is there for those alone who may know who it is."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        held = required_conference(request)
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        people = Participant.objects.filter(conference=held, appearances__isnull=False).select_related("conference")
        person = get_object_or_404(people.distinct(), pk=pk)
        if is_withheld(request, person):
            raise Http404
        desk = SpeakerDesk(request, held, person)
        if request.method == "POST" and desk.is_done():
            return HttpResponseRedirect(desk_url(person))
        context = model_admin.admin_site.each_context(request) | {"opts": model_admin.opts, **desk.context()}
        return TemplateResponse(request, "admin/agenda/speaker_desk.html", context)

    return view


def waiting_profiles(held: Conference) -> Any:
    return SpeakerProfile.objects.filter(participant__conference=held).awaiting_word().select_related("participant")


def desk_url(person: Participant) -> str:
    return reverse("admin:agenda_session_of_speaker", args=[person.pk])


class OfficersIntroduction(IntroductionPage):
    """The same forms, filled in for the speaker."""

    biography_saved = gettext_lazy("The biography is saved. It is public once you say so.")
    portrait_saved = gettext_lazy("The portrait is saved. It is public once you say so.")
    portrait_removed = gettext_lazy("The portrait is removed, from the public page too.")


class SpeakerDesk:
    """What was sent tells by its step which act it asks for."""

    def __init__(self, request: HttpRequest, held: Conference, person: Participant) -> None:
        self.request, self.held, self.person = request, held, person
        self.step = request.POST.get("step", "")
        self.introduction = OfficersIntroduction(request, held, person)
        self.appearances = list(
            Appearance.objects.filter(participant=person, session__conference=held)
            .select_related("session", "participant")
            .order_by("session__starts_at", "pk")
        )
        is_paper = self.step == "paper"
        given = (request.POST, request.FILES) if is_paper else ()
        spoken = [each for each in self.appearances if each.state != AppearanceState.DECLINED]
        self.paper = SessionPaperForm(*given, conference=held, appearances=spoken)

    def is_done(self) -> bool:
        if not is_of_current_conference(self.request):
            messages.error(self.request, _("This form belongs to another conference. Nothing was changed."))
            return True
        if self.step == "paper":
            return self.paper.is_valid() and self._is_entered(self.paper)
        acts = {"publish": self._publish, "unpublish": self._unpublish}
        act, _dash, pk = self.step.partition("-")
        if act in {"withdraw", "distribute"}:
            return self._done(lambda: self._change_paper(act, pk))
        if self.step in acts:
            return self._done(acts[self.step])
        return self.introduction.is_done()

    def _done(self, act: Callable[[], str]) -> bool:
        try:
            messages.success(self.request, act())
        except AgendaError as error:
            messages.error(self.request, str(error))
        return True

    def _publish(self) -> str:
        publish_profile(self.person.pk, by=officer(self.request), version=self.introduction.seen())
        return _("Biography and portrait are public, where the agenda names the person.")

    def _unpublish(self) -> str:
        unpublish_profile(self.person.pk, by=officer(self.request), version=self.introduction.seen())
        return _("Biography and portrait are no longer public. What was given stays.")

    def _change_paper(self, act: str, text: str) -> str:
        papers = SpeakerPaper.objects.filter(appearance__in=self.appearances, ended_at__isnull=True)
        pk = _uuid(text)
        paper = papers.filter(pk=pk).first() if pk else None
        if paper is None:
            raise Http404
        if act == "withdraw":
            withdraw_paper(paper.pk, by=officer(self.request))
            return _("The file is withdrawn; it stays on record.")
        document = distribute_paper(paper.pk, by=officer(self.request))
        return _("“%(document)s” is a document now, as a draft: say for whom it is, and issue it.") % {
            "document": document
        }

    def _is_entered(self, form: PaperForm) -> bool:
        given = form.cleaned_data
        names = ("kind", "language", "embargo", "embargo_until")
        try:
            send_paper(
                UUID(given["appearance"]),
                given["file"],
                **{name: given[name] for name in names},
                by=officer(self.request),
            )
        except AgendaError as error:
            form.add_error(None, str(error))
            return False
        messages.success(self.request, _("The file is kept for the Secretariat and the interpreters."))
        return True

    def context(self) -> dict[str, Any]:
        line = person_line(self.request, self.person)
        profile = self.introduction.profile
        return {
            **self.introduction.context(),
            "title": line.name,
            "function": line.function,
            "institution": line.institution,
            "contact": contact_address(profile),
            "sessions": [
                {
                    "title": str(each.session),
                    "role": str(each.get_role_display()),
                    "state": str(each.get_state_display()),
                    "url": reverse("admin:agenda_session_change", args=[each.session_id]),
                    "answer_url": reverse("admin:agenda_session_answer", args=[each.pk]),
                }
                for each in self.appearances
            ],
            "papers": paper_lines(self.appearances, self.held),
            "paper_form": self.paper,
            "absences": [
                {
                    "text": str(away),
                    "note": away.note,
                    "url": reverse("admin:agenda_unavailability_change", args=[away.pk]),
                }
                for away in Unavailability.objects.filter(participant=self.person)
            ],
            "absence_url": reverse("admin:agenda_unavailability_add") + f"?participant={self.person.pk}",
        }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
