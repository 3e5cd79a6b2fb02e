"""Secretariat officers: who may sign in with a password. Participants' addresses are not listed here."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.actions.second_factor import reset_second_factor
from conference.admin.current import current_conference, is_of_current_conference, officer, required_conference
from conference.admin.markup import tag
from conference.admin.own_account import entries_of
from conference.admin.scoped import OfferedFilters, RolePermissions
from conference.errors import SecondFactorError
from conference.formats import date_text
from conference.forms.second_step import ResetForm
from conference.models import TeamMembership, User
from conference.permissions import conferences_of, why_not_reset_second_factor

admin.site.unregister(Group)


def officers_shown(request: HttpRequest) -> QuerySet[User]:
    """Officers of this conference's team and those of none; the administrator sees all."""
    officers = User.objects.filter(is_staff=True)
    if request.user.is_superuser:
        return officers
    of_none = Q(memberships__isnull=True, is_superuser=False)
    return officers.filter(Q(memberships__conference=required_conference(request)) | of_none).distinct()


@admin.register(User)
class OfficerAdmin(OfferedFilters, RolePermissions, UserAdmin[User]):
    """Changed by the installation's administrator alone; an account is switched off rather than deleted.

    An officer may serve two hosts, and neither may take over the account.
    """

    may_be_deleted = False
    actions = None
    show_facets = ShowFacets.NEVER
    list_display = ("name_shown", "email", "standing", "roles", "second_step")
    list_filter = ("is_active",)
    search_fields = ("name", "email")
    ordering = ("name",)
    filter_horizontal = ()
    readonly_fields = ("last_seen", "entered", "second_step")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("name", "email", "password", "second_step", "is_active")}),
        (_("Dates"), {"fields": ("last_seen", "entered")}),
    )
    add_fieldsets: Any = ((None, {"fields": ("name", "email", "usable_password", "password1", "password2")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        shown = TeamMembership.objects.filter(conference__in=conferences_of(request.user)).select_related("conference")
        officers = officers_shown(request).prefetch_related(Prefetch("memberships", queryset=shown)).order_by("name")
        return officers if request.user.is_superuser else officers.filter(is_superuser=False)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Nobody but the administrator sees even the shape of a password."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or request.user.is_superuser:
            return sets
        return [
            (name, {"fields": [each for each in each_set["fields"] if each != "password"]}) for name, each_set in sets
        ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def get_urls(self) -> list[URLPattern]:
        reset = self.admin_site.admin_view(self.reset_second_step)
        return [path("<uuid:pk>/second-step/", reset, name="conference_user_second_step"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """With what was done about the second factor; the reset is offered to whom it is open."""
        shown = self.get_object(request, object_id)
        context: dict[str, Any] = {}
        if shown is not None:
            may_reset = shown.second_factor_id and why_not_reset_second_factor(officer(request), shown) is None
            reset_url = reverse("admin:conference_user_second_step", args=[shown.pk])
            context = {"reset_url": reset_url if may_reset else "", "history_entries": self._history(request, shown)}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _history(self, request: HttpRequest, shown: User) -> list[dict[str, str]]:
        """Names no officer of another host, and gives reasons to those alone who may reset."""
        named = officers_shown(request).values_list("pk", flat=True)
        may_reset = why_not_reset_second_factor(officer(request), shown) is None
        return entries_of(shown, named=set(named), with_reasons=may_reset)

    def reset_second_step(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """A colleague who lost app and recovery codes sets up anew; why, and who says so, is kept."""
        colleague = get_object_or_404(self.get_queryset(request), pk=pk)
        refusal = why_not_reset_second_factor(officer(request), colleague)
        form = ResetForm(request.POST if request.method == "POST" and not refusal else None)
        back_url = reverse("admin:conference_user_change", args=[colleague.pk])
        if request.method == "POST" and current_conference(request) and not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return HttpResponseRedirect(back_url)
        if form.is_valid():
            try:
                reset_second_factor(colleague.pk, reason=form.cleaned_data["reason"], by=officer(request))
            except SecondFactorError as error:
                messages.error(request, str(error))
            else:
                messages.success(
                    request, _("Two-step sign-in was reset; the officer sets it up anew at the next sign-in.")
                )
            return HttpResponseRedirect(back_url)
        context = self.admin_site.each_context(request) | {"colleague": colleague, "form": form, "back_url": back_url}
        context |= {"refusal": refusal, "title": _("Reset two-step sign-in")}
        return render(request, "admin/second_step/reset.html", context)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    @admin.display(description=_("roles"))
    def roles(self, officer: User) -> str:
        """In the conferences of the one who looks."""
        return "; ".join(f"{m.conference}: {m.get_role_display()}" for m in officer.memberships.all())

    @admin.display(description=_("name"), ordering="name")
    def name_shown(self, officer: User) -> str:
        return str(officer)

    @admin.display(description=_("account"), ordering="is_active")
    def standing(self, officer: User) -> str:
        return tag("good", _("active")) if officer.is_active else tag("neutral", _("switched off"))

    @admin.display(description=_("two-step sign-in"), ordering="second_factor")
    def second_step(self, officer: User) -> str:
        return tag("good", _("on")) if officer.second_factor_id else tag("neutral", _("off"))

    @admin.display(description=_("last signed in"))
    def last_seen(self, officer: User) -> str:
        return date_text(timezone.localdate(officer.last_login)) if officer.last_login else "–"

    @admin.display(description=_("entered"))
    def entered(self, officer: User) -> str:
        return date_text(timezone.localdate(officer.created_at))
