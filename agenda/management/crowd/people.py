"""The people of a crowd and their registrations, in every state that its track has."""

from dataclasses import asdict

from agenda.management.crowd.names import COURTESIES, FUNCTIONS, TITLES, name_of
from agenda.management.crowd.stage import Stage
from registration.models import (
    ROLES_OUTSIDE_QUOTA,
    Application,
    Badge,
    Channel,
    Delegation,
    DelegationRole,
    Invitation,
    Participant,
    Registration,
    RegistrationTransition,
    Visibility,
    notice_in_force,
)
from registration.states import InvitationState, RegistrationState, Track

S = RegistrationState
SHARES = {
    "participating-states": 46,
    "international-organisations": 10,
    "experts": 6,
    "civil-society": 22,
    "academia": 8,
    "media": 8,
}
APPLIED = ("civil-society", "academia", "media")
#: The way that each state is reached by; and how many of a hundred stand there.
NOMINATED: dict[tuple[RegistrationState, ...], float] = {
    (S.NOMINATED, S.COMPLETE, S.REGISTERED): 68,
    (S.NOMINATED, S.COMPLETE): 14,
    (S.NOMINATED,): 10,
    (S.NOMINATED, S.WAITLISTED): 3,
    (S.NOMINATED, S.WITHDRAWN): 5,
}
INVITED: dict[tuple[RegistrationState, ...], float] = {(S.COMPLETE, S.REGISTERED): 85, (S.COMPLETE,): 15}
APPLYING: dict[tuple[RegistrationState, ...], float] = {
    (S.SUBMITTED, S.UNDER_REVIEW, S.REGISTERED): 45,
    (S.SUBMITTED, S.UNDER_REVIEW, S.DECLINED): 12,
    (S.SUBMITTED, S.UNDER_REVIEW): 15,
    (S.SUBMITTED, S.UNDER_REVIEW, S.CHANGES_REQUESTED): 5,
    (S.SUBMITTED, S.UNDER_REVIEW, S.WAITLISTED): 8,
    (S.SUBMITTED,): 15,
}
ROLES = {
    DelegationRole.DELEGATE: 60,
    DelegationRole.ADVISER: 18,
    DelegationRole.ALTERNATE: 8,
    DelegationRole.INTERPRETER: 6,
    DelegationRole.SECURITY: 5,
    DelegationRole.SUPPORT: 3,
}
VISIBILITY = {Visibility.LISTED: 78, Visibility.COUNTED: 18, Visibility.HIDDEN: 4}
NATIONALITIES = ("AT", "CA", "DE", "FI", "GE", "KR", "KZ", "MN", "PL", "TR", "UA", "US", "")
MANDATE = "Works with local communities, teachers and young people, and publishes what it learns every year."


def set_up_people(stage: Stage, count: int) -> None:
    """So many registrations; the first member of each delegation heads it."""
    headed: set[Delegation] = set()
    for number in range(1, count + 1):
        category = stage.chance.weighted(SHARES)
        person = _participant(stage, number)
        stage.participants.append(person)
        registration = _registration(stage, person, category)
        if registration.delegation and registration.delegation not in headed and registration.state == S.REGISTERED:
            registration.role, registration.is_outside_quota = DelegationRole.HEAD, False
            headed.add(registration.delegation)
        stage.registrations.append(registration)
    Participant.objects.bulk_create(stage.participants, batch_size=1000)
    invitations = [one for registration in stage.registrations if (one := registration.invitation)]
    Invitation.objects.bulk_create(invitations, batch_size=1000)
    Registration.objects.bulk_create(stage.registrations, batch_size=1000)
    RegistrationTransition.objects.bulk_create(_histories(stage), batch_size=2000)
    Application.objects.bulk_create(_applications(stage), batch_size=1000)
    registered = [one for one in stage.registrations if one.state == S.REGISTERED]
    Badge.objects.bulk_create(
        [Badge(registration=one, issued_at=one.state_since, issued_by=stage.officer) for one in registered],
        batch_size=1000,
    )


