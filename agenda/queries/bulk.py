"""What a change of many sessions is for each of them."""

from collections.abc import Mapping
from typing import Any

from agenda.models import Session


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


def _comparable(name: str, value: Any) -> Any:
    if name == "entry":
        return {category.pk for category in value}
    return (value.pk if value else None) if name == "topic" else value
