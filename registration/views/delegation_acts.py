"""What a focal point does for the delegation as a whole: its order of rank, its letter, who stands in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.views.pages import get_conference, page, signed_in
from registration.actions.attach import attach, replace
from registration.actions.designate import name_backup
from registration.actions.rank import move_member, return_to_order_of_roles
from registration.errors import RegistrationError
from registration.forms.delegation import BackupForm, LetterForm, PlaceForm
from registration.models import Delegation, Document, DocumentKind, FocalPointRank, Registration
from registration.permissions import is_primary_focal_point
from registration.queries.due import nomination_letters
from registration.queries.rank import in_rank
from registration.states import ENDED
from registration.views.actors import signed_in_user
from registration.views.delegation import delegations_of
from registration.views.delegation_members import member_rows
from registration.views.delegation_page import formal_name


def _own(request: HttpRequest, slug: str, pk: UUID) -> tuple[Conference, Delegation]:
    shown = get_conference(slug)
    return shown, get_object_or_404(delegations_of(request.user, shown), pk=pk)


def _url(delegation: Delegation) -> str:
    return reverse("registration:delegation-members", args=[delegation.conference.slug, delegation.pk])


def _context(delegation: Delegation, **context: Any) -> dict[str, Any]:
    return {
        "label": formal_name(delegation),
        "back_url": _url(delegation),
        "back_text": _("Back to the delegation"),
        **context,
    }


@signed_in
def order(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """The State's own order: each member one place up, one down, or to a place; the head stays first."""
    shown, own = _own(request, conference, delegation)
    if request.method == "POST":
        _put_in_order(request, own)
        return HttpResponseRedirect(request.path)
    visible = Registration.objects.visible_to(request.user, shown).filter(delegation=own).exclude(state__in=ENDED)
    members = in_rank(own, visible.select_related("participant"))
    lede = _("In every list your members stand in this order; the head of delegation always comes first.")
    rows = [
        {"place": place, "member": row, "is_head": member.role == "head"}
        for place, (member, row) in enumerate(zip(members, member_rows(shown, members, {}), strict=True), start=1)
    ]
    first_free = 2 if rows and rows[0]["is_head"] else 1
    context = _context(
        own,
        title=_("Order of the delegation"),
        lede=lede,
        rows=rows,
        first_free=first_free,
        last=len(rows),
        has_own_order=own.has_own_order,
    )
    return page(request, "registration/order.html", shown, context, current="registration")


def _put_in_order(request: HttpRequest, delegation: Delegation) -> None:
    """The act that was asked for; a refusal is told on the page."""
    try:
        if request.POST.get("step") == "roles":
            return_to_order_of_roles(delegation.pk, by=signed_in_user(request))
            messages.success(request, _("Members stand in the order of their roles again."))
            return
        form = PlaceForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose a place by its number; the order is as it was."))
            return
        chosen = form.cleaned_data
        member = get_object_or_404(delegation.registrations, pk=chosen["member"])
        moved = move_member(
            member.pk, place=chosen["place"], seen_place=chosen["seen_place"], by=signed_in_user(request)
        )
        name = member.participant.formal_name
        messages.success(
            request, _("%(name)s stands at number %(place)s now.") % {"name": name, "place": moved.position}
        )
    except RegistrationError as error:
        messages.error(request, str(error))


@signed_in
def nomination_letter(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """Sends the nomination letter, or another in the place of one that was sent."""
    shown, own = _own(request, conference, delegation)
    letters = nomination_letters(own)
    given = request.POST.get("replaces") or request.GET.get("replaces") or ""
    former = next((each for each in letters if str(each.pk) == given), None)
    if given and former is None and request.method != "POST":
        raise Http404
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LetterForm(*data, initial={"replaces": former.pk if former else None})
    if request.method == "POST" and form.is_valid() and _sent(request, own, form, former):
        return HttpResponseRedirect(_url(own))
    replaced = _("It takes the place of “%(name)s”, which the Secretariat keeps on record.")
    context = _context(
        own,
        form=form,
        title=_("Nomination letter"),
        lede=replaced % {"name": former.name}
        if former
        else _("The letter or note by which your authorities name the members; you and the Secretariat can open it."),
    )
    return page(request, "registration/member_form.html", shown, context, current="registration")


def _sent(request: HttpRequest, delegation: Delegation, form: LetterForm, former: Document | None) -> bool:
    upload, by = form.cleaned_data["file"], signed_in_user(request)
    if form.cleaned_data["replaces"] and former is None:
        form.add_error(None, _("This document was replaced or removed meanwhile. Please look at the list again."))
        return False
    try:
        if former is not None:
            replace(former.pk, upload, by=by)
        else:
            attach(upload, to=delegation, kind=DocumentKind.NOMINATION_LETTER, by=by)
    except RegistrationError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The letter is received; thank you."))
    return True


@signed_in
def backup(request: HttpRequest, conference: str, delegation: UUID) -> HttpResponse:
    """The primary focal point names who stands in; for the backup this page is not there."""
    shown, own = _own(request, conference, delegation)
    if not is_primary_focal_point(request.user, own):
        raise Http404
    form = BackupForm(request.POST if request.method == "POST" else None, conference=shown)
    if request.method == "POST" and form.is_valid():
        try:
            named = name_backup(own.pk, by=signed_in_user(request), **form.cleaned_data)
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is the backup focal point now.") % {"name": named.name})
            return HttpResponseRedirect(_url(own))
    present = own.focal_points.filter(rank=FocalPointRank.BACKUP, ended_at__isnull=True).first()
    lede = _(
        "The backup may do everything on this page that you may, except name a backup. Both of you are written to."
    )
    if present is not None:
        lede += " " + _("The access of %(name)s ends at once.") % {"name": present.name}
    context = _context(own, form=form, title=_("Name a backup focal point"), lede=lede)
    return page(request, "registration/member_form.html", shown, context, current="registration")
