"""What whoever names a member is told of seats and the waiting list, before and after."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registration.models import Delegation, Registration
from registration.queries.places import Seats, place_in_line, places_left, seats
from registration.states import RegistrationState


def before_naming(delegation: Delegation) -> str:
    """Where whoever is named now will not have a seat at once: that they wait, and as which in line; else nothing."""
    counted = seats(delegation)
    if counted.left == 0:
        return waiting_sentence(delegation, counted)
    if places_left(delegation.category) == 0 and delegation.category.has_waiting_list:
        return _("All places of this category are taken. Whoever you name now waits for one, in order.")
    return ""


def waiting_sentence(delegation: Delegation, counted: Seats) -> str:
    """What becomes of whoever is named when no seat is left; nothing while one is."""
    if counted.left != 0:
        return ""
    if not delegation.category.has_waiting_list:
        return _("All %(quota)s seats are taken. To name somebody else, substitute a member.") % {
            "quota": counted.quota
        }
    waits = _(
        "All %(quota)s seats are taken. Whoever you name now waits for one of them, as number %(number)s in line, and "
        "is given the first that falls free. Roles outside quota need no seat."
    )
    return waits % {"quota": counted.quota, "number": counted.waiting + 1}


def after_naming(registration: Registration) -> str:
    """“Ms. Erin EXAMPLE is nominated.”, or that she waits and as which in line."""
    name = registration.participant.formal_name
    if registration.state != RegistrationState.WAITLISTED:
        return _("%(name)s is nominated.") % {"name": name}
    waits = _("%(name)s is on the waiting list of your delegation, as number %(number)s in line.")
    return waits % {"name": name, "number": place_in_line(registration)}


def after_naming_several(made: Sequence[Registration]) -> list[str]:
    """How many were nominated, and who waits, in order."""
    waiting = [each for each in made if each.state == RegistrationState.WAITLISTED]
    seated = len(made) - len(waiting)
    sentences = []
    if seated:
        text = ngettext("%(count)s member is nominated.", "%(count)s members are nominated.", seated)
        sentences.append(text % {"count": seated})
    if waiting:
        names = ", ".join(each.participant.formal_name for each in waiting)
        sentences.append(_("On the waiting list of your delegation, in this order: %(names)s.") % {"names": names})
    return sentences
