"""A letter as the Secretariat words it for one conference, in place of the shipped one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, Versioned


class LetterTemplate(Identified, Versioned):
    """Subject and body with placeholders from a fixed table; nothing in them is interpreted beyond that."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="letter_templates")
    purpose = models.CharField(_("purpose"), max_length=40)
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("body"))

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("purpose", "language")
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "purpose", "language"],
                name="letter_is_worded_once_a_language",
                violation_error_message=_("This conference already has this letter in this language."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} ({self.language})"
