"""What a row of a table would do, by the rules of the acts on one registration; nothing is written here."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.columns import Column, Value
from conference.exports.cells import reads_as, text_of
from conference.imports.rows import Change, Fault, RowKind
from conference.models import Conference, User
from registration.actions.correct_person import SECRETARIAT_FIELDS
from registration.actions.entry import beginning
from registration.actions.nominate import seated_member, state_by_what_is_outstanding
from registration.actions.on_the_spot import entered_alone
from registration.actions.people import refuse_what_has_ended, set_fields
from registration.actions.seating import Seating
from registration.errors import RegistrationError
from registration.models import (
    APPLICATION_FIELDS,
    Application,
    Delegation,
    DelegationRole,
    Participant,
    ParticipantCategory,
    Registration,
    RegistrationTransition,
    Route,
    Visibility,
)
from registration.queries.tally import Tally
from registration.queries.unanswered import unanswered_by
from registration.states import Track

#: Where somebody belongs is said once; afterwards one is withdrawn there, and named anew elsewhere.
PLACE_FIELDS = ("category", "delegation", "role")


NEEDED = {
    "given_names": gettext_lazy("the given names, or the one name that is used"),
    "category": gettext_lazy("a category, or a delegation"),
    "role": gettext_lazy("the role in the delegation"),
}


@dataclass(frozen=True)
class ImportRow:
    """One row as it was read: ``values`` by field, of the cells in which anything stands; ``texts`` as they stand."""

    number: int
    token: UUID
    reference: UUID | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What a row would do; of who is new the rows to write, of who is known what is set on them already, unsaved."""

    row: ImportRow
    kind: RowKind
    registration: Registration | None = None
    application: Application | None = None
    transitions: list[RegistrationTransition] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    former: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def signature(self) -> str:
        """What was promised of this row: by whom it stood, as what, where it leads, and every value that is written."""
        of = self.registration
        known = (of.version, of.participant.version, of.state, of.seat_type) if of else ()
        # Nothing that is worded otherwise in another language: an officer may have changed that since the preview.
        written = sorted(self.row.values if self.kind == RowKind.NEW else self.former)
        new = [(name, self.row.texts.get(name), _plain(self.row.values.get(name))) for name in written]
        return repr((self.row.number, self.kind.value, known, new, len(self.faults)))


@dataclass
class Scene:
    """What the rows are judged by. Whoever writes afterwards has locked what it was read from."""

    conference: Conference
    by: User
    categories: Mapping[UUID, ParticipantCategory]
    delegations: Mapping[UUID, Delegation]
    columns: Mapping[str, Column]
    tally: Tally
    sees_protected: bool
    #: Of the rows that are about to be judged.
    known: Mapping[UUID, Registration] = field(default_factory=dict)
    shown: Mapping[UUID, Mapping[str, Value]] = field(default_factory=dict)
    seen: dict[UUID, int] = field(default_factory=dict)


def _plain(value: Any) -> str:
    """A value without its words: of a row of the database its key."""
    return str(getattr(value, "pk", value))


def new_digest() -> Any:
    return hashlib.sha256()


def judge(row: ImportRow, scene: Scene) -> Outcome:
    """What the row would do. Places that it would take are counted in the scene."""
    try:
        if row.reference is None:
            return _judge_new(row, scene)
        return _judge_known(row, row.reference, scene)
    except RegistrationError as error:
        return Outcome(row, RowKind.REFUSED, faults=[Fault("", "", str(error))])


def _judge_new(row: ImportRow, scene: Scene) -> Outcome:
    faults = [*row.faults, *_missing(row, scene)]
    if faults:
        return Outcome(row, RowKind.REFUSED, faults=faults)
    delegation = scene.delegations.get(row.values.get("delegation"))  # type: ignore[arg-type]
    category = scene.categories[row.values.get("category") or delegation.category_id]  # type: ignore[union-attr]
    if delegation is not None or category.route != Route.APPLICATION:
        # Else what stands there would be lost without a word; it may be the institution that is meant.
        faults += _of_no_application(row.values, row, scene)
    if faults:
        return Outcome(row, RowKind.REFUSED, faults=faults)
    seating = Seating(category, delegation, scene.tally)
    person = Participant(
        conference=scene.conference,
        **{"language": scene.conference.language_or_default(None)}
        | {name: value for name, value in row.values.items() if name in SECRETARIAT_FIELDS},
    )
    outcome = Outcome(row, RowKind.NEW)
    if delegation is not None:
        role = DelegationRole(row.values["role"])
        seating.refuse_second_head(role)
        registration = seated_member(seating, person, role, form_token=row.token)
    else:
        registration, outcome.application = entered_alone(seating, person, form_token=row.token)
        _tell_of_application(outcome.application, row)
    outcome.registration = registration
    outcome.transitions = [beginning(registration, by=scene.by)]
    scene.tally.count(registration)
    return outcome


def _missing(row: ImportRow, scene: Scene) -> Iterable[Fault]:
    """What somebody new cannot do without. What is there but unreadable is told already."""
    told = {fault.field for fault in row.faults}
    has_delegation = "delegation" in row.values or "delegation" in told
    needed = ("given_names", "role") if has_delegation else ("given_names", "category")
    for name in needed:
        if name not in row.values and name not in told:
            yield Fault(_label(name, scene), "", str(NEEDED[name]), field=name)
    if "role" in row.values and not has_delegation:
        yield Fault(_label("delegation", scene), "", _("the delegation in which the role is held"), field="delegation")


