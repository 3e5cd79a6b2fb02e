"""Two persons who may be one, in words."""

import uuid
from collections.abc import Iterable, Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.markup import on_one_line
from registration.models import DuplicateState, Registration, Signal
from registration.queries.desk_delegations import DelegationName

STATE_TONES: dict[str, str] = {
    DuplicateState.OPEN: "waiting",
    DuplicateState.DISMISSED: "neutral",
    DuplicateState.MERGED: "good",
}


def signals_in_words(signals: Iterable[str]) -> str:
    """“the same name, the same telephone number”; of a passport only that it is the same."""
    return ", ".join(str(Signal(each).label) for each in signals)


def whereabouts(registration: Registration | None, names: Mapping[uuid.UUID, DelegationName]) -> str:
    """“Mongolia · Government · Registered”: where a person stands, in one line."""
    if registration is None:
        return _("no registration")
    name = names.get(registration.delegation_id) if registration.delegation_id else None
    delegation = name.text if name else ""
    return on_one_line(delegation, registration.category, capfirst(registration.get_state_display()))
