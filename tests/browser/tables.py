"""A table that an officer brings for the walk: the list of a ministry, one row of it with a mistake."""

import io
import uuid

from conference.imports.tables import look_at
from conference.jobs import running
from conference.models import Conference, User
from registration.actions.import_table import ask_for_work, bring_table, say_columns
from registration.imports.headings import Headings
from registration.imports.reading import guess_header, writable_columns
from registration.models import RegistrationImport

LIST = b"""Given names;Family name;Function;E-mail;Category;Nationality
Batbayar;Dorj;Director;b.dorj@ministry.example;Observers;Mongolia
Saran;Ganbold;Adviser;no address;No such category;Nowhere
"""


def brought_table(held: Conference, by: User) -> RegistrationImport:
    """One whose columns are still to be looked over."""
    table = look_at(io.BytesIO(LIST), len(LIST))
    brought = bring_table(held, content=LIST, file_name="list.csv", table=table, by=by, form_token=uuid.uuid4())
    columns = writable_columns(brought, by=by)
    row, headings = guess_header(brought, columns)
    guessed = Headings(columns).guess(headings)
    return say_columns(brought.pk, by=by, reading={"header_row": row}, headings=headings, columns=guessed, fixed={})


def previewed_table(held: Conference, by: User) -> RegistrationImport:
    brought = brought_table(held, by)
    ask_for_work(brought.pk, "preview", by=by)
    running.run_due()
    return brought
