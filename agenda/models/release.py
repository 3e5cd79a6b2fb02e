"""A published version of the agenda."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, TranslatedTextField


class ReleaseQuerySet(models.QuerySet["Release"]):
    def last_of(self, conference: Conference) -> "Release | None":
        return self.filter(conference=conference).order_by("-number").first()

    def last_number(self, conference: Conference) -> int:
        """Zero before the first."""
        number: int | None = self.filter(conference=conference).aggregate(last=Max("number"))["last"]
        return number or 0

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
    restores = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("content of"),
        help_text=_("The release to whose content this one returned."),
    )
    is_without_letters = models.BooleanField(
        _("without letters"),
        default=False,
        help_text=_("Whom it concerns is told otherwise, by telephone for example."),
    )
    letters_sent_at = models.DateTimeField(_("letters sent after all"), null=True, blank=True)
    letters_sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["conference", "number"], name="release_numbers_do_not_repeat"),
            models.CheckConstraint(
                name="only_letters_that_were_left_out_are_sent_after_all",
                condition=Q(letters_sent_at__isnull=True) | Q(is_without_letters=True),
            ),
        )

    def __str__(self) -> str:
        return str(_("Release %(number)s") % {"number": self.number})
