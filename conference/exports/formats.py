"""In which forms a table leaves the house."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TableFormat(models.TextChoices):
    XLSX = "xlsx", _("a workbook (XLSX), for reading and sorting")
    CSV = "csv", _("a plain table (CSV), for other programs")


CONTENT_TYPES = {
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TableFormat.CSV: "text/csv; charset=utf-8",
}
