"""The page behind a button: from where to where, the letter as it will go, the reason where one is needed."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from conference.admin.current import officer
from conference.admin.scoped import ScopedAdmin
from registration.admin.decisions import last_act_of, told_with_undo
from registration.admin.guard import is_of_another_conference
from registration.admin.ledger import history_of, names_of_actors
from registration.admin.mark_rows import page_within
from registration.admin.move_table import MOVES, Move, Reason, may_make
from registration.admin.naming import is_withheld, person_line
from registration.admin.rehearsal import Rehearsal, rehearse
from registration.admin.tones import REGISTRATION_TONES
from registration.errors import IllegalTransitionError, LostUpdateError, RegistrationError
from registration.models import Registration
from registration.states import RegistrationState


class MoveForm(forms.Form):
    """The words a move asks for, and the version that the officer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(widget=forms.Textarea({"rows": 5}), max_length=4000, required=False)

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        if move.reason is Reason.NONE:
            del self.fields["words"]
            return
        words.label, words.help_text = str(move.reason_label), str(move.reason_help)
        words.required = move.reason is Reason.REQUIRED


def move_view(model_admin: ScopedAdmin) -> Callable[..., HttpResponse]:
    """The view of every move, for the admin site to wrap."""

    def view(request: HttpRequest, pk: uuid.UUID, key: str) -> HttpResponse:
        found = model_admin.get_queryset(request).select_related("participant", "category", "delegation", "conference")
        registration = get_object_or_404(found, pk=pk)
        move = MOVES.get(key)
        if move is None:
            raise Http404
        if is_withheld(request, registration.participant):
            raise PermissionDenied
        if request.method == "POST":
            return _posted(request, model_admin, registration, move)
        if not move.is_legal(registration):
            messages.error(request, _refused(_illegal(move, registration), registration))
            return _back_to(request, registration)
        if not may_make(request, move, registration):
            raise PermissionDenied
        form = MoveForm(move=move, initial={"version": registration.version})
        return _page(request, model_admin, registration, move, form)

    return view


def _posted(request: HttpRequest, model_admin: ScopedAdmin, registration: Registration, move: Move) -> HttpResponse:
    if is_of_another_conference(request):
        return _back_to(request, registration)
    form = MoveForm(request.POST, move=move)
    if not form.is_valid() or "preview" in request.POST:
        return _page(request, model_admin, registration, move, form)
    try:
        _make(request, registration, move, form)
    except RegistrationError as error:
        messages.error(request, _refused(error, registration))
        return _after_refusal(request, model_admin, registration, move)
    name = person_line(request, registration.participant).name
    act = last_act_of(registration, officer(request))
    messages.success(request, told_with_undo(act, str(move.done) % {"name": name}))
    return _back_to(request, registration)


def _after_refusal(
    request: HttpRequest, model_admin: ScopedAdmin, registration: Registration, move: Move
) -> HttpResponse:
    """The page again, as things stand now, with what was typed; the registration's page if the move is gone."""
    registration.refresh_from_db()
    if not move.is_legal(registration) or not may_make(request, move, registration):
        return _back_to(request, registration)
    kept = {"version": registration.version, "words": request.POST.get("words", "")}
    return _page(request, model_admin, registration, move, MoveForm(move=move, initial=kept))


def _make(request: HttpRequest, registration: Registration, move: Move, form: MoveForm) -> Registration:
    return move.act(registration, officer(request), form.cleaned_data.get("words", ""), form.cleaned_data["version"])


def _page(
    request: HttpRequest, model_admin: ScopedAdmin, registration: Registration, move: Move, form: MoveForm
) -> HttpResponse:
    rehearsal = _rehearsed(request, registration, move, form)
    current, target = RegistrationState(registration.state), move.target(registration)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(move.question),
        "opts": model_admin.opts,
        "registration": registration,
        "person": person_line(request, registration.participant),
        "move": move,
        "form": form,
        "from_tone": REGISTRATION_TONES[current],
        "from_text": current.label,
        "to_tone": REGISTRATION_TONES[target],
        "to_text": target.label,
        "rehearsal": rehearsal,
        "back_url": page_within(request, registration),
    }
    return TemplateResponse(request, "admin/registration/registration/move.html", context)


def _rehearsed(request: HttpRequest, registration: Registration, move: Move, form: MoveForm) -> Rehearsal[Registration]:
    """With the words as typed; before anything is typed, with a mark where they will stand."""
    typed = form["words"].value() if "words" in form.fields else ""
    words = typed or _("[your words]")
    by = officer(request)
    return rehearse(lambda: move.act(registration, by, words, registration.version), about=what_letters_are_about)


def what_letters_are_about(registration: Registration) -> list[uuid.UUID]:
    """The identifiers under which the ledger keeps what is written about a registration."""
    return [pk for pk in (registration.pk, registration.participant_id, registration.invitation_id) if pk]


def _refused(error: RegistrationError, registration: Registration) -> str:
    """Why, and where somebody was quicker or the page is old: who moved the registration last, and when."""
    if not isinstance(error, IllegalTransitionError | LostUpdateError):
        return str(error)
    names = names_of_actors(registration.participant, registration.delegation_id)
    last = next(iter(history_of(registration.conference, registration, names=names)), None)
    if last is None:
        return str(error)
    said = {"refusal": error, "move": last["text"], "moment": last["at_text"], "actor": last["actor"]}
    if not last["actor"]:
        return _("%(refusal)s Its last move: %(move)s, %(moment)s.") % said
    return _("%(refusal)s Its last move: %(move)s, %(moment)s, by %(actor)s.") % said


def _illegal(move: Move, registration: Registration) -> RegistrationError:
    current = RegistrationState(registration.state)
    return IllegalTransitionError(current=current.label, wanted=move.target(registration).label)


def _back_to(request: HttpRequest, registration: Registration) -> HttpResponse:
    return HttpResponseRedirect(page_within(request, registration))
