"""The rows of the table for the site, the public pages, the persons' own pages and the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from registration.models import Route
from tests.borders.addresses import BOTH, EVERYBODY, POST, Address, Kind, Visit
from tests.borders.host import Host
from tests.borders.papers import READERS
from tests.borders.programme import ENTITLED, KNOWING
from tests.borders.proposing import own_side_event, proposing
from tests.borders.roles import OFFICERS, PERSONS, SEEING_PROTECTED
from tests.borders.world import World

SIGNED_IN = PERSONS | OFFICERS
NOBODY: frozenset[str] = frozenset()
Visits = Callable[[Host, World], Iterable[Visit]]


def at(**kwargs: Any) -> Visits:
    """One visit, the same for everybody who is let in."""
    return lambda host, _world: [Visit({"conference": host.slug, **kwargs})]


def signed_in(host: Host, _world: World) -> Sequence[Visit]:
    return [Visit({"conference": host.slug}, SIGNED_IN)]


def no_arguments(_host: Host, _world: World) -> Sequence[Visit]:
    return [Visit({})]


def categories(host: Host, _world: World) -> Iterable[Visit]:
    return [Visit({"conference": host.slug, "category": host.categories[Route.APPLICATION].slug})]


def personal_link(host: Host, _world: World) -> Iterable[Visit]:
    """Whoever has the letter reads who invites to what; of the person it says nothing."""
    yield Visit({"conference": host.slug, "token": host.invitations["invitee"].link_token})


def invited_link(host: Host, _world: World) -> Iterable[Visit]:
    """Others are led to the page on which a code is asked for."""
    yield Visit({"conference": host.slug, "token": host.invitations["invitee"].link_token}, frozenset({"invitee"}))


def invited_part(host: Host, _world: World) -> Iterable[Visit]:
    """Of a form that nobody has begun there is nothing to check: one is led back to it."""
    arguments = {"conference": host.slug, "token": host.invitations["invitee"].link_token, "part": "check"}
    yield Visit(arguments, frozenset({"invitee"}))


def part_of_form(host: Host, _world: World) -> Iterable[Visit]:
    """As above; whoever has begun one in another browser is not found here."""
    arguments = {"conference": host.slug, "category": host.categories[Route.APPLICATION].slug, "part": "check"}
    yield Visit(arguments)


def versions(host: Host, _world: World) -> Iterable[Visit]:
    """What was published, and the standard text; the draft would be the second."""
    for version in ("1", "standard-1", "standard-2", "standard-3"):
        yield Visit({"conference": host.slug, "version": version})
    for version in ("2", "01", "draft", "standard-4", "9" * 12):
        yield Visit({"conference": host.slug, "version": version}, NOBODY)


def note_link(host: Host, _world: World) -> Iterable[Visit]:
    """The page behind a note; the link is the secret."""
    yield Visit({"conference": host.slug, "token": host.invitations["first"].link_token})


def delegation(host: Host, _world: World) -> Iterable[Visit]:
    whose = {"first": "focal_point", "second": "other_focal_point", "organisation": "organisation_focal_point"}
    for name, role in whose.items():
        yield Visit({"conference": host.slug, "delegation": host.delegations[name].pk}, frozenset({role}))


def own_delegation(host: Host, _world: World) -> Iterable[Visit]:
    """Leads to the one delegation; to whoever has none it does not exist."""
    focal_points = frozenset({"focal_point", "other_focal_point", "organisation_focal_point"})
    yield Visit({"conference": host.slug}, focal_points)


def member(host: Host, _world: World) -> Iterable[Visit]:
    whose = {
        "nominee": "focal_point",
        "bodyguard": "focal_point",
        "member_of_second": "other_focal_point",
        "member_who_waits": "other_focal_point",
        "member_of_organisation": "organisation_focal_point",
    }
    for name, role in whose.items():
        yield Visit({"conference": host.slug, "registration": host.registrations[name].pk}, frozenset({role}))


def own_registration(host: Host, _world: World) -> Iterable[Visit]:
    whose = {"nominee": "nominee", "applicant": "applicant", "hidden_person": "hidden_person", "speaker": "speaker"}
    whose |= {"minister": "private_office", "twice": "twice"}
    for name, role in whose.items():
        yield Visit({"conference": host.slug, "registration": host.registrations[name].pk}, frozenset({role}))


def letter_of_nomination(host: Host, _world: World) -> Iterable[Visit]:
    """The focal point's, and the officers' who work with people or notes."""
    readers = frozenset({"focal_point", *(OFFICERS - {"agenda", "observer", "visa"})})
    yield Visit({"conference": host.slug, "document": host.documents["first"].pk}, readers)
    protected = frozenset({"hidden_person", *SEEING_PROTECTED})
    yield Visit({"conference": host.slug, "document": host.documents["hidden_person"].pk}, protected)


def asked_for_nothing(host: Host, _world: World) -> Iterable[Visit]:
    yield Visit({"conference": host.slug, "registration": host.registrations["applicant"].pk}, NOBODY)


def own_badge(host: Host, _world: World) -> Iterable[Visit]:
    """The code of whoever is registered; of whoever is not there is none."""
    for name in ("speaker", "hidden_person"):
        yield Visit({"conference": host.slug, "registration": host.registrations[name].pk}, frozenset({name}))
    yield Visit({"conference": host.slug, "registration": host.registrations["applicant"].pk}, NOBODY)


def own_letter(host: Host, _world: World) -> Iterable[Visit]:
    for name in ("nominee", "applicant", "speaker", "hidden_person"):
        yield Visit({"conference": host.slug, "message": host.messages[name].pk}, frozenset({name}))
    yield Visit({"conference": host.slug, "message": host.messages["bodyguard"].pk}, NOBODY)


def own_request(host: Host, _world: World) -> Iterable[Visit]:
    for name in ("speaker", "hidden_person"):
        yield Visit({"conference": host.slug, "change": host.pending_changes[name].pk}, frozenset({name}))


def published_session(host: Host, _world: World) -> Iterable[Visit]:
    for name in ("opening", "panel", "cancelled", "second_day"):
        yield Visit({"conference": host.slug, "pk": host.sessions[name].pk})
    for name in ("draft", "parked", "closed", "among"):
        yield Visit({"conference": host.slug, "pk": host.sessions[name].pk}, NOBODY)


def own_session(host: Host, _world: World) -> Iterable[Visit]:
    """What is public for whoever signs in; the others for participants, or those of a category, and the team."""
    for name in ("opening", "panel", "cancelled", "second_day"):
        yield Visit({"conference": host.slug, "pk": host.sessions[name].pk}, SIGNED_IN)
    yield Visit({"conference": host.slug, "pk": host.sessions["among"].pk}, KNOWING | OFFICERS)
    yield Visit({"conference": host.slug, "pk": host.sessions["closed"].pk}, ENTITLED | OFFICERS)
    for name in ("draft", "parked"):
        yield Visit({"conference": host.slug, "pk": host.sessions[name].pk}, NOBODY)


def no_calendar(host: Host, _world: World) -> Iterable[Visit]:
    """Nobody of the world has made one: whatever is asked for is not there."""
    yield Visit({"conference": host.slug, "token": "a" * 22}, NOBODY)


def published_topic(host: Host, _world: World) -> Iterable[Visit]:
    """One that the last release knows, and none."""
    yield Visit({"conference": host.slug, "pk": host.topic.pk})
    yield Visit({"conference": host.slug, "pk": host.sessions["panel"].pk}, NOBODY)


def releases(host: Host, _world: World) -> Iterable[Visit]:
    yield Visit({"conference": host.slug, "number": 1})
    yield Visit({"conference": host.slug, "number": 99}, NOBODY)


def named_speaker(host: Host, _world: World) -> Iterable[Visit]:
    yield Visit({"conference": host.slug, "pk": host.people["speaker"].pk})
    for name in ("hidden_person", "registered", "waiting", "nominee", "minister", "bodyguard"):
        yield Visit({"conference": host.slug, "pk": host.people[name].pk}, NOBODY)


def own_appearance(host: Host, _world: World) -> Iterable[Visit]:
    for name in ("speaker", "hidden_person"):
        yield Visit({"conference": host.slug, "pk": host.appearances[name].pk}, frozenset({name}))
    yield Visit({"conference": host.slug, "pk": host.appearances["moderator"].pk}, NOBODY)


def own_speaker(host: Host, _world: World) -> Iterable[Visit]:
    """The person's own pages; nobody has those of who does not speak."""
    for name in ("speaker", "hidden_person"):
        yield Visit({"conference": host.slug, "pk": host.people[name].pk}, frozenset({name}))
    for name in ("moderator", "applicant", "minister"):
        yield Visit({"conference": host.slug, "pk": host.people[name].pk}, NOBODY)


