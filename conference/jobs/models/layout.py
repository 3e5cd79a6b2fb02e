"""Which columns of a list somebody wants in a file, in which order and form: kept under a name."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.exports.formats import TableFormat
from conference.models import Conference, Identified, User, Versioned


class LayoutQuerySet(models.QuerySet["Layout"]):
    def offered_to(self, user: User, conference: Conference) -> Self:
        """One's own, and those that colleagues share."""
        return self.filter(Q(owner=user) | Q(is_shared=True), conference=conference)


class Layout(Identified, Versioned):
    """Of one list (``kind`` is the job's) in one conference. A column that is no longer there is passed over."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="layouts")
    kind = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="layouts")
    is_shared = models.BooleanField(_("shared with the team"), default=False)
    form = models.CharField(_("format"), max_length=8, choices=TableFormat, default=TableFormat.XLSX)
    columns = ArrayField(models.CharField(max_length=80), verbose_name=_("columns"))

    objects: ClassVar = LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "kind", "owner", "name"],
                name="layout_has_a_name_of_its_own",
                violation_error_message=_("You have a layout of this name already."),
            ),
            models.CheckConstraint(name="layout_has_columns", condition=~Q(columns=[])),
            models.CheckConstraint(name="layout_is_named", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name


class UsualLayout(models.Model):
    """With which layout an officer begins; none: with the columns that the list itself proposes."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    layout = models.ForeignKey(Layout, on_delete=models.CASCADE, related_name="usual_of")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("usual layout")
        verbose_name_plural = _("usual layouts")
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "kind", "user"], name="officer_has_one_usual_layout_of_a_list"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.layout_id}"
