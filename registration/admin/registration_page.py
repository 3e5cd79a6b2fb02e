"""One registration: what is known, what may be done, and beside it the history and the correspondence."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from conference.admin.current import current_roles
from conference.admin.scoped import ScopedAdmin
from conference.permissions import ROLES_THAT_REGISTER
from registration.admin.codes import code_url
from registration.admin.duplicate_notices import all_merges, may_be, merged_into, merges_in_history
from registration.admin.ledger import (
    codes_given,
    files_sent,
    history_of,
    letters_about,
    names_of_actors,
    review_in_history,
    timeline,
)
from registration.admin.move_page import what_letters_are_about
from registration.admin.move_table import moves_for
from registration.admin.naming import is_withheld, person_line
from registration.admin.neighbours import neighbours, within_list
from registration.admin.registration_facts import sections_of
from registration.admin.request_naming import requests_in_history
from registration.admin.row_page import read_page
from registration.admin.tones import REGISTRATION_TONES
from registration.admin.work_on import work_on
from registration.models import Merge, Question, QuestionSubject, Registration
from registration.queries.outstanding import everything_outstanding
from registration.queries.places import places_left
from registration.queries.reviews import review_asked
from registration.states import RegistrationState as S
from registration.states import Track

EVERYTHING = (
    "conference",
    "participant",
    "category",
    "delegation__state",
    "delegation__organisation",
    "delegation__conference",
    "invitation",
    "replaces__participant",
    "application",
)


def show(model_admin: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page; nothing is submitted to it."""
    return read_page(model_admin, request, object_id, "admin/registration/registration/detail.html", _context)


def _context(model_admin: ScopedAdmin, request: HttpRequest, found: Registration) -> dict[str, Any]:
    registration = Registration.objects.select_related(*EVERYTHING).get(pk=found.pk)
    withheld = is_withheld(request, registration.participant)
    person = person_line(request, registration.participant)
    merges = all_merges(registration)
    found_beside = neighbours(model_admin, request, registration.pk)
    return {
        "title": person.name,
        "opts": model_admin.opts,
        "registration": registration,
        "person": person,
        "status_tone": REGISTRATION_TONES[registration.state],
        "status_text": S(registration.state).label,
        "standing": standing(registration),
        "moves": list(moves_for(request, registration)),
        "sections": sections_of(request, registration),
        "edit_url": "" if withheld else _edit_url(request, registration),
        "answers_url": "" if withheld else _answers_url(request, registration),
        "code_url": "" if withheld else code_url(request, registration),
        "merged_into": {} if withheld else merged_into(request, merges, registration),
        "may_be": [] if withheld else may_be(request, registration),
        "may_read_letters": not withheld,
        "history_entries": _history(request, registration, merges, withheld=withheld),
        "neighbours": found_beside,
        "within": within_list(found_beside),
        "work": None if withheld else work_on(request, found, registration),
    }


def _history(
    request: HttpRequest, registration: Registration, merges: list[Merge], *, withheld: bool
) -> list[dict[str, Any]]:
    """Moves, requests after the deadline and letters in one line; of a protected person the moves alone."""
    names = names_of_actors(registration.participant, registration.delegation_id)
    moves = history_of(registration.conference, registration, names=names, withheld=withheld)
    if withheld:
        return moves
    letters = letters_about(registration.conference, what_letters_are_about(registration))
    files = files_sent(request, registration, names)
    codes = codes_given(registration)
    reviews = review_in_history(registration, names)
    merged = merges_in_history(request, merges, registration)
    return timeline(moves, requests_in_history(request, registration), reviews, files, codes, letters, merged)


def _edit_url(request: HttpRequest, registration: Registration) -> str:
    if not registration.is_live or not current_roles(request) & ROLES_THAT_REGISTER:
        return ""
    return reverse("admin:registration_participant_change", args=[registration.participant_id])


def _answers_url(request: HttpRequest, registration: Registration) -> str:
    """Where an officer answers for somebody; nowhere where nothing is asked."""
    if not registration.is_live or not current_roles(request) & ROLES_THAT_REGISTER:
        return ""
    asked = Question.objects.asked().filter(conference=registration.conference, subject=QuestionSubject.PERSON)
    if not asked.in_category(registration.category).exists():
        return ""
    return reverse("admin:registration_registration_answers", args=[registration.pk])


def standing(registration: Registration) -> str | Promise:
    """The answer of the page in a sentence: whose turn it is, and what is still outstanding."""
    missing = everything_outstanding(registration) if registration.is_live else []
    if missing:
        return _("Still outstanding: %(missing)s.") % {"missing": ", ".join(missing)}
    if registration.state == S.WAITLISTED:
        return _places_sentence(registration)
    if registration.state == S.DECLINED and review_asked(registration, is_open=True):
        return _("A review is asked for; an officer who was not involved takes it up.")
    if registration.state == S.COMPLETE and registration.track == Track.NOMINATION:
        return _("Everything is there; the Secretariat confirms.")
    return {
        S.DRAFT: _("Begun, not yet submitted."),
        S.SUBMITTED: _("Waits to be taken up for review."),
        S.UNDER_REVIEW: _("Waits for the Secretariat's decision."),
        S.CHANGES_REQUESTED: _("Waits for the applicant."),
    }.get(S(registration.state), "")


def _places_sentence(registration: Registration) -> str:
    left = places_left(registration.category)
    if left == 0:
        return _("All places are taken at present.")
    return _("A place is free.") if left is None else _("Places free at present: %(left)d.") % {"left": left}
