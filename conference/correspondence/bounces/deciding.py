"""What an officer decides about mail that was put aside: of which message it is a notice, or that it is none."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.correspondence.bounces.keeping import attach
from conference.correspondence.bounces.notice import Said
from conference.correspondence.errors import CorrespondenceError, NotPermittedError
from conference.correspondence.models import AsideDecision, BounceKind, MailAside, OutgoingMessage
from conference.correspondence.models.outgoing_message import OutgoingMessageQuerySet
from conference.correspondence.withheld import marked_for
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_CORRESPOND, ROLES_THAT_SEE_PROTECTED, has_role

MOST_SHOWN, MOST_OFFERED = 50, 8


class DecidedAlreadyError(CorrespondenceError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has decided about this mail already."))


class NoSuchMessageError(CorrespondenceError):
    def __init__(self) -> None:
        super().__init__(_("Please choose the message of which this is a notice."))


@dataclass(frozen=True)
class Waiting:
    """A mail with the messages of which it may be a notice, the latest first."""

    mail: MailAside
    candidates: Sequence[OutgoingMessage]


def waiting_mail(user: User, conference: Conference) -> tuple[list[Waiting], int]:
    """What this officer decides about, the latest first; and how many are left to others. Four queries at most.

    What names protected persons is for those who may know them, as letters to them by hand are.
    """
    rows = list(MailAside.objects.visible_to(user, conference).undecided()[:MOST_SHOWN])
    mine = _decided_by(user, rows, conference)
    found: dict[str, list[OutgoingMessage]] = {}
    for message in _written_to({each for row in mine for each in row.addresses}, conference):
        found.setdefault(message.recipient, []).append(message)
    return [Waiting(row, _latest(found, row.addresses)) for row in mine], len(rows) - len(mine)


@transaction.atomic
def assign_mail(aside_id: UUID, message_id: UUID, conference: Conference, *, by: User) -> OutgoingMessage:
    """Keeps the mail as a notice of a message: that came back, unless the mail says that it is delayed only.

    Locks the mail and the message. Raises ``NotPermittedError``, ``DecidedAlreadyError``, ``NoSuchMessageError`` and
    ``MailAside.DoesNotExist``.
    """
    mail = _locked(aside_id, conference, by)
    rows = _written_to(mail.addresses, conference).select_for_update(of=("self",)).select_related("conference")
    message: OutgoingMessage | None = rows.filter(pk=message_id).first()
    if message is None:
        raise NoSuchMessageError
    kind = BounceKind(mail.kind) if mail.kind else BounceKind.CAME_BACK
    attach(message, mail.digest, Said(kind, mail.address or message.recipient, mail.status, mail.words))
    _decide(mail, AsideDecision.ASSIGNED, by, message)
    return message


@transaction.atomic
def dismiss_mail(aside_id: UUID, conference: Conference, *, by: User) -> MailAside:
    """Records that the mail says nothing of any message. Locks it.

    Raises ``NotPermittedError``, ``DecidedAlreadyError`` and ``MailAside.DoesNotExist``.
    """
    mail = _locked(aside_id, conference, by)
    _decide(mail, AsideDecision.DISMISSED, by)
    return mail


def _decide(mail: MailAside, decision: AsideDecision, by: User, message: OutgoingMessage | None = None) -> None:
    mail.decision, mail.decided_at, mail.decided_by, mail.message = decision, timezone.now(), by, message
    mail.save(update_fields=["decision", "decided_at", "decided_by", "message"])


def _locked(aside_id: UUID, conference: Conference, by: User) -> MailAside:
    mail: MailAside = (
        MailAside.objects.visible_to(by, conference).select_for_update(of=("self",), no_key=True).get(pk=aside_id)
    )
    if not _decided_by(by, [mail], conference):
        raise NotPermittedError
    if mail.decision:
        raise DecidedAlreadyError
    return mail


def _decided_by(user: User, rows: Sequence[MailAside], conference: Conference) -> list[MailAside]:
    """Those that this user decides about: of protected persons, who may know of them in each of their conferences."""
    corresponds = has_role(user, conference, ROLES_THAT_CORRESPOND)
    known: set[str] = set()
    withheld: set[str] = set()
    for each in _conferences_of(rows, conference):
        protected = _protected(rows, each)
        if protected:
            (known if has_role(user, each, ROLES_THAT_SEE_PROTECTED) else withheld).update(protected)
    may = (row for row in rows if withheld.isdisjoint(row.addresses))
    return [row for row in may if corresponds or not known.isdisjoint(row.addresses)]


def _conferences_of(rows: Iterable[MailAside], conference: Conference) -> Iterable[Conference]:
    """This one; and those that have written to an address of a mail that may be any conference's."""
    addresses = {each for row in rows if row.conference_id is None for each in row.addresses}
    if not addresses:
        return [conference]
    written = OutgoingMessage.objects.filter(recipient__in=addresses).order_by().values("conference")
    return [conference, *Conference.objects.filter(pk__in=written).exclude(pk=conference.pk)]


def _protected(rows: Iterable[MailAside], conference: Conference) -> set[str]:
    """Which of the addresses have messages that concern protected persons of the conference."""
    addresses = {each for row in rows for each in row.addresses}
    written = OutgoingMessage.objects.filter(conference=conference, recipient__in=addresses)
    marked = marked_for(written, conference, sees_protected=False).filter(is_withheld=True)
    return set(marked.order_by().values_list("recipient", flat=True)) if addresses else set()


def _written_to(addresses: Collection[str], conference: Conference) -> OutgoingMessageQuerySet:
    rows = OutgoingMessage.objects.filter(
        conference=conference, recipient__in=list(addresses), handed_over_at__isnull=False
    )
    return rows.defer("text", "html", "calendar").order_by("-created_at")


def _latest(found: dict[str, list[OutgoingMessage]], addresses: Iterable[str]) -> list[OutgoingMessage]:
    of_all = [message for address in addresses for message in found.get(address, ())]
    return sorted(of_all, key=lambda message: message.created_at, reverse=True)[:MOST_OFFERED]
