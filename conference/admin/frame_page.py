"""A new conference out of the frame of this one: asked for, shown with its counts and days, then made."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import label_for_field as admin_label
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.actions.copy_frame import DAYS, MOMENTS, CopyError, FrameCopy, copy_frame, taken
from conference.admin.current import choose_conference, is_of_current_conference, officer
from conference.formats import date_range_text, date_text, time_text
from conference.forms.frame import FrameForm
from conference.models import Conference
from conference.permissions import can_copy


def frame_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """The form; with “preview” what would be made, with “copy” the conference itself."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        source = get_object_or_404(model_admin.get_queryset(request), pk=pk)
        if not can_copy(officer(request), source):
            raise PermissionDenied
        form = FrameForm(request.POST if request.method == "POST" else None, source=source)
        preview: dict[str, Any] = {}
        if request.method == "POST" and _is_here(request) and form.is_valid():
            if "copy" in request.POST and _is_copied(request, source, form):
                return HttpResponseRedirect(reverse("admin:conference_conference_changelist"))
            if not form.errors:
                preview = _preview(request, source, form)
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Copy the frame for a new conference"),
            "opts": model_admin.opts,
            "form": form,
            "cancel_url": reverse("admin:conference_conference_change", args=[source.pk]),
            "parent_url": reverse("admin:conference_conference_change", args=[source.pk]),
            "parent_label": str(source),
            **preview,
        }
        return TemplateResponse(request, "admin/conference/conference/frame.html", context)

    return view


def _is_here(request: HttpRequest) -> bool:
    if is_of_current_conference(request):
        return True
    messages.error(request, _("This form belongs to another conference. Nothing was changed."))
    return False


def _is_copied(request: HttpRequest, source: Conference, form: FrameForm) -> bool:
    try:
        done = copy_frame(source.pk, form.instance, parts=form.cleaned_data["parts"], by=officer(request))
    except CopyError as error:
        form.add_error(None, error.sentence)
        return False
    except IntegrityError:  # the same address was taken between the form and the act
        form.add_error("slug", _("Another conference has this address; choose another."))
        return False
    choose_conference(request, done.target.slug)
    sentence = _("“%(title)s” is made, and you are its co-ordinator. Its pages are not public yet.")
    messages.success(request, sentence % {"title": done.target})
    for doubt in done.doubts:
        messages.warning(request, doubt)
    return True


def _preview(request: HttpRequest, source: Conference, form: FrameForm) -> dict[str, Any]:
    target = form.instance
    done = FrameCopy(source, target, officer(request), form.cleaned_data["parts"])
    parts = taken(form.cleaned_data["parts"])
    return {
        "target": target,
        "counts": [{"term": part.label, "text": str(part.count(source))} for part in parts],
        "warnings": [sentence for part in parts for sentence in part.warns(done)],
        "days": list(_days(source, target)),
    }


def _days(source: Conference, target: Conference) -> Any:
    """Old beside new, of what is said at all."""
    held = [date_range_text(each.starts_on, each.ends_on) for each in (source, target)]
    yield {"label": _("Held"), "old": held[0], "new": held[1]}
    for name in (*MOMENTS, *DAYS):
        label = capfirst(str(admin_label(name, Conference)))
        old, new = getattr(source, name), getattr(target, name)
        if old is None:
            continue
        if name in MOMENTS:
            yield {"label": label, "old": _moment(source, old), "new": _moment(target, new)}
        else:
            yield {"label": label, "old": date_text(old), "new": date_text(new)}


def _moment(conference: Conference, moment: Any) -> str:
    """By the venue's clock, with the year: a deadline, not when something was recorded."""
    return f"{date_text(moment.astimezone(conference.zone).date())}, {time_text(moment, conference.zone)}"
