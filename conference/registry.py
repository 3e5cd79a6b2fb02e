"""What the apps above contribute, registered in their ready(): the lower app never imports the upper."""

import datetime
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:  # the registry is imported while the apps are still loading
    from uuid import UUID

    from django.db.models import Q, QuerySet
    from django.utils.functional import Promise

    from conference.actions.copy_frame import FrameCopy
    from conference.columns import Column
    from conference.correspondence.letter import Letter
    from conference.correspondence.models import OutgoingMessage, ReminderRule
    from conference.jobs.running import Run
    from conference.models import Conference, Identified, TeamRole, User
    from conference.own_data import Section


@dataclass(frozen=True)
class ByState:
    """Of which States the recipients of a reminder are: it avoids the holidays of each.

    ``of`` gives the State by what a letter is about, where there is one, in as many queries for one as for many.
    ``count`` is how many there are of each, and under None how many of no State.
    """

    of: Callable[[Collection["UUID"]], Mapping["UUID", "UUID"]]
    count: Callable[["ReminderRule", datetime.date], Mapping["UUID | None", int]]


class WhyNot(models.TextChoices):
    """Why somebody whom a reminder concerns would get none at present."""

    DONE = "done", _("it is done, or regrets were sent")
    BY_HAND = "by_hand", _("never written to automatically: by hand")
    NEVER = "never", _("never written to automatically")
    NO_ADDRESS = "no_address", _("there is no address")
    NO_FOCAL_POINT = "no_focal_point", _("nobody answers for the delegation yet")
    BY_NOTE = "by_note", _("written to by note only")
    NOT_REACHED = "not_reached", _("the invitation did not reach them, or was not answered in time")
    JUST_ASKED = "just_asked", _("asked less than three days ago")


@dataclass(frozen=True)
class Reach:
    """Whom a reminder concerns on a date, for the officer who looks.

    ``rows`` are those the reader may see, each annotated with ``why_not``: empty where one would be written now. They
    have the keys of what the letters are about. ``name`` withholds who is named to few, unless ``names_protected``.
    """

    rows: Callable[["ReminderRule", datetime.date, "User"], "QuerySet[Any]"]
    name: Callable[..., str]


@dataclass(frozen=True)
class ReminderCondition:
    """A kind of reminder: whom it is for, and the letters for those whose date is ``anchor_on`` and who still need it.

    ``anchors`` gives the dates from which days are counted that could come due, so that the calendar can show them.
    ``letters`` is called in the transaction that sends them, and may write. Who merely looks ahead asks
    ``recipients_count``, which composes nothing, changes nothing, and costs the same for one recipient and for all.
    Of one that ``is_after`` its date no rule may come due before. Without ``by_state`` its recipients are of no State,
    and only the days that are avoided for all are avoided for them.
    """

    key: str
    label: "Promise | str"
    anchors: Callable[["Conference"], Iterable[datetime.date]]
    letters: Callable[["ReminderRule", datetime.date], Iterable["Letter"]]
    recipients_count: Callable[["ReminderRule", datetime.date], int] | None = None
    is_after: bool = False
    by_state: ByState | None = None
    reach: Reach | None = None


#: From the language that somebody reads to the one in which they are written to.
LanguageOf = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Somebody on a list, as a letter of a campaign is addressed; ``values`` fill the placeholders of the audience.

    ``language`` is the letter's, of which all its values are; ``reads`` is theirs, in which there may be no letter.

    ``by_hand`` is for those to whom nothing is written automatically, ``is_protected`` for those named to few.
    """

    about: "Identified"
    recipient: str
    name: str
    language: str
    reads: str
    salutation: str = ""
    copy_to: str = ""
    values: "Mapping[str, str]" = field(default_factory=dict)
    by_hand: bool = False
    is_protected: bool = False


@dataclass(frozen=True)
class AudienceCondition:
    """What a campaign writes for, asked again when each letter goes: of some rows, those for whom it holds."""

    label: "Promise | str"
    holds_for: Callable[["Conference", Collection["UUID"]], Collection["UUID"]]


@dataclass(frozen=True)
class Audience:
    """A list to whose rows campaigns can be written.

    ``addressees`` loads some of its rows by id, in as many queries as one, and changes nothing; it is told in which
    language a reader of each is written to. ``make_ready`` is called before in the transaction that writes their
    letters, and may. ``protected`` are the ids of those who are named to few.
    """

    key: str
    label: "Promise | str"
    list_url_name: str
    placeholders: "Mapping[str, Promise | str]"
    addressees: Callable[["Conference", Collection["UUID"], LanguageOf], "Iterable[Addressee]"]
    protected: Callable[["Conference"], "QuerySet[Any]"]
    links: frozenset[str] = frozenset()
    conditions: "Mapping[str, AudienceCondition]" = field(default_factory=dict)
    make_ready: Callable[[Collection["UUID"]], None] = lambda _ids: None

    @property
    def purpose(self) -> str:
        """What its letters are called in the ledger."""
        return f"campaign_{self.key}"


@dataclass(frozen=True)
class Figure:
    """A number on the officer's first page, with what it counts and where to see it; ``of`` reads “of 61”."""

    value: str
    label: "Promise | str"
    url: str = ""
    tone: str = ""
    of: str = ""


