"""Who takes part in a host's conference: delegations, invitations, nominations, applications, in every state."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.utils import timezone

from conference.models import Mission, Organisation, State, TeamRole
from registration.models import (
    ChangeKind,
    Decision,
    DecisionAct,
    DecisionRound,
    DeclineGround,
    Delegation,
    DelegationRole,
    DocumentKind,
    FocalPointRank,
    ImportedRegistration,
    Outcome,
    Participant,
    PendingChange,
    QuestionSubject,
    Registration,
    RegistrationImport,
    RegistrationTransition,
    RoundDecision,
    Route,
    Visibility,
)
from registration.states import InvitationState, Track
from registration.states import RegistrationState as S
from tests.borders.host import Host
from tests.borders.words import PROTECTED, PUBLIC, TEAM, texts
from tests.factories.conference import make_mission, make_state, make_user
from tests.factories.questions import make_question
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_document,
    make_focal_point,
    make_invitation,
    make_notice,
    make_participant,
    make_registration,
    make_round,
)

TWICE = "present.twice@people.example"
REGISTERS = frozenset({"coordinator", "registration", "protocol", "of_both", "of_there", "superuser"})
FAR_AHEAD = datetime.timedelta(days=3650)


def add_participation(host: Host, states: tuple[str, str]) -> None:
    """The host's categories, and everybody by whichever route they come."""
    _add_notices(host)
    _add_questions(host)
    _add_categories(host)
    _add_delegations(host, states)
    _add_members(host)
    _add_applicants(host)
    _add_invitees(host)
    host.rounds["notes"] = make_round(host.invitations["first"])
    _add_requests(host)
    _add_imports(host)
    _add_decisions(host)
    _add_grounds(host)
    _add_documents(host)


def add_person(host: Host, name: str, readers: frozenset[str], **changes: Any) -> Participant:
    """A participant whose word stands in every text of theirs."""
    word = host.words.new(readers | {name})
    person = make_participant(
        host.conference,
        **{
            "courtesy": "Ms.",
            "title": "",
            "given_names": word,
            "family_name": word,
            "patronymic": word,
            "native_name": word,
            "listed_name": f"Listed {word}",
            "badge_name": f"Badge {word}",
            "function": f"Adviser {word}",
            "institution": f"Institute {word}",
            "email": f"{word.lower()}@people.example",
            "phone": f"+976 {word}",
        }
        | changes,
    )
    host.people[name] = person
    return person


def _add_notices(host: Host) -> None:
    """A published version and the next one in preparation; here and there they have the same numbers."""
    for name, readers in (("published", PUBLIC), ("draft", TEAM)):
        host.notices[name] = make_notice(
            host.conference,
            is_published=name == "published",
            text=texts(host.words.new(readers), "Who is responsible", "Кто отвечает", "Хэн хариуцдаг"),
            changes=texts(host.words.new(readers), "New is", "Новое", "Шинэ"),
            by=host.officers[TeamRole.COORDINATOR],
        )


def _add_questions(host: Host) -> None:
    """One that each person answers, one of the delegations."""
    for subject in QuestionSubject:
        host.questions[subject] = make_question(host.conference, subject=subject)


def _add_categories(host: Host) -> None:
    names = {
        Route.NOMINATION: ("Government", "Правительство", "Засгийн газар"),
        Route.INVITATION: ("Experts", "Эксперты", "Шинжээчид"),
        Route.APPLICATION: ("Civil society", "Гражданское общество", "Иргэний нийгэм"),
        Route.ON_THE_SPOT: ("Staff", "Персонал", "Ажилтнууд"),
    }
    for route, name in names.items():
        readers = TEAM if route == Route.ON_THE_SPOT else PUBLIC
        word = host.words.new(readers | {"invitee", "twice"})
        described = texts(host.words.new(readers), "For", "Для", "Зориулалт")
        host.categories[route] = make_category(
            host.conference, route, slug=word.lower(), name=texts(word, *name), description=described
        )


def _add_delegations(host: Host, states: tuple[str, str]) -> None:
    first, second = (make_state(code) for code in states)
    for name, owner in (("first", first), ("second", second), ("organisation", host.organisation)):
        _add_delegation(host, name, owner)


def _add_delegation(host: Host, name: str, owner: State | Organisation) -> None:
    delegation = make_delegation(
        host.conference, owner, category=host.categories[Route.NOMINATION], note=f"Note {host.words.new()}", quota=8
    )
    host.delegations[name] = delegation
    ranks = (FocalPointRank.PRIMARY, FocalPointRank.BACKUP) if name == "first" else (FocalPointRank.PRIMARY,)
    for rank in ranks:
        role = {"first": "focal_point", "second": "other_focal_point"}.get(name, "organisation_focal_point")
        readers = TEAM | {role, "focal_point"} if name == "first" else TEAM | {role}
        word = host.words.new(readers)
        host.focal_points[f"{name}-{rank}"] = make_focal_point(
            delegation,
            rank=rank,
            name=f"Contact {word}",
            function=f"Counsellor {word}",
            email=f"{word.lower()}@ministry.example",
            phone=f"+996 {word}",
        )
    _invite_delegation(host, name, delegation)


