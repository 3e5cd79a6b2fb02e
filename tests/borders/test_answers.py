"""Who is answered how: every address of the table, for each role, in its own conference."""

import pytest

from tests.borders.addresses import Address, Kind, Visit
from tests.borders.roles import ANONYMOUS, OFFICERS, ROLES, Visitor, home_of, visitor
from tests.borders.walking import TABLE, body_of, url_of
from tests.borders.world import World

pytestmark = pytest.mark.usefixtures("db")


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
    return (302, "/invitation/") if address.kind is Kind.LINK else (404, "")


def differences(walker: Visitor, world: World) -> list[str]:
    found = []
    host = home_of(world, walker.role)
    for address in TABLE:
        for visit in address.visits(host, world):
            url = url_of(address, visit)
            status, place = expected(address, visit, walker.role)
            answer = walker.client.get(url)
            body_of(answer)
            led_to = answer.headers.get("Location", "")
            if answer.status_code != status or place not in led_to:
                found.append(f"{address.name}: {answer.status_code} {led_to} instead of {status} {place} at {url}")
    return found


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says(role: str, world: World):
    assert not differences(visitor(world, role), world)
