"""The addresses of side events, and for whom each is there."""

from __future__ import annotations

from collections.abc import Iterable

from tests.borders.addresses import SCHEDULING, Visit
from tests.borders.host import Host
from tests.borders.roles import SEEING_PROTECTED
from tests.borders.side_events import PROPOSED
from tests.borders.world import World


def proposing(host: Host, _world: World) -> Iterable[Visit]:
    """Who answers for a delegation that has proposed nothing; one that has is led to what it proposed."""
    for name, role in (("first", "focal_point"), ("second", "other_focal_point")):
        yield Visit({"conference": host.slug, "pk": host.delegations[name].pk}, frozenset({role}))
    yield Visit(
        {"conference": host.slug, "pk": host.delegations["organisation"].pk},
        frozenset({"organisation_focal_point"}),
        answer=302,
    )
    yield Visit(
        {"conference": host.slug, "pk": host.people["hidden_person"].pk}, frozenset({"hidden_person"}), answer=302
    )


def own_side_event(host: Host, _world: World) -> Iterable[Visit]:
    for name in ("organisation", "applicant", "hidden_person"):
        yield Visit({"conference": host.slug, "pk": host.side_events[name].pk}, frozenset({PROPOSED[name]}))
    yield Visit({"conference": host.slug, "pk": host.side_events["registered"].pk}, frozenset())


def decisions_on_side_events(host: Host, _world: World) -> Iterable[Visit]:
    """Of a protected person only who may know who it is; what the table does not have leads back."""
    for key in ("accept", "ask", "decline", "withdraw"):
        yield Visit({"pk": host.side_events["applicant"].pk, "key": key}, SCHEDULING)
    yield Visit({"pk": host.side_events["applicant"].pk, "key": "reconsider"}, SCHEDULING, answer=302)
    yield Visit({"pk": host.side_events["hidden_person"].pk, "key": "accept"}, SCHEDULING & SEEING_PROTECTED)
