"""Each role opens every address: its own, the other host's, and its own with what is the other's written into it.

What is counted: that everybody is answered as the table says; that no word is read which is for others; that what is
another's is answered exactly as what does not exist; and that opening a page changes nothing.

By default what is the same for everybody is asked in the other conference by some, the desk's sign-in page by some of
those who are no officers, and each refusal by a third of the roles. ``BORDERS=full`` walks every address as each role.
"""

from __future__ import annotations

import os
import re
from binascii import crc32
from collections.abc import Iterable, Iterator

import pytest

from tests.borders.addresses import Address, Kind, Visit
from tests.borders.host import Host
from tests.borders.roles import ANONYMOUS, OFFICERS, ROLES, Visitor, home_of, visitor
from tests.borders.rows_kept import nothing_is_written
from tests.borders.walking import IDENTIFIERS, TABLE, Answer, nowhere, opened, url_of
from tests.borders.words import WORD
from tests.borders.world import World

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

IS_FULL = os.environ.get("BORDERS") == "full"
# These open every row and are told theirs from nothing; the others open one row of each page.
COMPARED = frozenset(
    {"anonymous", "focal_point", "coordinator", *(("twice", "of_both", "of_there") if IS_FULL else ())}
)
REFUSED = frozenset({403, 404})

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.slow]


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reaches_what_is_for_others(role: str, world: World):
    walker = visitor(world, role)
    with nothing_is_written():
        findings = [*at_home(walker), *abroad(walker), *with_changed_identifiers(walker)]
    assert not findings, "\n" + "\n".join(findings)


def at_home(walker: Visitor) -> Iterator[str]:
    """Answered as the table says, and without a word for others."""
    host = home_of(walker.world, walker.role)
    for address in TABLE:
        if signs_in_elsewhere(address, walker):
            continue
        for visit in visits_of(address, host, walker):
            status, place = expected(address, visit, walker.role)
            if status in REFUSED and is_refused_to_others(address, walker):
                continue
            answer = opened(walker.client, url_of(address, visit))
            if answer.status != status or place not in answer.led_to:
                yield f"{address.name}: {answer.status} {answer.led_to} instead of {status} {place} at {answer.url}"
            if is_everybodys(address, visit, walker):
                continue
            yield from words_read(address, answer, walker.withheld(host if address.is_somebodys else None))
            if address.is_somebodys:
                yield from rows_named(address, answer, walker.identifiers_withheld(host))


def abroad(walker: Visitor) -> Iterator[str]:
    """In the other conference one is a stranger, who reads what everybody may."""
    host = other_than(home_of(walker.world, walker.role), walker.world)
    withheld = walker.withheld(host)
    for address in TABLE:
        if address.is_of_a_host and not is_refused_to_others(address, walker):
            for visit in visits_of(address, host, walker):
                yield from words_read(address, opened(walker.client, url_of(address, visit)), withheld)


def with_changed_identifiers(walker: Visitor) -> Iterator[str]:
    """The other's rows under one's own address: the answer is that for a row that does not exist."""
    home = home_of(walker.world, walker.role)
    withheld = walker.withheld(home)
    for address in TABLE:
        if address.kind is Kind.DESK and walker.role not in OFFICERS:
            continue
        if is_refused_to_others(address, walker):
            continue
        for visit in first_of_each_page(address.visits(other_than(home, walker.world), walker.world)):
            changed = crossed(visit, home)
            if changed is None or is_everybodys(address, visit, walker) or is_of_a_register(address):
                continue
            theirs = opened(walker.client, url_of(address, changed))
            if walker.role in COMPARED and is_told_from_nothing(walker, address, changed, theirs):
                yield f"{address.name}: what is the other's is told from what is not there at {theirs.url}"
            yield from rows_named(address, theirs, walker.identifiers_withheld(home))
            yield from words_read(address, theirs, withheld)


def signs_in_elsewhere(address: Address, walker: Visitor) -> bool:
    """Whether this visitor may be spared the desk: who is no officer is led to the same sign-in page as the others."""
    return address.kind is Kind.DESK and walker.role not in OFFICERS | COMPARED and not IS_FULL


