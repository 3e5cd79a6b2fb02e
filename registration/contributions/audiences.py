"""The lists of participation to whose rows campaigns are written: registrations, delegations, invitations."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from conference.formats import day_text
from conference.models import Conference
from conference.registry import Addressee, Audience, AudienceCondition, LanguageOf
from registration.emails.addressing import closing_day, language_of, page_address, salutation_of
from registration.emails.invitations import reply_by
from registration.models import Delegation, FocalPoint, Invitation, Participant, Registration, Visibility
from registration.queries.desk_registrations import SOMETHING_OUTSTANDING
from registration.queries.reminded import represented
from registration.queries.written_to import never_written_to
from registration.states import LIVE, InvitationState, RegistrationState

Ids = Collection[UUID]


def to_person(person: Participant, about: Any, values: Mapping[str, str], language: str) -> Addressee:
    """A participant as a letter of a campaign is addressed: the private office where there is no own address."""
    with override(language):
        name = person.letter_name
    return Addressee(
        about=about,
        recipient=person.email or person.office_email,
        name=name,
        language=language,
        reads=language_of(person),
        salutation=salutation_of(person),
        copy_to=person.office_email if person.email else "",
        values=values,
        by_hand=person.never_write_automatically,
        is_protected=person.visibility == Visibility.HIDDEN,
    )


def _registrations(conference: Conference, ids: Ids, language_for: LanguageOf) -> Iterator[Addressee]:
    same_for_all = cache(partial(_of_language, conference, "status_link", "registration:own"))
    for each in Registration.objects.for_listing().filter(conference=conference, pk__in=ids):
        person = each.participant
        person.conference = conference
        language = language_for(language_of(person))
        if each.delegation:
            each.delegation.conference = conference
        with override(language):
            values = {
                "participant_name": person.formal_name,
                "registration_status": str(RegistrationState(each.state).label),
                "category": each.category.name.in_language(language),
                "delegation_name": each.delegation.name_in(language) if each.delegation else "",
            }
        yield to_person(person, each, values | same_for_all(language), language)


def _of_language(conference: Conference, link: str, page: str, language: str) -> dict[str, str]:
    """What all letters of a language say alike: the address of a page, and the last day of registration."""
    return {
        link: page_address(conference, language, page),
        "registration_closes_on": day_text(closing_day(conference), language),
    }


def _hidden_registrations(conference: Conference) -> QuerySet[Any]:
    hidden = Registration.objects.filter(conference=conference, participant__visibility=Visibility.HIDDEN)
    return hidden.values("pk")


def _in_force(conference: Conference, ids: Ids) -> Ids:
    return _of(Registration.objects.filter(conference=conference, state__in=LIVE), ids)


def _outstanding(conference: Conference, ids: Ids) -> Ids:
    live = Registration.objects.filter(SOMETHING_OUTSTANDING, conference=conference, state__in=LIVE)
    return _of(live, ids)


def _delegations(conference: Conference, ids: Ids, language_for: LanguageOf) -> Iterator[Addressee]:
    """To who answers for each at present, rather one who may be written to; a delegation without has no address."""
    silent = set(never_written_to(conference))
    same_for_all = cache(partial(_of_language, conference, "delegation_link", "registration:delegation"))
    present = Prefetch("focal_points", FocalPoint.objects.filter(ended_at__isnull=True))
    found = Delegation.objects.filter(conference=conference, pk__in=ids).select_related("state", "organisation")
    for each in found.prefetch_related(present, "state__names", "organisation__names"):
        each.conference = conference
        by_preference = sorted(each.focal_points.all(), key=lambda one: one.email in silent)
        focal_point = by_preference[0] if by_preference else None
        reads = conference.language_or_default(focal_point.language if focal_point else None)
        language = language_for(reads)
        yield Addressee(
            about=each,
            recipient=focal_point.email if focal_point else "",
            name=focal_point.name if focal_point else "",
            language=language,
            reads=reads,
            values={"delegation_name": each.name_in(language)} | same_for_all(language),
            by_hand=focal_point is not None and focal_point.email in silent,
        )


def _has_not_regretted(conference: Conference, ids: Ids) -> Ids:
    regretted = Invitation.objects.filter(delegation=OuterRef("pk"), state=InvitationState.DECLINED)
    return _of(Delegation.objects.filter(~Exists(regretted), conference=conference), ids)


def _nobody_named(conference: Conference, ids: Ids) -> Ids:
    named = Registration.objects.filter(delegation=OuterRef("pk"), state__in=LIVE)
    return _of(represented(conference).filter(~Exists(named)), ids)


def _invitations(conference: Conference, ids: Ids, language_for: LanguageOf) -> Iterator[Addressee]:
    """What goes by note only has no address to which a campaign may write."""
    for each in Invitation.objects.for_listing().filter(conference=conference, pk__in=ids):
        each.conference = conference
        if each.delegation:
            each.delegation.conference = conference
        person, reads = each.participant, conference.language_or_default(each.language)
        if person:
            person.conference = conference
            reads = language_of(person)
        language = language_for(reads)
        values = _values_of_invitation(each, conference, language)
        if person:
            yield to_person(person, each, values, language)
            continue
        mission = each.mission.name.in_language(language) if each.mission else values["addressee"]
        address = "" if each.is_by_note_only else each.email
        yield Addressee(about=each, recipient=address, name=mission, language=language, reads=reads, values=values)


def _values_of_invitation(invitation: Invitation, conference: Conference, language: str) -> dict[str, str]:
    if invitation.delegation:
        addressee = invitation.delegation.name_in(language)
    else:
        addressee = invitation.participant.formal_name if invitation.participant else ""
    return {
        "addressee": addressee,
        "reference": invitation.reference,
        "category": invitation.category.name.in_language(language),
        "invitation_link": page_address(conference, language, "registration:invitation", invitation.link_token),
        "reply_by": day_text(reply_by(invitation), language),
        "registration_closes_on": day_text(closing_day(conference), language),
    }


def _hidden_invitations(conference: Conference) -> QuerySet[Any]:
    return Invitation.objects.filter(conference=conference, participant__visibility=Visibility.HIDDEN).values("pk")


def _unanswered(conference: Conference, ids: Ids) -> Ids:
    return _of(Invitation.objects.awaiting_a_reply().filter(conference=conference), ids)


def _renew_links(ids: Ids) -> None:
    """The link of a new letter has to open the invitation, also where the site's key was changed. Locks the rows."""
    for invitation in Invitation.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True):
        invitation.renew_link()


