"""A list as a table: the columns that were chosen, of the rows that were on it, for whoever asked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conference.clock import on_the_clock
from conference.columns import Column
from conference.exports.cells import text_of
from conference.exports.formats import CONTENT_TYPES, TableFormat
from conference.exports.table_file import table_file
from conference.jobs.rows import cells_in_order
from conference.jobs.running import Run
from conference.jobs.stamp import file_name_of, stamp_of
from conference.registry import registry


def write_table(run: Run, rows: QuerySet[Any], *, title: str) -> str:
    """Writes those of ``rows`` that were asked for and are there still, in the order in which they were on the list.

    The columns are those that the officer may see now, whatever was asked for. Gives the file's name.
    """
    job, ids = run.job, run.job.asked_for["ids"]
    form, columns = format_in(job.asked_for), _columns_of(run)
    run.content_type = CONTENT_TYPES[form]
    run.columns = [[column.key, str(column.label)] for column in columns]
    stamp, headings = stamp_of(job, title=title), [column.label for column in columns]
    about = _about(run, title, columns)
    values, yes, no = [column.value for column in columns], text_of(True), text_of(False)  # noqa: FBT003
    with table_file(run.path, form, title=title, stamp=stamp, about=about, headings=headings) as write_row:
        for row in cells_in_order(rows, ids, columns):
            write_row([yes if (said := value(row)) is True else no if said is False else said for value in values])
            run.rows += 1
            run.report(run.rows, len(ids))
    return file_name_of(job, title=title, extension=form.value)


def format_in(asked_for: Mapping[str, Any]) -> TableFormat:
    """What was chosen; jobs that were asked for before there was a choice are CSV."""
    return TableFormat(asked_for.get("format", TableFormat.CSV))


def chosen_columns(columns: Sequence[Column], keys: Sequence[str]) -> list[Column]:
    """Those that are named, in that order; what is not (or no longer) among the officer's is left out."""
    known = {column.key: column for column in columns}
    return [known[key] for key in dict.fromkeys(keys) if key in known]


def _columns_of(run: Run) -> list[Column]:
    job, kind = run.job, registry.job_kinds[run.job.kind]
    theirs = kind.columns(job.conference, job.asked_by, job.shows_protected) if kind.columns else []
    return chosen_columns(theirs, job.asked_for.get("columns") or kind.usual)


def _about(run: Run, title: str, columns: Sequence[Column]) -> Iterator[tuple[str, object]]:
    """What the second sheet says; asked for when the rows are counted."""
    job = run.job
    yield _("Content"), title
    yield _("Conference"), job.conference.title
    yield _("Of the list"), job.about or _("all of it")
    yield _("Made for"), job.asked_by.email
    yield _("Asked"), on_the_clock(job.conference, job.asked_at)
    yield _("What it is for"), job.reason
    yield _("Rows"), run.rows
    yield _("Columns"), ", ".join(str(column.label) for column in columns)
    if not job.shows_protected:
        yield _("Protected participants"), _("are counted, and not named.")
    yield _("Please note"), _("Personal data: for this purpose and for nobody else. Delete the file afterwards.")
