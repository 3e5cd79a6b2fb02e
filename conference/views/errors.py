"""The pages for what went wrong: in the visitor's language, and in the conference or the admin where it was."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_from_path

from conference.models import Conference
from conference.typed import Typed
from conference.views.language import language_switch
from conference.views.pages import page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """400: nothing of the request is to be relied on."""
    return _alone(request, "400.html", HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason where there is one in words."""
    return in_its_place(request, "403.html", HTTPStatus.FORBIDDEN, {"exception": str(exception)})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """403 for a form whose page was open too long, with what was typed; Django's reason is for developers."""
    typed = Typed.of(request) if _is_from_our_own_page(request) else None
    if typed is not None:
        return in_its_place(request, "typed_again.html", HTTPStatus.FORBIDDEN, {"typed": typed})
    return in_its_place(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


def _is_from_our_own_page(request: HttpRequest) -> bool:
    """What another site has filled in is never offered to be sent: the browser says whose page it was."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """404, in the admin's frame for an officer at work."""
    if request.path.startswith(reverse("admin:index")) and admin.site.has_permission(request):
        return render(request, "admin/404.html", admin.site.each_context(request), status=HTTPStatus.NOT_FOUND)
    return in_its_place(request, "404.html", HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: asks nothing of the database, which may be what failed."""
    return _alone(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def _alone(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Without session, user or conference."""
    return HttpResponse(render_to_string(template, {"languages": language_switch(request)}), status=status)


def in_its_place(
    request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None
) -> HttpResponse:
    """In the frame of the conference whose pages it happened in, where there is one."""
    conference = _conference_of(request)
    if conference is None:
        return render(request, template, context, status=status)
    return page(request, template, conference, context, status=status)


def _conference_of(request: HttpRequest) -> Conference | None:
    """The public conference in whose pages it happened."""
    if not get_language_from_path(request.path_info):
        return None
    slug = request.path_info.split("/")[2]
    return Conference.objects.for_public_pages().filter(slug=slug).first()
