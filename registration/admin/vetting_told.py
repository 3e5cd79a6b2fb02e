"""An application as who decides on it reads it: what was told, in one column, and who tells it."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from conference.admin.current import current_roles, required_conference
from conference.admin.markup import at_text
from conference.formats import day_text
from conference.permissions import ROLES_THAT_DECIDE
from registration.admin.compartments import document_rows
from registration.admin.naming import is_withheld, person_line
from registration.admin.registration_facts import row
from registration.admin.tones import REGISTRATION_TONES
from registration.models import Application, Recommendation, Registration
from registration.queries.answers import answers_of, questions_of
from registration.queries.vetting import application_of
from registration.states import RegistrationState, Track

Row = dict[str, Any]
WITH_ITS_PARTS = ("conference", "participant", "category__conference", "application")
RECOMMENDATION_TONES: dict[str, str] = {
    Recommendation.REGISTER: "good",
    Recommendation.WAIT: "accent",
    Recommendation.DECLINE: "trouble",
    Recommendation.CHANGES: "waiting",
}


def refuse_who_does_not_decide(request: HttpRequest) -> None:
    """Raises ``PermissionDenied``: what is said in vetting is for the officers who decide."""
    if not current_roles(request) & ROLES_THAT_DECIDE:
        raise PermissionDenied


def application_to_show(request: HttpRequest, pk: UUID) -> Registration:
    """An application of the conference, whatever became of it; raises ``Http404``, ``PermissionDenied``."""
    conference = required_conference(request)
    of_conference = Registration.objects.filter(conference=conference, track=Track.APPLICATION)
    found: Registration = get_object_or_404(of_conference.select_related(*WITH_ITS_PARTS), pk=pk)
    refuse_who_does_not_decide(request)
    if is_withheld(request, found.participant):
        raise PermissionDenied
    return found


def told_context(request: HttpRequest, registration: Registration) -> dict[str, Any]:
    """What every page about one application prints."""
    conference, decide_by = registration.conference, registration.category.decide_by
    return {
        "registration": registration,
        "person": person_line(request, registration.participant),
        "organisation": getattr(application_of(registration), "organisation", registration.participant.institution),
        "status_tone": REGISTRATION_TONES[registration.state],
        "status_text": RegistrationState(registration.state).label,
        "submitted_text": at_text(conference, registration.submitted_at),
        "decide_by_text": day_text(decide_by) if decide_by else "",
        "told": [each for each in _told(request, registration) if each["text"]],
    }


def _told(request: HttpRequest, registration: Registration) -> Iterator[Row]:
    person, application = registration.participant, application_of(registration)
    yield row(_("Applicant"), person.formal_name, detail=person.function)
    if application is not None:
        yield from _of_the_organisation(application)
    else:
        yield row(_("Institution"), person.institution)
    answers = answers_of([registration.pk]).get(registration.pk, {})
    if answers:
        asked = questions_of(registration.conference, roles=current_roles(request))
        yield from (row(str(each), answers.get(each.pk, "")) for each in asked)
    yield from document_rows(request, registration)


ROWS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("mandate", lambda: _("Mandate")),
    ("relevant_work", lambda: _("Work related to the conference")),
    ("referees", lambda: _("References")),
    ("proposed_by", lambda: _("Proposed by")),
)


def _of_the_organisation(application: Application) -> Iterator[Row]:
    yield row(_("Organisation"), application.organisation, detail=application.country_of_work)
    for name, label in ROWS:
        yield row(label(), getattr(application, name))
