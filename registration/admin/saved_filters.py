"""Saved filters: all that one may open, and the page on which one is named, shared, changed or deleted."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import officer, required_conference
from conference.admin.markup import lines
from conference.permissions import ROLES_THAT_READ
from registration.actions.saved_filters import change_filter, delete_filter, keep_filter, open_with
from registration.admin.desk_list import DeskAdmin
from registration.admin.filter_sentences import filter_sentences, sentence_text
from registration.admin.guard import is_of_another_conference, row_to_show
from registration.admin.list_columns import keys_in_force, known_keys
from registration.admin.registration_changelist import changelist_at
from registration.admin.saved_filter_menu import address_of, canonical, counts_of_lists, list_address
from registration.admin.work_filters import furniture
from registration.errors import RegistrationError
from registration.models import Registration, SavedFilter
from registration.permissions import can_change_saved_filter

LONGEST_QUERY = 2000


class SavedFilterForm(forms.Form):
    """Name and readers for whoever may change it; for everybody, whether one's own list opens with it."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        error_messages={"required": gettext_lazy("Please give the saved filter a name.")},
    )
    is_shared = forms.BooleanField(
        label=gettext_lazy("Share it with the team"),
        help_text=gettext_lazy("Colleagues see the name and the filters; the list shows each what they may see."),
        required=False,
    )
    with_columns = forms.BooleanField(
        label=gettext_lazy("Keep the columns of the list with it"),
        help_text=gettext_lazy("Otherwise everybody sees it with their own columns."),
        required=False,
    )
    opens = forms.BooleanField(label=gettext_lazy("My list opens with it"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_QUERY, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, may_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_change:
            for name in ("name", "is_shared", "with_columns", "query", "version"):
                del self.fields[name]

    def clean_query(self) -> str:
        """Whatever was typed: filters alone, in one order."""
        return canonical(QueryDict(self.cleaned_data["query"]))


@admin.register(SavedFilter)
class SavedFilterAdmin(DeskAdmin):
    """Everybody of the team keeps their own; what they see of a colleague's is what was shared."""

    roles_that_change = ROLES_THAT_READ
    may_be_deleted = True
    list_display = ("what", "cut_by", "kept_by", "how_many")
    list_display_links = ("what",)
    list_select_related: ClassVar[Any] = ("owner", "conference")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = SavedFilter.objects.visible_to(officer(request), required_conference(request))
        return found.order_by(*SavedFilter._meta.ordering or ())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and can_change_saved_filter(officer(request), obj)

    def prepare(self, request: HttpRequest, rows: list[Any]) -> None:
        counts = counts_of_lists(self.list_of_registrations, request)
        for row in rows:
            row.sentences = sentences_of(self.list_of_registrations, request, row.query)
            row.count = counts.get(str(row.pk))
            row.is_own = row.owner_id == officer(request).pk
            row.opens = furniture(request).opens_with == row.pk

    @property
    def list_of_registrations(self) -> Any:
        return self.admin_site.get_model_admin(Registration)

    @admin.display(description=gettext_lazy("name"))
    def what(self, kept: Any) -> SafeString:
        return lines(kept.name, _("your list opens with it") if kept.opens else "")

    @admin.display(description=gettext_lazy("filters"))
    def cut_by(self, kept: Any) -> str:
        return " ".join(kept.sentences) or _("All registrations.")

    @admin.display(description=gettext_lazy("kept by"))
    def kept_by(self, kept: Any) -> SafeString | str:
        if not kept.is_own:
            return str(kept.owner)
        return _("you, shared with the team") if kept.is_shared else _("you alone")

    @admin.display(description=gettext_lazy("registrations"))
    def how_many(self, kept: Any) -> SafeString | str:
        if kept.count is None:
            return "–"
        return format_html('<a href="{}">{}</a>', address_of(kept), kept.count)

    def delete_model(self, request: HttpRequest, obj: SavedFilter) -> None:
        delete_filter(obj, by=officer(request), version=obj.version)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return _keep(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return _change(self, request, row_to_show(self, request, object_id))


def sentences_of(model_admin: Any, request: HttpRequest, query: str) -> list[str]:
    """What an address cuts by, in words; an address that is no list any more says so."""
    try:
        return [sentence_text(each) for each in filter_sentences(changelist_at(model_admin, request, query))]
    except (IncorrectLookupParameters, DisallowedModelAdminLookup):
        return [_("These filters are no longer known; please delete it and save it anew.")]


def _keep(model_admin: SavedFilterAdmin, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    given = {"query": request.GET.get("query", ""), "with_columns": False}
    form = SavedFilterForm(request.POST or None, may_change=True, initial=given)
    if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
        try:
            kept = _keep_as(request, form.cleaned_data)
        except RegistrationError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": kept.name})
            return HttpResponseRedirect(address_of(kept))
    return _page(model_admin, request, form, title=_("Save this filter"))


def _keep_as(request: HttpRequest, given: dict[str, Any]) -> SavedFilter:
    kept = keep_filter(
        required_conference(request),
        by=officer(request),
        name=given["name"],
        query=given["query"],
        columns=_columns(request, given),
        is_shared=given["is_shared"],
    )
    if given["opens"]:
        open_with(kept.conference, kept, by=officer(request))
    return kept


def _columns(request: HttpRequest, given: dict[str, Any]) -> list[str]:
    return known_keys(request, keys_in_force(request)) if given["with_columns"] else []


def _change(model_admin: SavedFilterAdmin, request: HttpRequest, kept: SavedFilter) -> HttpResponse:
    may_change = can_change_saved_filter(officer(request), kept)
    form = SavedFilterForm(request.POST or None, may_change=may_change, initial=_initial(request, kept))
    if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
        try:
            _change_as(request, kept, form.cleaned_data, may_change=may_change)
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": kept.name})
            return HttpResponseRedirect(address_of(kept))
    return _page(model_admin, request, form, title=kept.name, kept=kept, may_change=may_change)


def _initial(request: HttpRequest, kept: SavedFilter) -> dict[str, Any]:
    return {
        "name": kept.name,
        "is_shared": kept.is_shared,
        "with_columns": bool(kept.columns),
        "opens": furniture(request).opens_with == kept.pk,
        "query": request.GET.get("query", kept.query),
        "version": kept.version,
    }


def _change_as(request: HttpRequest, kept: SavedFilter, given: dict[str, Any], *, may_change: bool) -> None:
    if may_change:
        columns = kept.columns or _columns(request, given) if given["with_columns"] else []
        changes = {name: given[name] for name in ("name", "is_shared", "query")} | {"columns": columns}
        change_filter(kept, by=officer(request), version=given["version"] or 0, **changes)
    opens_now = furniture(request).opens_with == kept.pk
    if given["opens"] != opens_now:
        open_with(kept.conference, kept if given["opens"] else None, by=officer(request))


def _page(
    model_admin: SavedFilterAdmin,
    request: HttpRequest,
    form: SavedFilterForm,
    *,
    title: str,
    kept: SavedFilter | None = None,
    may_change: bool = True,
) -> HttpResponse:
    query = form["query"].value() if "query" in form.fields else kept.query if kept else ""
    rows = model_admin.list_of_registrations
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "form": form,
        "kept": kept,
        "sentences": sentences_of(rows, request, query or ""),
        "former": sentences_of(rows, request, kept.query) if kept and query != kept.query else [],
        "share_url": request.build_absolute_uri(address_of(kept)) if kept and kept.is_shared else "",
        "delete_url": reverse("admin:registration_savedfilter_delete", args=[kept.pk]) if kept and may_change else "",
        "cancel_url": address_of(kept) if kept else list_address(query or ""),
        "all_url": reverse("admin:registration_savedfilter_changelist"),
    }
    return TemplateResponse(request, "admin/registration/savedfilter/form.html", context)
