"""What a letter said at each time, who worded it so, and what was restored: only ever added to."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, User
from conference.permissions import Actor, conferences_of


class LetterVersionQuerySet(models.QuerySet["LetterVersion"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)


class LetterVersion(Identified):
    """One wording of a letter in one language, by number. Empty texts: the Secretariat's own was given up.

    Without a time it is what stood there before anybody changed it here, as a conference takes letters over of another.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="letter_versions")
    purpose = models.CharField(_("purpose"), max_length=40)
    language = models.CharField(_("language"), max_length=8)
    number = models.PositiveIntegerField(_("number"))
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body = models.TextField(_("body"), blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("time"), null=True, blank=True)
    restored_from = models.PositiveIntegerField(_("restored from"), null=True, blank=True)

    objects: ClassVar = LetterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a letter")
        verbose_name_plural = _("versions of letters")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "purpose", "language", "number"], name="letter_has_one_version_a_number"
            ),
            models.CheckConstraint(
                name="letter_version_has_all_its_words_or_none",
                condition=Q(subject="", body="") | (~Q(subject="") & ~Q(body="")),
            ),
            models.CheckConstraint(
                name="letter_version_restores_an_earlier_one",
                condition=Q(restored_from__isnull=True) | Q(restored_from__lt=models.F("number")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} ({self.language}) {self.number}"

    @property
    def is_own(self) -> bool:
        """Whether it is the Secretariat's wording; otherwise the letter went out as shipped again."""
        return bool(self.subject)
