"""The conference itself: titles, dates, windows, topics, team; its venues and rooms."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminFileWidget
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conference.admin.current import officer, required_conference
from conference.admin.frame_page import frame_view
from conference.admin.officers import officers_shown
from conference.admin.scoped import ScopedAdmin, ScopedStackedInline, ScopedTabularInline
from conference.forms.emblem import EmblemField
from conference.forms.versioned import VersionedModelForm
from conference.models import (
    Conference,
    CoOrganiser,
    Organisation,
    Room,
    TeamMembership,
    Topic,
    TranslatedText,
    User,
    Venue,
)
from conference.registry import registry


class ConferenceForm(VersionedModelForm):
    """Languages in the order in which they are listed: the host's first."""

    languages = SimpleArrayField(
        forms.CharField(),
        label=_("languages"),
        help_text=format_lazy(
            _("Codes separated by commas, the host's language first; known are: {codes}."),
            codes=", ".join(dict(settings.LANGUAGES)),
        ),
    )

    emblem = EmblemField(
        label=_("approved emblem"),
        required=False,
        widget=AdminFileWidget({"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG. It is kept at most 1,200 points wide and high, and everybody can see it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "capacity" in self.fields:
            self.fields["capacity"].help_text = _(
                "Empty: no limit. More places are given at once to those who wait, in their order, where the category "
                "gives them automatically; each is told by letter."
            )

    def clean_title(self) -> TranslatedText:
        """A long title is typed over several lines; the breaks are not part of it."""
        title: TranslatedText = self.cleaned_data["title"]
        return TranslatedText({language: " ".join(text.split()) for language, text in title.items()})


class TeamFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """Nobody gives a duty to themselves: some open the names of protected persons. The administrator may."""

    officer: User

    def clean(self) -> None:
        super().clean()
        changed = [form for form in self.forms if form.has_changed()]
        if not self.officer.is_superuser and any(self.officer.pk in _users_of(form) for form in changed):
            raise ValidationError(_("Your own duties are changed by another co-ordinator or by the administrator."))


def _users_of(form: Any) -> set[Any]:
    """Whom a row was about and whom it is to be about."""
    return {form.initial.get("user"), getattr(form.cleaned_data.get("user"), "pk", None)}


class TeamInline(ScopedTabularInline):
    model = TeamMembership
    autocomplete_fields = ("user",)
    formset = TeamFormSet

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """An identifier that the search does not offer is no choice either: another host's officers are not there."""
        if db_field.name == "user":
            kwargs["queryset"] = officers_shown(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.officer = officer(request)
        return formset


class TopicInline(ScopedTabularInline):
    model = Topic


class CoOrganiserInline(ScopedTabularInline):
    """International organisations, and those of this conference."""

    model = CoOrganiser

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organisation":
            mine = Q(conference__isnull=True) | Q(conference=required_conference(request))
            kwargs["queryset"] = Organisation.objects.filter(mine).prefetch_related("names")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Conference)
class ConferenceAdmin(ScopedAdmin):
    """The list leads straight to the conference one works in."""

    form = ConferenceForm
    conference_lookup = "pk"
    long_fields = ("title", "description")
    uses_conference_languages = False
    may_be_added = False
    may_be_deleted = False
    inlines = (TeamInline, TopicInline, CoOrganiserInline)
    readonly_fields = ("is_demonstration",)
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    "seen_version",
                    "slug",
                    "title",
                    "short_title",
                    "kind",
                    "hosts",
                    "place",
                    "description",
                    "is_public",
                )
            },
        ),
        (_("Dates"), {"fields": ("starts_on", "ends_on", "time_zone", "languages")}),
        (
            _("Participation"),
            {"fields": ("capacity", "registration_opens_at", "registration_closes_at", "reply_by", "host_state")},
        ),
        (
            _("What delegations owe, and by when"),
            {
                "fields": (("nomination_letters_by", "photographs_by"), ("visa_by", "travel_by")),
                "description": _("Left empty, a thing is not asked for by a day of its own."),
            },
        ),
        (
            _("Correspondence"),
            {
                "fields": (
                    ("decision_letters_wait", "agenda_letters_wait"),
                    "signatory",
                    "notes_place",
                    "note_prefix",
                    "contact_name",
                    "contact_email",
                    "contact_phone",
                )
            },
        ),
        (_("Look"), {"fields": ("emblem", "accent", "accent_on_dark")}),
        (_("Demonstration"), {"fields": ("is_demonstration", "demonstration_notice"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Conference.objects.filter(pk=required_conference(request).pk)

    def save_model(self, request: HttpRequest, obj: Conference, form: Any, change: bool) -> None:
        """A former emblem goes with the commit: it was public under its name."""
        former = form.initial.get("emblem") if "emblem" in form.changed_data else None
        super().save_model(request, obj, form, change)
        for told in registry.on_conference_saved:
            if sentence := told(obj):
                messages.success(request, sentence)
        if former:
            transaction.on_commit(lambda: former.storage.delete(former.name))

    def get_urls(self) -> list[URLPattern]:
        frame = self.admin_site.admin_view(frame_view(self))
        return [path("<uuid:pk>/frame/", frame, name="conference_conference_frame"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        conference = required_conference(request)
        return HttpResponseRedirect(reverse("admin:conference_conference_change", args=[conference.pk]))


class RoomInline(ScopedStackedInline):
    model = Room
    fields = ("name", ("floor", "seats_at_table", "seats_behind", "position"))


@admin.register(Venue)
class VenueAdmin(ScopedAdmin):
    list_display = ("name_shown", "address_shown", "rooms_shown")
    ordering = ("position",)
    actions = None
    long_fields = ("directions",)
    inlines = (RoomInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("rooms")

    @admin.display(description=_("name"))
    def name_shown(self, venue: Venue) -> str:
        return str(venue)

    @admin.display(description=_("address"))
    def address_shown(self, venue: Venue) -> str:
        return str(venue.address) or "–"

    @admin.display(description=_("rooms"))
    def rooms_shown(self, venue: Venue) -> str:
        return ", ".join(str(room) for room in venue.rooms.all()) or "–"