def _of(rows: QuerySet[Any], ids: Ids) -> set[UUID]:
    return set(rows.filter(pk__in=ids).values_list("pk", flat=True))


CLOSES = {"registration_closes_on": _("the last day of registration, with its weekday")}

AUDIENCES = (
    Audience(
        key="registrations",
        label=_("Registrations"),
        list_url_name="admin:registration_registration_changelist",
        placeholders={
            "participant_name": _("the participant's formal name"),
            "registration_status": _("where the registration stands"),
            "category": _("the category of participants"),
            "delegation_name": _("the State or organisation"),
            "status_link": _("the link to the participant's own page"),
        }
        | CLOSES,
        links=frozenset({"status_link"}),
        addressees=_registrations,
        protected=_hidden_registrations,
        conditions={
            "in_force": AudienceCondition(_("whose registration is in force"), _in_force),
            "outstanding": AudienceCondition(_("of whom something is outstanding"), _outstanding),
        },
    ),
    Audience(
        key="delegations",
        label=_("Delegations, to their focal points"),
        list_url_name="admin:registration_delegation_changelist",
        placeholders={
            "delegation_name": _("the State or organisation"),
            "delegation_link": _("the link to the delegation's page"),
        }
        | CLOSES,
        links=frozenset({"delegation_link"}),
        addressees=_delegations,
        protected=lambda _conference: Delegation.objects.none().values("pk"),
        conditions={
            "not_regretted": AudienceCondition(_("that have not sent regrets"), _has_not_regretted),
            "nobody_named": AudienceCondition(_("that have named nobody yet"), _nobody_named),
        },
    ),
    Audience(
        key="invitations",
        label=_("Invitations"),
        list_url_name="admin:registration_invitation_changelist",
        placeholders={
            "addressee": _("the State, organisation or person invited"),
            "reference": _("the number of the note"),
            "category": _("the category of participants"),
            "invitation_link": _("the link to the invitation"),
            "reply_by": _("the date by which a reply is asked for, with its weekday"),
        }
        | CLOSES,
        links=frozenset({"invitation_link"}),
        addressees=_invitations,
        protected=_hidden_invitations,
        conditions={"unanswered": AudienceCondition(_("who have not replied"), _unanswered)},
        make_ready=_renew_links,
    ),
)
