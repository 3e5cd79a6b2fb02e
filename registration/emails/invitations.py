"""Letters of invitation, and the reminder to those who have not replied."""

import datetime
from dataclasses import replace
from functools import partial

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from conference.correspondence.letter import Letter
from conference.correspondence.models import EnclosureKind
from conference.formats import day_text
from conference.models import Conference, StateName
from registration.emails.addressing import closing_day, language_of, letter_to_participant, page_address, salutation_of
from registration.emails.sheets import sheet_of_invitation
from registration.models import Channel, Delegation, Invitation, Participant

# English formal names built on one of these take the article; “Canada” and “Bosnia and Herzegovina” do not.
TAKES_THE_ARTICLE = frozenset(
    {"Confederation", "Duchy", "Federation", "Kingdom", "Principality", "Republic", "See", "State", "States"}
)

# Names of organisations that are built on one of these take it as well; “Amnesty International” does not.
ORGANISATION_WITH_ARTICLE = frozenset(
    {
        "Agency",
        "Association",
        "Bank",
        "Centre",
        "Commission",
        "Committee",
        "Council",
        "Department",
        "Entity",
        "Federation",
        "Foundation",
        "Fund",
        "Institute",
        "Network",
        "Office",
        "Organisation",
        "Organization",
        "Programme",
        "Secretariat",
        "Union",
    }
)
# A form that the register lacks is put so that no case is wrong: in brackets.
DECLINING = frozenset({"ru", "mn"})

CASES = ("delegation_of", "delegation_to")
ORGANISATION_VALUES = frozenset(
    {"invitation_link", "reply_by", "dated_on", "registration_closes_on", "reference", "addressee"}
)


def invitation(invitation: Invitation, *, version: str) -> list[Letter]:
    """The letter of invitation: to a State through its mission, with the code for its focal point, or to a person.

    Nothing where the invitation goes on paper only.
    """
    if invitation.participant is not None:
        letters = _to_person("invitation_person", invitation, invitation.participant, version)
        return [_on_sheets(invitation, letter) for letter in letters]
    if invitation.is_by_note_only:
        return []
    purpose, values = _for_delegation("invitation_state", "invitation_organisation", invitation)
    values |= {"seats_sentence": _seats_sentence(invitation)}
    secrets = {"designation_code": invitation.designation_code}
    return [_on_sheets(invitation, _to_mission(purpose, invitation, version, values, secrets))]


def on_paper(invitation: Invitation) -> Letter:
    """The invitation as it is printed: a note verbale to a mission, a letter to anybody else; flags do not matter."""
    if invitation.participant is not None:
        values = _person_values(invitation)
        return _on_sheets(invitation, _printed("invitation_person", invitation, invitation.participant, values))
    on_a_note = "note_verbale" if invitation.channel == Channel.NOTE_VERBALE else "invitation_state"
    purpose, values = _for_delegation(on_a_note, "invitation_organisation", invitation)
    values |= {"seats_sentence": _seats_sentence(invitation)}
    secrets = {"designation_code": invitation.designation_code}
    return _on_sheets(invitation, _to_mission(purpose, invitation, "paper", values, secrets))


def reminder_to_reply(invitation: Invitation, *, version: str) -> list[Letter]:
    """The reminder to an addressee who has not answered; it repeats the link, and refers to the note for the code."""
    if invitation.participant is not None:
        return _to_person("reminder_to_reply_person", invitation, invitation.participant, version)
    if invitation.is_by_note_only:
        return []
    purpose, values = _for_delegation("reminder_to_reply", "reminder_to_reply_organisation", invitation)
    return [_to_mission(purpose, invitation, version, values, {})]


def reminder_to_register(invitation: Invitation, *, version: str) -> list[Letter]:
    """The reminder to a person who has not registered; nothing to a State or an organisation, which names others."""
    if invitation.participant is None:
        return []
    return _to_person("registration_awaited", invitation, invitation.participant, version)


def government_of(name: StateName, language: str) -> str:
    """What follows “the Government of”: the register's genitive, else the formal name as English writes it."""
    if name.genitive.has_language(language):
        return str(name.genitive.in_language(language))
    formal: str = name.formal_name.in_language(language) or name.name.in_language(language)
    if language in DECLINING:
        return f"({formal})"
    return _with_article(formal, TAKES_THE_ARTICLE) if language == "en" else formal


def _with_article(name: str, built_on: frozenset[str]) -> str:
    takes_it = not built_on.isdisjoint(name.replace(",", " ").split())
    return f"the {name}" if takes_it and not name.startswith(("the ", "The ")) else name


def delegation_cases(delegation: Delegation, conference: Conference, language: str) -> dict[str, str]:
    """The delegation's name after “of” and after “to”, as the language declines it.

    Of a State as the register has it; where it has none, the name as it is, in brackets where the language declines,
    and the page on which the letter is worded says so. An organisation's name is not declined.
    """
    delegation.conference = conference
    prefetch_related_objects([delegation], "state__names")
    if delegation.state is None:
        return dict.fromkeys(CASES, delegation.name_in(language))
    name_in_force = delegation.state.name_on(conference.starts_on)
    of = government_of(name_in_force, language)
    dative = name_in_force.dative
    to = str(dative.in_language(language)) if dative.has_language(language) else ""
    return {"delegation_of": of, "delegation_to": to or _undeclined(name_in_force, language, of)}