@dataclass(frozen=True)
class Waiting:
    """Something that waits for an officer: how many, and what to do about it.

    Without a figure (``count`` is None) it is a notice, shown before all that is counted.
    """

    label: "Promise | str"
    count: int | None
    url: str
    detail: "Promise | str" = ""
    tone: str = "waiting"


@dataclass(frozen=True)
class Panel:
    """Something larger on the officer's first page: a template that is given ``panel``."""

    template: str
    panel: dict[str, Any]


@dataclass(frozen=True)
class NavigationEntry:
    """A line of the admin's side navigation; for officers with one of these roles, or for all."""

    label: "Promise | str"
    url_name: str
    count: int | None = None
    roles: "frozenset[TeamRole] | None" = None


@dataclass(frozen=True)
class NavigationGroup:
    """Lines of one group; ``entries`` counts what it shows in one aggregate."""

    key: str
    entries: Callable[["Conference"], Iterable[NavigationEntry]]


@dataclass(frozen=True)
class DashboardCard:
    """What one app tells an officer: figures first, then what waits."""

    figures: Callable[["User", "Conference"], Iterable[Figure]] = lambda _user, _conference: ()
    waiting: Callable[["User", "Conference"], Iterable[Waiting]] = lambda _user, _conference: ()
    panels: Callable[["User", "Conference"], Iterable[Panel]] = lambda _user, _conference: ()


@dataclass(frozen=True)
class OwnPage:
    """A page that a signed-in person may have in a conference (my registration, my delegation, my speaking)."""

    label: "Promise | str"
    url_name: str
    is_for: Callable[["User", "Conference"], bool]


@dataclass(frozen=True)
class KnownDate:
    """A moment that everybody may know, for the conference's first page; ``url`` leads to more about it."""

    at: datetime.datetime
    text: str
    url: str = ""


@dataclass(frozen=True)
class OwnPart:
    """A section that an app adds to a person's own page: ``rows`` as in ``components/definitions.html``."""

    title: str
    rows: "Sequence[dict[str, str]]"
    url: str
    label: str
    text: str = ""
    documents: tuple[()] = ()


@dataclass(frozen=True)
class JobKind:
    """A kind of long work for the officer who asks: most make a file, some are an act on many rows.

    ``write`` is given the run, writes the file at its path, reports its progress, and gives the file's name. It may be
    begun anew when its worker dies: it must change nothing. One that ``makes_file`` no file writes rows instead: all of
    it in one transaction, behind the lock of a row that says whether it was done, so that whoever begins anew finds it
    done or not begun. ``may_ask`` is asked at the asking, at the run and at each download.

    A list has ``columns``: those that the user may see, where it was settled before with (or without) the names of
    protected persons; ``usual`` are the keys of those that the file has unless somebody chooses otherwise.
    """

    key: str
    label: "Promise | str"
    may_ask: Callable[["User", "Conference"], bool]
    write: Callable[["Run"], str]
    content_type: str = ""
    asks_reason: bool = True
    makes_file: bool = True
    columns: "Callable[[Conference, User, bool | None], Sequence[Column]] | None" = None
    usual: tuple[str, ...] = ()


@dataclass(frozen=True)
class FramePart:
    """A part of a conference's frame that another conference may take over: no person, and nothing said to one.

    They are written in the order of ``position``: ``copy`` writes one for the new conference, in the transaction that
    makes it. ``needs`` are the parts whose rows it names. ``warns`` says, before anything is written, what of it cannot
    be as it was.
    """

    position: int
    key: str
    label: "Promise | str"
    count: "Callable[[Conference], int]"
    copy: "Callable[[FrameCopy], None]"
    needs: tuple[str, ...] = ()
    warns: "Callable[[FrameCopy], Iterable[str]]" = lambda _copy: ()


@dataclass(frozen=True)
class LetterExamples:
    """Real recipients on whom an officer tries the wording of a letter: those whom the officer may know.

    ``choices`` finds some by the words of a name, each with a label; ``letter`` is what one of them would receive, in a
    language. Neither writes, and neither makes a token.
    """

    choices: Callable[["Conference", "User", str], Iterable[tuple["UUID", str]]]
    letter: Callable[["Conference", "User", "UUID", str], "Letter | None"]


