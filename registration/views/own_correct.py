"""Correcting one's own data: what is saved at once, and what the Secretariat confirms first, old beside new."""

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.actions.changes import propose_change
from registration.actions.correct import correct_registration
from registration.errors import RegistrationError
from registration.forms.own import CorrectionForm, NoteForm
from registration.models import Registration
from registration.queries.own import correctable_fields, is_confirmed_anew
from registration.queries.pending_changes import told_first
from registration.views.actors import signed_in_user
from registration.views.own import back_to, context_of, own_or_404

TYPED = "corrections"
READ_AGAIN = gettext_lazy(
    "You changed something in another window meanwhile; nothing was sent. Please read it once more as it stands now."
)


@signed_in
def correct(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """One's own particulars. What has to be confirmed anew is read once more before it is asked for."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    if not correctable_fields(mine, signed_in_user(request)):
        messages.warning(request, _("This can no longer be changed here. Please write to the Secretariat."))
        return HttpResponseRedirect(back_to(shown, mine.pk))
    if request.method != "POST":
        return _page(request, shown, mine, _form(request, mine, _typed(request, mine)))
    form = _form(request, mine, request.POST)
    if not form.is_valid():
        return _page(request, shown, mine, form)
    if not form.lines():
        messages.info(request, _("Nothing was changed."))
        return HttpResponseRedirect(back_to(shown, mine.pk))
    if form.lines_to_confirm():
        request.session[TYPED] = {**request.session.get(TYPED, {}), str(mine.pk): request.POST.dict()}
        return HttpResponseRedirect(reverse("registration:own-check", args=[shown.slug, mine.pk]))
    return _save(request, shown, mine, form)


@signed_in
def check(request: HttpRequest, conference: str, registration: UUID) -> HttpResponse:
    """What stands there, and what shall: read before it is sent. A page of its own, so that Back sends nothing."""
    shown = get_conference(conference)
    mine = own_or_404(request, shown, registration)
    typed = _typed(request, mine)
    form = _form(request, mine, typed)
    if typed is None or not form.is_valid() or not form.lines_to_confirm():
        return HttpResponseRedirect(reverse("registration:own-correct", args=[shown.slug, mine.pk]))
    note, shown_digest = NoteForm(request.POST if request.method == "POST" else None), _digest(typed)
    if request.POST.get("shown", shown_digest) != shown_digest:
        messages.error(request, str(READ_AGAIN))
        note = NoteForm(initial={"note": request.POST.get("note", "")})
    elif request.method == "POST" and note.is_valid():
        return _save(request, shown, mine, form, note=note.cleaned_data["note"])
    context = context_of(
        shown,
        mine,
        title=_("Please look at it once more"),
        form=note,
        shown=shown_digest,
        to_confirm=form.lines_to_confirm(),
        at_once=form.lines_saved_at_once(),
        change_url=reverse("registration:own-correct", args=[shown.slug, mine.pk]),
    )
    return page(request, "registration/own_check.html", shown, context, current="registration")


def _save(
    request: HttpRequest, conference: Conference, mine: Registration, form: CorrectionForm, *, note: str = ""
) -> HttpResponse:
    user = signed_in_user(request)
    version = form.cleaned_data["seen_version"]
    try:
        if form.is_held:
            asked = propose_change(
                mine.pk,
                form.changes(),
                by=user,
                version=version,
                application_changes=form.application_changes(),
                note=note,
            )
        else:
            asked = None
            correct_registration(
                mine.pk,
                person_changes=form.changes(),
                application_changes=form.application_changes(),
                by=user,
                version=version,
            )
    except RegistrationError as error:
        form.refuse(error)
        return _page(request, conference, mine, form)
    _forget(request, mine)
    if form.lines_saved_at_once():
        messages.success(request, _("What you entered is saved."))
    if asked is not None:
        messages.success(
            request,
            _(
                "Your request is with the Secretariat, which tells you its decision by letter. Until then everything "
                "stays as it is, your place and your code for the entrance too."
            ),
        )
    return HttpResponseRedirect(back_to(conference, mine.pk))


def _form(request: HttpRequest, mine: Registration, data: QueryDict | dict[str, str] | None) -> CorrectionForm:
    user = signed_in_user(request)
    return CorrectionForm(
        data,
        registration=mine,
        correctable=correctable_fields(mine, user),
        is_held=is_confirmed_anew(mine, user),
        action_url=reverse("registration:own-correct", args=[mine.conference.slug, mine.pk]),
    )


def _typed(request: HttpRequest, mine: Registration) -> dict[str, str] | None:
    """What was typed and not yet sent, kept in the session."""
    typed: dict[str, str] | None = request.session.get(TYPED, {}).get(str(mine.pk))
    return typed


def _digest(typed: dict[str, str]) -> str:
    """Of what a page shows, so that another window's is not sent in its place."""
    answers = sorted((name, value) for name, value in typed.items() if name != "csrfmiddlewaretoken")
    return hashlib.sha256(repr(answers).encode()).hexdigest()


def _forget(request: HttpRequest, mine: Registration) -> None:
    kept = {pk: typed for pk, typed in request.session.get(TYPED, {}).items() if pk != str(mine.pk)}
    request.session[TYPED] = kept


def _page(request: HttpRequest, conference: Conference, mine: Registration, form: CorrectionForm) -> HttpResponse:
    context: dict[str, Any] = context_of(
        conference, mine, title=_("Correct my data"), lede=_lede(conference, mine, form), form=form
    )
    return page(request, "registration/member_form.html", conference, context, current="registration")


def _lede(conference: Conference, mine: Registration, form: CorrectionForm) -> str:
    if not form.is_held:
        return _("Your e-mail address is changed by the Secretariat, since it opens this page.")
    after_the_deadline = told_first(conference, mine.category)
    how_reached = _("How you are reached, and what stands under “About you”, changes at once.")
    if after_the_deadline:
        return f"{after_the_deadline} {how_reached}"
    confirmed = _(
        "Your name, your function and the other particulars were confirmed by the Secretariat: what you change of them "
        "becomes a request, and until it is confirmed everything stays as it is."
    )
    return f"{confirmed} {how_reached}"