def _undeclined(name: StateName, language: str, of: str) -> str:
    """English does not decline; elsewhere the short name stands as it is, in brackets where a case is due."""
    short = str(name.name.in_language(language))
    if language in DECLINING:
        return f"({short})"
    return of if language == "en" else short


def reply_by(invitation: Invitation) -> datetime.date:
    """The date asked for: the invitation's own, else the conference's, else the last day of registration."""
    conference = invitation.conference
    return invitation.reply_by or conference.reply_by or closing_day(conference)


def _on_sheets(invitation: Invitation, letter: Letter) -> Letter:
    """With what a PDF of it says, asked only where one goes along."""
    sheet = partial(sheet_of_invitation, invitation, letter.recipient_name)
    return replace(letter, sheets={EnclosureKind.LETTER: sheet})


def _to_person(purpose: str, invitation: Invitation, person: Participant, version: str) -> list[Letter]:
    person.conference = invitation.conference
    values = _person_values(invitation)
    letter = letter_to_participant(purpose, person, about=invitation, version=version, values=values)
    if letter is None or (letter.by_hand and purpose == "invitation_person"):
        # Printed from the page of the invitation itself, and marked there as dispatched.
        return []
    return [letter]


def _person_values(invitation: Invitation) -> dict[str, str]:
    return _shared_values(invitation) | {"category": invitation.category.name.in_language(invitation.language)}


def _printed(purpose: str, invitation: Invitation, person: Participant, values: dict[str, str]) -> Letter:
    person.conference = invitation.conference
    language = language_of(person)
    with override(language):
        name = person.letter_name
    return Letter(
        conference=invitation.conference,
        purpose=purpose,
        recipient=invitation.email,
        recipient_name=name,
        salutation=salutation_of(person),
        language=language,
        about=invitation,
        version="paper",
        values=values,
    )


def _to_mission(
    purpose: str, invitation: Invitation, version: str, values: dict[str, str], secrets: dict[str, str]
) -> Letter:
    return Letter(
        conference=invitation.conference,
        purpose=purpose,
        recipient=invitation.email,
        recipient_name=invitation.mission.name.in_language(invitation.language) if invitation.mission else "",
        language=invitation.language,
        about=invitation,
        version=version,
        values=values,
        secrets=secrets,
    )


def _shared_values(invitation: Invitation) -> dict[str, str]:
    conference, language = invitation.conference, invitation.language
    dated_on = invitation.dated_on or conference.starts_on
    return {
        "invitation_link": page_address(conference, language, "registration:invitation", invitation.link_token),
        "reply_by": day_text(reply_by(invitation), language),
        "dated_on": day_text(dated_on, language, with_year=True),
        "registration_closes_on": day_text(closing_day(conference, invitation.category), language),
    }


def _state_values(invitation: Invitation) -> dict[str, str]:
    conference, language, delegation = invitation.conference, invitation.language, invitation.delegation
    values = _shared_values(invitation) | {"reference": invitation.reference}
    if delegation is None or delegation.state is None:
        name = delegation.name_in(language) if delegation else ""
        named = dict.fromkeys(("state_formal_name", "government_of", *CASES), name)
        return (
            values | named | {"addressee": _with_article(name, ORGANISATION_WITH_ARTICLE) if language == "en" else name}
        )
    cases = delegation_cases(delegation, conference, language)
    name_in_force = delegation.state.name_on(conference.starts_on)
    government, formal = government_of(name_in_force, language), name_in_force.formal_name.in_language(language)
    return values | {
        **cases,
        # Where the language declines, it stands on a line of its own.
        "addressee": _addressee(invitation, language) or (formal if language in DECLINING else government),
        "state_formal_name": formal,
        "government_of": government,
    }


def _for_delegation(of_state: str, of_organisation: str, invitation: Invitation) -> tuple[str, dict[str, str]]:
    """The purpose by who is written to, with its values: no organisation is called a government."""
    values = _state_values(invitation)
    if invitation.delegation is not None and invitation.delegation.state is None:
        return of_organisation, {name: text for name, text in values.items() if name in ORGANISATION_VALUES}
    return of_state, values


def _addressee(invitation: Invitation, language: str) -> str:
    name = invitation.mission.name.in_language(language) if invitation.mission else ""
    return f"the {name}" if name and language == "en" and not name.lower().startswith("the ") else str(name)


def _seats_sentence(invitation: Invitation) -> str:
    with override(invitation.language):
        if invitation.quota is None and invitation.delegation is not None and invitation.delegation.state is None:
            return _("The size of the delegation is left to the organisation.")
        if invitation.quota is None:
            return _("The size of the delegation is left to the Government.")
        sentence = ngettext(
            "One seat is reserved for the delegation.",
            "%(quota)s seats are reserved for the delegation.",
            invitation.quota,
        )
        return sentence % {"quota": invitation.quota}
