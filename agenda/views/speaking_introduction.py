"""Biography and portrait of one's own: given, taken back, and previewed exactly as the public will see them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agenda.actions.speaker_profile import give_biography, give_portrait, remove_portrait
from agenda.errors import AgendaError, LostUpdateError
from agenda.forms.introduction import BiographyForm, PortraitForm
from agenda.models import Appearance, SpeakerProfile
from agenda.queries.naming import function_of, is_named_publicly, states_represented
from agenda.queries.speaker_requests import requests_of
from agenda.states import AppearanceState
from agenda.views.introductions import introduction_of, portrait_upload
from agenda.views.speaking import user_of
from agenda.views.speaking_own import own_speaker, profile_of, schedule_url
from conference.models import Conference
from conference.uploads import UploadRefusedError
from conference.views.pages import get_conference, page, signed_in
from registration.models import Participant
from registration.views.form_entries import number_in
from registration.views.pictures import PLACES, cut, drawn_portrait


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def introduction(request: HttpRequest, conference: str, pk: UUID) -> HttpResponse:
    """One part at a time: the words, the picture, the part of the picture that is shown."""
    held = get_conference(conference)
    person = own_speaker(request, held, pk)
    page_of_person = IntroductionPage(request, held, person)
    if request.method == "POST" and page_of_person.is_done():
        return HttpResponseRedirect(introduction_url(held, person))
    status = 422 if page_of_person.has_errors else 200
    return page(request, "agenda/introduction.html", held, page_of_person.context(), status=status)


def introduction_url(held: Conference, person: Participant) -> str:
    return reverse("agenda:introduction", args=[held.slug, person.pk])


class IntroductionPage:
    """Two forms, one of which was sent."""

    biography_saved = gettext_lazy("Your biography is saved. It is public once the Secretariat has looked at it.")
    portrait_saved = gettext_lazy("Your portrait is saved. It is public once the Secretariat has looked at it.")
    portrait_removed = gettext_lazy("Your portrait is removed, from the public page too.")

    def __init__(self, request: HttpRequest, held: Conference, person: Participant) -> None:
        self.request, self.held, self.person = request, held, person
        self.profile, self.requests = profile_of(person), requests_of(held)
        self.step = request.POST.get("step", "")
        words = request.POST if self.step == "biography" else None
        self.biography = BiographyForm(
            words,
            languages=held.languages,
            longest=self.requests.biography_length,
            initial={"biography": self.profile.biography},
        )
        is_portrait = self.step == "portrait"
        self.portrait = PortraitForm(*((request.POST, request.FILES) if is_portrait else ()))

    @property
    def has_errors(self) -> bool:
        return bool(self.biography.errors or self.portrait.errors)

    def is_done(self) -> bool:
        """Whether what was asked is saved, or there is nothing to correct in the form."""
        if self.step == "biography":
            return self._is_worded()
        if self.step == "portrait":
            return self._is_sent()
        self._change_portrait()
        return True

    def _is_worded(self) -> bool:
        if not self.biography.is_valid():
            return False
        try:
            give_biography(
                self.person.pk,
                biography=self.biography.cleaned_data["biography"],
                by=user_of(self.request),
                version=self.seen(),
            )
        except AgendaError as error:
            self.biography.add_error("biography" if not isinstance(error, LostUpdateError) else None, str(error))
            return False
        messages.success(self.request, self.biography_saved)
        return True

    def _is_sent(self) -> bool:
        if not self.portrait.is_valid():
            return False
        upload = self.portrait.cleaned_data["portrait"]
        try:
            give_portrait(self.person.pk, upload, by=user_of(self.request), version=self.seen())
        except AgendaError as error:
            self.portrait.add_error("portrait", str(error))
            return False
        messages.success(self.request, self.portrait_saved)
        return True

    def _change_portrait(self) -> None:
        """“crop-middle”, “remove”; anything else changes nothing."""
        act, _dash, place = self.step.partition("-")
        by, seen = user_of(self.request), self.seen()
        try:
            if act == "crop" and place in PLACES and self.profile.portrait:
                give_portrait(self.person.pk, cut(portrait_upload(self.profile.portrait), place), by=by, version=seen)
                messages.success(self.request, self.portrait_saved)
            elif act == "remove":
                remove_portrait(self.person.pk, by=by, version=seen)
                messages.success(self.request, self.portrait_removed)
        except (AgendaError, UploadRefusedError) as error:
            messages.error(self.request, str(error))

    def seen(self) -> int:
        """The version that the page showed; where nothing was given yet the first, so that of two the later is told."""
        return number_in(self.request.POST.get("seen_version")) or (self.profile.version if self._is_first() else 0)

    def _is_first(self) -> bool:
        return self.profile._state.adding  # noqa: SLF001  Django documents the attribute

    def context(self) -> dict[str, Any]:
        return {
            "name": self.person.formal_name,
            "back": schedule_url(self.held),
            "seen_version": self.profile.version,
            "biography_form": self.biography,
            "portrait_form": self.portrait,
            "portrait": portrait_shown(self.profile),
            "preview": preview_of(self.person, self.profile),
            "is_public": self.profile.public_biography or self.profile.public_portrait,
            "is_waiting": is_waiting(self.profile),
            "is_named": is_named(self.person),
            "public_url": reverse("agenda:speaker", args=[self.held.slug, self.person.pk]),
        }


def is_waiting(profile: SpeakerProfile) -> bool:
    """Whether the public would see something else, once the Secretariat says so."""
    return (profile.biography, profile.portrait.name or "") != (
        profile.public_biography,
        profile.public_portrait.name or "",
    )


def is_named(person: Participant) -> bool:
    """Whether the public agenda names the person; a wish of a hidden person is respected whatever was given."""
    confirmed = Appearance.objects.filter(participant=person, state=AppearanceState.CONFIRMED).exists()
    return is_named_publicly(person, has_confirmed=confirmed)


def preview_of(person: Participant, profile: SpeakerProfile) -> dict[str, Any]:
    """What the public page will say, in the language of this page, from what was given last."""
    represents = states_represented([person.pk]).get(person.pk)
    entry = introduction_of(profile.biography, "")
    portrait = portrait_shown(profile)
    return {**entry, "portrait_url": portrait.url if portrait else "", "function": function_of(person, represents)}


def portrait_shown(profile: SpeakerProfile) -> Any:
    """The picture within the page, with the parts to choose from; nothing where there is none, or it is lost."""
    if not profile.portrait:
        return None
    try:
        return drawn_portrait(portrait_upload(profile.portrait), str(profile.pk))
    except UploadRefusedError:
        return None
