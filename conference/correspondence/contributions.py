"""What correspondence gives to the registry: its lines of the navigation, and trouble with the mail."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conference.registry import DashboardCard, NavigationEntry, NavigationGroup, Waiting, registry

if TYPE_CHECKING:
    from conference.models import Conference, User


def register() -> None:
    from conference.correspondence.bounces.reading import forget_filed
    from conference.correspondence.export import LEDGER
    from conference.correspondence.frame_parts import FRAME_PARTS

    registry.navigation.append(NavigationGroup("correspondence", navigation))
    registry.dashboard_cards.append(DashboardCard(waiting=waiting))
    registry.add_job_kind(LEDGER)
    registry.frame_parts += FRAME_PARTS
    registry.clearers["notices of other servers"] = forget_filed


def navigation(conference: "Conference") -> Iterable[NavigationEntry]:
    from conference.correspondence.counts import trouble

    in_trouble = trouble(conference).total
    yield NavigationEntry(_("Ledger"), "admin:correspondence_outgoingmessage_changelist", in_trouble or None)
    yield NavigationEntry(_("Campaigns"), "admin:correspondence_campaign_changelist")
    yield NavigationEntry(_("Reminder rules"), "admin:correspondence_reminderrule_changelist")
    yield NavigationEntry(_("Days to avoid"), "admin:correspondence_daytoavoid_changelist")
    yield NavigationEntry(_("Letters"), "admin:correspondence_lettertemplate_changelist")


def waiting(user: "User", conference: "Conference") -> Iterable[Waiting]:
    """Letters that lack a wording, that went wrong, and those that nobody has sent yet; mail nobody has looked at."""
    from conference.correspondence.counts import undecided

    waits = undecided(conference)
    yield _missing_translations(conference)
    yield _unusable_wordings(conference)
    yield from _messages_in_trouble(conference, waits.held_messages)
    yield _mail_put_aside(user, conference)
    yield Waiting(
        _("Reminders that were missed"),
        waits.missed_reminders,
        reverse("admin:correspondence_reminderrule_changelist"),
        _("They came due while nothing was sent: decide whether each still goes."),
        tone="trouble",
    )
    yield Waiting(
        _("Campaigns that are paused"),
        waits.paused_campaigns,
        f"{reverse('admin:correspondence_campaign_changelist')}?status=paused",
        _("Nothing of them goes until an officer lets it go on, or cancels it."),
    )


def _messages_in_trouble(conference: "Conference", held: int) -> Iterable[Waiting]:
    """Messages that did not arrive, that may not have, or that nobody takes."""
    from conference.correspondence.counts import trouble

    found, ledger = trouble(conference), reverse("admin:correspondence_outgoingmessage_changelist")
    yield Waiting(
        _("Messages that failed"),
        found.failed,
        f"{ledger}?status=failed",
        _("The server refused them; its words stand beside each."),
        tone="trouble",
    )
    yield Waiting(
        _("Messages that came back"),
        found.came_back,
        f"{ledger}?status=came_back",
        _("Other servers gave them back, in the words beside each; take note of each once it is dealt with."),
        tone="trouble",
    )
    yield Waiting(
        _("Letters to be sent by hand"),
        found.by_hand,
        f"{ledger}?status=by_hand",
        _("To those to whom nothing is written automatically: print or send each, then mark it as sent."),
    )
    yield Waiting(
        _("Messages of which nothing is known"),
        found.unknown,
        f"{ledger}?status=unknown",
        _("They may have arrived; they are not sent again by themselves."),
        tone="trouble",
    )
    yield _held_messages(held, ledger)
    yield Waiting(
        _("Messages due for more than five minutes"),
        found.overdue,
        f"{ledger}?status=overdue",
        _("Nothing takes them: the workers seem to be standing still."),
        tone="trouble",
    )


def _held_messages(held: int, ledger: str) -> Waiting:
    return Waiting(
        _("Messages held back by the machine"),
        held,
        f"{ledger}?status=undecided",
        _(
            "Whether they are still needed could not be learned, or what goes along not be made: let each go, or "
            "cancel it."
        ),
        tone="trouble",
    )


def _mail_put_aside(user: "User", conference: "Conference") -> Waiting:
    from conference.correspondence.models import MailAside

    return Waiting(
        _("Mail put aside"),
        MailAside.objects.visible_to(user, conference).undecided().count(),
        reverse("admin:correspondence_mailaside_changelist"),
        _("Notices of other servers that could not be assigned to a message, and what else came to their address."),
    )


def _unusable_wordings(conference: "Conference") -> Waiting:
    from conference.correspondence.wordings import unusable_wordings

    return Waiting(
        _("Own wordings that are passed over"),
        unusable_wordings(conference),
        reverse("admin:correspondence_lettertemplate_changelist"),
        _("They have placeholders that their letters have lost; the shipped wordings go until they are mended."),
        tone="trouble",
    )


def _missing_translations(conference: "Conference") -> Waiting:
    from conference.correspondence.wordings import missing_translations

    return Waiting(
        _("Letters that go out in English for want of a wording"),
        sum(missing_translations(conference).values()),
        reverse("admin:correspondence_lettertemplate_changelist"),
        _("The conference has languages in which these letters are not worded yet."),
    )
