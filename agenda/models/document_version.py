"""The text of a document in one language: a file out of everybody's reach but the one view's."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models.document import ConferenceDocument
from conference.models import Conference
from conference.permissions import Actor, conferences_of
from registration.models.private_file import PrivateFile


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team, replaced ones too; what others may have, ``queries.documents`` says."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(document__conference=conference)

    def current(self) -> Self:
        """Neither replaced nor taken away."""
        return self.filter(ended_at__isnull=True)


class DocumentVersion(PrivateFile):
    """One in a language holds; what it has replaced stays on record for the Secretariat."""

    document = models.ForeignKey(ConferenceDocument, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=8)
    is_original = models.BooleanField(_("original"), default=False)

    objects: ClassVar = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("language version")
        verbose_name_plural = _("language versions")
        ordering = ("uploaded_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["document", "language"],
                condition=Q(ended_at__isnull=True),
                name="document_has_one_text_in_a_language",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(ended_at__isnull=True, is_original=True),
                name="document_has_one_original",
            ),
        )
