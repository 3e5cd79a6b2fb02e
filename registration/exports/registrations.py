"""The list of registrations as a table: what the officer who asks may read on the desk, and no more."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import on_the_clock
from conference.exports.csv_file import CONTENT_TYPE, csv_file
from conference.jobs.rows import rows_in_order
from conference.jobs.stamp import file_name_of, stamp_of
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_REGISTER, has_role
from conference.registry import JobKind
from registration.models import Registration, Visibility
from registration.queries.desk_delegations import DelegationName, delegation_names
from registration.queries.outstanding import outstanding
from registration.queries.privacy_notices import version_text
from registration.queries.rank import places_in_rank

if TYPE_CHECKING:
    from conference.jobs.running import Run


def may_ask(user: User, conference: Conference) -> bool:
    """Whoever registers. Those who decide or read find each person on the desk."""
    return has_role(user, conference, ROLES_THAT_REGISTER)


def headings() -> tuple[str, ...]:
    return (
        _("Category"),
        _("Delegation"),
        _("Role"),
        _("Place in the delegation"),
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
        _("Privacy notice agreed to"),
    )


def write(run: "Run") -> str:
    """Writes what was on the list and still is of the conference. Protected persons stay so, as on the desk."""
    job, title = run.job, _("Registrations")
    names, places, ids = delegation_names(job.conference), places_in_rank(job.conference), job.asked_for["ids"]
    rows = Registration.objects.filter(conference=job.conference)
    rows = rows.select_related("participant", "category", "conference")
    with csv_file(run.path, stamp=stamp_of(job, title=title), headings=headings()) as write_row:
        for done, registration in enumerate(rows_in_order(rows, ids), start=1):
            place = places.get(registration.pk, "")
            write_row(_row(registration, names, place, sees_protected=job.shows_protected))
            run.report(done, len(ids))
    return file_name_of(job, title=title, extension="csv")


def _row(
    registration: Registration, names: dict[Any, DelegationName], place: int | str, *, sees_protected: bool
) -> tuple[object, ...]:
    person, since = registration.participant, on_the_clock(registration.conference, registration.state_since)
    if person.visibility == Visibility.HIDDEN and not sees_protected:
        standing = (registration.category, "", "", "", registration.get_state_display(), since.date().isoformat())
        return (*standing, "", "", _("Protected participant"))
    name = names.get(registration.delegation_id)
    return (
        registration.category,
        name.text if name else "",
        registration.get_role_display(),
        place,
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
        version_text(agreed_to) if (agreed_to := registration.privacy_notice_version) else "",
    )


REGISTRATIONS = JobKind(
    key="registrations",
    label=gettext_lazy("registrations as a file"),
    may_ask=may_ask,
    write=write,
    content_type=CONTENT_TYPE,
)
