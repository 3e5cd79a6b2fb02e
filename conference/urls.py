"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

from agenda.urls import unprefixed as agenda_unprefixed
from conference.known_addresses import KnownAddresses
from conference.views import health, landing, language, sign_in

Pattern = URLPattern | URLResolver

handler400 = "conference.views.errors.bad_request"
handler403 = "conference.views.errors.permission_denied"
handler404 = "conference.views.errors.page_not_found"
handler500 = "conference.views.errors.server_error"

accounts: list[Pattern] = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("code/", sign_in.code, name="code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("language/<slug:code>/", language.choose, name="language"),
]

pages: list[Pattern] = [path("", landing.landing, name="landing")]

urlpatterns: list[Pattern] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # Addresses are tried in order: what most people read comes first.
    KnownAddresses(
        LocalePrefixPattern(),
        [
            path(
                "<slug:conference>/",
                include(
                    [
                        path("", include((pages, "conference"))),
                        path("", include("agenda.urls")),
                        path("", include("registration.urls")),
                    ]
                ),
            ),
        ],
    ),
    KnownAddresses(
        RoutePattern("<slug:conference>/"),
        [
            path("accent.css", landing.accent, name="accent"),
            path("emblem", landing.emblem, name="emblem"),
            path("", include((agenda_unprefixed, "agenda"), namespace="agenda-files")),
        ],
    ),
    path("", landing.root, name="root"),
    path("accounts/", include((accounts, "accounts"))),
    path("admin/", admin.site.urls),
]
if settings.MAILBOX_ENABLED:
    urlpatterns += [path("mailbox/", include("conference.mailbox.urls"))]
