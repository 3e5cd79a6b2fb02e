"""What the admin's addresses are asked for, and for whom each is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType

from conference.models import Mission, TeamRole
from registration.models import FocalPointRank, Route
from tests.borders.addresses import DECIDING, REGISTERING, SCHEDULING, Visit
from tests.borders.addresses_of_desk import COORDINATOR, NOBODY, WORKING, Things, of
from tests.borders.host import Host
from tests.borders.roles import OFFICERS, SEEING_PROTECTED
from tests.borders.world import World


def moves(host: Host, _world: World) -> Iterable[Visit]:
    """The legal moves ask for the duty; an illegal one is refused with a sentence on the registration's page."""
    pk = host.registrations["reviewed"].pk
    for key in ("confirm", "request-changes", "waitlist", "decline"):
        yield Visit({"pk": pk, "key": key}, DECIDING)
    yield Visit({"pk": pk, "key": "withdraw"}, DECIDING | REGISTERING)
    for key in ("take-up", "promote"):
        yield Visit({"pk": pk, "key": key}, OFFICERS, answer=302)
    hidden = frozenset({"registration", "of_both", "of_there"})
    yield Visit({"pk": host.registrations["hidden_person"].pk, "key": "withdraw"}, hidden)


def letters_of_a_campaign(host: Host, _world: World) -> Iterable[Visit]:
    """How the letter to a hidden person reads is there for those who may know of one."""
    draft = host.campaigns["draft"]
    about = {name: host.registrations[name].pk for name in ("nominee", "hidden_person")}
    recipients = {name: draft.recipients.get(about_id=pk).pk for name, pk in about.items()}
    yield Visit({"pk": draft.pk, "recipient": recipients["nominee"]}, OFFICERS)
    yield Visit({"pk": draft.pk, "recipient": recipients["hidden_person"]}, SEEING_PROTECTED, refused=404)


def acts_on_a_campaign(host: Host, _world: World) -> Iterable[Visit]:
    """What its status does not offer leads back to its page."""
    pk = host.campaigns["paused"].pk
    for key in ("resume", "cancel"):
        yield Visit({"pk": pk, "key": key}, OFFICERS)
    yield Visit({"pk": pk, "key": "pause"}, OFFICERS, answer=302)


def people(host: Host, _world: World) -> Iterable[Visit]:
    """A hidden person's particulars are there for two duties alone."""
    for name in ("nominee", "minister", "speaker"):
        yield Visit({"object_id": host.people[name].pk}, OFFICERS)
    yield Visit({"object_id": host.people["hidden_person"].pk}, SEEING_PROTECTED, refused=302)


def discarded_notices(host: Host, _world: World) -> Iterable[Visit]:
    """A draft is; what was published stays."""
    yield Visit({"object_id": host.notices["draft"].pk}, OFFICERS)
    yield Visit({"object_id": host.notices["published"].pk}, NOBODY, refused=403)


def previewed_notices(host: Host, _world: World) -> Iterable[Visit]:
    """What is public is looked at where it is."""
    for language in ("en", "mn"):
        yield Visit({"pk": host.notices["draft"].pk, "language": language}, OFFICERS)
    yield Visit({"pk": host.notices["published"].pk, "language": "en"}, OFFICERS, answer=302)


def previewed_questions(host: Host, _world: World) -> Iterable[Visit]:
    for category in host.categories.values():
        yield Visit({"category": category.pk, "subject": "person", "language": "en"}, OFFICERS)


def who_answers(host: Host, _world: World) -> Iterable[Visit]:
    """A hidden person's answers are there for those who register and see protected persons."""
    yield Visit({"pk": host.registrations["nominee"].pk}, REGISTERING)
    yield Visit({"pk": host.registrations["hidden_person"].pk}, REGISTERING & SEEING_PROTECTED)


