"""What registration gives to the registry of the app below."""

from django.utils.translation import gettext_lazy as _

from conference.correspondence.campaigns.audiences import register_audience
from conference.correspondence.purposes import register_purpose
from conference.models import Conference
from conference.registry import DashboardCard, NavigationGroup, OwnPage, registry
from registration import receivers
from registration.actions.clear_documents import clear_ended_documents, clear_orphaned_files, files_of_documents
from registration.actions.clear_passports import clear_passports
from registration.actions.clear_requests import clear_requests
from registration.actions.frame_parts import FRAME_PARTS
from registration.actions.import_table import clear_imports
from registration.actions.promotion import give_free_places
from registration.actions.unfinished import clear_unfinished_forms
from registration.actions.unmerge import clear_merges
from registration.contributions import vetting
from registration.contributions.addresses import (
    about_delegation,
    about_participant,
    concerns_protected,
    has_delegation,
    has_registration,
    knows_address,
    languages_of_address,
)
from registration.contributions.audiences import AUDIENCES
from registration.contributions.desk import figures, navigation, panels, settings, waiting
from registration.contributions.letter_doubts import doubts_of_names
from registration.contributions.letter_examples import EXAMPLES
from registration.contributions.reminders import CONDITIONS, STILL_NEEDED
from registration.emails.purposes import PURPOSES
from registration.exports.delegations import DELEGATIONS, INVITATIONS
from registration.exports.notes import NOTES
from registration.exports.registrations import REGISTRATIONS
from registration.imports.jobs import IMPORT, PREVIEW, UNDO
from registration.models import ImportedRegistration, RegistrationImport
from registration.queries.public_standing import standing_of_categories
from registration.queries.waiting import promoted_text


def register() -> None:
    """Called once, when all apps are loaded."""
    registry.knows_address.append(knows_address)
    registry.languages_of_address.append(languages_of_address)
    registry.about_participant.append(about_participant)
    registry.about_others.append(about_delegation)
    registry.concerns_protected.append(concerns_protected)
    registry.public_rows.append(lambda conference: [conference.categories.all()])
    registry.public_facts.append(standing_of_categories)
    registry.on_conference_saved.append(places_changed)
    register_purpose(*PURPOSES)
    registry.letter_examples |= EXAMPLES
    registry.letter_doubts.append(doubts_of_names)
    register_audience(*AUDIENCES)
    for key in ("invitation_state", "invitation_organisation", "invitation_person"):
        registry.on_settled[key] = receivers.invitations_settled
        registry.on_returned[key] = receivers.invitation_returned
    for condition in CONDITIONS:
        registry.add_reminder_condition(condition)
    registry.still_needed |= STILL_NEEDED
    _register_work()
    _register_pages()


def _register_work() -> None:
    """What is done apart from any page: long lists, and clearing what has expired."""
    registry.add_job_kind(REGISTRATIONS)
    registry.add_job_kind(DELEGATIONS)
    registry.add_job_kind(INVITATIONS)
    registry.add_job_kind(NOTES)
    registry.add_job_kind(PREVIEW)
    registry.add_job_kind(IMPORT)
    registry.add_job_kind(UNDO)
    registry.knows_files.append(files_of_documents)
    registry.clearers |= {
        "imports": lambda: clear_imports(RegistrationImport, ImportedRegistration),
        "ended documents": clear_ended_documents,
        "orphaned files": clear_orphaned_files,
        "passports": clear_passports,
        "requests": clear_requests,
        "merges": clear_merges,
        "unfinished forms": clear_unfinished_forms,
    }


def _register_pages() -> None:
    registry.own_pages += [
        OwnPage(_("My registration"), "registration:own", has_registration),
        OwnPage(_("My delegation"), "registration:delegation", has_delegation),
    ]
    registry.frame_parts += FRAME_PARTS
    registry.navigation.append(NavigationGroup("participation", navigation))
    registry.navigation.append(NavigationGroup("settings", settings))
    # The first figure that an officer sees is how many States have replied, whichever app was loaded before.
    registry.dashboard_cards.insert(0, DashboardCard(figures, waiting, panels))
    registry.dashboard_cards.insert(1, DashboardCard(waiting=vetting.waiting))


def places_changed(conference: Conference) -> str:
    """Whoever waits for a place of the conference is given what is free by now; gives a sentence with how many were."""
    return promoted_text(len(give_free_places(conference)))
