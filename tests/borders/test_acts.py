"""What is submitted with the other host's identifiers, or from another conference's page, changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from pypdf import PdfReader

from agenda.models import ProgrammeImport
from conference.admin.current import FORM_FIELD
from conference.jobs.files import path_of
from conference.jobs.models import Job
from conference.jobs.running import run_due
from conference.models import TeamMembership, TeamRole
from conference.registry import registry
from registration.models import Objection, Opinion, Reading, RegistrationImport
from tests.borders.addresses import Address, Kind, Visit
from tests.borders.host import Host
from tests.borders.roles import visitor
from tests.borders.rows_kept import nothing_is_written
from tests.borders.test_walk import (
    crossed,
    first_of_each_page,
    is_everybodys,
    is_of_a_register,
    is_told_from_nothing,
)
from tests.borders.walking import TABLE, nowhere, opened, url_of
from tests.borders.world import World

pytestmark = pytest.mark.usefixtures("db")
#: Pressing the buttons that need no words would succeed.
PRESSED = {"post": "yes", "send": "1", "save": "1", "seen_version": "1", "version": "1", "quota": "1", "note": ""}
DESK = [address for address in TABLE if address.kind is Kind.DESK and "POST" in address.methods]
OWN = [address for address in TABLE if address.kind in {Kind.OWN, Kind.LINK} and "POST" in address.methods]
# These are about the officer's own account or session, whatever the conference.
OF_NO_CONFERENCE = {"admin:choose-conference", "admin:logout", "admin:password_change", "admin:two-step-sign-in"}


def submitted_to(addresses: list[Address], host: Host, world: World) -> Iterator[tuple[Address, Visit]]:
    for address in addresses:
        if address.name not in OF_NO_CONFERENCE:
            for visit in first_of_each_page(address.visits(host, world)):
                yield address, visit


@pytest.mark.parametrize("role", ["coordinator", "of_both", "of_there", "superuser"])
def test_an_act_on_the_other_hosts_row_finds_none(role: str, world: World):
    walker = visitor(world, role)
    data = PRESSED | {FORM_FIELD: str(walker.home.conference.pk)}
    with nothing_is_written():
        for address, visit in submitted_to(DESK, walker.elsewhere, world):
            is_shared = is_of_a_register(address) or is_everybodys(address, visit, walker)
            if is_shared or crossed(visit, walker.home) is None:
                continue
            theirs = opened(walker.client, url_of(address, visit), data)
            nobodys = opened(walker.client, url_of(address, missing := nowhere(visit)), data)
            asked, unknown = ([str(value) for value in each.kwargs.values()] for each in (visit, missing))
            assert theirs.comparable(asked) == nobodys.comparable(unknown), address.name
            assert theirs.status in {302, 403, 404}, address.name


@pytest.mark.parametrize("role", ["nominee", "focal_point", "speaker", "twice", "private_office"])
def test_a_person_acts_on_nothing_of_the_other_host(role: str, world: World):
    walker = visitor(world, role)
    with nothing_is_written():
        for address, visit in submitted_to(OWN, world.there, world):
            changed = crossed(visit, world.here)
            if changed is not None:
                theirs = opened(walker.client, url_of(address, changed), PRESSED)
                assert theirs.status == 404, address.name
                page = opened(walker.client, url_of(address, changed))
                assert not is_told_from_nothing(walker, address, changed, page)


@pytest.mark.parametrize("named", ["the other's", "none"])
def test_a_page_of_another_conference_is_refused_after_switching(named: str, world: World):
    """An officer of both has two tabs open, and has switched in the other one."""
    walker = visitor(world, "of_both")
    data = PRESSED | ({FORM_FIELD: str(world.there.conference.pk)} if named == "the other's" else {})
    with nothing_is_written() as compare:
        for address, visit in submitted_to(DESK, world.here, world):
            opened(walker.client, url_of(address, visit), data)
            compare()


def test_the_pages_of_the_desk_carry_the_conference_they_were_made_in(world: World):
    walker = visitor(world, "coordinator")
    for address, visit in submitted_to(DESK, world.here, world):
        page = opened(walker.client, url_of(address, visit))
        if page.status == 200 and "<form" in page.text and 'class="confirm-panel' in page.text:
            assert f'name="{FORM_FIELD}" value="{world.here.conference.pk}"' in page.text, address.name


@pytest.mark.parametrize(("action", "of"), [("confirm", "reviewed"), ("take_up", "applicant"), ("decline", "reviewed")])
def test_a_bulk_decision_leaves_the_other_hosts_rows_out(action: str, of: str, world: World):
    walker = visitor(world, "coordinator")
    ours, theirs = (host.registrations[of] for host in world.hosts)
    choice = {"action": action, ACTION_CHECKBOX_NAME: [str(ours.pk), str(theirs.pk)]}
    choice |= {FORM_FIELD: str(world.here.conference.pk)}
    with nothing_is_written():
        page = opened(walker.client, "/admin/registration/registration/", choice)
    assert str(ours.pk) in page.text
    assert str(theirs.pk) not in page.text
    assert not [word for word in walker.withheld(world.here) if word in page.text]


def test_a_decision_posted_with_mixed_identifiers_moves_our_own_alone(world: World):
    walker = visitor(world, "coordinator")
    ours, theirs = (host.registrations["reviewed"] for host in world.hosts)
    chosen = [f"{row.pk}:{row.version}" for row in (ours, theirs)]
    opened(
        walker.client,
        "/admin/registration/registration/decide/decline/",
        {"chosen": chosen, "reason": "Regrettably", FORM_FIELD: str(world.here.conference.pk)},
    )
    before = theirs.state
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.state, theirs.state) == ("declined", before)


def form_of_the_conference(world: World, user: Any) -> dict[str, Any]:
    return {
        FORM_FIELD: str(world.here.conference.pk),
        "team-TOTAL_FORMS": "1",
        "team-INITIAL_FORMS": "0",
        "team-0-user": str(user),
        "team-0-role": TeamRole.OBSERVER.value,
        "team-0-conference": str(world.here.conference.pk),
    }


def test_another_hosts_officer_is_appointed_no_more_than_nobody(world: World):
    walker = visitor(world, "coordinator")
    page = f"/admin/conference/conference/{world.here.conference.pk}/change/"
    theirs = world.there.officers[TeamRole.VISA]
    nobody = uuid.uuid4()
    answers = [
        opened(walker.client, page, form_of_the_conference(world, user)).comparable([str(user)])
        for user in (theirs.pk, nobody)
    ]
    assert answers[0] == answers[1]
    assert not TeamMembership.objects.filter(user=theirs, conference=world.here.conference).exists()


@pytest.mark.parametrize("key", sorted(key for key, kind in registry.job_kinds.items() if kind.makes_file))
def test_a_file_holds_nothing_of_the_other_host(key: str, world: World):
    """Asked for with identifiers of both hosts, as if the page had been tampered with."""
    walker = visitor(world, "coordinator")
    ids = sorted({*world.here.identifiers(), *world.there.identifiers()})
    officer = world.here.officers[TeamRole.COORDINATOR]
    Job.objects.all().delete()
    job = Job.objects.create(
        conference=world.here.conference, kind=key, asked_for={"ids": ids}, language="en", asked_by=officer, reason="?"
    )
    run_due()
    job.refresh_from_db()
    assert job.state == "done", job.failure
    file = opened(walker.client, f"/admin/jobs/job/{job.pk}/take/", {FORM_FIELD: str(world.here.conference.pk)})
    assert file.status == 200
    text = words_of_pdf(job) if job.content_type == "application/pdf" else file.text
    assert "orkhon" in text
    assert not [word for word in walker.withheld(world.here) if word in text]


def words_of_pdf(job: Job) -> str:
    """As a reader finds them, in lower case as what was typed is."""
    pages = PdfReader(path_of(UUID(job.file))).pages
    return " ".join(page.extract_text() for page in pages).lower()


BRINGING = {kind for brought in (RegistrationImport, ProgrammeImport) for kind in brought.works.values()}


@pytest.mark.parametrize("key", sorted(registry.job_kinds.keys() - BRINGING))
def test_no_file_holds_what_is_said_in_vetting(key: str, world: World):
    """Opinions, conflicts of interest and objections of States, of applicants who stand in the file."""
    officer = world.here.officers[TeamRole.COORDINATOR]
    Job.objects.all().delete()
    asked_for = {"ids": sorted(world.here.identifiers())}
    job = Job.objects.create(
        conference=world.here.conference, kind=key, asked_for=asked_for, language="en", asked_by=officer, reason="?"
    )
    run_due()
    job.refresh_from_db()
    assert job.state == "done", job.failure
    is_pdf = job.content_type == "application/pdf"
    text = words_of_pdf(job) if is_pdf else path_of(UUID(job.file)).read_bytes().decode(errors="ignore").lower()
    said = [
        *Opinion.objects.values_list("reason", flat=True),
        *Reading.objects.values_list("conflict", flat=True),
        *Objection.objects.values_list("words", flat=True),
    ]
    assert not [words for words in said if words and words.lower() in text]


@pytest.mark.parametrize("name", ["applicant", "hidden_person", "registered"])
def test_what_one_takes_away_holds_nothing_that_is_said_in_vetting(name: str, world: World):
    walker = visitor(world, name)
    row = world.here.registrations[name]
    said = [
        *Opinion.objects.filter(reading__registration=row).values_list("reason", flat=True),
        *row.readings.exclude(conflict="").values_list("conflict", flat=True),
        *row.objections.values_list("words", flat=True),
    ]
    assert len(said) == 6
    for page, sent in (("own-data", None), ("own-data-file", {"form": "json"})):
        taken = opened(walker.client, reverse(f"registration:{page}", args=[world.here.slug, row.pk]), sent)
        assert row.participant.given_names.lower() in taken.text
        assert not [words for words in said if words.lower() in taken.text]
