"""A table that an officer brings for the walk: the list of a ministry, one row of it with a mistake."""

import io
import uuid

from agenda.imports.headings import headings_of
from agenda.imports.reading import writable_columns as writable_columns_of_programme
from agenda.models import ProgrammeImport
from conference.correspondence.rewording import NewWords, reword_letter
from conference.correspondence.wordings import Slot, Words
from conference.imports.tables import look_at
from conference.jobs import running
from conference.models import Conference, TeamRole, User
from registration.actions.import_table import ask_for_work, bring_table, say_columns
from registration.imports.headings import Headings
from registration.imports.reading import guess_header, writable_columns
from registration.models import RegistrationImport

LIST = b"""Given names;Family name;Function;E-mail;Category;Nationality
Batbayar;Dorj;Director;b.dorj@ministry.example;Observers;Mongolia
Saran;Ganbold;Adviser;no address;No such category;Nowhere
"""
PROGRAMME = b"""Type;Title (EN);Day;Begins;Ends;Rooms;Panellists
Panel;A panel out of a table;2019-06-20;06:00;07:00;;
Panel;Another out of a table;2019-06-20;07:00;06:30;No such hall;Nobody Known
"""


def brought_table(held: Conference, by: User) -> RegistrationImport:
    """One whose columns are still to be looked over."""
    table = look_at(io.BytesIO(LIST), len(LIST))
    brought = bring_table(
        held,
        of=RegistrationImport,
        content=LIST,
        file_name="list.csv",
        table=table,
        by=by,
        form_token=uuid.uuid4(),
    )
    ours = Headings(writable_columns(brought, by=by))
    row, headings = guess_header(brought, ours)
    guessed = ours.guess(headings)
    return say_columns(
        brought.pk,
        of=RegistrationImport,
        by=by,
        reading={"header_row": row},
        headings=headings,
        columns=guessed,
        fixed={},
    )


def previewed_table(held: Conference, by: User) -> RegistrationImport:
    brought = brought_table(held, by)
    ask_for_work(brought.pk, "preview", of=RegistrationImport, by=by)
    running.run_due()
    return brought


def brought_programme(held: Conference, by: User) -> ProgrammeImport:
    """Two sessions, one of them with a mistake; the columns are still to be looked over."""
    table = look_at(io.BytesIO(PROGRAMME), len(PROGRAMME))
    brought = bring_table(
        held,
        of=ProgrammeImport,
        content=PROGRAMME,
        file_name="programme.csv",
        table=table,
        by=by,
        form_token=uuid.uuid4(),
    )
    ours = headings_of(held, writable_columns_of_programme(held, by))
    row, headings = guess_header(brought, ours)
    return say_columns(
        brought.pk,
        of=ProgrammeImport,
        by=by,
        reading={"header_row": row},
        headings=headings,
        columns=ours.guess(headings),
        fixed={},
    )


def previewed_programme(held: Conference, by: User) -> ProgrammeImport:
    brought = brought_programme(held, by)
    ask_for_work(brought.pk, "preview", of=ProgrammeImport, by=by)
    running.run_due()
    return brought


def reworded_letter(held: Conference) -> str:
    """A letter that an officer has worded in English, and worded anew."""
    purpose = "promoted"
    by = held.team.filter(role=TeamRole.COORDINATOR)[0].user
    slot = Slot(held, purpose, "en")
    for line in ("A place has become free.", "We are glad that a place has become free."):
        words = Words(slot.shipped().subject, f"{slot.shipped().body}\n\n{line}")
        seen = slot.number_of(slot.own(), slot.last_version())
        reword_letter(held.pk, purpose, [NewWords("en", words, seen)], by=by)
    return purpose
