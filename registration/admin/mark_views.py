"""What the page of a registration is posted to by its tags and its officer; and undoing what was set on many."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import current_roles, officer, required_conference, sees_protected
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from registration.actions.assigning import assign_registration
from registration.actions.marking import marked_in, moment_of, undo_marks
from registration.actions.tagging import set_tags
from registration.admin.bulk_actions import told
from registration.admin.chosen import chosen_ids
from registration.admin.guard import is_of_another_conference
from registration.admin.mark_rows import View, page_within, row_to_mark
from registration.admin.naming import person_line
from registration.admin.note_views import notes_view
from registration.admin.work_filters import officer_named
from registration.errors import RegistrationError
from registration.models import Registration, Visibility
from registration.permissions import ROLES_THAT_WORK

SHOWN = 20


def mark_urls(model_admin: ScopedAdmin) -> list[URLPattern]:
    """The addresses of the acts, all but the last for one registration."""
    view = model_admin.admin_site.admin_view
    acts = {"assign": _assign, "tags": _set_tags}
    return [
        *(
            path(f"<uuid:pk>/{name}/", view(_posted(model_admin, act)), name=f"registration_registration_{name}")
            for name, act in acts.items()
        ),
        path("<uuid:pk>/notes/", view(notes_view(model_admin)), name="registration_registration_notes"),
        path("marks/<uuid:act>/undo/", view(_undo_view(model_admin)), name="registration_registration_undo_marks"),
    ]


def _posted(model_admin: ScopedAdmin, act: Callable[[HttpRequest, Registration], None]) -> View:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = row_to_mark(model_admin, request, pk)
        if not is_of_another_conference(request):
            try:
                act(request, found)
            except RegistrationError as error:
                messages.error(request, str(error))
        return HttpResponseRedirect(page_within(request, found))

    return view


def _assign(request: HttpRequest, registration: Registration) -> None:
    chosen, seen = request.POST.get("officer", ""), chosen_ids(request, "seen")
    to = officer_named(request, chosen) if chosen else None
    marked = assign_registration(registration, to, by=officer(request), seen=seen[0] if seen else None)
    sentence = _("It is assigned to %(officer)s now.") % {"officer": to} if to else _("Nobody attends to it now.")
    told(request, marked, sentence)


def _set_tags(request: HttpRequest, registration: Registration) -> None:
    wanted, seen = chosen_ids(request, "tag"), chosen_ids(request, "seen")
    told(request, set_tags(registration, wanted, by=officer(request), seen=seen), _("The tags are saved."))


def _undo_view(model_admin: ScopedAdmin) -> View:
    """First what it is about, then the act."""

    def view(request: HttpRequest, act: uuid.UUID) -> HttpResponse:
        if not current_roles(request) & ROLES_THAT_WORK:
            raise PermissionDenied
        rows = _rows_of_act(request, act)
        done_at = moment_of(act)
        if not rows or done_at is None:
            raise Http404
        list_url = reverse("admin:registration_registration_changelist")
        if request.method == "POST":
            if not is_of_another_conference(request):
                _undo(request, act)
            return HttpResponseRedirect(list_url)
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Undo this?"),
            "opts": model_admin.opts,
            "names": [person_line(request, row.participant).name for row in rows[:SHOWN]],
            "more": max(0, len(rows) - SHOWN),
            "at_text": at_text(required_conference(request), done_at),
            "list_url": list_url,
        }
        return TemplateResponse(request, "admin/registration/registration/undo_marks.html", context)

    return view


def _rows_of_act(request: HttpRequest, act: uuid.UUID) -> list[Registration]:
    """The registrations of this conference that the act marked, but for those withheld from this officer."""
    ids = {pk for rows in marked_in(act).values() for pk in rows.values_list("registration", flat=True)}
    rows = Registration.objects.filter(conference=required_conference(request), pk__in=ids)
    if not sees_protected(request):
        rows = rows.exclude(participant__visibility=Visibility.HIDDEN)
    return list(rows.select_related("participant").order_by("pk"))


def _undo(request: HttpRequest, act: uuid.UUID) -> None:
    try:
        count = undo_marks(required_conference(request), act, by=officer(request))
    except RegistrationError as error:
        messages.error(request, str(error))
        return
    sentence = ngettext("%(count)d is as it was before.", "%(count)d are as they were before.", count)
    messages.success(request, sentence % {"count": count})