def _participant(stage: Stage, number: int) -> Participant:
    chance = stage.chance
    person = Participant(
        pk=chance.identifier(),
        conference=stage.conference,
        courtesy=chance.weighted(COURTESIES),
        title=chance.weighted(TITLES),
        function=chance.one_of(FUNCTIONS),
        institution=f"Institution {chance.between(1, 400)}",
        nationality=chance.one_of(NATIONALITIES),
        email=f"person{number:06}@{stage.conference.slug}.example",
        language=chance.weighted({"en": 65, "ru": 25, "mn": 10}),
        visibility=chance.weighted(VISIBILITY),
        **asdict(name_of(chance)),
    )
    person.search_text = person.make_search_text()
    return person


def _registration(stage: Stage, person: Participant, category: str) -> Registration:
    chance = stage.chance
    is_application = category in APPLIED
    registration = Registration(
        pk=chance.identifier(),
        conference=stage.conference,
        participant=person,
        category=stage.categories[category],
        track=Track.APPLICATION if is_application else Track.NOMINATION,
        form_token=chance.identifier(),
        created_at=stage.recorded(chance.between(400, 2400) / 48),
    )
    if is_application:
        _consent(registration)
        _stand(registration, stage, chance.weighted(APPLYING))
    elif category == "experts":
        _consent(registration)
        registration.invitation = _invitation(stage, registration)
        _stand(registration, stage, chance.weighted(INVITED))
    else:
        _join(registration, stage)
        _stand(registration, stage, chance.weighted(NOMINATED))
    return registration


def _consent(registration: Registration) -> None:
    registration.privacy_notice_version = notice_in_force(registration.conference)
    registration.consented_at = registration.submitted_at = registration.created_at


def _stand(registration: Registration, stage: Stage, way: tuple[RegistrationState, ...]) -> None:
    registration.state, registration.version = way[-1], len(way)
    registration.state_since = stage.recorded(stage.chance.between(1, 380) / 48)
    if registration.state == S.WAITLISTED:
        registration.waited_for = S.REGISTERED if registration.track == Track.APPLICATION else S.NOMINATED


def _join(registration: Registration, stage: Stage) -> None:
    """Neighbours and the host come with many, others with few."""
    own = [one for one in stage.delegations if one.category == registration.category]
    few = own[: max(1, len(own) // 5)]
    delegation = stage.chance.one_of(few if stage.chance.happens(0.4) else own)
    registration.delegation, registration.role = delegation, stage.chance.weighted(ROLES)
    registration.is_outside_quota = registration.role in ROLES_OUTSIDE_QUOTA
    registration.position = stage.chance.between(1, 99)


def _invitation(stage: Stage, registration: Registration) -> Invitation:
    return Invitation(
        pk=stage.chance.identifier(),
        conference=stage.conference,
        category=registration.category,
        participant=registration.participant,
        email=registration.participant.email,
        channel=Channel.EMAIL,
        state=InvitationState.ACCEPTED,
        state_since=registration.created_at,
        created_at=stage.recorded(57),
    )


def _histories(stage: Stage) -> list[RegistrationTransition]:
    ways = {way[-1]: way for way in NOMINATED}
    invited = {way[-1]: way for way in INVITED}
    applying = {way[-1]: way for way in APPLYING}
    steps: list[RegistrationTransition] = []
    for one in stage.registrations:
        table = applying if one.track == Track.APPLICATION else ways if one.delegation else invited
        origin = ""
        for target in table[S(one.state)]:
            is_last = target == one.state
            by = stage.officer if target in {S.REGISTERED, S.DECLINED, S.UNDER_REVIEW} else None
            at = one.state_since if is_last else one.created_at
            steps.append(RegistrationTransition(registration=one, origin=origin, target=target, by=by, at=at))
            origin = target
    return steps


def _applications(stage: Stage) -> list[Application]:
    return [
        Application(
            registration=one,
            organisation=one.participant.institution,
            country_of_work="Mongolia, Kazakhstan",
            mandate=MANDATE,
            relevant_work=MANDATE,
        )
        for one in stage.registrations
        if one.track == Track.APPLICATION
    ]
