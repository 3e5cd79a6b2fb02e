"""The privacy notice in its versions: one draft at most, and what was published, which stays for ever."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, TranslatedTextField, Versioned
from conference.permissions import Actor, conferences_of

#: The text that comes with the program, in force until a conference publishes one of its own. Its name is no number, as
#: those of the Secretariat's versions are. A text that was once in force never changes: a better one is the next.
STANDARD = "standard-3"


def notice_in_force(conference: Conference) -> str:
    """The version that is shown and agreed to at present. No query."""
    number = conference.privacy_notice_number
    return str(number) if number else STANDARD


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """To the team everything; to all others what was published."""
        of_conference = self.filter(conference=conference)
        if conferences_of(actor).filter(pk=conference.pk).exists():
            return of_conference
        return of_conference.published()

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class PrivacyNotice(Identified, Versioned):
    """A version of a conference's own notice. It has a number once it is published, and never changes from then on.

    A trigger keeps the published ones (migration ``0002_invitations``): they go with their conference alone.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="privacy_notices")
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    text = TranslatedTextField(_("text"))
    changes = TranslatedTextField(_("what has changed"), blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    drafted_at = models.DateTimeField(_("begun"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects: ClassVar = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(published_at__isnull=True),
                name="privacy_notice_has_one_draft_a_conference",
                violation_error_message=_("A new version is in preparation already."),
            ),
            models.UniqueConstraint(fields=["conference", "number"], name="privacy_notice_number_is_given_once"),
            models.CheckConstraint(
                name="privacy_notice_has_a_number_once_published",
                condition=Q(number__isnull=True, published_at__isnull=True)
                | Q(number__isnull=False, number__gte=1, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="published_privacy_notice_has_a_text", condition=Q(published_at__isnull=True) | ~Q(text={})
            ),
        )

    def __str__(self) -> str:
        return str(self.number or _("draft"))

    @property
    def is_published(self) -> bool:
        return self.published_at is not None
