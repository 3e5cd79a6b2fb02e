"""Addresses of this app: pages under the language and the conference, files under the conference alone."""

from django.urls import URLPattern, URLResolver, path

from agenda.views import (
    changes,
    choose,
    document_file,
    documents,
    feeds,
    introductions,
    own_agenda,
    own_feed,
    people,
    public,
    speaking,
    speaking_absences,
    speaking_introduction,
    speaking_own,
    speaking_papers,
    topics,
)

app_name = "agenda"
urlpatterns: list[URLPattern | URLResolver] = [
    path("agenda/", public.agenda, name="agenda"),
    path("agenda/sessions/<uuid:pk>/", public.session, name="session"),
    path("agenda/topics/<uuid:pk>/", topics.topic, name="topic"),
    path("agenda/changes/", changes.changes, name="changes"),
    path("agenda/changes/<int:number>/", changes.changes, name="changes-of"),
    path("agenda/speakers/", people.speakers, name="speakers"),
    path("agenda/speakers/<uuid:pk>/", people.speaker, name="speaker"),
    path("me/agenda/", own_agenda.own_agenda, name="own"),
    path("me/agenda/sessions/<uuid:pk>/", own_agenda.own_session, name="own-session"),
    path("me/agenda/choose/", choose.choose, name="choose"),
    path("me/own-calendar/", own_feed.own_calendar, name="own-calendar"),
    path("me/own-calendar/renew/", own_feed.renew, name="own-calendar-renew"),
    path("me/own-calendar/revoke/", own_feed.revoke, name="own-calendar-revoke"),
    path("documents/", documents.documents, name="documents"),
    path("me/documents/", documents.own_documents, name="own-documents"),
    path("speaking/", speaking.schedule, name="speaking"),
    path("speaking/<uuid:pk>/confirm/", speaking.confirm, name="confirm"),
    path("speaking/<uuid:pk>/regret/", speaking.regret, name="regret"),
    path("speaking/<uuid:pk>/papers/", speaking_papers.papers, name="papers"),
    path("speaking/papers/<uuid:pk>/file/", speaking_papers.file, name="paper"),
    path("speaking/of/<uuid:pk>/zone/", speaking_own.zone, name="zone"),
    path("speaking/of/<uuid:pk>/contact/", speaking_own.contact, name="contact"),
    path("speaking/of/<uuid:pk>/introduction/", speaking_introduction.introduction, name="introduction"),
    path("speaking/of/<uuid:pk>/absences/", speaking_absences.absences, name="absences"),
    path("speaking/of/<uuid:pk>/seen/", speaking_own.seen, name="seen"),
    path("speaking/of/<uuid:pk>/brief.pdf", speaking_own.brief, name="brief"),
]
unprefixed: list[URLPattern | URLResolver] = [
    path("agenda.ics", feeds.agenda_ics, name="ics"),
    path("agenda.json", feeds.agenda_json, name="json"),
    path("agenda.xml", feeds.agenda_xml, name="xml"),
    path("agenda.pdf", feeds.agenda_pdf, name="pdf"),
    path("agenda/sessions/<uuid:pk>.ics", feeds.session_ics, name="session-ics"),
    path("agenda/speakers/<uuid:pk>.ics", feeds.speaker_ics, name="speaker-ics"),
    path("agenda/speakers/<uuid:pk>/portrait.jpg", introductions.portrait, name="portrait"),
    path("me/<str:token>.ics", own_feed.own_ics, name="own-ics"),
    path("documents/<uuid:pk>/file", document_file.file, name="document"),
]
