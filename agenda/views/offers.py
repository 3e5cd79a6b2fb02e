"""By what the sessions of an agenda can be chosen: topic, room, language and kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.queries.labels import language_name
from agenda.queries.published import PublishedSession


@dataclass(frozen=True)
class Offer:
    """``labels`` are what there is to choose, in the order of the programme; ``held`` the sessions of each."""

    name: str
    label: str
    all_label: str
    labels: Mapping[str, str]
    held: Mapping[str, frozenset[UUID]]


def offers_of(sessions: Sequence[PublishedSession]) -> list[Offer]:
    """Each where there is more than one to choose from."""
    codes = dict.fromkeys(code for one in sessions for code in one.languages)
    languages = {code: capfirst(language_name(code)) for code in codes}
    offers = (
        _offer("topic", _("Topic"), _("All topics"), [(one, _topic(one)) for one in sessions]),
        _offer("room", _("Room"), _("All rooms"), [(one, _rooms(one)) for one in sessions]),
        _offer(
            "language",
            _("Language"),
            _("All languages"),
            [(one, {code: languages[code] for code in one.languages}) for one in sessions],
        ),
        _offer("type", _("Kind of session"), _("All kinds of session"), [(one, _type(one)) for one in sessions]),
    )
    return [offer for offer in offers if len(offer.labels) > 1]


def _offer(name: str, label: str, all_label: str, found: Sequence[tuple[PublishedSession, Mapping[str, str]]]) -> Offer:
    labels: dict[str, str] = {}
    held: dict[str, set[UUID]] = {}
    for session, own in found:
        for value, text in own.items():
            labels.setdefault(value, text)
            held.setdefault(value, set()).add(session.id)
    return Offer(name, label, all_label, labels, {value: frozenset(ids) for value, ids in held.items()})


def _topic(session: PublishedSession) -> Mapping[str, str]:
    return {str(session.topic_id): str(session.topic)} if session.topic_id else {}


def _rooms(session: PublishedSession) -> Mapping[str, str]:
    return {str(room.id): str(room) for room in session.rooms}


def _type(session: PublishedSession) -> Mapping[str, str]:
    return {} if session.is_break else {session.type.value: capfirst(str(session.type.label))}
