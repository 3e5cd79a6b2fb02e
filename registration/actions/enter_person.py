"""Entering somebody who is asked for something before there is a registration: a speaker, say."""

from conference.models import Conference
from registration.models import Participant, Visibility


def enter_without_registration(person: Participant, *, conference: Conference) -> Participant:
    """Saves a person of the conference who holds no seat, no code for the door and no registration yet.

    Nobody has asked the person who may see the name: it is counted, as experts are, until the person says otherwise.
    The caller has seen to the permission, and asks the person by letter.
    """
    person.conference = conference
    person.visibility = Visibility.COUNTED
    person.save(force_insert=True)
    return person