@dataclass
class Registry:
    reminder_conditions: dict[str, ReminderCondition] = field(default_factory=dict)
    #: The lists to whose rows campaigns are written, by their keys.
    audiences: dict[str, Audience] = field(default_factory=dict)
    dashboard_cards: list[DashboardCard] = field(default_factory=list)
    #: By purpose of a letter: told once it is recorded that the server took letters, or refused them for good, of as
    #: many at once as there are. It costs the same for one and for many, and what it writes is kept, or nothing of it.
    on_settled: dict[str, Callable[[Sequence["OutgoingMessage"]], None]] = field(default_factory=dict)
    #: By purpose of a letter: told in the transaction that keeps the first notice that it came back, with its words.
    on_returned: dict[str, Callable[["OutgoingMessage", str], None]] = field(default_factory=dict)
    #: By purpose of a letter: asked by the worker that is about to take letters, in its transaction, which of them (by
    #: their ids) are needed still. All others are cancelled. It locks nothing and costs the same for one and for many.
    still_needed: dict[str, Callable[[Sequence["OutgoingMessage"]], "set[UUID]"]] = field(default_factory=dict)
    navigation: list[NavigationGroup] = field(default_factory=list)
    own_pages: list[OwnPage] = field(default_factory=list)
    job_kinds: dict[str, JobKind] = field(default_factory=dict)
    #: Told in the transaction in which an officer saved the conference: its places may be others now. Each gives a
    #: sentence that says to the officer what has come of it, or nothing.
    on_conference_saved: list[Callable[["Conference"], str]] = field(default_factory=list)
    #: Whether an address is somebody's, in one conference or (with None) in any.
    knows_address: list[Callable[[str, "Conference | None"], bool]] = field(default_factory=list)
    #: In which languages the people of an address wish to be written to.
    languages_of_address: list[Callable[[str], "Iterable[str]"]] = field(default_factory=list)
    #: What letters may be about that concern one participant, by the participant's id: rows of ids.
    about_participant: list[Callable[["UUID"], "QuerySet[Any]"]] = field(default_factory=list)
    #: The same for what is no participant: a delegation, by its id.
    about_others: list[Callable[["UUID"], "QuerySet[Any]"]] = field(default_factory=list)
    #: What an app asks of a participant at present, as lines of ``components/todo.html``.
    asks: list[Callable[["UUID", "Conference"], "Iterable[dict[str, str]]"]] = field(default_factory=list)
    #: What an app shows of a participant on the own page, by the participant's id.
    own_parts: list[Callable[["UUID", "Conference"], "Iterable[OwnPart]"]] = field(default_factory=list)
    #: What an app holds on a participant, for that participant: by id, conference and reader.
    own_data: list[Callable[["UUID", "Conference", "User"], "Iterable[Section]"]] = field(default_factory=list)
    #: Which messages concern protected persons, who are named to few officers: conditions on the ledger's rows.
    concerns_protected: list[Callable[["Conference"], "Q"]] = field(default_factory=list)
    #: What the public pages of a conference are rendered from: a change of any of these rows makes them anew.
    public_rows: list[Callable[["Conference"], "Iterable[QuerySet[Any]]"]] = field(default_factory=list)
    #: Moments for the conference's first page, which is rendered from ``public_rows``.
    public_dates: list[Callable[["Conference"], "Iterable[KnownDate]"]] = field(default_factory=list)
    #: What they say that no row says, since it comes with time or by counting.
    public_facts: list[Callable[["Conference"], Hashable]] = field(default_factory=list)
    #: Which of some files in the private folder belong to a row: by their names there.
    knows_files: list[Callable[[Collection[str]], Iterable[str]]] = field(default_factory=list)

    #: By purpose of a letter: on whom its wording can be tried.
    letter_examples: dict[str, LetterExamples] = field(default_factory=dict)
    #: What is doubtful in a letter in one language, by the placeholders that stand in it: sentences.
    letter_doubts: list[Callable[["Conference", str, Collection[str]], Iterable[str]]] = field(default_factory=list)

    #: What else is cleared each hour, by what it is; each says how many went.
    clearers: dict[str, Callable[[], int]] = field(default_factory=dict)
    #: What of a conference can be taken over by another.
    frame_parts: list[FramePart] = field(default_factory=list)

    def add_reminder_condition(self, condition: ReminderCondition) -> None:
        self.reminder_conditions[condition.key] = condition

    def add_job_kind(self, kind: JobKind) -> None:
        self.job_kinds[kind.key] = kind

    @property
    def frame_in_order(self) -> list[FramePart]:
        """Whatever the order in which the apps were loaded: what others name comes first."""
        return sorted(self.frame_parts, key=lambda part: part.position)

    def is_known_address(self, address: str, conference: "Conference | None" = None) -> bool:
        """Whether somebody in the conference, or without one in any, has this address (then it may sign in by code).

        All are asked, whatever the first one says: so an unknown address costs the same work.
        """
        return True in {knows(address, conference) for knows in self.knows_address}

    def language_of_address(self, address: str) -> str:
        """The one language in which an address is written to; nothing where it is unknown, or shared by several.

        All are asked, for a known address and for an unknown one.
        """
        languages = {language for wished in self.languages_of_address for language in wished(address)}
        return languages.pop() if len(languages) == 1 else ""


registry = Registry()
