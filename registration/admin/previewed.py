"""Acts that write a letter: a form, then the letter as it will go, then the act."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from registration.admin.guard import is_of_another_conference
from registration.admin.rehearsal import rehearse
from registration.errors import RegistrationError

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class PreviewedAct(Generic[T]):
    """A page of the desk whose act writes a letter. The form has ``sections``; the act reads what it cleaned."""

    title: str
    form: forms.BaseForm
    act: Callable[[], T]
    about: Callable[[T], Iterable[uuid.UUID]]
    done: Callable[[T], str]
    done_url: Callable[[T], str]
    parent_url: str
    parent_label: str
    cancel_url: str
    act_label: str
    lede: str = ""
    facts: list[dict[str, Any]] = field(default_factory=list)


def run(model_admin: ModelAdmin[Any], request: HttpRequest, page: PreviewedAct[T]) -> HttpResponse:
    """First submit: the letter. Second (``send``): the act. A refusal stands above the form, with what was typed."""
    ready = request.method == "POST" and not is_of_another_conference(request) and page.form.is_valid()
    if ready and "change" not in request.POST:
        answer = _act(request, page) if "send" in request.POST else _preview(model_admin, request, page)
        if answer is not None:
            return answer
    return TemplateResponse(request, "admin/registration/preview_form.html", _context(model_admin, request, page))


def _act(request: HttpRequest, page: PreviewedAct[T]) -> HttpResponse | None:
    try:
        result = page.act()
    except RegistrationError as error:
        page.form.add_error(None, str(error))
        return None
    messages.success(request, page.done(result))
    return HttpResponseRedirect(page.done_url(result))


def _preview(model_admin: ModelAdmin[Any], request: HttpRequest, page: PreviewedAct[T]) -> HttpResponse | None:
    rehearsal = rehearse(page.act, about=page.about)
    if rehearsal.refusal:
        page.form.add_error(None, rehearsal.refusal)
        return None
    context = _context(model_admin, request, page) | {"letters": rehearsal.letters}
    return TemplateResponse(request, "admin/registration/preview.html", context)


def _context(model_admin: ModelAdmin[Any], request: HttpRequest, page: PreviewedAct[T]) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "title": page.title,
        "opts": model_admin.opts,
        "form": page.form,
        "lede": page.lede,
        "facts": page.facts,
        "act_label": page.act_label,
        "cancel_url": page.cancel_url,
        "parent_url": page.parent_url,
        "parent_label": page.parent_label,
    }
