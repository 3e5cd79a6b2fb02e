"""Rounds of decisions: the list of them, and how one is begun."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import officer, required_conference
from conference.admin.markup import at_text, lines, tag
from conference.permissions import ROLES_THAT_DECIDE
from registration.actions.rounds import begin_round
from registration.admin.decision_round_page import record, round_context
from registration.admin.decision_round_release import release_view
from registration.admin.desk_list import DeskAdmin
from registration.admin.dropped_rounds import drop_view
from registration.admin.guard import is_of_another_conference
from registration.admin.registration_filters import categories_of
from registration.admin.row_page import page_of, posted, read_page
from registration.admin.tones import ROUND_TONES
from registration.errors import RegistrationError
from registration.models import DecisionRound, Route
from registration.states import RoundState


class RoundForm(forms.Form):
    """The category and what officers call the round."""

    category = forms.ChoiceField(label=gettext_lazy("Category"))
    title = forms.CharField(
        label=gettext_lazy("Name of the round"), max_length=120, help_text=gettext_lazy("Read by officers alone.")
    )

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]

    def sections(self) -> list[Any]:
        return [("", [field]) for field in self]


@admin.register(DecisionRound)
class DecisionRoundAdmin(DeskAdmin):
    """A round is begun, filled, released or dropped by acts."""

    roles_that_change = ROLES_THAT_DECIDE
    list_display = ("what", "progress", "status")
    list_display_links = ("what",)
    actions = None
    list_select_related: ClassVar[Any] = ("category", "released_by", "conference")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        of_conference: QuerySet[Any] = super().get_queryset(request)
        done = Count("decisions", filter=Q(decisions__done_at__isnull=False))
        counted: QuerySet[Any] = of_conference.annotate(decided=Count("decisions"), done=done)
        return counted

    @admin.display(description=gettext_lazy("round"))
    def what(self, found: DecisionRound) -> SafeString:
        return lines(found.title, str(found.category))

    @admin.display(description=gettext_lazy("decided"))
    def progress(self, found: Any) -> str:
        if found.state == RoundState.RELEASING:
            return _("%(done)d of %(total)d released") % {"done": found.done, "total": found.decided}
        return str(found.decided)

    @admin.display(description=gettext_lazy("status"))
    def status(self, found: DecisionRound) -> SafeString:
        released = at_text(found.conference, found.released_at)
        return lines(tag(ROUND_TONES[found.state], found.get_state_display()), released, str(found.released_by or ""))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/record/", view(posted(self, record)), name="registration_decisionround_record"),
            path("<uuid:pk>/release/", view(release_view(self)), name="registration_decisionround_release"),
            path("<uuid:pk>/drop/", view(drop_view(self)), name="registration_decisionround_drop"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return _begin(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return read_page(self, request, object_id, "admin/registration/decisionround/detail.html", round_context)


def _begin(model_admin: DecisionRoundAdmin, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    offered = [(str(each.pk), str(each)) for each in categories_of(request).values() if each.route == Route.APPLICATION]
    form = RoundForm(request.POST if request.method == "POST" else None, categories=offered)
    if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
        given = form.cleaned_data
        try:
            made = begin_round(
                required_conference(request), uuid.UUID(given["category"]), title=given["title"], by=officer(request)
            )
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(page_of(made))
    list_url = reverse("admin:registration_decisionround_changelist")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Begin a round of decisions"),
        "opts": model_admin.opts,
        "lede": _(
            "Decisions of a round are recorded one by one and told to nobody. When you release the round, all "
            "applicants are told at once."
        ),
        "form": form,
        "submit_label": _("Begin"),
        "cancel_url": list_url,
        "parent_url": list_url,
        "parent_label": _("Rounds"),
    }
    return TemplateResponse(request, "admin/registration/form_page.html", context)
