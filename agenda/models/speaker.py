"""A participant who was asked to speak."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from registration.models import Participant
from registration.models.participant import ParticipantQuerySet


class Speaker(Participant):
    """The same row under another name: the list of speakers is a list of persons, and has no rows of its own."""

    objects: ClassVar = ParticipantQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
