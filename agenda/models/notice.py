"""That a release concerns a person, and what the letter about it tells from."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.models.release import Release
from conference.models import Conference, Identified
from registration.models import Participant


class ChangeNoticeQuerySet(models.QuerySet["ChangeNotice"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(release__conference=conference)


class ChangeNotice(Identified):
    """One a person and release. Its letter, if one was written, is the message that is about it.

    The letter tells what changed for the person from the release ``since`` (none: from the invitation to speak) to
    ``release``. Without a letter the person was to be told otherwise: the release went out without letters, or there is
    no address. What a letter that had not gone would have told is told by the notice that replaced it.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="notices")
    since = models.ForeignKey(Release, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="change_notices")
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces")

    objects: ClassVar = ChangeNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of change")
        verbose_name_plural = _("notices of change")
        ordering = ("release", "pk")
        constraints = (
            models.UniqueConstraint(fields=["release", "participant"], name="participant_is_told_of_a_release_once"),
            models.CheckConstraint(name="notice_tells_of_what_came_later", condition=~Q(release=F("since"))),
        )

    def __str__(self) -> str:
        return f"{self.release}: {self.participant}"
