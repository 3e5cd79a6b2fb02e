"""The list of registrations as a table: what the officer who asks may read on the desk, and no more."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import on_the_clock
from conference.exports.csv_file import CONTENT_TYPE, csv_file
from conference.jobs.stamp import file_name_of, stamp_of
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_REGISTER, ROLES_THAT_SEE_PROTECTED, has_role
from conference.registry import JobKind
from registration.models import Registration, Visibility
from registration.queries.desk_delegations import DelegationName, delegation_names
from registration.queries.outstanding import outstanding

if TYPE_CHECKING:
    from conference.jobs.running import Run

AT_A_TIME = 500


def may_ask(user: User, conference: Conference) -> bool:
    """Whoever registers. Those who decide or read find each person on the desk."""
    return has_role(user, conference, ROLES_THAT_REGISTER)


def headings() -> tuple[str, ...]:
    return (
        _("Category"),
        _("Delegation"),
        _("Role"),
        _("Status"),
        _("Since"),
        _("Courtesy"),
        _("Title"),
        _("Family name"),
        _("Given names"),
        _("Patronymic"),
        _("Name in native script"),
        _("Function"),
        _("Institution"),
        _("E-mail"),
        _("Private office"),
        _("Telephone"),
        _("Language of letters"),
        _("Visibility"),
        _("Outstanding"),
    )


def write(run: "Run") -> str:
    """Writes what was on the list and still is of the conference. Protected persons stay so, as on the desk."""
    job, title = run.job, _("Registrations")
    sees_protected = has_role(job.asked_by, job.conference, ROLES_THAT_SEE_PROTECTED)
    names = delegation_names(job.conference)
    ids = job.asked_for["ids"]
    with csv_file(run.path, stamp=stamp_of(job, title=title), headings=headings()) as write_row:
        for done, registration in enumerate(_registrations(job.conference, ids), start=1):
            write_row(_row(registration, names, sees_protected=sees_protected))
            run.report(done, len(ids))
    return file_name_of(job, title=title, extension="csv")


def _registrations(conference: Conference, ids: list[str]) -> Iterator[Registration]:
    """In the order of the list; one query for some hundred of them."""
    for start in range(0, len(ids), AT_A_TIME):
        found = Registration.objects.filter(conference=conference, pk__in=ids[start : start + AT_A_TIME])
        by_id = {str(one.pk): one for one in found.select_related("participant", "category", "conference")}
        yield from (by_id[pk] for pk in ids[start : start + AT_A_TIME] if pk in by_id)


def _row(registration: Registration, names: dict[Any, DelegationName], *, sees_protected: bool) -> tuple[object, ...]:
    person, since = registration.participant, on_the_clock(registration.conference, registration.state_since)
    if person.visibility == Visibility.HIDDEN and not sees_protected:
        standing = (registration.category, "", "", registration.get_state_display(), since.date().isoformat())
        return (*standing, "", "", _("Protected participant"))
    return (
        registration.category,
        names[registration.delegation_id].text if registration.delegation_id else "",
        registration.get_role_display(),
        registration.get_state_display(),
        since.date().isoformat(),
        person.courtesy,
        person.title,
        person.family_name,
        person.given_names,
        person.patronymic,
        person.native_name,
        person.function,
        person.institution,
        person.email,
        person.office_email,
        person.phone,
        person.language,
        person.get_visibility_display(),
        ", ".join(outstanding(registration)) if registration.is_live else "",
    )


REGISTRATIONS = JobKind(
    key="registrations",
    label=gettext_lazy("registrations as a file"),
    may_ask=may_ask,
    write=write,
    content_type=CONTENT_TYPE,
)
