"""The row that tags, notes and an officer are set on: who may, and where one is led afterwards."""

import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from conference.admin.current import officer
from conference.admin.scoped import ScopedAdmin
from registration.admin.neighbours import FILTERS, NEXT
from registration.models import Registration
from registration.permissions import can_mark

View = Callable[..., HttpResponse]


def row_to_mark(model_admin: ScopedAdmin, request: HttpRequest, pk: uuid.UUID) -> Registration:
    """The registration, for officers who may mark it; raises ``Http404`` and ``PermissionDenied`` for all others."""
    rows = model_admin.get_queryset(request).select_related("participant", "conference")
    found: Registration = get_object_or_404(rows, pk=pk)
    if not can_mark(officer(request), found):
        raise PermissionDenied
    return found


def page_within(request: HttpRequest, registration: Registration) -> str:
    """The page of the registration, still within the list from which one came to it."""
    url = reverse("admin:registration_registration_change", args=[registration.pk])
    kept = {key: request.GET[key] for key in (FILTERS, NEXT) if request.GET.get(key)}
    return f"{url}?{urlencode(kept)}" if kept else url