def _invite_delegation(host: Host, name: str, delegation: Delegation) -> None:
    # Whoever has the note has its link, and reads what it says of itself.
    reference = host.words.new(PUBLIC)
    signatory = host.words.new(PUBLIC)
    host.invitations[name] = make_invitation(
        to=delegation,
        reference=reference,
        signatory=signatory,
        mission=_mission(delegation.state) if delegation.state else None,
        email=f"{host.words.new().lower()}@missions.example",
        expires_at=timezone.now() + FAR_AHEAD,
    )


def _mission(state: State) -> Mission:
    """The one in Geneva, through which both hosts write."""
    return state.missions.filter(city__en="Geneva").first() or make_mission(state, city={"en": "Geneva"})


def _register(host: Host, name: str, state: S, **changes: Any) -> Registration:
    """With a second transition, whose reason bears the person's word."""
    person = host.people[name]
    registration = make_registration(state, host.conference, participant=person, **changes)
    host.registrations[name] = registration
    word = host.words.new(TEAM if person.visibility != Visibility.HIDDEN else PROTECTED)
    RegistrationTransition.objects.create(
        registration=registration, origin="", target=state, by=host.officers[TeamRole.REGISTRATION], reason=word
    )
    if registration.track == Track.APPLICATION:
        _fill_in_application(registration, person.given_names)
    return registration


def _fill_in_application(registration: Registration, word: str) -> None:
    application = registration.application
    application.organisation = f"Forum {word}"
    application.country_of_work = f"Land {word}"
    application.mandate = f"Mandate {word}"
    application.relevant_work = f"Work {word}"
    application.proposed_by = f"Proposer {word}"
    application.save()


def _add_members(host: Host) -> None:
    """Of the first delegation: a minister with a private office, a nominee, a hidden one, one replaced."""
    first, second, third = (host.delegations[name] for name in ("first", "second", "organisation"))
    of_first = TEAM | {"focal_point"}
    office = host.words.new(of_first | {"private_office"}).lower()
    add_person(host, "minister", of_first | {"private_office"}, email="", office_email=f"{office}@office.example")
    _register(host, "minister", S.COMPLETE, delegation=first, role=DelegationRole.HEAD)
    add_person(host, "nominee", of_first, nationality="")
    _register(host, "nominee", S.NOMINATED, delegation=first)
    add_person(host, "bodyguard", PROTECTED | {"focal_point"}, visibility=Visibility.HIDDEN)
    _register(host, "bodyguard", S.COMPLETE, delegation=first, role=DelegationRole.SECURITY, is_outside_quota=True)
    add_person(host, "replaced", of_first)
    _register(host, "replaced", S.REPLACED, delegation=first)
    add_person(host, "member_of_second", TEAM | {"other_focal_point"})
    _register(host, "member_of_second", S.REGISTERED, delegation=second)
    add_person(host, "member_who_waits", TEAM | {"other_focal_point"})
    _register(host, "member_who_waits", S.WAITLISTED, delegation=second, waited_for=S.NOMINATED)
    add_person(host, "member_of_organisation", TEAM | {"organisation_focal_point"})
    _register(host, "member_of_organisation", S.COMPLETE, delegation=third)


def _add_applicants(host: Host) -> None:
    """One in each state of an application; one of them hidden, who is registered and speaks."""
    states = {
        "applicant": S.SUBMITTED,
        "reviewed": S.UNDER_REVIEW,
        "asked": S.CHANGES_REQUESTED,
        "waiting": S.WAITLISTED,
        "registered": S.REGISTERED,
        "declined": S.DECLINED,
        "withdrawn": S.WITHDRAWN,
    }
    for name, state in states.items():
        # Of those who are counted the function stands on the agenda in place of the name.
        function = f"Adviser {host.words.new(PUBLIC)}"
        add_person(host, name, TEAM, visibility=Visibility.COUNTED, function=function)
        _register(host, name, state, category=host.categories[Route.APPLICATION])
    add_person(host, "hidden_person", PROTECTED, visibility=Visibility.HIDDEN, named_on_agenda=False)
    _register(host, "hidden_person", S.REGISTERED, category=host.categories[Route.APPLICATION])


def _add_invitees(host: Host) -> None:
    """A speaker and a moderator who came by invitation, somebody who has not answered, one who regretted."""
    add_person(host, "speaker", PUBLIC)
    add_person(host, "moderator", PUBLIC)
    for name in ("speaker", "moderator"):
        host.invitations[name] = _invite_person(host, name, InvitationState.ACCEPTED)
        _register(host, name, S.REGISTERED, invitation=host.invitations[name])
    add_person(host, "invitee", TEAM, visibility=Visibility.COUNTED)
    host.invitations["invitee"] = _invite_person(host, "invitee", InvitationState.SENT)
    add_person(host, "regretting", TEAM)
    host.invitations["regretting"] = _invite_person(host, "regretting", InvitationState.DECLINED)
    add_person(host, "hidden_invitee", PROTECTED, visibility=Visibility.HIDDEN)
    host.invitations["hidden_invitee"] = _invite_person(host, "hidden_invitee", InvitationState.SENT)
    add_person(host, "twice", TEAM, email=TWICE)
    _register(host, "twice", S.COMPLETE, category=host.categories[Route.INVITATION])