def who_waits(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    yield {"pk": host.delegations["second"].pk, "registration": host.registrations["member_who_waits"].pk}


def rows_to_mark(host: Host, _world: World) -> Iterable[Visit]:
    """Who works on registrations; on a hidden person's, who may know of one."""
    yield Visit({"pk": host.registrations["nominee"].pk}, WORKING)
    yield Visit({"pk": host.registrations["hidden_person"].pk}, WORKING & SEEING_PROTECTED)


def marked_together(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    yield {"act": host.registrations["nominee"].assignments.get().act}


def saved_filters(host: Host, _world: World) -> Iterable[Visit]:
    """To whom one is not shared, it is not there."""
    yield Visit({"object_id": host.saved_filters["shared"].pk}, OFFICERS, refused=403)
    yield Visit({"object_id": host.saved_filters["own"].pk}, COORDINATOR)


def focal_points(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    for rank in FocalPointRank:
        yield {"pk": host.delegations["first"].pk, "rank": rank.value}


def wordings(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    for language in ("en", "ru"):
        yield {"purpose": "registration_received", "language": language}


def worded_letters(_host: Host, _world: World) -> Iterable[dict[str, Any]]:
    yield {"purpose": "registration_received"}


def enclosed(host: Host, _world: World) -> Iterable[Visit]:
    """What went with messages: with one to a protected person, only for who may know of them."""
    for name, allowed in (("applicant", OFFICERS), ("hidden_person", SEEING_PROTECTED)):
        yield Visit({"pk": host.messages[name].pk, "number": 0}, allowed, refused=404)


def message_acts(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    yield {"pk": host.messages["applicant"].pk, "key": "send-again"}
    yield {"pk": host.messages["nominee"].pk, "key": "note-return"}


def content(host: Host, _world: World) -> Iterable[dict[str, Any]]:
    """The admin's way to a thing's own page, which none of ours has."""
    for thing in (host.people["nominee"], host.registrations["nominee"], host.sessions["panel"], host.conference):
        kind = ContentType.objects.get_for_model(thing)
        yield {"content_type_id": kind.pk, "object_id": thing.pk}


def decisions(_host: Host, _world: World) -> Iterable[Visit]:
    for key in ("confirm", "take-up", "decline"):
        yield Visit({"key": key}, OFFICERS)


def open_to_applications(host: Host, _world: World) -> Iterable[Any]:
    return [host.categories[Route.APPLICATION]]


def applications_read(host: Host, _world: World) -> Iterable[Visit]:
    """A hidden applicant's by those who decide and to whom such a person is named."""
    yield Visit({"pk": host.registrations["reviewed"].pk}, OFFICERS)
    yield Visit({"pk": host.registrations["applicant"].pk}, OFFICERS)
    yield Visit({"pk": host.registrations["hidden_person"].pk}, frozenset({"registration", "of_both", "of_there"}))


def requests(host: Host, _world: World) -> Iterable[Visit]:
    """Without a request chosen one is led to the list."""
    for key in ("accept", "refuse"):
        yield Visit({"key": key}, OFFICERS, answer=302)
    change = host.pending_changes["correction"]
    yield Visit({"key": "accept"}, OFFICERS, f"chosen={change.pk}:{change.version}")


def officers(host: Host, _world: World) -> Iterable[Any]:
    return [host.officers[TeamRole.VISA], host.officers[TeamRole.COORDINATOR]]


def state(_host: Host, world: World) -> Iterable[Any]:
    return [world.here.delegations["first"].state]


def missions(_host: Host, world: World) -> Iterable[Any]:
    return Mission.objects.filter(state=world.here.delegations["first"].state).order_by("city")


def own_job(argument: str, refused: int | None = None) -> Things:
    """Of the co-ordinator of the host; ``of_there`` and ``of_both`` are others."""
    return lambda host, _world: [Visit({argument: host.jobs["coordinator"].pk}, COORDINATOR, refused=refused)]


def brought(argument: str, *, nobody: bool = False) -> Things:
    """The import, for whoever registers."""
    allowed = NOBODY if nobody else REGISTERING
    return lambda host, _world: [Visit({argument: host.imports["coordinator"].pk}, allowed, refused=404)]


def own_import(host: Host, _world: World) -> Iterable[Visit]:
    """What stands in the table is the co-ordinator's alone, who brought it."""
    yield Visit({"pk": host.imports["coordinator"].pk}, COORDINATOR, refused=404)


def programme(argument: str, *, nobody: bool = False) -> Things:
    """The import of the programme, for whoever schedules."""
    allowed = NOBODY if nobody else SCHEDULING
    return lambda host, _world: [Visit({argument: host.programmes["coordinator"].pk}, allowed, refused=404)]


def own_programme(host: Host, _world: World) -> Iterable[Visit]:
    """As an import of registrations."""
    yield Visit({"pk": host.programmes["coordinator"].pk}, COORDINATOR, refused=404)


REGISTRATIONS = of("nominee", "minister", "reviewed", "registered", "hidden_person", "speaker", kept="registrations")
DUPLICATES = of("registered", kept="duplicates")
