"""A published version of the agenda."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, TranslatedTextField


class ReleaseQuerySet(models.QuerySet["Release"]):
    def last_of(self, conference: Conference) -> "Release | None":
        return self.filter(conference=conference).order_by("-number").first()

    def of(self, conference: Conference) -> Self:
        return self.filter(conference=conference).order_by("-number")


class Release(Identified):
    """Immutable. The snapshot refers to persons by id: names are resolved when it is rendered.

    So a change of visibility or an erasure reaches old releases too.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("published by"),
    )
    note = TranslatedTextField(_("public note of changes"), blank=True, help_text=_("Names no one who declined."))
    snapshot = models.JSONField()

    objects: ClassVar = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["conference", "number"], name="release_numbers_do_not_repeat"),)

    def __str__(self) -> str:
        return str(_("Release %(number)s") % {"number": self.number})