def is_refused_to_others(address: Address, walker: Visitor) -> bool:
    """Whether this visitor may be spared a refusal: another third of the roles is refused at this address."""
    if IS_FULL or walker.role in COMPARED:
        return False
    return address.kind is Kind.OPEN or bool(crc32(f"{address.name} {walker.role}".encode()) % 3)


def visits_of(address: Address, host: Host, walker: Visitor) -> Iterable[Visit]:
    """All of them where the role may make a difference, else one of each."""
    visits = [] if address.is_slow and walker.role != ANONYMOUS else list(address.visits(host, walker.world))
    differs = address.kind is (Kind.DESK if walker.role in OFFICERS else Kind.OWN) or walker.role == ANONYMOUS
    return visits if differs and walker.role in COMPARED else first_of_each_page(visits)


def first_of_each_page(visits: Iterable[Visit]) -> Iterable[Visit]:
    """One row for each form of the address and each group of readers."""
    return {_form(visit): visit for visit in reversed(list(visits))}.values()


def _form(visit: Visit) -> tuple[object, ...]:
    return (visit.allowed, *(value for name, value in visit.kwargs.items() if name not in IDENTIFIERS))


def other_than(host: Host, world: World) -> Host:
    return next(each for each in world.hosts if each is not host)


REGISTERS = ("conference_state", "conference_mission", "conference/state", "conference/mission")
ACCOUNTS = ("conference_user", "conference/user", "auth_user")


def is_of_a_register(address: Address) -> bool:
    return any(kind in address.name for kind in REGISTERS)


def is_everybodys(address: Address, visit: Visit, walker: Visitor) -> bool:
    """International organisations are of no host, and to the administrator no account is."""
    is_international = visit.kwargs.get("object_id") == walker.world.international.pk
    kinds = ACCOUNTS if walker.role == "superuser" else ()
    return is_international or any(kind in address.name for kind in kinds)


def crossed(visit: Visit, home: Host) -> Visit | None:
    """The visit under the conference of ``home``; none where it names no row."""
    if not IDENTIFIERS & visit.kwargs.keys():
        return None
    conference = {"conference": home.slug} if "conference" in visit.kwargs else {}
    return Visit({**visit.kwargs, **conference}, visit.allowed, visit.query)


def is_told_from_nothing(walker: Visitor, address: Address, asked: Visit, theirs: Answer) -> bool:
    key = (address.name, *(item for item in asked.kwargs.items() if item[0] not in IDENTIFIERS), asked.query)
    if key not in walker.answers:
        missing = nowhere(asked)
        walker.answers[key] = opened(walker.client, url_of(address, missing)).comparable(_identifiers(missing))
    return theirs.comparable(_identifiers(asked)) != walker.answers[key]


def _identifiers(visit: Visit) -> list[str]:
    return [str(value) for name, value in visit.kwargs.items() if name in IDENTIFIERS]


def expected(address: Address, visit: Visit, role: str) -> tuple[int, str]:
    """Status, and where a redirect leads to as far as the table says."""
    if address.kind is Kind.DESK and role not in OFFICERS:
        return 302, "/admin/login/" if address.name != "admin:logout" else "/admin/"
    if "GET" not in address.methods:
        return 405, ""
    if role in visit.allowed:
        return visit.answer or address.answer, ""
    if address.kind is Kind.DESK:
        return visit.refused or address.refused, ""
    if address.kind is Kind.OWN and role == ANONYMOUS:
        return 302, "/accounts/sign-in/"
    return (302, "/invitation/") if address.kind is Kind.LINK else (visit.refused or 404, "")


def words_read(address: Address, answer: Answer, withheld: frozenset[str]) -> Iterator[str]:
    for word in sorted(withheld.intersection(WORD.findall(answer.text))):
        if word not in answer.url.lower():
            around = re.sub(r"\s+", " ", answer.text[max(0, answer.text.index(word) - 120) :][:180])
            yield f"{address.name}: reads {word} at {answer.url}: …{around}…"


def rows_named(address: Address, answer: Answer, withheld: frozenset[str]) -> Iterator[str]:
    for identifier in withheld.intersection(UUID.findall(answer.text)):
        if identifier not in answer.url:
            yield f"{address.name}: names the other's row {identifier} at {answer.url}"
