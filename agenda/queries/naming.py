"""How a person is named where everybody reads it: as the person has chosen (visibility), and never after a regret."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import AppearanceRole
from agenda.queries.attendance import those_who_left
from agenda.queries.snapshot import AppearanceEntry, SessionEntry
from agenda.queries.whose import person_of, rows_of
from agenda.states import AppearanceState
from conference.models import TranslatedText
from conference.reference.sort_keys import sort_key
from registration.models import Participant, Registration, Visibility


@dataclass(frozen=True)
class Speaker:
    """One line of a session: the role, and the name or what stands for it. ``participant_id`` only where named."""

    appearance_id: UUID
    role: AppearanceRole
    name: str
    function: str = ""
    participant_id: UUID | None = None
    sort_name: str = ""
    is_named: bool = True
    is_to_be_confirmed: bool = False
    minutes: int | None = None

    @property
    def role_text(self) -> str:
        return capfirst(str(self.role.label))


class Naming:
    """Names for all persons of some sessions, resolved in a constant number of queries."""

    def __init__(self, entries: Iterable[SessionEntry]) -> None:
        lines = [line for entry in entries for line in entry["appearances"]]
        self.rows = rows_of(lines)
        self.participants = Participant.objects.in_bulk({person for line in lines if (person := self._person(line))})
        self.left = those_who_left(self.participants)
        self.represented = states_represented(self.participants)
        self._names: dict[tuple[UUID, bool], Name] = {}

    def speakers(self, entry: SessionEntry) -> list[Speaker]:
        """The lines of a session as anybody may read them; who regretted, withdrew or was erased has none."""
        return [speaker for line in entry["appearances"] if (speaker := self._speaker(line))]

    def _speaker(self, line: AppearanceEntry) -> Speaker | None:
        if line["participant"] is None:
            return static_speaker(line)
        row, person = self.rows.get(line["id"]), self._person(line)
        participant = self.participants.get(person) if person else None
        state = AppearanceState(row.state) if row else None
        # Without its row an appearance has been taken off the draft, which shows at the next release and not before.
        is_gone = state == AppearanceState.DECLINED or (state is None and person in self.left)
        if participant is None or is_gone:
            return None
        return public_speaker(line, self._name(participant, has_confirmed=state == AppearanceState.CONFIRMED), state)

    def _person(self, line: AppearanceEntry) -> UUID | None:
        return person_of(line, self.rows)

    def _name(self, participant: Participant, *, has_confirmed: bool) -> "Name":
        """Whoever speaks often is named once."""
        key = (participant.pk, has_confirmed)
        if key not in self._names:
            represents = self.represented.get(participant.pk)
            self._names[key] = name_of(participant, represents, has_confirmed=has_confirmed)
        return self._names[key]


def static_speaker(line: AppearanceEntry) -> Speaker:
    """A person named from public sources."""
    name = str(TranslatedText(line["static_name"]))
    return Speaker(
        appearance_id=UUID(line["id"]),
        role=AppearanceRole(line["role"]),
        name=name,
        function=str(TranslatedText(line["static_function"])),
        sort_name=sort_key(name.rsplit(maxsplit=1)[-1]),
        minutes=line["minutes"],
    )


def states_represented(participant_ids: Iterable[UUID]) -> dict[UUID, TranslatedText]:
    """The State that each of the persons represents, by the name in force at the conference."""
    day, name = F("conference__starts_on"), "delegation__state__names"
    rows = (
        Registration.objects.live()
        .filter(
            Q((f"{name}__valid_from__isnull", True)) | Q((f"{name}__valid_from__lte", day)),
            Q((f"{name}__valid_to__isnull", True)) | Q((f"{name}__valid_to__gt", day)),
            participant__in=list(participant_ids),
            delegation__state__isnull=False,
        )
        .values_list("participant_id", f"{name}__name")
    )
    return {participant_id: TranslatedText.of(names) for participant_id, names in rows}


def function_of(participant: Participant, represents: TranslatedText | None) -> str:
    """Function, institution and, where neither says it in any language (they are printed as typed), the State."""
    parts = [part for part in (participant.function, participant.institution) if part]
    said = ", ".join(parts).casefold()
    if represents and not any(name and name.casefold() in said for name in represents.values()):
        parts.append(str(represents))
    return ", ".join(parts)


@dataclass(frozen=True)
class Name:
    """How everybody may read of a person; ``participant_id`` only where named."""

    name: str
    function: str = ""
    participant_id: UUID | None = None
    sort_name: str = ""


def name_of(participant: Participant, represents: TranslatedText | None, *, has_confirmed: bool) -> Name:
    """A participant named as far as the person wishes: see :func:`is_named_publicly`."""
    if not is_named_publicly(participant, has_confirmed=has_confirmed):
        return Name(nameless(participant))
    function = function_of(participant, represents)
    return Name(participant.formal_name, function, participant.pk, participant.sort_name)


def public_speaker(line: AppearanceEntry, name: Name, state: AppearanceState | None) -> Speaker:
    """A line of a session with whoever it is of."""
    return Speaker(
        appearance_id=UUID(line["id"]),
        role=AppearanceRole(line["role"]),
        name=name.name,
        function=name.function,
        participant_id=name.participant_id,
        sort_name=name.sort_name,
        is_named=name.participant_id is not None,
        is_to_be_confirmed=state == AppearanceState.INVITED,
        minutes=line["minutes"],
    )


def is_named_publicly(participant: Participant, *, has_confirmed: bool) -> bool:
    """Whether everybody may read the name: of listed persons always, of hidden ones never.

    Of those who are counted only once they have agreed to speak, and if they wish it.
    """
    match Visibility(participant.visibility):
        case Visibility.LISTED:
            return True
        case Visibility.COUNTED:
            return has_confirmed and participant.named_on_agenda
        case Visibility.HIDDEN:
            return False


def nameless(participant: Participant) -> str:
    """What stands for a name: the function, without the institution that would give the person away, or “Speaker”.

    Of a hidden person the function stands only where the person allows even that.
    """
    may_show_function = participant.visibility != Visibility.HIDDEN or participant.named_on_agenda
    return (capfirst(participant.function) if may_show_function else "") or _("Speaker")
