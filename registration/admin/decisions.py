"""What was decided, by whom, on how many; and the page on which it can be undone."""

import uuid
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import officer, required_conference
from conference.admin.markup import at_text, lines, tag
from conference.correspondence.ledger import NOT_GONE
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.permissions import ROLES_THAT_DECIDE, ROLES_THAT_REGISTER
from registration.actions.undo import Undone, undo_decision
from registration.admin.chosen import name_those_left
from registration.admin.desk_list import DeskAdmin
from registration.admin.naming import person_line
from registration.admin.row_page import page_of, posted, read_page
from registration.admin.tones import REGISTRATION_TONES
from registration.models import DecisionAct, Registration
from registration.states import RegistrationState

ROWS_SHOWN = 200


def told_with_undo(act: DecisionAct | None, sentence: str) -> SafeString | str:
    """What was done, with the way to undo it while there is one."""
    if act is None or not act.may_be_undone:
        return sentence
    until = at_text(act.conference, act.undo_until)
    link_text = _("Undo, until %(moment)s") % {"moment": until}
    return format_html('{} <a href="{}">{}</a>', sentence, page_of(act), link_text)


def last_act_of(registration: Registration, user: Any) -> DecisionAct | None:
    """The act with which this officer has just moved a registration."""
    step = registration.transitions.select_related("act__conference").order_by("-pk").first()
    return step.act if step is not None and step.by_id == user.pk else None


@admin.register(DecisionAct)
class DecisionActAdmin(DeskAdmin):
    """Acts are made by deciding; here they are read and undone."""

    roles_that_change = ROLES_THAT_DECIDE | ROLES_THAT_REGISTER
    may_be_added = False
    list_display = ("what", "how_many", "when", "letters_wait", "standing")
    list_display_links = ("what",)
    actions = None
    ordering = ("-at",)
    list_select_related: ClassVar[Any] = ("by", "undone_by", "conference")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        of_conference: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = of_conference.annotate(number=Count("transitions__registration", distinct=True))
        return counted

    @admin.display(description=gettext_lazy("decision"))
    def what(self, act: DecisionAct) -> SafeString:
        return lines(str(act.get_decision_display()).capitalize(), str(act.by or ""))

    @admin.display(description=gettext_lazy("registrations"))
    def how_many(self, act: Any) -> int:
        return int(act.number)

    @admin.display(description=gettext_lazy("when"), ordering="at")
    def when(self, act: DecisionAct) -> str:
        return at_text(act.conference, act.at)

    @admin.display(description=gettext_lazy("letters go"))
    def letters_wait(self, act: DecisionAct) -> str:
        return at_text(act.conference, act.letters_go_at)

    @admin.display(description=gettext_lazy("undo"))
    def standing(self, act: DecisionAct) -> SafeString | str:
        if act.undone_at is not None:
            return lines(tag("neutral", _("undone")), str(act.undone_by or ""))
        if act.may_be_undone:
            return tag("waiting", _("until %(moment)s") % {"moment": at_text(act.conference, act.undo_until)})
        return "–"

    def get_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(posted(self, _undo))
        return [path("<uuid:pk>/undo/", undo, name="registration_decisionact_undo"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return read_page(self, request, object_id, "admin/registration/decisionact/detail.html", _context)


def _undo(request: HttpRequest, act: DecisionAct) -> None:
    _tell(request, undo_decision(act.pk, by=officer(request), reason=request.POST.get("reason", "")[:4000]))


def _tell(request: HttpRequest, undone: Undone) -> None:
    """How many returned; by name, who was left; what became of the letters."""
    count = len(undone.done)
    if count:
        sentence = ngettext("%(count)d is as it was before.", "%(count)d are as they were before.", count)
        messages.success(request, sentence % {"count": count})
    rest = name_those_left(request, undone.left, name=lambda row: person_line(request, row.participant).name)
    if rest:
        sentence = ngettext("And %(count)d more was left.", "And %(count)d more were left.", rest)
        messages.warning(request, sentence % {"count": rest})
    taken, gone = len(undone.letters.cancelled), len(undone.letters.gone)
    if taken:
        sentence = ngettext("%(count)d letter was taken back.", "%(count)d letters were taken back.", taken)
        messages.success(request, sentence % {"count": taken})
    if gone:
        sentence = ngettext(
            "%(count)d letter had gone already; please write to its recipient.",
            "%(count)d letters had gone already; please write to their recipients.",
            gone,
        )
        messages.warning(request, sentence % {"count": gone})


def _context(model_admin: DecisionActAdmin, request: HttpRequest, act: DecisionAct) -> dict[str, Any]:
    conference = required_conference(request)
    rows = _rows(request, act)
    letters = OutgoingMessage.objects.filter(act_id=act.pk)
    gone = letters.exclude(state__in=[*NOT_GONE, MessageState.CANCELLED]).count()
    may_undo = act.may_be_undone and model_admin.has_change_permission(request, act)
    return {
        "title": str(act.get_decision_display()).capitalize(),
        "opts": model_admin.opts,
        "act": act,
        "rows": rows[:ROWS_SHOWN],
        "more": max(0, len(rows) - ROWS_SHOWN),
        "may_undo": may_undo,
        "until_text": at_text(conference, act.undo_until),
        "letters_text": at_text(conference, act.letters_go_at),
        "letters_waiting": letters.filter(state__in=[MessageState.QUEUED, MessageState.HELD]).count(),
        "letters_gone": gone,
        "at_text": at_text(conference, act.at),
        "undone_text": at_text(conference, act.undone_at),
    }


def _rows(request: HttpRequest, act: DecisionAct) -> list[dict[str, Any]]:
    """Each registration that the act moved: from where to where, and where it stands now."""
    found: dict[uuid.UUID, dict[str, Any]] = {}
    steps = act.transitions.select_related("registration__participant").order_by("pk")
    for step in steps:
        row = step.registration
        kept = found.setdefault(
            row.pk,
            {
                "registration": row,
                "person": person_line(request, row.participant),
                "from_tone": REGISTRATION_TONES.get(step.origin, "neutral"),
                "from_text": RegistrationState(step.origin).label if step.origin else "–",
                "now_tone": REGISTRATION_TONES[row.state],
                "now_text": RegistrationState(row.state).label,
            },
        )
        kept |= {"to_tone": REGISTRATION_TONES[step.target], "to_text": RegistrationState(step.target).label}
    return list(found.values())
