"""The board: the rooms of the venue and the hours of a day, and every session where it stands."""

import datetime
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import pgettext

from agenda.admin.board_cards import USUAL_MINUTES, Board
from agenda.models import SessionType
from conference.admin.current import required_conference
from conference.admin.scoped import ScopedAdmin
from conference.clock import conference_today
from conference.models import Topic

View = Callable[..., HttpResponse]
#: Stands in the addresses of the forms until the script knows of which session they are.
NOBODY = UUID(int=0)


def board_view(model_admin: ScopedAdmin) -> View:
    """Whoever may not arrange the programme sees the same board without handles."""

    def view(request: HttpRequest) -> HttpResponse:
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        conference = required_conference(request)
        asked = _day(request.GET.get("day")) or conference_today(conference)
        board = Board(request, asked, is_whole_day=request.GET.get("hours") == "all")
        context = model_admin.admin_site.each_context(request) | {
            "title": pgettext("rooms by hours", "Board"),
            "opts": model_admin.opts,
            "board": board,
            "topics": Topic.objects.filter(conference=conference),
            "topic": request.GET.get("topic", ""),
            "search": request.GET.get("q", ""),
            "types": SessionType.choices,
            "nobody": NOBODY,
            "usual_minutes": USUAL_MINUTES,
            "may_move": model_admin.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/agenda/board.html", context)

    return view


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None
