"""The Secretariat's own grounds for declining; the one that names conduct is fixed and not in this list."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.markup import lines, tag
from conference.admin.scoped import ScopedAdmin
from conference.permissions import ROLES_THAT_DECIDE
from registration.models import DeclineGround
from registration.queries.decline_grounds import CONDUCT


@admin.register(DeclineGround)
class DeclineGroundAdmin(ScopedAdmin):
    """Edited like any setting: decisions keep their words, whatever becomes of the ground."""

    roles_that_change = ROLES_THAT_DECIDE
    list_display = ("what", "is_it_offered")
    list_display_links = ("what",)
    ordering = ("position",)
    actions = None
    long_fields = ("text",)
    fieldsets: ClassVar[Any] = ((None, {"fields": ("seen_version", "title", "text", "is_offered", "position")}),)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        fixed = {"fixed_title": CONDUCT.title, "fixed_text": str(CONDUCT.text)}
        return super().changelist_view(request, {**fixed, **(extra_context or {})})

    @admin.display(description=gettext_lazy("ground"))
    def what(self, ground: DeclineGround) -> SafeString:
        return lines(str(ground.title), Truncator(str(ground.text)).chars(120))

    @admin.display(description=gettext_lazy("offered"))
    def is_it_offered(self, ground: DeclineGround) -> SafeString:
        return tag("good", _("offered")) if ground.is_offered else tag("neutral", _("kept, not offered"))
