"""A table that an officer brings in, of whatever: how it is read, what it would do, what it did. No names here."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.jobs.models import Job
from conference.models import Conference, Identified, TeamRole
from conference.permissions import Actor, conferences_of, has_role
from registration.errors import IllegalImportTransitionError
from registration.states import IMPORT_TRANSITIONS, ImportState

#: Whoever sees an hour later that it was the wrong list, or on the next morning, may still undo it.
UNDO_IMPORT_WITHIN = datetime.timedelta(hours=24)
FILES_KEPT = datetime.timedelta(days=7)


class ImportQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """To those who may bring such tables; what the file itself says is shown only to who brought it."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        if not has_role(actor, conference, self.model.roles):
            return self.none()
        return self.filter(conference=conference)

    def past_keeping(self) -> Self:
        """Those whose files have lain here for long enough."""
        return self.exclude(file="", checked="").filter(created_at__lte=timezone.now() - FILES_KEPT)

    def past_undoing(self) -> Self:
        """Imported so long ago that it is not undone any more."""
        return self.filter(state=ImportState.IMPORTED, imported_at__lte=timezone.now() - UNDO_IMPORT_WITHIN)


class BroughtTable(Identified):
    """``file`` and ``checked`` are names in the private folder, gone after the end or in a week.

    ``headings`` are the headings of the table, ``columns`` the key of ours that each was said to be, in their order.
    ``digest`` is of all that the preview said would be done: what is imported is that or nothing. Whoever inherits
    says which ``roles`` bring such tables, the kinds of job by which it is worked on, and its ``conference``.
    """

    roles: ClassVar[frozenset[TeamRole]]
    #: The kinds of job: “preview”, “import”, “undo”.
    works: ClassVar[Mapping[str, str]]

    conference: Any
    writes_letters: Any
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("brought"), default=timezone.now)
    form_token = models.UUIDField(unique=True, editable=False)
    state = models.CharField(_("status"), max_length=12, choices=ImportState, default=ImportState.BROUGHT)
    file = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    kind = models.CharField(max_length=8)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    encoding = models.CharField(_("letters are stored as"), max_length=20, blank=True)
    separator = models.CharField(_("cells are parted by"), max_length=1, blank=True)
    header_row = models.PositiveIntegerField(_("row with the headings"), default=1)
    headings: Any = models.JSONField(default=list)
    columns: Any = models.JSONField(default=list)
    fixed: Any = models.JSONField(default=dict)
    checked = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("with errors"), default=0)
    doubtful = models.PositiveIntegerField(_("to look at"), default=0)
    leaves_out = models.BooleanField(_("rows with errors are left out"), default=False)
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = ImportQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name

    def move_to(self, wanted: ImportState) -> None:
        """Moves the state, which the caller saves under the row's lock. Raises ``IllegalImportTransitionError``."""
        current = ImportState(self.state)
        if wanted not in IMPORT_TRANSITIONS[current]:
            raise IllegalImportTransitionError(current=current.label, wanted=wanted.label)
        self.state = wanted

    @property
    def undo_until(self) -> datetime.datetime | None:
        return self.imported_at + UNDO_IMPORT_WITHIN if self.imported_at else None

    @property
    def may_be_undone(self) -> bool:
        until = self.undo_until
        return self.state == ImportState.IMPORTED and until is not None and timezone.now() < until

    def is_for(self, user: Actor) -> bool:
        """Whether the user may bring, import and undo such a table."""
        return has_role(user, self.conference, self.roles)


def what_imports_promise(previewed: str, dated: str, left_out: str) -> tuple[models.CheckConstraint, ...]:
    """The constraints of a kind of import, by their names."""
    return (
        models.CheckConstraint(name=previewed, condition=~Q(state=ImportState.IMPORTED) | ~Q(digest="")),
        models.CheckConstraint(
            name=dated,
            condition=~Q(state__in=[ImportState.IMPORTED, ImportState.UNDONE]) | Q(imported_at__isnull=False),
        ),
        models.CheckConstraint(
            name=left_out,
            condition=~Q(state=ImportState.IMPORTED) | Q(refused=0) | Q(leaves_out=True),
        ),
    )
