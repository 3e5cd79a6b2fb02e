"""A table of the programme that an officer brings in, and what it did to each session."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models.session import Session
from conference.models import Conference
from conference.permissions import ROLES_THAT_SCHEDULE
from registration.models import BroughtTable
from registration.models.brought_table import what_imports_promise


class ProgrammeImport(BroughtTable):
    roles = ROLES_THAT_SCHEDULE
    works: ClassVar[Mapping[str, str]] = {
        "preview": "preview_programme",
        "import": "import_programme",
        "undo": "undo_programme",
    }

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="programme_imports")
    writes_letters = models.BooleanField(_("whoever is newly named is asked to speak by letter"), default=False)

    class Meta(BroughtTable.Meta):
        verbose_name = _("import of the programme")
        verbose_name_plural = _("imports of the programme")
        indexes = (models.Index(fields=["conference", "-created_at"], name="programme_import_by_time"),)
        constraints = what_imports_promise(
            previewed="programme_that_is_imported_was_previewed",
            dated="programme_import_says_when_it_was_done",
            left_out="programme_import_with_errors_leaves_them_out",
        )


class ImportedSession(models.Model):
    """What an import did to one session, as long as it can be undone; deleted afterwards.

    ``former`` is what stood there before in what was changed; ``appearances`` are those that the import added. The
    version is the one that the import left behind: whoever finds another finds what somebody has changed since.
    """

    of = models.ForeignKey(ProgrammeImport, on_delete=models.CASCADE, related_name="sessions")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    is_new = models.BooleanField()
    former: Any = models.JSONField(default=dict)
    appearances: Any = models.JSONField(default=list)
    version = models.PositiveIntegerField()

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["of", "session"], name="import_touches_a_session_once"),
            models.CheckConstraint(
                name="nothing_stood_there_before_a_session_is_new", condition=Q(is_new=False) | Q(former={})
            ),
        )

    def __str__(self) -> str:
        return str(self.session_id)
