"""On a list of people: the way to write to all that it shows, or to those that are chosen."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import current_roles, is_of_current_conference, officer, required_conference
from conference.correspondence.admin.campaigns.forms import ChosenForm, NameForm, OnceForm
from conference.correspondence.campaigns.drafting import begin_campaign, named_after
from conference.correspondence.errors import CorrespondenceError
from conference.correspondence.models import Campaign
from conference.jobs.admin.asking_page import narrowed_to
from conference.permissions import ROLES_THAT_CORRESPOND
from conference.registry import registry

WRITE = "write_to_chosen"
#: In the address of the page that begins a draft: for whom of the list.
FOR = "for"


class WrittenToList(ModelAdmin[Any]):
    """Adds to a list the page and the act that begin a campaign; for those who correspond."""

    action_form = ChosenForm
    #: Which of the registry's audiences its rows are.
    audience: ClassVar[str]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.write_view)
        return [path("write-to-these/", view, name=f"{_name_of(self)}_write"), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) | self.writing_action(request)

    def writing_action(self, request: HttpRequest) -> dict[str, tuple[Callable[..., Any], str, str]]:
        """As the change list wants it, by name; nothing for who may not."""
        if not _may_write(request):
            return {}
        return {WRITE: (_write_to_chosen, WRITE, str(WRITE_LABEL))}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        url = ""
        if _may_write(request):
            query = request.GET.urlencode()
            url = reverse(f"admin:{_name_of(self)}_write") + (f"?{query}" if query else "")
        return super().changelist_view(request, {"write_url": url, **(extra_context or {})})

    def write_view(self, request: HttpRequest) -> HttpResponse:
        """Says who is on the list as it is filtered, and begins a draft to them; nothing is sent."""
        if not _may_write(request):
            raise PermissionDenied
        every_page = request.GET.copy()
        every_page.pop(PAGE_VAR, None)
        condition = self._condition(every_page.pop(FOR, [""])[-1])
        request.GET = every_page  # type: ignore[assignment]  # the list reads it, whatever its type
        list_url = reverse(f"admin:{_name_of(self)}_changelist")
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(list_url)
        asked = _Asked(self, shown, condition, _rows_for(request, self.audience, shown, condition))
        form = NameForm(request.POST or None, initial={"name": asked.name})
        if request.method == "POST" and _is_of_this(request) and form.is_valid():
            try:
                given = form.cleaned_data
                draft = asked.begin(request, given["name"], given["form_token"])
            except CorrespondenceError as error:
                form.add_error(None, str(error))
            else:
                return _to(request, draft)
        query = request.GET.urlencode()
        context = self.admin_site.each_context(request) | {
            "title": _("Write to these"),
            "opts": Campaign._meta,
            "form": form,
            "cancel_url": f"{list_url}?{query}" if query else list_url,
            "parent_url": list_url,
            "parent_label": capfirst(str(self.opts.verbose_name_plural)),
            "facts": asked.facts,
        }
        return TemplateResponse(request, "admin/correspondence/campaign/begin.html", context)

    def _condition(self, key: str) -> str:
        """One of the audience's; whatever else an address says asks for nothing."""
        return key if key in registry.audiences[self.audience].conditions else ""


def _rows_for(request: HttpRequest, audience: str, shown: Any, condition: str) -> list[UUID]:
    """In the order of the list, those for whom the condition holds now."""
    ids = list(shown.queryset.values_list("pk", flat=True))
    if not condition:
        return ids
    wanted = set(registry.audiences[audience].conditions[condition].holds_for(required_conference(request), ids))
    return [pk for pk in ids if pk in wanted]


@dataclass(frozen=True)
class _Asked:
    """A list as it is filtered, and for which of its rows."""

    model_admin: ModelAdmin[Any]
    shown: Any
    condition: str
    ids: list[UUID]

    @property
    def _condition_label(self) -> str:
        conditions = registry.audiences[self.model_admin.audience].conditions  # type: ignore[attr-defined]
        return str(conditions[self.condition].label) if self.condition else ""

    @property
    def name(self) -> str:
        label = registry.audiences[self.model_admin.audience].label  # type: ignore[attr-defined]
        return named_after(label, len(self.ids), self._condition_label)

    @property
    def facts(self) -> list[dict[str, str]]:
        count = len(self.ids)
        narrowed = "; ".join(narrowed_to(self.shown))
        return [
            {"term": _("Rows"), "text": ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}},
            {"term": _("Of the list"), "text": narrowed or _("all of it"), "detail": self._condition_label},
        ]

    def begin(self, request: HttpRequest, name: str, token: UUID | None) -> Campaign:
        kept = "; ".join(narrowed_to(self.shown, with_words=False))
        given = {"name": name, "cut_by": kept, "condition": self.condition}
        return _begin(self.model_admin, request, self.ids, token=token, **given)


def beginnings() -> list[dict[str, Any]]:
    """Where campaigns begin: each list, whole or for whom a condition holds, and the way to choose on it."""
    return [
        {
            "label": audience.label,
            "list_url": reverse(audience.list_url_name),
            "starts": [
                {"label": _("Everybody on the list"), "url": _write_url(audience.list_url_name)},
                *(
                    {"label": condition.label, "url": f"{_write_url(audience.list_url_name)}?{FOR}={key}"}
                    for key, condition in audience.conditions.items()
                ),
            ],
        }
        for audience in registry.audiences.values()
    ]


def _write_url(list_url_name: str) -> str:
    return reverse(f"{list_url_name.removesuffix('_changelist')}_write")


def _write_to_chosen(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """A draft to the rows that are ticked, in the order of the list."""
    label = registry.audiences[model_admin.audience].label
    ids = list(queryset.values_list("pk", flat=True))
    token = _token_of(request, ids)
    try:
        name, cut_by = named_after(label, len(ids)), _("chosen one by one")
        draft = _begin(model_admin, request, ids, token=token, name=name, cut_by=cut_by)
    except CorrespondenceError as error:
        messages.error(request, str(error))
        return None
    return _to(request, draft)


WRITE_LABEL = gettext_lazy("Write to these")


def _token_of(request: HttpRequest, ids: Iterable[UUID]) -> UUID | None:
    """Of the page and of what is ticked on it: with others ticked, it is another draft."""
    form = OnceForm(request.POST)
    of_page: UUID | None = form.cleaned_data["form_token"] if form.is_valid() else None
    return uuid.uuid5(of_page, ",".join(sorted(map(str, ids)))) if of_page else None


def _begin(
    model_admin: Any, request: HttpRequest, ids: Iterable[UUID], *, token: UUID | None, **given: str
) -> Campaign:
    """``given``: name, cut_by and, where it is written for one, the condition."""
    conference, by = required_conference(request), officer(request)
    return begin_campaign(conference, model_admin.audience, ids, by=by, token=token, **given)


def _to(request: HttpRequest, draft: Campaign) -> HttpResponse:
    messages.success(
        request, _("This is a draft; nothing was sent. Word it, look at the recipients, then send it off.")
    )
    return HttpResponseRedirect(reverse("admin:correspondence_campaign_change", args=[draft.pk]))


def _may_write(request: HttpRequest) -> bool:
    return bool(current_roles(request) & ROLES_THAT_CORRESPOND)


def _is_of_this(request: HttpRequest) -> bool:
    if is_of_current_conference(request):
        return True
    messages.error(request, _("This page belongs to another conference. Nothing was begun."))
    return False


def _name_of(model_admin: ModelAdmin[Any]) -> str:
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}"
