"""Addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "agenda"
urlpatterns: list[URLPattern | URLResolver] = []
unprefixed: list[URLPattern | URLResolver] = []
