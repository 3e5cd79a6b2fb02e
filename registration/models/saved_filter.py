"""Lists of registrations as an officer keeps them: what they are cut by, in which order, with which columns."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, Versioned
from conference.permissions import Actor, conferences_of


def column_keys() -> "ArrayField[list[str], list[str]]":
    """The keys of columns, in the order in which they stand; empty: the usual ones."""
    return ArrayField(models.CharField(max_length=80), verbose_name=_("columns"), default=list, blank=True)


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """One's own, and those that colleagues share; what each shows is cut by the reader's own rights."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.open_to(actor).filter(conference=conference)

    def open_to(self, actor: Actor) -> Self:
        """Of those of a conference on whose team the actor is."""
        return self.filter(Q(owner=actor.pk) | Q(is_shared=True))


class SavedFilter(Identified, Versioned):
    """``query`` is the address of the list behind its “?”: filters, words searched for, and order."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="saved_filters")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters", verbose_name=_("kept by")
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=2000, blank=True)
    columns = column_keys()
    is_shared = models.BooleanField(
        _("shared with the team"),
        default=False,
        help_text=_("Colleagues see the name and the filters; the list shows each of them what they may see."),
    )
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = (Lower("name"), "pk")
        constraints = (
            models.UniqueConstraint(
                "conference",
                "owner",
                Lower("name"),
                name="officer_has_one_saved_filter_of_a_name",
                violation_error_message=_("You have a saved filter of this name already."),
            ),
            models.CheckConstraint(name="saved_filter_has_a_name", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name


class DeskArrangement(Versioned):
    """How one officer has the list of one conference: the columns, and the saved filter that it opens with."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    columns = column_keys()
    opens_with = models.ForeignKey(SavedFilter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["conference", "officer"], name="officer_has_one_arrangement_of_the_list"),
        )

    def __str__(self) -> str:
        return f"{self.officer}, {self.conference}"
