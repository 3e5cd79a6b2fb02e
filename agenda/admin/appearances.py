"""The speakers of a session, as rows of its form: those who are asked, and static lines, which ask nobody."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.appearance import SpeakerRowForm, StaticLineRowForm
from agenda.models import Appearance
from agenda.states import AppearanceState
from conference.admin.markup import tag
from conference.admin.scoped import ScopedTabularInline
from conference.permissions import ROLES_THAT_SCHEDULE
from registration.admin.naming import is_withheld, person_line

TONES = {
    AppearanceState.INVITED: "waiting",
    AppearanceState.CONFIRMED: "good",
    AppearanceState.DECLINED: "neutral",
}


class AppearanceInline(ScopedTabularInline):
    model = Appearance
    roles_that_change = ROLES_THAT_SCHEDULE
    ordering = ("position", "pk")
    is_static: ClassVar[bool] = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appearance]:
        rows = super().get_queryset(request).filter(participant__isnull=self.is_static)
        return rows.select_related("participant")


class SpeakerInline(AppearanceInline):
    """A new one is asked by letter to confirm or regret; an answer given by telephone is recorded on its own page."""

    form = SpeakerRowForm
    verbose_name = gettext_lazy("speaker")
    verbose_name_plural = gettext_lazy("speakers who are asked")
    fields = ("position", "role", "participant", "minutes", "answer")
    readonly_fields = ("answer",)
    autocomplete_fields: ClassVar[Any] = ("participant",)
    choices_within: ClassVar[dict[str, str]] = {"participant": "conference"}
    #: An inline is made anew for each request.
    seen_by: HttpRequest

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The rows name persons as this officer may see them."""
        self.seen_by = request

        class SpeakerRow(SpeakerRowForm):
            def name_shown(self) -> str:
                person = self.instance.participant
                return person_line(request, person).name if person else ""

        return super().get_formset(request, obj, form=SpeakerRow, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads is shown a text in place of the choice, and the choice would spell out protected names."""
        fields = super().get_fields(request, obj)
        if self.has_change_permission(request, obj):
            return fields
        return tuple("speaker" if name == "participant" else name for name in fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "speaker")

    @admin.display(description=gettext_lazy("participant"))
    def speaker(self, appearance: Appearance) -> str:
        person = appearance.participant
        return person_line(self.seen_by, person).name if person else ""

    @admin.display(description=gettext_lazy("answer"))
    def answer(self, appearance: Appearance) -> str:
        """Where it stands, the reason of regrets, and the page on which an answer is recorded.

        In a protected person's reason one may read who it is.
        """
        if appearance._state.adding:  # noqa: SLF001  Django documents the attribute
            return _("is asked when saved")
        person = appearance.participant
        shown = person and not is_withheld(self.seen_by, person)
        desk_url = reverse("admin:agenda_session_of_speaker", args=[person.pk]) if person else ""
        return format_html(
            '{}<span class="answer-reason">{}</span> <a href="{}">{}</a> {}',
            tag(TONES[AppearanceState(appearance.state)], appearance.get_state_display()),
            "" if person and is_withheld(self.seen_by, person) else appearance.reason,
            reverse("admin:agenda_session_answer", args=[appearance.pk]),
            _("Record an answer"),
            format_html('<a href="{}">{}</a>', desk_url, _("Biography and papers")) if shown else "",
        )


class StaticLineInline(AppearanceInline):
    """Real persons whom public sources name: never written to."""

    form = StaticLineRowForm
    verbose_name = gettext_lazy("static line")
    verbose_name_plural = gettext_lazy("static lines, from public sources")
    fields = ("position", "role", "static_name", "static_function", "minutes")
    is_static = True
