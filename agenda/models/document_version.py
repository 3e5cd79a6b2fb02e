"""The text of a document in one language: a file out of everybody's reach but the one view's."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.document import ConferenceDocument
from conference.models import Conference, Identified
from conference.permissions import Actor, conferences_of
from registration.models.document import private_storage, random_name


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team, replaced ones too; what others may have, ``queries.documents`` says."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(document__conference=conference)

    def current(self) -> Self:
        """Neither replaced nor taken away."""
        return self.filter(ended_at__isnull=True)


class DocumentVersion(Identified):
    """The file lies under a random name; what its sender called it is text. A replaced one stays on record."""

    document = models.ForeignKey(ConferenceDocument, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=8)
    is_original = models.BooleanField(_("original"), default=False)
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

    def __str__(self) -> str:
        return self.name
