"""What a change of many sessions is for each of them, and what it was before, so that it can be undone."""

from collections.abc import Mapping, Sequence
from typing import Any

from agenda.errors import NoLongerThereError
from agenda.models import ChangedSession, Session
from conference.models import Topic
from registration.models import ParticipantCategory


def differing(session: Session, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Of the changes those that say something else than the session does; a channel goes with its language."""
    found = {name: value for name, value in changes.items() if current(session, name) != _comparable(name, value)}
    if "languages" in found:
        kept = {code: channel for code, channel in session.channels.items() if code in found["languages"]}
        if kept != session.channels:
            found["channels"] = kept
    return found


def current(session: Session, name: str) -> Any:
    if name == "entry":
        return {category.pk for category in session.entry.all()}
    return session.topic_id if name == "topic" else getattr(session, name)


def kept_of(session: Session, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What stands there before these changes, as a column keeps it."""
    found = {name: current(session, name) for name in changes}
    if "entry" in found:
        found["entry"] = sorted(map(str, found["entry"]))
    if found.get("topic"):
        found["topic"] = str(found["topic"])
    return found


class Former:
    """What stood in sessions before they were edited together, as the acts take it; two queries for all of them."""

    def __init__(self, rows: Sequence[ChangedSession]) -> None:
        topics = {row.former["topic"] for row in rows if row.former.get("topic")}
        entries = {pk for row in rows for pk in row.former.get("entry", ())}
        self.topics = {str(topic.pk): topic for topic in Topic.objects.filter(pk__in=topics)}
        self.categories = {str(each.pk): each for each in ParticipantCategory.objects.filter(pk__in=entries)}

    def of(self, row: ChangedSession) -> dict[str, Any]:
        """Raises ``NoLongerThereError`` where a topic or a category was deleted since."""
        found = dict(row.former)
        try:
            if found.get("topic"):
                found["topic"] = self.topics[found["topic"]]
            if "entry" in found:
                found["entry"] = [self.categories[pk] for pk in found["entry"]]
        except KeyError as error:
            raise NoLongerThereError from error
        return found


def _comparable(name: str, value: Any) -> Any:
    if name == "entry":
        return {category.pk for category in value}
    return (value.pk if value else None) if name == "topic" else value
