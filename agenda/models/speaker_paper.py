"""A statement or slides that a speaker has sent for a session: for the Secretariat and the interpreters."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.appearance import Appearance
from conference.models import Conference, Identified
from conference.permissions import Actor, conferences_of
from registration.models.private_file import private_storage, random_name


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


class SpeakerPaper(Identified):
    """Never public by itself: what is to be distributed the Secretariat makes a document of, after the embargo.

    The file lies under a random name; what its sender called it is text. A replaced one stays on record for officers.
    """

    appearance = models.ForeignKey(Appearance, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind, default=PaperKind.STATEMENT)
    language = models.CharField(_("language"), max_length=8)
    embargo = models.CharField(_("embargo"), max_length=10, choices=Embargo, default=Embargo.SPOKEN)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    file = models.FileField(storage=private_storage, upload_to=random_name, max_length=80, editable=False)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("format"), max_length=40, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("received"), default=timezone.now)
    ended_at = models.DateTimeField(_("replaced or removed"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

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

    def __str__(self) -> str:
        return self.name
