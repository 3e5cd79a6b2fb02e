"""The admin site of the Secretariat: own navigation, a first page that tells what waits."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from conference.admin import dashboard, second_step
from conference.admin.current import (
    FORM_FIELD,
    choose_conference,
    current_conference,
    current_roles,
    own_conferences,
)
from conference.admin.own_account import two_step_sign_in
from conference.formats import date_range_text
from conference.forms.officer_sign_in import OfficerSignInForm
from conference.models import Conference, User
from conference.officer_session import is_verified_officer
from conference.registry import NavigationEntry, registry
from conference.views.pages import ConferenceHeading

GROUPS = (
    ("participation", gettext_lazy("Participation")),
    ("programme", gettext_lazy("Programme")),
    ("correspondence", gettext_lazy("Correspondence")),
    ("on_site", gettext_lazy("On site")),
    ("settings", gettext_lazy("Registers and settings")),
)


class PlenaryAdminSite(AdminSite):
    site_header = gettext_lazy("Plenary")
    site_title = gettext_lazy("Plenary")
    index_title = gettext_lazy("Today")
    enable_nav_sidebar = False
    login_form = OfficerSignInForm
    logout_template = "admin/logged_out.html"
    password_change_template = "admin/password_change_form.html"  # noqa: S105  a template, no secret
    password_change_done_template = "admin/password_change_done.html"  # noqa: S105

    def has_permission(self, request: HttpRequest) -> bool:
        """Every page of the admin asks this: an officer, by password and, where one is asked for, second factor."""
        return is_verified_officer(request)

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The first step. An officer whose session lacks the second one begins anew: a session proves no password."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if isinstance(request.user, User) and request.user.is_staff:
            logout(request)
        context = self.each_context(request) | {
            "title": _("Sign in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
        }
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index")
        view = second_step.PasswordView.as_view(
            extra_context=context | (extra_context or {}),
            authentication_form=self.login_form,
            template_name="admin/login.html",
        )
        return view(request)

    def second_step(self, request: HttpRequest) -> HttpResponse:
        return second_step.second_step(request, self.each_context(request) | {"title": _("Second step")})

    def second_step_set_up(self, request: HttpRequest) -> HttpResponse:
        return second_step.set_up(request, self.each_context(request) | {"title": _("Set up two-step sign-in")})

    def two_step_sign_in(self, request: HttpRequest) -> HttpResponse:
        return two_step_sign_in(request, self.each_context(request))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every page of the admin speaks the venue's time."""

        @wraps(view)
        def in_venue_time(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            conference = current_conference(request)
            with timezone.override(conference.zone if conference else None):
                response = view(request, *args, **kwargs)
                return response.render() if hasattr(response, "render") else response

        return super().admin_view(in_venue_time, cacheable)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own: list[URLPattern | URLResolver] = [
            path("conference/choose/", self.admin_view(require_POST(self.choose)), name="choose-conference"),
            path("second-step/", between_steps(self.second_step), name="second-step"),
            path("second-step/set-up/", between_steps(self.second_step_set_up), name="second-step-set-up"),
            path("two-step-sign-in/", self.admin_view(self.two_step_sign_in), name="two-step-sign-in"),
        ]
        return own + super().get_urls()

    def choose(self, request: HttpRequest) -> HttpResponse:
        """Works on in another conference."""
        if not choose_conference(request, request.POST.get("slug", "")):
            messages.error(request, _("You are not on the team of that conference."))
        return HttpResponseRedirect(reverse("admin:index"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        if not self.has_permission(request):
            return context
        conference = current_conference(request)
        return context | {
            "current_conference": conference,
            "conference": ConferenceHeading.of(conference) if conference else None,
            "conference_switcher": switcher(request, conference),
            "conference_field": FORM_FIELD,
            "side_navigation": side_navigation(request, conference) if conference else [],
            "site_url": reverse("conference:landing", args=[conference.slug]) if conference else "/",
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Put together when it is shown, which beside our side navigation is on few pages."""
        return SimpleLazyObject(lambda: AdminSite.get_app_list(self, request, app_label))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        conference = current_conference(request)
        context: dict[str, Any] = {}
        if conference is not None and isinstance(request.user, User):
            context = dashboard.context_for(request.user, conference)
        return super().index(request, context | (extra_context or {}))


def between_steps(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page for whom the admin does not let in yet: not kept by any cache, its forms no other site's."""
    return login_not_required(never_cache(csrf_protect(view)))


def switcher(request: HttpRequest, current: Conference | None) -> list[dict[str, Any]]:
    """The officer's conferences, each with the slug that the switch posts."""
    return [
        {
            "label": str(conference),
            "detail": date_range_text(conference.starts_on, conference.ends_on),
            "slug": conference.slug,
            "current": conference == current,
        }
        for conference in own_conferences(request)
    ]


def side_navigation(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """The groups with their entries and counts, the present one marked."""
    groups: list[dict[str, Any]] = []
    for key, label in GROUPS:
        entries = [
            line
            for group in registry.navigation
            if group.key == key
            for entry in group.entries(conference)
            if (line := _line(request, entry))
        ]
        if entries:
            groups.append({"label": label, "is_minor": key == "settings", "entries": entries})
    _mark_present([entry for group in groups for entry in group["entries"]], request.path)
    return groups


def _mark_present(entries: list[dict[str, Any]], path: str) -> None:
    """One page is one entry's: of those whose address it lies under, that of the longest."""
    above = [entry["url"] for entry in entries if path.startswith(entry["url"])]
    for entry in entries:
        entry["current"] = bool(above) and entry["url"] == max(above, key=len)


def _line(request: HttpRequest, entry: NavigationEntry) -> dict[str, Any] | None:
    if entry.roles is not None and not entry.roles & current_roles(request):
        return None
    try:
        url = reverse(entry.url_name)
    except NoReverseMatch:
        return None
    return {"label": entry.label, "url": url, "count": entry.count}
