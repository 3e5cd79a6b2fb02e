"""The page of conflicts: by day, the gravest first; mended elsewhere, or acknowledged here with a reason."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agenda.actions.acknowledge import acknowledge_conflict, withdraw_acknowledgement
from agenda.admin.conflict_words import ConflictLine, ConflictWords
from agenda.conflicts import Standing, standing_of
from agenda.errors import AgendaError
from agenda.forms.conflict import AcknowledgeForm
from agenda.models import AcknowledgedConflict
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.markup import at_text
from conference.admin.scoped import ScopedAdmin
from conference.formats import day_text
from conference.permissions import ROLES_THAT_SCHEDULE
from registration.admin.naming import is_withheld

FORMER_SHOWN = 50


@dataclass(frozen=True)
class Shown:
    """A conflict on the page: with the form that lets it stand, or with what was said when it was."""

    line: ConflictLine
    form: AcknowledgeForm | None = None
    acknowledged: "Said | None" = None


@dataclass(frozen=True)
class Said:
    """Who let a conflict stand, when and why; ``reason`` is empty where this officer may not know the person."""

    pk: UUID
    label: str
    session: str
    reason: str
    by: str
    at: str
    withdrawn: str = ""


@admin.register(AcknowledgedConflict)
class ConflictAdmin(ScopedAdmin):
    """One page and two acts; nothing is entered or deleted here."""

    roles_that_change = ROLES_THAT_SCHEDULE
    may_be_added = False
    may_be_deleted = False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "agenda_acknowledgedconflict"
        return [
            path("", wrap(require_safe(self.conflicts)), name=f"{name}_changelist"),
            path("acknowledge/", wrap(require_POST(self.acknowledge)), name=f"{name}_acknowledge"),
            path("<uuid:pk>/withdraw/", wrap(require_POST(self.withdraw)), name=f"{name}_withdraw"),
        ]

    def conflicts(self, request: HttpRequest, refused: AcknowledgeForm | None = None) -> HttpResponse:
        """The page; ``refused`` is the form that was sent without a reason, shown again where it stands."""
        conference = required_conference(request)
        standing = standing_of(conference)
        words = ConflictWords(request, standing.conflicts)
        said, former = self._said(request, standing)
        shown = [self._shown(request, line, said, refused) for line in words.lines(standing.conflicts)]
        context = self.admin_site.each_context(request) | {
            "title": _("Conflicts"),
            "opts": self.opts,
            "refused": refused,
            "open_count": len(standing.open),
            "has_conflicts": bool(standing.conflicts),
            "days": list(_by_day([each for each in shown if not each.acknowledged], conference.zone)),
            "acknowledged": [each for each in shown if each.acknowledged],
            "former": former,
            "may_change": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/agenda/conflicts.html", context)

    def _shown(
        self, request: HttpRequest, line: ConflictLine, said: dict[str, Said], refused: AcknowledgeForm | None
    ) -> Shown:
        key = line.conflict.key
        if key in said:
            return Shown(line, acknowledged=said[key])
        if not self.has_change_permission(request):
            return Shown(line)
        if refused is not None and refused.data.get("key") == key:
            return Shown(line, refused)
        return Shown(line, AcknowledgeForm(initial={"key": key}, auto_id=f"id_%s_{key[:12]}"))

    def _said(self, request: HttpRequest, standing: Standing) -> tuple[dict[str, Said], list[Said]]:
        """What holds, by the key of its conflict; and the latest of what holds no longer."""
        rows = self.get_queryset(request).select_related("by", "withdrawn_by", "participant", "session")
        holds = set(standing.acknowledged.values()) & {
            standing.acknowledged.get(each.key) for each in standing.conflicts
        }
        now = {row.key: _as_said(request, row) for row in rows.filter(pk__in=holds)}
        former = rows.exclude(pk__in=holds).order_by("-at", "pk")[:FORMER_SHOWN]
        return now, [_as_said(request, row) for row in former]

    def acknowledge(self, request: HttpRequest) -> HttpResponse:
        """Lets one conflict stand."""
        page = reverse("admin:agenda_acknowledgedconflict_changelist")
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return HttpResponseRedirect(page)
        key = request.POST.get("key", "")
        form = AcknowledgeForm(request.POST, auto_id=f"id_%s_{key[:12]}")
        if not form.is_valid() and "reason" in form.errors and self.has_change_permission(request):
            return self.conflicts(request, form)
        reason = form.cleaned_data.get("reason", "")
        return self._acted(
            request,
            lambda: acknowledge_conflict(required_conference(request).pk, key, reason=reason, by=officer(request)),
            _("The conflict is acknowledged, until anything of it changes."),
        )

    def withdraw(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The conflict is open again."""
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return HttpResponseRedirect(reverse("admin:agenda_acknowledgedconflict_changelist"))
        return self._acted(
            request,
            lambda: withdraw_acknowledgement(row.pk, by=officer(request)),
            _("The acknowledgement is withdrawn; the conflict is open again."),
        )

    def _acted(self, request: HttpRequest, act: Callable[[], Any], sentence: str) -> HttpResponse:
        try:
            act()
            messages.success(request, sentence)
        except AgendaError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:agenda_acknowledgedconflict_changelist"))


def _by_day(shown: list[Shown], zone: datetime.tzinfo) -> Iterator[dict[str, Any]]:
    for day, lines in groupby(shown, key=lambda each: each.line.conflict.begins.astimezone(zone).date()):
        yield {"day": day_text(day), "lines": list(lines)}


def _as_said(request: HttpRequest, row: AcknowledgedConflict) -> Said:
    conference = required_conference(request)
    withheld = row.participant is not None and is_withheld(request, row.participant)
    ended = ""
    if row.withdrawn_at:
        sentence = _("Withdrawn by %(officer)s on %(at)s.")
        ended = sentence % {"officer": row.withdrawn_by or "–", "at": at_text(conference, row.withdrawn_at)}
    return Said(
        pk=row.pk,
        label=str(row),
        session=str(row.session),
        reason="" if withheld else row.reason,
        by=str(row.by or "–"),
        at=at_text(conference, row.at),
        withdrawn=ended,
    )


def conflicts_of_session(request: HttpRequest, session: UUID) -> list[ConflictLine]:
    """What of the conflicts concerns one session and nobody has acknowledged, for the page of the session."""
    standing = standing_of(required_conference(request))
    found = [each for each in standing.of_session(session) if each.key not in standing.acknowledged]
    return ConflictWords(request, found).lines(found) if found else []
