"""A host's documents: for everybody, for some, not yet, no longer, and of a session of which few may know."""

from __future__ import annotations

from typing import Any

from agenda.actions.documents import withdraw_document
from agenda.models import Distribution
from conference.clock import conference_now
from tests.borders.host import Host
from tests.borders.programme import ENTITLED
from tests.borders.words import PUBLIC, TEAM, texts
from tests.factories.documents import make_document

# Who takes part in the conference, and who answers for a delegation.
PARTICIPANTS = frozenset({"speaker", "hidden_person"})
OF_DELEGATIONS = frozenset({"focal_point", "other_focal_point", "organisation_focal_point"})
READERS = {
    "public": PUBLIC,
    "of_session": PUBLIC,
    "participants": PARTICIPANTS | OF_DELEGATIONS | TEAM,
    "delegations": OF_DELEGATIONS | TEAM,
    "embargoed": TEAM,
    "closed": ENTITLED | TEAM,
    "draft": TEAM,
    "withdrawn": TEAM,
}


def add_papers(host: Host) -> None:
    """Each bears its word in title, issuing body, symbol and the name of its file."""
    later = conference_now(host.conference).replace(year=host.conference.ends_on.year + 1)
    _add(host, "public")
    _add(host, "of_session", sessions=(host.sessions["panel"],))
    _add(host, "participants", distribution=Distribution.PARTICIPANTS)
    _add(host, "delegations", distribution=Distribution.DELEGATIONS)
    _add(host, "embargoed", embargo_until=later)
    _add(host, "closed", sessions=(host.sessions["closed"], host.sessions["draft"]))
    _add(host, "draft", is_issued=False)
    _add(host, "withdrawn")
    withdraw_document(host.papers["withdrawn"].pk, by=None)


def _add(host: Host, name: str, **changes: Any) -> None:
    word = host.words.new(READERS[name])
    host.papers[name] = make_document(
        host.conference,
        symbol=f"{word}/1",
        title=texts(word, "Note", "Записка", "Тэмдэглэл"),
        issuing_body=texts(word, "Body", "Орган", "Байгууллага"),
        **changes,
    )
