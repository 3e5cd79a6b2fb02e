"""The admin site of the Secretariat."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class PlenaryAdminSite(AdminSite):
    site_header = _("Plenary")
    site_title = _("Plenary")
    index_title = _("Today")
