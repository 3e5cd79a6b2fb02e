"""What stands in a session, in an officer's words: for old and new beside each other."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.forms.bulk import EDITED
from agenda.models import Attribution, Listing, Session
from agenda.queries.bulk import current
from conference.formats import language_name
from conference.models import Topic
from registration.models import ParticipantCategory


def changed_lines(session: Session, changes: Mapping[str, Any]) -> list[dict[str, str]]:
    """A line for each thing that becomes another: what, as it is now, as it would be."""
    return [
        {
            "term": capfirst(str(EDITED[name])),
            "old": value_text(name, current(session, name), session),
            "new": value_text(name, changes[name], session),
        }
        for name in EDITED
        if name in changes
    ]


def value_text(name: str, value: Any, session: Session) -> str:
    """“English, Русский”; “All participants”."""
    return capfirst(TEXTS[name](value, session))


def _topic(value: Any, session: Session) -> str:
    if value is None:
        return _("no topic")
    return str(value if isinstance(value, Topic) else session.topic)


def _entry(value: Any, session: Session) -> str:
    """Either the ids of the session's own categories, or those that were chosen."""
    own = {category.pk: category for category in session.entry.all()}
    chosen = [each if isinstance(each, ParticipantCategory) else own[each] for each in value]
    return ", ".join(sorted(map(str, chosen))) or _("all participants")


TEXTS: Mapping[str, Callable[[Any, Session], str]] = {
    "topic": _topic,
    "languages": lambda value, _session: ", ".join(map(language_name, value)) or _("none"),
    "is_interpreted": lambda value, _session: _("interpreted") if value else _("not interpreted"),
    "listing": lambda value, _session: str(Listing(value).label),
    "entry": _entry,
    "attribution": lambda value, _session: str(Attribution(value).label),
}
