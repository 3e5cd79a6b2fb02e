"""What may be done with the rows that are ticked: decisions, tags, who attends to them."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import current_roles, officer, required_conference
from conference.models import User
from registration.actions.assigning import assign_registrations
from registration.actions.marking import Marked
from registration.actions.tagging import tag_registrations, untag_registrations
from registration.admin.bulk_decisions import confirm, decline, take_up
from registration.admin.chosen import name_the_refused
from registration.admin.naming import person_line
from registration.admin.work_filters import colleagues, furniture, officer_named
from registration.errors import LostUpdateError, RegistrationError
from registration.models import Registration, Tag
from registration.permissions import ROLES_THAT_WORK

#: Marked in one statement each; more at once is more than somebody has looked at.
MOST_MARKED = 5000
Choice = tuple[str, Any]
Act = Callable[[list[uuid.UUID]], Marked]


def actions_of(request: HttpRequest) -> dict[str, tuple[Callable[..., Any], str, str]]:
    """As the change list wants them, by name."""
    decisions = {act.__name__: act for act in (confirm, take_up, decline)}
    found = {name: (act, name, str(act.short_description)) for name, act in decisions.items()}  # type: ignore[attr-defined]
    for _group, choices in [*_marking(request), *_of_an_older_page(request)]:
        found |= {name: (partial(_mark, name=name), name, str(label)) for name, label in choices}
    return found


def action_choices(request: HttpRequest) -> list[tuple[str, Any]]:
    """The same as choices, in groups."""
    decisions = [(act.__name__, act.short_description) for act in (confirm, take_up, decline)]  # type: ignore[attr-defined]
    return [("", "---------"), (_("Decide"), decisions), *_marking(request), *_of_an_older_page(request)]


def _marking(request: HttpRequest) -> Iterator[tuple[str, list[Choice]]]:
    """The name of each names its tag with the version that the officer saw, or its officer."""
    if not current_roles(request) & ROLES_THAT_WORK:
        return
    tags = furniture(request).tags.values()
    yield (
        _("Assign to"),
        [
            (f"assign.{officer(request).pk}", _("me")),
            *((f"assign.{pk}", name) for pk, name in colleagues(request)),
            ("assign.nobody", _("nobody")),
        ],
    )
    if tags:
        yield _("Set the tag"), [(f"tag.{tag.pk}.{tag.version}", tag.name) for tag in tags]
        yield _("Take away the tag"), [(f"untag.{tag.pk}.{tag.version}", tag.name) for tag in tags]


def _of_an_older_page(request: HttpRequest) -> Iterator[tuple[str, list[Choice]]]:
    """What was sent for a tag that has another word by now, or is gone: the act says so, rather than Django."""
    name = request.POST.get("action", "")
    if name.startswith(("tag.", "untag.")) and current_roles(request) & ROLES_THAT_WORK:
        yield "", [(name, name)]


def _mark(_model_admin: Any, request: HttpRequest, queryset: QuerySet[Registration], *, name: str) -> None:
    ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_MARKED + 1])
    if len(ids) > MOST_MARKED:
        sentence = _("At most %(most)d are changed at once; nothing was changed. Please narrow the list.")
        messages.error(request, sentence % {"most": MOST_MARKED})
        return
    kind, _dot, what = name.partition(".")
    try:
        marked = _assigned(request, ids, what) if kind == "assign" else _tagged(request, ids, kind, what)
    except RegistrationError as error:
        messages.error(request, str(error))
        return
    name_the_refused(request, marked.refused, name=lambda row: person_line(request, row.participant).name)


def _assigned(request: HttpRequest, ids: list[uuid.UUID], what: str) -> Marked:
    to = None if what == "nobody" else officer_named(request, what)
    as_of = _made_at(request)
    marked = assign_registrations(required_conference(request), ids, to, by=officer(request), as_of=as_of)
    told(request, marked, _assigned_text(to, marked.done))
    return marked


def _tagged(request: HttpRequest, ids: list[uuid.UUID], kind: str, what: str) -> Marked:
    pk, _dot, version = what.partition(".")
    tag = next((tag for tag in furniture(request).tags.values() if str(tag.pk) == pk), None)
    if tag is None or not version.isdecimal():
        raise LostUpdateError
    tag.version = int(version)
    act = tag_registrations if kind == "tag" else untag_registrations
    marked = act(ids, tag, by=officer(request))
    told(request, marked, _tagged_text(tag, marked.done, is_set=kind == "tag"))
    return marked


def told(request: HttpRequest, marked: Marked, sentence: str) -> None:
    """What was done, with the way to undo it; or that nothing was to do."""
    if not marked.done:
        messages.info(request, _("Nothing had to be changed."))
        return
    messages.success(request, _with_undo(marked, sentence))


def _with_undo(marked: Marked, sentence: str) -> SafeString:
    url = reverse("admin:registration_registration_undo_marks", args=[marked.act])
    return format_html('{} <a href="{}">{}</a>', sentence, url, _("Undo"))


def _assigned_text(to: User | None, count: int) -> str:
    if to is None:
        sentence = ngettext("%(count)d is assigned to nobody now.", "%(count)d are assigned to nobody now.", count)
        return sentence % {"count": count}
    sentence = ngettext(
        "%(count)d is assigned to %(officer)s now.", "%(count)d are assigned to %(officer)s now.", count
    )
    return sentence % {"count": count, "officer": to}


def _tagged_text(tag: Tag, count: int, *, is_set: bool) -> str:
    if is_set:
        sentence = ngettext("%(count)d bears the tag “%(tag)s” now.", "%(count)d bear the tag “%(tag)s” now.", count)
    else:
        sentence = ngettext(
            "The tag “%(tag)s” was taken away from %(count)d.",
            "The tag “%(tag)s” was taken away from %(count)d.",
            count,
        )
    return sentence % {"count": count, "tag": tag.name}


def _made_at(request: HttpRequest) -> datetime.datetime:
    """When the list was made; what does not say so has seen everything until now."""
    try:
        return datetime.datetime.fromisoformat(request.POST.get("made_at", "")).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return timezone.now()
