"""A statement or slides that a speaker has sent for a session: for the Secretariat and the interpreters."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models.appearance import Appearance
from conference.models import Conference
from conference.permissions import Actor, conferences_of
from registration.models.private_file import PrivateFile


class PaperKind(models.TextChoices):
    STATEMENT = "statement", _("statement")
    SLIDES = "slides", _("slides")


class Embargo(models.TextChoices):
    """Until when nobody but the Secretariat and the interpreters may have it."""

    SPOKEN = "spoken", _("not before I have spoken")
    UNTIL = "until", _("not before a moment that I name")
    NEVER = "never", _("for the Secretariat and the interpreters alone")


class SpeakerPaperQuerySet(models.QuerySet["SpeakerPaper"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team, replaced ones too; for anybody else the current ones of their own."""
        if conferences_of(actor).filter(pk=conference.pk).exists():
            return self.filter(appearance__session__conference=conference)
        return self.current().filter(appearance__in=Appearance.objects.visible_to(actor, conference))

    def current(self) -> Self:
        """Neither replaced nor withdrawn."""
        return self.filter(ended_at__isnull=True)


class SpeakerPaper(PrivateFile):
    """Never public by itself: what is to be distributed the Secretariat makes a document of, after the embargo.

    A replaced one stays on record for officers.
    """

    appearance = models.ForeignKey(Appearance, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind, default=PaperKind.STATEMENT)
    language = models.CharField(_("language"), max_length=8)
    embargo = models.CharField(_("embargo"), max_length=10, choices=Embargo, default=Embargo.SPOKEN)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)

    objects: ClassVar = SpeakerPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker’s paper")
        verbose_name_plural = _("speakers’ papers")
        ordering = ("uploaded_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["appearance", "kind", "language"],
                condition=Q(ended_at__isnull=True),
                name="speaker_has_one_paper_of_a_kind_in_a_language",
            ),
            models.CheckConstraint(
                name="embargo_until_a_moment_names_it",
                condition=Q(embargo="until", embargo_until__isnull=False)
                | (~Q(embargo="until") & Q(embargo_until__isnull=True)),
            ),
        )
