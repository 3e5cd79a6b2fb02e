"""For what an application is declined: the Secretariat's own list, and one ground that is fixed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, TranslatedTextField, Versioned


class DeclineGround(Identified, Versioned):
    """A ground that has nothing to do with conduct: places, relevance. Its text stands in the letter.

    The one ground that names conduct is no row: ``registration.queries.decline_grounds`` has its exact words.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="decline_grounds")
    title = TranslatedTextField(_("what officers choose"))
    text = TranslatedTextField(
        _("what stands in the letter"), help_text=_("In whole sentences; the officer may add to it.")
    )
    is_offered = models.BooleanField(_("offered"), default=True, help_text=_("Otherwise it is kept, and not offered."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("ground for declining")
        verbose_name_plural = _("grounds for declining")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="ground_for_declining_has_a_title_and_a_text", condition=~Q(title={}) & ~Q(text={})
            ),
        )

    def __str__(self) -> str:
        return str(self.title)
