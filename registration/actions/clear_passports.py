"""Passports that nobody needs any more: of conferences that are over, and of registrations that ended for good."""

from django.db import transaction
from django.db.models import Q

from conference.clock import conference_today
from conference.models import Conference
from registration.models import Merge, Passport
from registration.states import TRANSITIONS

# Who is declined may ask for a review, and needs the visa then.
ENDED_FOR_GOOD = frozenset(state for state, moves in TRANSITIONS.items() if not moves)


@transaction.atomic
def clear_passports() -> int:
    """Deletes them the day after the conference's last, as the form promises, passing over what is in use."""
    held = Conference.objects.filter(registrations__passport__isnull=False).distinct()
    over = [each.pk for each in held if each.ends_on < conference_today(each)]
    unneeded = Q(registration__conference__in=over) | Q(registration__state__in=ENDED_FOR_GOOD)
    # What was merged a moment ago may be put back, with the passport.
    merges = Merge.objects.filter(closed_at__isnull=True, undone_at__isnull=True)
    unneeded &= ~Q(registration__in=merges.values("merged"))
    found = Passport.objects.filter(unneeded).select_for_update(of=("self",), skip_locked=True)
    locked = list(found.values_list("pk", flat=True))
    deleted, _by_model = Passport.objects.filter(pk__in=locked).delete()
    return deleted
