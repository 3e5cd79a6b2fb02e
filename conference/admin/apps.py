from django.contrib.admin.apps import AdminConfig


class PlenaryAdminConfig(AdminConfig):
    """Django's admin with our own site: one conference at a time, own navigation, a dashboard."""

    default_site = "conference.admin.site.PlenaryAdminSite"
