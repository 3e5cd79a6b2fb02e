"""The facts of one registration, in sections; a row without a value is left out."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import current_roles
from conference.admin.markup import at_text
from conference.correspondence.counts import returned_from
from conference.formats import language_name
from registration.admin.compartments import compartments_of
from registration.admin.naming import delegations_by_name, is_withheld, person_line
from registration.forms.questions import TITLE
from registration.models import Application, Participant, Registration, ReviewRequest, notice_in_force
from registration.queries.answer_lines import answer_lines
from registration.queries.outstanding import everything_outstanding
from registration.queries.privacy_notices import version_text, version_url

Row = dict[str, Any]
Section = dict[str, Any]


def sections_of(request: HttpRequest, registration: Registration) -> list[Section]:
    """Participation, person, how to reach, application; of a protected person the participation alone."""
    found = [(_("Participation"), _participation(request, registration))]
    if not is_withheld(request, registration.participant):
        person = registration.participant
        found.append((_("Request for review"), _review(registration)))
        found += [(_("Person"), _person(request, person)), (_("Contact"), _reach(person))]
        application = _application_of(registration)
        if application is not None:
            found.append((_("Application"), _application(application)))
        found.append((str(TITLE), _answers(request, registration)))
        found += compartments_of(request, registration)
    sections = [{"title": title, "rows": [each for each in rows if each["text"]]} for title, rows in found]
    return [section for section in sections if section["rows"]]


def row(term: str, text: Any, *, url: str = "", detail: str = "") -> Row:
    """A line of ``components/definitions.html``."""
    return {"term": term, "text": str(text or ""), "url": url if text else "", "detail": detail}


def _participation(request: HttpRequest, registration: Registration) -> Iterator[Row]:
    delegation = delegations_by_name(request)[registration.delegation_id] if registration.delegation_id else None
    if delegation is not None:
        url = reverse("admin:registration_delegation_change", args=[registration.delegation_id])
        outside = _("outside quota") if registration.is_outside_quota else ""
        yield row(_("Delegation"), delegation.text, url=url, detail=delegation.group_label)
        yield row(_("Role"), capfirst(registration.get_role_display()), detail=outside)
    yield row(_("Category"), registration.category, detail=str(registration.get_track_display()))
    yield row(
        _("Outstanding"), capfirst(", ".join(everything_outstanding(registration))) if registration.is_live else ""
    )
    yield from _origins(request, registration)
    yield row(_("Submitted"), at_text(registration.conference, registration.submitted_at))
    yield from _consents(registration)


def _answers(request: HttpRequest, registration: Registration) -> Iterator[Row]:
    """In the words that were asked; a sensitive answer to those alone who register."""
    for line in answer_lines(registration, current_roles(request)):
        document = [registration.conference.slug, line.document]
        url = reverse("registration:document", args=document) if line.document else ""
        yield row(line.asked, line.text, url=url, detail=_("no longer asked") if line.question.is_archived else "")


def _consents(registration: Registration) -> Iterator[Row]:
    """What was agreed to, and when; whether it is still in force; and what was agreed to before."""
    conference, version = registration.conference, registration.privacy_notice_version
    if not version:
        return
    consented, in_force = at_text(conference, registration.consented_at), notice_in_force(conference)
    since = "" if version == in_force else _("in force now: %(version)s") % {"version": version_text(in_force)}
    detail = "; ".join(filter(None, (consented, since)))
    yield row(_("Privacy notice"), capfirst(version_text(version)), url=version_url(conference, version), detail=detail)
    for before in registration.renewed_consents.exclude(former_version=""):
        url = version_url(conference, before.former_version)
        agreed_at = at_text(conference, before.former_at)
        yield row(_("Agreed to before"), capfirst(version_text(before.former_version)), url=url, detail=agreed_at)


def _origins(request: HttpRequest, registration: Registration) -> Iterator[Row]:
    """Where it comes from: the invitation, whom it replaces; and who replaced it."""
    invitation = registration.invitation
    if invitation is not None:
        url = reverse("admin:registration_invitation_change", args=[invitation.pk])
        yield row(_("Invitation"), invitation.reference or invitation.get_channel_display(), url=url)
    if registration.replaces is not None:
        yield _other(request, _("Replaces"), registration.replaces)
    try:
        yield _other(request, _("Replaced by"), registration.replaced_by)
    except ObjectDoesNotExist:
        return


def _other(request: HttpRequest, term: str, other: Registration) -> Row:
    url = reverse("admin:registration_registration_change", args=[other.pk])
    return row(term, person_line(request, other.participant).name, url=url)


def _person(request: HttpRequest, person: Participant) -> Iterator[Row]:
    yield row(_("Name"), person.formal_name)
    yield row(_("In another script"), person_line(request, person).beside)
    yield row(_("Name on the badge"), person.badge_name)
    yield row(_("Function"), person.function)
    yield row(_("Institution"), person.institution)
    yield row(_("Nationality"), person.nationality.name if person.nationality else "", detail=_("Never printed."))
    yield row(_("Takes part"), capfirst(person.get_modality_display()))
    yield row(_("Age group"), person.get_age_band_display())
    interpretation = person.interpretation_language
    yield row(_("Listens to interpretation in"), language_name(interpretation) if interpretation else "")
    yield row(_("Photographs"), _("does not wish to be photographed") if person.do_not_photograph else "")
    yield row(_("Visibility"), capfirst(person.get_visibility_display()))
    named = _("by name") if person.named_on_agenda else _("by function only")
    yield row(_("On the agenda when speaking"), capfirst(named))


def _reach(person: Participant) -> Iterator[Row]:
    returned = returned_from(person.conference, {person.email, person.office_email} - {""})
    for term, address in ((_("E-mail"), person.email), (_("Private office"), person.office_email)):
        detail = _("A letter to this address came back.") if address in returned else ""
        yield row(term, address, url=f"mailto:{address}", detail=detail)
    yield row(_("Telephone"), person.phone)
    yield row(_("Language"), language_name(person.language))
    yield row(_("Automatic letters"), capfirst(_("never")) if person.never_write_automatically else "")


def _application(application: Application) -> Iterator[Row]:
    yield row(_("Organisation"), application.organisation)
    yield row(_("Works in"), application.country_of_work)
    yield row(_("Mandate"), application.mandate)
    yield row(_("Work related to the conference"), application.relevant_work)
    yield row(_("References"), application.referees)
    yield row(_("Proposed by"), application.proposed_by)


def _review(registration: Registration) -> Iterator[Row]:
    """What who was declined asks to be looked at again; it is for an officer who was not involved."""
    asked = ReviewRequest.objects.filter(registration=registration).select_related("taken_up_by").first()
    if asked is None:
        return
    yield row(_("In the applicant's words"), asked.words)
    yield row(_("Asked"), at_text(registration.conference, asked.asked_at))
    taken = at_text(registration.conference, asked.taken_up_at)
    yield row(_("Taken up"), taken or _("not yet"), detail=str(asked.taken_up_by or ""))


def _application_of(registration: Registration) -> Application | None:
    try:
        return registration.application
    except ObjectDoesNotExist:
        return None
