"""What a person eats and needs to get about: data on health, kept apart from everything that lists show."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import EncryptedTextField, Versioned
from registration.models.participant import Participant


class Diet(models.TextChoices):
    """What a kitchen prepares for; told to it in numbers."""

    VEGETARIAN = "vegetarian", _("vegetarian")
    VEGAN = "vegan", _("vegan")
    HALAL = "halal", _("halal")
    KOSHER = "kosher", _("kosher")
    GLUTEN_FREE = "gluten_free", _("without gluten")
    LACTOSE_FREE = "lactose_free", _("without lactose")
    OTHER = "other", _("something else, see below")


class ParticipantNeeds(Versioned):
    """Encrypted at rest. The service team is told numbers; the duty-of-care officer alone reads whose they are.

    Who takes back what was said leaves an empty row: its version still tells a lost update.
    """

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="needs", primary_key=True)
    diet = EncryptedTextField(_("dietary needs"), blank=True, default="")
    diet_note = EncryptedTextField(_("allergies, or what else the kitchen should know"), blank=True, default="")
    access = EncryptedTextField(_("accessibility needs"), blank=True, default="")
    updated_at = models.DateTimeField(null=True, default=timezone.now, editable=False)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("needs of a participant")
        verbose_name_plural = _("needs of participants")

    def __str__(self) -> str:
        return str(self.participant_id)

    @property
    def is_said(self) -> bool:
        """Whether anything was said."""
        return bool(self.diet or self.diet_note or self.access)