def own_paper(host: Host, _world: World) -> Iterable[Visit]:
    """The speaker's own, and the officers' who work with the programme or its people."""
    opening = OFFICERS - {"correspondence", "observer", "visa", "of_there"}
    yield Visit({"conference": host.slug, "pk": host.statements["speaker"].pk}, frozenset({"speaker"}) | opening)
    protected = frozenset({"hidden_person", *SEEING_PROTECTED}) - {"of_there"}
    yield Visit({"conference": host.slug, "pk": host.statements["hidden_person"].pk}, protected)


def public_portrait(host: Host, _world: World) -> Iterable[Visit]:
    """Of who is named and shown; a hidden person's is not there whatever the Secretariat has let out."""
    yield Visit({"conference": host.slug, "pk": host.people["speaker"].pk})
    for name in ("hidden_person", "registered"):
        yield Visit({"conference": host.slug, "pk": host.people[name].pk}, NOBODY)


def text_of_document(host: Host, _world: World) -> Iterable[Visit]:
    for name, document in host.papers.items():
        known = {"everybody": EVERYBODY, "team": OFFICERS - {"of_there"}}
        readers = frozenset[str]().union(*(known.get(reader, {reader}) for reader in READERS[name]))
        yield Visit({"conference": host.slug, "pk": document.versions.get().pk}, readers)


