"""What is not the current conference's is not there, and a page made in one conference does nothing in another."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from conference.admin.current import is_of_current_conference


def is_of_another_conference(request: HttpRequest) -> bool:
    """Whether a submitted page is not of the conference that the officer works in now; then says so."""
    if is_of_current_conference(request):
        return False
    messages.error(
        request, _("This page belongs to another conference than the one you work in now. Nothing was changed.")
    )
    return True


def row_to_show(model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> Any:
    """The row of an address; raises ``Http404`` for another conference's, ``PermissionDenied`` without the role."""
    found = model_admin.get_object(request, object_id)
    if found is None:
        raise Http404
    if not model_admin.has_view_permission(request, found):
        raise PermissionDenied
    return found
