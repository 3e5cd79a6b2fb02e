"""The page of a row: it is read, and its buttons are posted to addresses of their own that lead back to it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from registration.admin.guard import is_of_another_conference, row_to_show
from registration.errors import RegistrationError

Context = Callable[[Any, HttpRequest, Any], dict[str, Any]]


def read_page(
    model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str, template: str, context_of: Context
) -> HttpResponse:
    """The page of the row of an address; nothing is submitted to it."""
    found = row_to_show(model_admin, request, object_id)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    context = {**model_admin.admin_site.each_context(request), **context_of(model_admin, request, found)}
    return TemplateResponse(request, template, context)


def posted(
    model_admin: ModelAdmin[Any], act: Callable[[HttpRequest, Any], None]
) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """The view of a button, for the admin site to wrap; the page says what ``RegistrationError`` the act raised."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = get_object_or_404(model_admin.get_queryset(request), pk=pk)
        if not is_of_another_conference(request):
            try:
                act(request, found)
            except RegistrationError as error:
                messages.error(request, str(error))
        return HttpResponseRedirect(page_of(found))

    return view


def page_of(row: Any) -> str:
    """The address of a row's own page at the desk."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def seen_version(request: HttpRequest) -> int:
    """The version that the page carried; what is no number is told like one that has passed."""
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        return 0