def _tell_of_application(application: Application | None, row: ImportRow) -> None:
    told = {name: value for name, value in row.values.items() if name in APPLICATION_FIELDS}
    if application is not None:
        for name, value in told.items():
            setattr(application, name, value)


def _judge_known(row: ImportRow, reference: UUID, scene: Scene) -> Outcome:
    registration = scene.known.get(reference)
    if registration is None:
        sentence = _("the reference of a registration of this conference; leave it empty for somebody new")
        return Outcome(row, RowKind.REFUSED, faults=[_of_reference(row, scene, sentence)])
    if scene.seen.setdefault(reference, row.number) != row.number:
        sentence = _("each registration once; row %(row)s has this reference too") % {"row": scene.seen[reference]}
        return Outcome(row, RowKind.REFUSED, faults=[_of_reference(row, scene, sentence)])
    shown = scene.shown[reference]
    said = {name for name, text in row.texts.items() if not reads_as(text, shown.get(name))}
    if said:
        # Before anything is compared: that a guess is right would be told, too.
        _refuse_protected(registration, scene)
    faults = [fault for fault in row.faults if fault.field in said or not fault.field]
    changes = {name: row.values[name] for name in said if name in row.values}
    changes = {name: value for name, value in changes.items() if _kept(registration, name) != value}
    faults += _moved_elsewhere(changes, row, scene)
    if not changes and not faults:
        return Outcome(row, RowKind.UNCHANGED, registration)
    refuse_what_has_ended(registration)
    if faults:
        return Outcome(row, RowKind.REFUSED, registration, faults=faults)
    return _changed(Outcome(row, RowKind.CHANGED, registration), registration, changes, scene)


def _changed(outcome: Outcome, registration: Registration, changes: dict[str, Any], scene: Scene) -> Outcome:
    shown = scene.shown[registration.pk]
    for name in sorted(changes):
        new = outcome.row.texts.get(name, "")
        outcome.changes.append(Change(_label(name, scene), text_of(shown.get(name)), new))
    outcome.former = {name: _kept(registration, name) for name in changes}
    of_application = {name: value for name, value in changes.items() if name in APPLICATION_FIELDS}
    for name, value in of_application.items():
        setattr(registration.application, name, value)
    of_person = {name: value for name, value in changes.items() if name not in of_application}
    # A version also for what is of the application alone: whoever has that open in a form is told.
    set_fields(registration.participant, of_person, allowed=SECRETARIAT_FIELDS)
    return outcome


def follow_all(outcomes: Iterable[Outcome], *, by: User) -> None:
    """Moves nominations between *nominated* and *complete*, unsaved."""
    led_on = {
        outcome.registration.pk: outcome
        for outcome in outcomes
        if outcome.kind in {RowKind.NEW, RowKind.CHANGED} and outcome.registration is not None
    }
    registrations = [outcome.registration for outcome in led_on.values() if outcome.registration is not None]
    for move in moves_by_what_is_outstanding(registrations, by=by):
        led_on[move.registration_id].transitions.append(move)


def moves_by_what_is_outstanding(registrations: Iterable[Registration], *, by: User) -> list[RegistrationTransition]:
    """The same for whoever saves both: what was not answered is read for all at once."""
    nominations = [each for each in registrations if each.track == Track.NOMINATION]
    unanswered = unanswered_by(nominations)
    moves = []
    for registration in nominations:
        wanted = state_by_what_is_outstanding(registration, unanswered.get(registration.pk, []))
        if wanted is not None:
            moves.append(registration.moved(wanted, by=by))
    return moves


def _kept(registration: Registration, name: str) -> Any:
    if name in PLACE_FIELDS:
        return registration.role if name == "role" else getattr(registration, f"{name}_id")
    if name in APPLICATION_FIELDS:
        application = getattr(registration, "application", None)
        return getattr(application, name, None)
    value = getattr(registration.participant, name)
    return str(value.code or "") if name == "nationality" else value


def _moved_elsewhere(changes: Mapping[str, Any], row: ImportRow, scene: Scene) -> Iterable[Fault]:
    for name in PLACE_FIELDS:
        if name in changes:
            expected = _("what stands there now: to move somebody, withdraw the registration and enter them anew")
            yield Fault(_label(name, scene), row.texts.get(name, ""), expected, field=name)
    if row.reference and not hasattr(scene.known[row.reference], "application"):
        yield from _of_no_application(changes, row, scene)


def _of_no_application(told: Iterable[str], row: ImportRow, scene: Scene) -> Iterable[Fault]:
    for name in sorted(set(told).intersection(APPLICATION_FIELDS)):
        expected = _("nothing: this is no application")
        yield Fault(_label(name, scene), row.texts.get(name, ""), expected, field=name)


def is_withheld(registration: Registration, *, sees_protected: bool) -> bool:
    """Whether more of it is kept back than the category and the status."""
    return registration.participant.visibility == Visibility.HIDDEN and not sees_protected


def _refuse_protected(registration: Registration, scene: Scene) -> None:
    if is_withheld(registration, sees_protected=scene.sees_protected):
        raise RegistrationError(_("This participant is protected and is not changed by an import."))


def _of_reference(row: ImportRow, scene: Scene, expected: str) -> Fault:
    return Fault(_label("reference", scene), str(row.reference), expected, field="reference")


def _label(name: str, scene: Scene) -> str:
    column = scene.columns.get(name)
    return str(column.label) if column else name
