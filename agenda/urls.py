"""Addresses of this app: pages under the language and the conference, files under the conference alone."""

from django.urls import URLPattern, URLResolver, path

from agenda.views import feeds, public, speaking

app_name = "agenda"
urlpatterns: list[URLPattern | URLResolver] = [
    path("agenda/", public.agenda, name="agenda"),
    path("agenda/sessions/<uuid:pk>/", public.session, name="session"),
    path("agenda/speakers/", public.speakers, name="speakers"),
    path("agenda/speakers/<uuid:pk>/", public.speaker, name="speaker"),
    path("speaking/", speaking.schedule, name="speaking"),
    path("speaking/<uuid:pk>/confirm/", speaking.confirm, name="confirm"),
    path("speaking/<uuid:pk>/regret/", speaking.regret, name="regret"),
]
unprefixed: list[URLPattern | URLResolver] = [
    path("agenda.ics", feeds.agenda_ics, name="ics"),
    path("agenda/sessions/<uuid:pk>.ics", feeds.session_ics, name="session-ics"),
]
