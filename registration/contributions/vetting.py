"""What of vetting stands on an officer's first page: what is theirs to read and by when, and what is overdue."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from conference.clock import conference_today
from conference.formats import day_text
from conference.models import Conference, User
from conference.registry import Waiting
from registration.permissions import can_vet
from registration.queries.vetting import overdue_applications, readings_of


def waiting(user: User, conference: Conference) -> Iterator[Waiting]:
    """Nothing for officers who do not decide on applications."""
    if not can_vet(user, conference):
        return
    desk = reverse("admin:registration_reading_changelist")
    mine = readings_of(user, conference).outstanding().order_by()
    found = mine.aggregate(number=Count("pk"), first=Min("registration__category__decide_by"))
    is_late = bool(found["first"] and found["first"] < conference_today(conference))
    yield Waiting(
        _("Applications for you to read"),
        found["number"],
        reverse("admin:registration_reading_next"),
        detail=_now("decided by %(day)s") % {"day": day_text(found["first"])} if found["first"] else "",
        tone="trouble" if is_late else "waiting",
    )
    overdue = overdue_applications(conference).count()
    yield Waiting(_("Applications not decided by the day that was set"), overdue, desk, tone="trouble")
