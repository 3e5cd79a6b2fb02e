"""Reading what the rows of a table are judged by: once for all of them, and for some hundred at a time."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import prefetch_related_objects

from conference.models import Conference, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from registration.actions.import_rows import ImportRow, Outcome, Scene, follow_all, judge
from registration.models import Registration
from registration.queries.columns import columns_of, rows_for
from registration.queries.tally import Tally

AT_A_TIME = 1000


def scene_of(conference: Conference, *, by: User) -> Scene:
    """Categories, delegations, places taken: five queries, whatever the table is like."""
    categories = {each.pk: each for each in conference.categories.all()}
    delegations = {each.pk: each for each in conference.delegations.all()}
    for category in categories.values():
        category.conference = conference
    for delegation in delegations.values():
        delegation.conference = conference
        delegation.category = categories[delegation.category_id]
    sees_protected = has_role(by, conference, ROLES_THAT_SEE_PROTECTED)
    columns = columns_of(conference, by, sees_protected=sees_protected)
    return Scene(
        conference=conference,
        by=by,
        categories=categories,
        delegations=delegations,
        columns={column.field: column for column in columns if column.field},
        tally=Tally(conference),
        sees_protected=sees_protected,
    )


def judged(rows: Iterable[ImportRow], scene: Scene) -> Iterator[list[Outcome]]:
    """The outcomes in the order of the table, some hundred at a time. Whoever writes has locked what they are of."""
    remaining = iter(rows)
    while some := list(islice(remaining, AT_A_TIME)):
        _look_up(some, scene)
        outcomes = [judge(row, scene) for row in some]
        follow_all(outcomes, by=scene.by)
        yield outcomes


def _look_up(rows: Sequence[ImportRow], scene: Scene) -> None:
    references = {row.reference for row in rows if row.reference is not None}
    scene.known, scene.shown = {}, {}
    if not references:
        return
    of_conference = Registration.objects.filter(conference=scene.conference, pk__in=references)
    found = list(of_conference.select_related("participant"))
    prefetch_related_objects(found, "application")
    scene.known = {each.pk: each for each in found}
    for each in found:
        each.conference = each.participant.conference = scene.conference
        each.category = scene.categories[each.category_id]
        each.delegation = scene.delegations[each.delegation_id] if each.delegation_id else None
    said = {name for row in rows for name in row.texts}
    columns = [column for name, column in scene.columns.items() if name in said]
    scene.shown = {
        row["pk"]: {column.field: column.value(row) for column in columns} for row in rows_for(of_conference, columns)
    }
