"""Which files were made, for whom, of what, what for: for the co-ordinator, who answers for what leaves the house."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.markup import at_text, lines
from conference.admin.scoped import ScopedAdmin
from conference.exports.formats import CONTENT_TYPES
from conference.jobs.models import FileMade
from conference.permissions import ROLES_THAT_ARRANGE
from conference.registry import registry

SHORT_NAMES = {content_type: form.value.upper() for form, content_type in CONTENT_TYPES.items()}
NAMED_COLUMNS = 40


@admin.register(FileMade)
class FileMadeAdmin(ScopedAdmin):
    """Written when a file is done; nobody changes or deletes it."""

    roles_that_read = ROLES_THAT_ARRANGE
    roles_that_change = frozenset()
    may_be_added = False
    may_be_deleted = False
    actions = None
    list_display = ("made", "for_whom", "what", "reason_told", "contents", "taken")
    list_display_links = None
    search_fields = ("address", "reason", "about")
    search_help_text = gettext_lazy("Officer, or what it was for")
    ordering = ("-at", "pk")
    list_select_related: ClassVar[Any] = ("conference", "by")
    change_list_template = "admin/jobs/files_made.html"

    def get_urls(self) -> list[URLPattern]:
        """The list alone: a line says all that there is."""
        changelist = self.admin_site.admin_view(self.changelist_view)
        return [path("", changelist, name="jobs_filemade_changelist")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(times_taken=Count("job__downloads"), taken_at=Max("job__downloads__at"))
        return counted

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Files made"), **(extra_context or {})})

    @admin.display(description=gettext_lazy("made"), ordering="at")
    def made(self, made: FileMade) -> str:
        return at_text(made.conference, made.at)

    @admin.display(description=gettext_lazy("made for"), ordering="address")
    def for_whom(self, made: FileMade) -> SafeString:
        return lines(str(made.by or ""), made.address)

    @admin.display(description=gettext_lazy("file"))
    def what(self, made: FileMade) -> SafeString:
        kind = registry.job_kinds.get(made.kind)
        form = SHORT_NAMES.get(made.form, "")
        return lines(capfirst(str(kind.label)) if kind else made.kind, made.about, form)

    @admin.display(description=gettext_lazy("what it is for"), ordering="reason")
    def reason_told(self, made: FileMade) -> str:
        return made.reason or "–"

    @admin.display(description=gettext_lazy("what is in it"))
    def contents(self, made: FileMade) -> SafeString | str:
        if made.rows is None:
            return "–"
        headings = ", ".join(heading for _key, heading in made.columns[:NAMED_COLUMNS])
        protected = _("with protected persons by name") if made.names_protected else ""
        return lines(_("Rows: %(count)s") % {"count": made.rows}, headings, protected)

    @admin.display(description=gettext_lazy("taken"), ordering="taken_at")
    def taken(self, made: Any) -> SafeString | str:
        if not made.times_taken:
            return _("not yet")
        times = "" if made.times_taken == 1 else f"{made.times_taken} ×"
        return lines(at_text(made.conference, made.taken_at), times)
