"""What letters are for, and the fixed table of placeholders that each may carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.correspondence.models import EnclosureKind, Queue

COMMON: Mapping[str, str | Promise] = {
    "conference_title": _("the full title"),
    "conference_short_title": _("the approved short title"),
    "conference_kind": _("what it is, as a subject: “the Conference”"),
    "conference_kind_of": _("the same after “of”"),
    "conference_kind_to": _("the same after “to”"),
    "conference_kind_as": _("the same as an object"),
    "conference_kind_with": _("the same after “with”"),
    "conference_kind_in": _("the same after “in” or “at”"),
    "conference_place": _("city and country"),
    "conference_dates": _("the dates"),
    "conference_url": _("the address of the conference's page"),
    "signatory": _("who presents compliments"),
    "contact_name": _("the secretariat's name"),
    "contact_email": _("the secretariat's address"),
    "contact_phone": _("the secretariat's telephone"),
    "recipient_name": _("how the letter addresses the recipient"),
    "salutation": _("how the letter begins in its language: “Excellency” or “Dear …”"),
}


@dataclass(frozen=True)
class Purpose:
    """A kind of letter. ``links`` are the placeholders that are addresses; alone on a line, they become a link.

    ``encloses`` are the enclosures that it can carry, each with whether it does unless an officer chooses otherwise.
    """

    key: str
    label: str | Promise
    placeholders: Mapping[str, str | Promise] = field(default_factory=dict)
    links: frozenset[str] = frozenset()
    queue: Queue = Queue.MAIL
    encloses: Mapping[EnclosureKind, bool] = field(default_factory=dict)

    @property
    def usually_encloses(self) -> frozenset[EnclosureKind]:
        """What goes with it as long as nobody has chosen."""
        return frozenset(kind for kind, is_usual in self.encloses.items() if is_usual)

    def allows(self, name: str) -> bool:
        """Whether a text of this purpose may carry the placeholder."""
        return name in self.placeholders or name in COMMON

    def is_link(self, name: str) -> bool:
        return name in self.links or name == "conference_url"

    def opens(self, name: str) -> bool:
        """Whether it opens something by itself: a code, or an address that is more than the conference's."""
        return name in self.links or is_secret(name)


def is_secret(placeholder: str) -> bool:
    """Whether it is a code."""
    return placeholder == "code" or placeholder.endswith("_code")


PURPOSES: dict[str, Purpose] = {}
#: Worded anew in each campaign: these have no text of their own.
OF_CAMPAIGNS: dict[str, Purpose] = {}


def purpose_called(key: str) -> Purpose | None:
    """Of either table."""
    return PURPOSES.get(key) or OF_CAMPAIGNS.get(key)


def register_purpose(*purposes: Purpose) -> None:
    """Adds purposes to the table; each app registers its own when it is ready."""
    PURPOSES.update({purpose.key: purpose for purpose in purposes})
