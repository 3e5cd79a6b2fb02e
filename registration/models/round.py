"""A round of invitations: the notes that are numbered, typeset and dispatched in one sitting."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, StateGroup
from conference.permissions import Actor, conferences_of

#: The groups as a heading names them; the register names one State of each.
GROUPS_OF_STATES = {
    StateGroup.PARTICIPATING: _("participating States"),
    StateGroup.ASIAN_PARTNER: _("Asian Partners for Co-operation"),
    StateGroup.MEDITERRANEAN_PARTNER: _("Mediterranean Partners for Co-operation"),
    StateGroup.OTHER: _("other States"),
}


class InvitationRoundQuerySet(models.QuerySet["InvitationRound"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """Those of a conference, for its team."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)


class InvitationRound(Identified):
    """Notes to the States of some groups, with consecutive numbers and one date.

    ``copies_by_email``: whether a copy goes to each mission by e-mail when the notes are dispatched. Otherwise nothing
    is written to these missions automatically, not even a reminder.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="rounds")
    groups = ArrayField(models.CharField(max_length=32, choices=StateGroup), verbose_name=_("groups of States"))
    reply_by = models.DateField(_("reply by"))
    dated_on = models.DateField(_("dated"))
    copies_by_email = models.BooleanField(_("with a copy by e-mail"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects: ClassVar = InvitationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of invitations")
        verbose_name_plural = _("rounds of invitations")
        ordering = ("-made_at",)
        constraints = (models.CheckConstraint(name="round_is_for_some_groups", condition=~models.Q(groups=[])),)

    def __str__(self) -> str:
        return ", ".join(str(label) for group, label in GROUPS_OF_STATES.items() if group in self.groups)