PAGES: Sequence[Address] = (
    Address("root", Kind.OPEN, no_arguments, answer=302, is_page=False),
    Address("healthz", Kind.OPEN, no_arguments, is_page=False),
    # No worker runs beside the tests, so that the site is not ready.
    Address("readyz", Kind.OPEN, no_arguments, answer=503, is_page=False, is_slow=True),
    Address("accounts:sign-in", Kind.OPEN, no_arguments, methods=BOTH),
    Address("accounts:code", Kind.OPEN, no_arguments, answer=302, methods=BOTH),
    Address("accounts:sign-out", Kind.OPEN, no_arguments, methods=POST, is_page=False),
    Address("accounts:language", Kind.OPEN, lambda _h, _w: [Visit({"code": "en"})], answer=302, is_page=False),
    Address("conference:landing", Kind.OPEN, at()),
    Address("accent", Kind.OPEN, at(), is_page=False),
    Address("emblem", Kind.OPEN, at(), is_page=False),
    Address("registration:categories", Kind.OPEN, at()),
    Address("registration:form", Kind.OPEN, categories, methods=BOTH),
    Address("registration:form-part", Kind.OPEN, part_of_form, answer=302, methods=BOTH),
    Address("registration:received", Kind.OPEN, categories),
    Address("registration:regretted", Kind.OPEN, at()),
    Address("registration:privacy", Kind.OPEN, at()),
    Address("registration:privacy-version", Kind.OPEN, versions),
    Address("registration:designate", Kind.OPEN, at(), methods=BOTH),
    Address("registration:designated", Kind.OPEN, at()),
    Address("agenda:agenda", Kind.OPEN, at()),
    Address("agenda:session", Kind.OPEN, published_session),
    Address("agenda:topic", Kind.OPEN, published_topic),
    Address("agenda:changes", Kind.OPEN, at()),
    Address("agenda:changes-of", Kind.OPEN, releases),
    Address("agenda:speakers", Kind.OPEN, at()),
    Address("agenda:speaker", Kind.OPEN, named_speaker),
    Address("agenda-files:ics", Kind.OPEN, at(), is_page=False),
    Address("agenda-files:json", Kind.OPEN, at(), is_page=False),
    Address("agenda-files:xml", Kind.OPEN, at(), is_page=False),
    Address("agenda-files:pdf", Kind.OPEN, at(), is_page=False),
    Address("agenda-files:session-ics", Kind.OPEN, published_session, is_page=False),
    Address("agenda-files:speaker-ics", Kind.OPEN, named_speaker, is_page=False),
    Address("agenda-files:own-ics", Kind.OPEN, no_calendar, is_page=False),
    Address("agenda:documents", Kind.OPEN, at()),
    Address("agenda:own-documents", Kind.OWN, signed_in),
    Address("agenda-files:document", Kind.OPEN, text_of_document, is_page=False),
    Address("registration:invitation", Kind.OPEN, lambda h, w: [*personal_link(h, w), *note_link(h, w)], methods=BOTH),
    Address("registration:invitation-code", Kind.OPEN, personal_link, methods=BOTH),
    Address("registration:invitation-form", Kind.LINK, invited_link, methods=BOTH),
    Address("registration:invitation-part", Kind.LINK, invited_part, answer=302, methods=BOTH),
    Address("registration:invitation-regret", Kind.LINK, invited_link, methods=BOTH),
    Address("registration:own", Kind.OWN, signed_in),
    Address("registration:own-one", Kind.OWN, own_registration),
    Address("registration:own-badge", Kind.OWN, own_badge, is_page=False),
    Address("registration:own-letter", Kind.OWN, own_letter),
    Address("registration:own-take-back", Kind.OWN, own_request, methods=POST, is_page=False),
    Address("registration:own-correct", Kind.OWN, own_registration, methods=BOTH),
    # Without anything typed there is nothing to check.
    Address("registration:own-check", Kind.OWN, own_registration, answer=302, methods=BOTH, is_page=False),
    Address("registration:own-agree", Kind.OWN, own_registration, methods=POST, is_page=False),
    Address("registration:own-visibility", Kind.OWN, own_registration, methods=BOTH),
    Address("registration:own-needs", Kind.OWN, own_registration, methods=BOTH),
    Address("registration:own-questions", Kind.OWN, own_registration, methods=BOTH),
    # No category of the world asks for travel, or for files.
    Address("registration:own-travel", Kind.OWN, asked_for_nothing, methods=BOTH, is_page=False),
    Address("registration:own-files", Kind.OWN, asked_for_nothing, methods=BOTH, is_page=False),
    Address("registration:own-data", Kind.OWN, own_registration),
    Address("registration:own-data-file", Kind.OWN, own_registration, methods=POST, is_page=False),
    # What was not declined is not reviewed.
    Address("registration:own-review", Kind.OWN, own_registration, answer=302, methods=BOTH, is_page=False),
    Address("registration:own-withdraw", Kind.OWN, own_registration, methods=BOTH),
    Address("registration:document", Kind.OWN, letter_of_nomination, is_page=False),
    Address("registration:delegation", Kind.OWN, own_delegation, answer=302),
    Address("registration:delegation-members", Kind.OWN, delegation),
    Address("registration:nominate", Kind.OWN, delegation, methods=BOTH),
    Address("registration:nominate-several", Kind.OWN, delegation, methods=BOTH),
    Address("registration:nominate-several-workbook", Kind.OWN, delegation, is_page=False),
    Address("registration:delegation-order", Kind.OWN, delegation, methods=BOTH),
    Address("registration:delegation-questions", Kind.OWN, delegation, methods=BOTH),
    Address("registration:nomination-letter", Kind.OWN, delegation, methods=BOTH),
    Address("registration:name-backup", Kind.OWN, delegation, methods=BOTH),
    Address("registration:member-ask", Kind.OWN, member, methods=BOTH),
    Address("registration:member-complete", Kind.OWN, member, methods=BOTH),
    Address("registration:member-substitute", Kind.OWN, member, methods=BOTH),
    Address("registration:member-withdraw", Kind.OWN, member, methods=BOTH),
    Address("agenda:own", Kind.OWN, signed_in),
    Address("agenda:own-session", Kind.OWN, own_session),
    Address("agenda:choose", Kind.OWN, signed_in, methods=POST, is_page=False),
    Address("agenda:own-calendar", Kind.OWN, signed_in),
    Address("agenda:own-calendar-renew", Kind.OWN, signed_in, methods=POST, is_page=False),
    Address("agenda:own-calendar-revoke", Kind.OWN, signed_in, methods=POST, is_page=False),
    Address("agenda:side-events", Kind.OPEN, at()),
    Address("agenda:own-side-events", Kind.OWN, signed_in),
    Address("agenda:propose-side-event", Kind.OWN, proposing, methods=BOTH),
    Address("agenda:own-side-event", Kind.OWN, own_side_event),
    Address("agenda:change-side-event", Kind.OWN, own_side_event, methods=BOTH),
    Address("agenda:withdraw-side-event", Kind.OWN, own_side_event, methods=BOTH),
    Address("agenda:speaking", Kind.OWN, signed_in),
    Address("agenda:confirm", Kind.OWN, own_appearance, methods=POST, is_page=False),
    Address("agenda:regret", Kind.OWN, own_appearance, methods=BOTH),
    Address("agenda:papers", Kind.OWN, own_appearance, methods=BOTH),
    Address("agenda:paper", Kind.OWN, own_paper, is_page=False),
    Address("agenda:zone", Kind.OWN, own_speaker, methods=BOTH),
    Address("agenda:contact", Kind.OWN, own_speaker, methods=BOTH),
    Address("agenda:introduction", Kind.OWN, own_speaker, methods=BOTH),
    Address("agenda:absences", Kind.OWN, own_speaker, methods=BOTH),
    Address("agenda:seen", Kind.OWN, own_speaker, methods=POST, is_page=False),
    Address("agenda:brief", Kind.OWN, own_speaker, is_page=False),
    Address("agenda-files:portrait", Kind.OPEN, public_portrait, is_page=False),
)
# Outside production alone, and reached from the machine alone; production has no such address.
MAILBOX: Sequence[Address] = tuple(
    Address(f"mailbox:{name}", Kind.OPEN, visits, answer=answer, is_page=False)
    for name, visits, answer in (
        ("letters", no_arguments, 200),
        ("letter", lambda _h, _w: [Visit({"identifier": "unknown"})], 404),
        ("html", lambda _h, _w: [Visit({"identifier": "unknown"})], 404),
        ("source", lambda _h, _w: [Visit({"identifier": "unknown"})], 404),
        ("attachment", lambda _h, _w: [Visit({"identifier": "unknown", "number": 1})], 404),
    )
)
