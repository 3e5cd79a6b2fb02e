"""Letters to focal points."""

from conference.correspondence.letter import Letter
from conference.formats import day_text
from registration.emails.addressing import closing_day, letter_to_focal_point, page_address, primary_focal_point
from registration.emails.invitations import delegation_cases
from registration.models import Delegation, FocalPoint
from registration.queries.written_to import is_never_written_to


def focal_point_designated(focal_point: FocalPoint) -> list[Letter]:
    """Tells a focal point that the delegation's page is open to them; not one who is never written to."""
    if is_never_written_to(focal_point.delegation.conference, focal_point.email):
        return []
    values = delegation_values(focal_point)
    return [letter_to_focal_point("focal_point_designated", focal_point, about=focal_point, version="1", values=values)]


def backup_named(primary: FocalPoint, backup: FocalPoint) -> list[Letter]:
    """Tells the primary focal point who stands in from now on; the backup is told by ``focal_point_designated``."""
    if is_never_written_to(primary.delegation.conference, primary.email):
        return []
    values = delegation_values(primary) | {"backup_name": backup.name, "backup_email": backup.email}
    return [letter_to_focal_point("backup_named", primary, about=backup, version="1", values=values)]


def nomination_incomplete(delegation: Delegation, missing: list[str], *, version: str) -> list[Letter]:
    """Reminds the focal point of what the delegation still owes."""
    focal_point = primary_focal_point(delegation)
    if focal_point is None:
        return []
    values = delegation_values(focal_point) | {"missing": "\n".join(f"– {line}" for line in missing)}
    return [
        letter_to_focal_point("nomination_incomplete", focal_point, about=delegation, version=version, values=values)
    ]


def delegation_values(focal_point: FocalPoint) -> dict[str, str]:
    """The delegation's name, its page, and the last day of registration with its weekday."""
    delegation, conference = focal_point.delegation, focal_point.delegation.conference
    language = conference.language_or_default(focal_point.language)
    cases = delegation_cases(delegation, conference, language)
    return {
        "delegation_name": delegation.name_in(language),
        **cases,
        "delegation_link": page_address(conference, language, "registration:delegation"),
        "registration_closes_on": day_text(closing_day(conference), language),
    }
