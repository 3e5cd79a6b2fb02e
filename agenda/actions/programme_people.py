"""Who is named in a row of a programme: matched with who is registered; nobody is entered by it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.actions.programme_scene import Scene, names_of
from agenda.models import Appearance, AppearanceRole, Session
from agenda.queries.programme_columns import is_kept_back, plain_name
from agenda.states import AppearanceState
from conference.imports.rows import Fault
from registration.models import Participant, searchable

if TYPE_CHECKING:
    from agenda.actions.programme_rows import SessionOutcome


@dataclass(frozen=True)
class WrittenName:
    """A name as a cell has it; a static line is one only because the cell says so."""

    name: str
    minutes: int | None = None
    is_static: bool = False
    function: str = ""


@dataclass(frozen=True)
class Named:
    """Somebody who is to be asked, or a static line."""

    role: str
    minutes: int | None
    participant: Participant | None = None
    static_name: str = ""
    static_function: str = ""

    @property
    def signature(self) -> tuple[str, str, int | None]:
        who = str(self.participant.pk) if self.participant else f"{self.static_name}|{self.static_function}"
        return self.role, who, self.minutes


def judge_people(outcome: "SessionOutcome", session: Session, values: Mapping[str, Any], scene: Scene) -> Iterable[str]:
    """Adds to the outcome who is new in the session, whose minutes change, who is not found and who stays."""
    there = [] if session._state.adding else list(session.appearances.all())  # noqa: SLF001  Django's own way
    for role in AppearanceRole:
        if role in values:
            before = (len(outcome.named), len(outcome.minutes))
            _judge_role(outcome, role, values[role], [each for each in there if each.role == role], scene)
            if before != (len(outcome.named), len(outcome.minutes)):
                yield role


def _judge_role(
    outcome: "SessionOutcome", role: str, written: Iterable[WrittenName], there: list[Appearance], scene: Scene
) -> None:
    remaining, added = list(there), set[uuid.UUID | str]()
    for each in written:
        known = next((one for one in remaining if _is_named(one, each, scene)), None)
        minutes = each.minutes or outcome.row.values.get("minutes")
        if known is not None:
            remaining.remove(known)
            _follow(outcome, known, each, scene)
            continue
        named = _static(role, each, minutes) if each.is_static else _matched(outcome, role, each, minutes, scene)
        if named is None:
            continue
        who = named.participant.pk if named.participant else named.static_name
        if who not in added:
            added.add(who)
            outcome.named.append(named)
    stay = [_name(each, scene) for each in remaining if each.state != AppearanceState.DECLINED]
    if stay:
        outcome.doubts.append(_("%(names)s: stays, for an import takes nobody off") % {"names": ", ".join(stay)})


def _follow(outcome: "SessionOutcome", known: Appearance, written: WrittenName, scene: Scene) -> None:
    """Somebody who is in the session already; other minutes are set, a regret is not asked anew."""
    if known.state == AppearanceState.DECLINED:
        sentence = _("%(name)s has sent regrets; ask again on the page of the session, or leave the name out")
        outcome.faults.append(Fault("", "", sentence % {"name": _name(known, scene)}))
    elif written.minutes is not None and written.minutes != known.minutes:
        outcome.minutes.append((known, written.minutes))


def _static(role: str, written: WrittenName, minutes: int | None) -> Named:
    return Named(role, minutes, static_name=written.name, static_function=written.function)


def _matched(
    outcome: "SessionOutcome", role: str, written: WrittenName, minutes: int | None, scene: Scene
) -> Named | None:
    person = scene.people.named(written.name)
    if person is not None:
        return Named(role, minutes, person)
    if scene.people.is_ambiguous(written.name):
        expected = _("one person; two or more are called so: write the e-mail address instead")
    elif scene.people.has_left(written.name):
        expected = _("somebody who takes part; this person no longer does")
    else:
        expected = _(
            "the name of somebody in this conference; register the person first, or write a static line as "
            "[Name | Function]"
        )
    suggestion = scene.people.suggestion_for(written.name)
    outcome.faults.append(Fault(scene.label(role), written.name, expected, suggestion, role))
    return None


def _is_named(appearance: Appearance, written: WrittenName, scene: Scene) -> bool:
    person, wanted = appearance.participant, searchable(written.name)
    if person is None:
        return written.is_static and wanted in {searchable(text) for text in appearance.static_name.values()}
    if written.is_static:
        return False
    if is_kept_back(person, sees_protected=scene.sees_protected):
        return wanted in _protected()
    bare = searchable(scene.people.bare(written.name))
    return not {wanted, bare}.isdisjoint(searchable(name) for name in names_of(person) if name)


def _protected() -> set[str]:
    """As files in every language call whom the officer may not know."""
    found = set()
    for language in ("en", "ru", "mn"):
        with override(language):
            found.add(searchable(_("Protected participant")))
    return found


def _name(appearance: Appearance, scene: Scene) -> str:
    person = appearance.participant
    if person is None:
        return str(appearance.static_name)
    if is_kept_back(person, sees_protected=scene.sees_protected):
        return _("Protected participant")
    return plain_name(person)
