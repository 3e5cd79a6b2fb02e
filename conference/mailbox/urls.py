"""Addresses of the mailbox page; the root table includes them only where the mailbox is on."""

from django.urls import path

from conference.mailbox import views

app_name = "mailbox"

urlpatterns = [
    path("", views.letters, name="letters"),
    path("<str:identifier>/", views.letter, name="letter"),
    path("<str:identifier>/html/", views.html_part, name="html"),
    path("<str:identifier>/source/", views.source, name="source"),
    path("<str:identifier>/attachments/<int:number>/", views.attachment, name="attachment"),
]
