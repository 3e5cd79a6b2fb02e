"""The Secretariat's list of tags: a word and a colour each."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import required_conference, sees_protected
from conference.admin.scoped import ScopedAdmin
from conference.forms.versioned import VersionedModelForm
from conference.models import Conference
from conference.permissions import ROLES_THAT_DECIDE, ROLES_THAT_REGISTER
from registration.admin.marks_shown import tag_pills
from registration.admin.saved_filter_menu import list_address
from registration.models import Tag, Visibility


class TagForm(VersionedModelForm):
    """One tag a word, however it is capitalised."""

    conference: ClassVar[Conference]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        others = Tag.objects.filter(conference=self.conference, name__iexact=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("There is a tag with this word already."))
        return name


@admin.register(Tag)
class TagAdmin(ScopedAdmin):
    """Edited like any setting; a tag that is in use is taken away from its registrations first."""

    roles_that_change = ROLES_THAT_REGISTER | ROLES_THAT_DECIDE
    form = TagForm
    list_display = ("word", "how_many")
    list_display_links = ("word",)
    actions = None
    fieldsets: ClassVar[Any] = ((None, {"fields": ("seen_version", "name", "colour")}),)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.conference = required_conference(request)
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        in_force = Q(taggings__ended_at__isnull=True)
        if not sees_protected(request):
            in_force &= ~Q(taggings__registration__participant__visibility=Visibility.HIDDEN)
        counted: QuerySet[Any] = super().get_queryset(request).annotate(bearing=Count("taggings", filter=in_force))
        return counted

    @admin.display(description=gettext_lazy("tag"))
    def word(self, tag: Tag) -> SafeString:
        return tag_pills([tag])

    @admin.display(description=gettext_lazy("registrations"))
    def how_many(self, tag: Any) -> SafeString | int:
        if not tag.bearing:
            return 0
        return format_html('<a href="{}">{}</a>', list_address(f"tag={tag.pk}"), tag.bearing)
