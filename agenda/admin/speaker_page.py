"""Asking somebody to speak: found among the conference's people without a script, or entered as new."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.actions.appoint import appoint
from agenda.actions.appoint_new import appoint_new_person
from agenda.admin.people_found import people_found, person_text
from agenda.errors import AgendaError
from agenda.forms.speaker import KnownSpeakerForm, NewSpeakerForm
from agenda.models import Session
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from registration.queries.duplicates import candidates_for
from registration.queries.namesakes import unregistered_like


def speaker_view(model_admin: ScopedAdmin) -> Callable[..., HttpResponse]:
    """The view, for the admin site to wrap."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        asked = Session.objects.visible_to(request.user, required_conference(request))
        session = get_object_or_404(asked.select_related("conference"), pk=pk)
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        page = SpeakerPage(request, session)
        if request.method == "POST" and page.is_asked():
            return HttpResponseRedirect(reverse("admin:agenda_session_change", args=[session.pk]))
        context = model_admin.admin_site.each_context(request) | {"opts": model_admin.opts, **page.context()}
        return TemplateResponse(request, "admin/agenda/speaker.html", context)

    return view


class SpeakerPage:
    """Two forms, one of which was sent; who is found by ``?q=`` stands in the first."""

    def __init__(self, request: HttpRequest, session: Session) -> None:
        self.request, self.session = request, session
        self.query = request.GET.get("q", "").strip()
        self.is_new = request.method == "POST" and "new" in request.POST
        is_known = request.method == "POST" and not self.is_new
        self.people, self.is_more = people_found(request, session.conference)
        choices = [(str(person.pk), person_text(request, person)) for person in self.people]
        first = {"participant": choices[0][0]} if len(choices) == 1 else {}
        self.known = KnownSpeakerForm(request.POST if is_known else None, found=choices, initial=first)
        self.new = NewSpeakerForm(request.POST if self.is_new else None, conference=session.conference)
        self.alike: list[dict[str, str]] = []

    def is_asked(self) -> bool:
        """Whether the letter is on its way; else the page says why not, with everything typed kept."""
        form = self.new if self.is_new else self.known
        if not is_of_current_conference(self.request):
            messages.error(self.request, _("This form belongs to another conference. Nothing was changed."))
            return False
        if not form.is_valid():
            return False
        if self.is_new and "another_person" not in self.request.POST:
            self.alike = self._alike()
            if self.alike:
                return False
        try:
            self._ask(form)
        except AgendaError as error:
            form.add_error(None, str(error))
            return False
        messages.success(self.request, _("The invitation to speak is on its way."))
        return True

    def _ask(self, form: Any) -> None:
        role, minutes, by = form.cleaned_data["role"], form.cleaned_data["minutes"], officer(self.request)
        if self.is_new:
            appoint_new_person(self.session, person=form.instance, role=role, minutes=minutes, by=by)
            return
        person = next(each for each in self.people if str(each.pk) == form.cleaned_data["participant"])
        appoint(self.session.pk, participant=person, role=role, minutes=minutes, by=by)

    def _alike(self) -> list[dict[str, str]]:
        """Whom the person may be the same as, registered or not; each can be asked instead."""
        person, by = self.new.instance, officer(self.request)
        person.conference = self.session.conference
        others = [each.participant for each in candidates_for(person, by=by)] + unregistered_like(person, by=by)
        here = reverse("admin:agenda_session_speaker", args=[self.session.pk])
        return [
            {"text": person_text(self.request, other), "url": f"{here}?{urlencode({'q': other.plain_name})}"}
            for other in {other.pk: other for other in others}.values()
        ]

    def context(self) -> dict[str, Any]:
        return {
            "title": _("Ask somebody to speak"),
            "session": self.session,
            "session_url": reverse("admin:agenda_session_change", args=[self.session.pk]),
            "query": self.query,
            "known": self.known if self.people else None,
            "is_more": self.is_more,
            "new": self.new,
            "alike": self.alike,
        }
