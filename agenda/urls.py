"""Addresses of this app: pages under the language and the conference, files under the conference alone."""

from django.urls import URLPattern, URLResolver, path

from agenda.views import changes, document_file, documents, feeds, own_agenda, people, public, speaking, topics

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
    path("documents/", documents.documents, name="documents"),
    path("me/documents/", documents.own_documents, name="own-documents"),
    path("speaking/", speaking.schedule, name="speaking"),
    path("speaking/<uuid:pk>/confirm/", speaking.confirm, name="confirm"),
    path("speaking/<uuid:pk>/regret/", speaking.regret, name="regret"),
]
unprefixed: list[URLPattern | URLResolver] = [
    path("agenda.ics", feeds.agenda_ics, name="ics"),
    path("agenda.json", feeds.agenda_json, name="json"),
    path("agenda.xml", feeds.agenda_xml, name="xml"),
    path("agenda.pdf", feeds.agenda_pdf, name="pdf"),
    path("agenda/sessions/<uuid:pk>.ics", feeds.session_ics, name="session-ics"),
    path("agenda/speakers/<uuid:pk>.ics", feeds.speaker_ics, name="speaker-ics"),
    path("documents/<uuid:pk>/file", document_file.file, name="document"),
]