def _invite_person(host: Host, name: str, state: InvitationState) -> Any:
    return make_invitation(
        to=host.people[name],
        state=state,
        category=host.categories[Route.INVITATION],
        reference=host.words.new(TEAM | {name}),
        signatory=host.words.new(TEAM | {name}),
        expires_at=timezone.now() + FAR_AHEAD,
    )


def _add_documents(host: Host) -> None:
    """A delegation's letter, and a document of somebody hidden: each named by a word, which few may read."""
    letter = host.words.new(TEAM | {"focal_point"})
    host.documents["first"] = make_document(host.delegations["first"], name=f"Letter {letter}.pdf")
    for name, readers in (("hidden_person", PROTECTED), ("registered", TEAM)):
        word = host.words.new(readers | {name})
        host.documents[name] = make_document(
            host.registrations[name], kind=DocumentKind.SUPPORTING, name=f"Article {word}.pdf"
        )


def _add_requests(host: Host) -> None:
    """After the deadline: a correction of the nominee, one of the hidden member, and a new member."""
    delegation = host.delegations["first"]
    for name, person, readers in (
        ("correction", "nominee", TEAM | {"focal_point", "nominee"}),
        ("hidden_correction", "bodyguard", PROTECTED | {"focal_point"}),
    ):
        word = host.words.new(readers)
        host.pending_changes[name] = PendingChange.objects.create(
            conference=host.conference,
            kind=ChangeKind.CORRECTION,
            registration=host.registrations[person],
            delegation=delegation,
            changes={"function": {"old": host.people[person].function, "new": f"Counsellor {word}"}},
            note=f"Asked {host.words.new(readers)}",
        )
    for person in ("speaker", "hidden_person"):
        readers = (PROTECTED if person == "hidden_person" else TEAM) | {person}
        host.pending_changes[person] = PendingChange.objects.create(
            conference=host.conference,
            kind=ChangeKind.CORRECTION,
            registration=host.registrations[person],
            changes={"function": {"old": host.people[person].function, "new": f"Asked {host.words.new(readers)}"}},
            asked_by=make_user(host.people[person].email),
        )
    word = host.words.new(TEAM | {"focal_point"})
    host.pending_changes["nomination"] = PendingChange.objects.create(
        conference=host.conference,
        kind=ChangeKind.NOMINATION,
        delegation=delegation,
        role=DelegationRole.ADVISER,
        changes={"given_names": {"old": "", "new": word}, "family_name": {"old": "", "new": word}},
    )


def _add_imports(host: Host) -> None:
    """A table that the co-ordinator has brought, whose file is gone; it changed a registered and a hidden person."""
    brought = RegistrationImport.objects.create(
        conference=host.conference,
        by=host.officers[TeamRole.COORDINATOR],
        form_token=uuid.uuid4(),
        file="gone",
        file_name=f"{host.words.new(REGISTERS)}.csv",
        kind="csv",
        encoding="utf-8-sig",
        separator=";",
    )
    host.imports["coordinator"] = brought
    for name in ("registered", "hidden_person"):
        ImportedRegistration.objects.create(
            of=brought,
            registration=host.registrations[name],
            is_new=False,
            registration_version=0,
            participant_version=0,
        )


def _add_grounds(host: Host) -> None:
    """For what the host declines: an own ground, whose text is for applicants who are declined."""
    host.grounds["places"] = DeclineGround.objects.create(
        conference=host.conference,
        title=texts(host.words.new(), "Places", "Места", "Суудал"),
        text=texts(host.words.new(), "No place is left:", "Мест нет:", "Суудал дууссан:"),
    )


def _add_decisions(host: Host) -> None:
    """What was decided on one registered and on one hidden, and a round in which both kinds stand."""
    officer = host.officers[TeamRole.REGISTRATION]
    decided = DecisionAct.objects.create(
        conference=host.conference, decision=Decision.CONFIRM, reason=f"Because {host.words.new()}", by=officer
    )
    host.decisions["decision"] = decided
    found = DecisionRound.objects.create(
        conference=host.conference,
        category=host.categories[Route.APPLICATION],
        title=f"Round {host.words.new()}",
        created_by=officer,
    )
    host.decisions["round"] = found
    for name, readers in (("reviewed", TEAM), ("hidden_person", PROTECTED)):
        row = host.registrations[name]
        row.transitions.update(act=decided)
        RoundDecision.objects.create(
            round=found,
            registration=row,
            outcome=Outcome.DECLINED,
            reason=f"Since {host.words.new(readers)}",
            decided_by=officer,
        )
