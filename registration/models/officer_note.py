"""What officers note on a registration for one another; it leaves the desk in no file and no letter."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, TeamRole, User
from conference.permissions import (
    ROLES_THAT_DECIDE,
    ROLES_THAT_REGISTER,
    ROLES_THAT_SEE_PROTECTED,
    Actor,
    conferences_of,
    roles_in,
)
from registration.models.category import Visibility
from registration.models.registration import Registration

ROLES_THAT_READ_GUARDED_NOTES = ROLES_THAT_REGISTER | ROLES_THAT_DECIDE


class NoteReaders(models.TextChoices):
    """Who may read a note; chosen by whoever writes it, and not changed afterwards."""

    TEAM = "team", _("the whole team")
    DECIDING = "deciding", _("officers who register or decide")
    AUTHOR = "author", _("myself alone")


class OfficerNoteQuerySet(models.QuerySet["OfficerNote"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """By who may read each; those on protected persons for the officers to whom such a person is named."""
        if not isinstance(actor, User) or not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        roles = roles_in(actor, conference)
        rows = self.readable_by(actor, roles).filter(registration__conference=conference)
        if roles & ROLES_THAT_SEE_PROTECTED:
            return rows
        return rows.exclude(registration__participant__visibility=Visibility.HIDDEN)

    def readable_by(self, officer: User, roles: frozenset[TeamRole]) -> Self:
        """By whom each is for, of an officer with these roles; whose registration it is, is looked at elsewhere."""
        may_read = Q(readers=NoteReaders.TEAM) | Q(by=officer.pk)
        if roles & ROLES_THAT_READ_GUARDED_NOTES:
            may_read |= Q(readers=NoteReaders.DECIDING)
        return self.filter(may_read)


class OfficerNote(models.Model):
    """Append-only: the database refuses a change of what was written. It goes with its registration."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="officer_notes")
    words = models.TextField(_("note"))
    readers = models.CharField(_("who may read it"), max_length=10, choices=NoteReaders, default=NoteReaders.TEAM)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    form_token = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text=_("Of the form: a second submit is the same.")
    )

    objects: ClassVar = OfficerNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of an officer")
        verbose_name_plural = _("notes of officers")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["registration", "-at"], name="officer_note_by_time"),)
        constraints = (models.CheckConstraint(name="officer_note_says_something", condition=~Q(words="")),)

    def __str__(self) -> str:
        return self.words[:60]
