"""The one review that an applicant who was declined may ask for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Identified
from registration.models.registration import Registration


class ReviewRequest(Identified):
    """One a registration, whatever becomes of it; decided by an officer who did not decline the application."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="review_request")
    words = models.TextField(_("what the applicant says"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_up_at = models.DateTimeField(_("taken up"), null=True, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("request for review")
        verbose_name_plural = _("requests for review")
        ordering = ("asked_at",)

    def __str__(self) -> str:
        return self.words[:60]
