"""A table of participants that an officer brings in, and what it did to each registration. No names here."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from conference.permissions import ROLES_THAT_REGISTER
from registration.models.brought_table import BroughtTable, what_imports_promise
from registration.models.registration import Registration


class RegistrationImport(BroughtTable):
    roles = ROLES_THAT_REGISTER
    works: ClassVar[Mapping[str, str]] = {"preview": "preview_import", "import": "import", "undo": "undo_import"}

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="imports")
    writes_letters = models.BooleanField(_("each new participant is written to"), default=False)

    class Meta(BroughtTable.Meta):
        indexes = (models.Index(fields=["conference", "-created_at"], name="import_by_time"),)
        constraints = what_imports_promise(
            previewed="what_is_imported_was_previewed",
            dated="import_says_when_it_was_done",
            left_out="import_with_errors_says_that_it_leaves_them_out",
        )


class ImportedRegistration(models.Model):
    """What an import did to one registration, as long as it can be undone; deleted afterwards.

    ``former`` is what stood there before in what was changed. The versions are those that the import left behind:
    whoever finds others finds what somebody has changed since.
    """

    of = models.ForeignKey(RegistrationImport, on_delete=models.CASCADE, related_name="registrations")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    is_new = models.BooleanField()
    former: Any = models.JSONField(default=dict)
    registration_version = models.PositiveIntegerField()
    participant_version = models.PositiveIntegerField()

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["of", "registration"], name="import_touches_a_registration_once"),
            models.CheckConstraint(
                name="nothing_stood_there_before_who_is_new", condition=Q(is_new=False) | Q(former={})
            ),
        )

    def __str__(self) -> str:
        return str(self.registration_id)


class ColumnsRemembered(models.Model):
    """What the columns of a table were said to be: the next one with the same headings begins with it."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+")
    headings_digest = models.CharField(max_length=64)
    columns: Any = models.JSONField(default=list)
    fixed: Any = models.JSONField(default=dict)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "headings_digest"], name="columns_are_remembered_once_for_the_same_headings"
            ),
        )

    def __str__(self) -> str:
        return self.headings_digest
