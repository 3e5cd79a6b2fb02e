"""Short codes by e-mail: how participants sign in, and how an invitation is bound to its addressee."""

import datetime
import hashlib
import secrets
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from conference.correspondence import outbox
from conference.correspondence.letter import Letter
from conference.correspondence.models import Queue
from conference.errors import CodeNotValidError
from conference.models import CodePurpose, Conference, EmailedCode, User, normalise_email
from conference.registry import registry

VALID_FOR = datetime.timedelta(minutes=15)
CODES_AN_HOUR = 5
DIGITS = 6


@transaction.atomic
def send_sign_in_code(address: str, *, conference: Conference | None, language: str) -> None:
    """Sends a code to an address that the registry knows. For any other it does nothing, and nobody can tell.

    Officers sign in with a password and receive no code. At most five an hour go to one address.
    """
    address = normalise_email(address)
    if not registry.is_known_address(address) or User.objects.filter(email=address, is_staff=True).exists():
        return
    _send(address, CodePurpose.SIGN_IN, None, conference=conference, language=language)


@transaction.atomic
def send_invitation_code(address: str, *, conference: Conference, language: str, about_id: UUID) -> None:
    """Sends to the invited address the code that opens its invitation. At most five an hour go to one address."""
    _send(normalise_email(address), CodePurpose.INVITATION, about_id, conference=conference, language=language)


def _send(
    address: str, purpose: CodePurpose, about_id: UUID | None, *, conference: Conference | None, language: str
) -> None:
    _lock_address(address)
    since = timezone.now() - datetime.timedelta(hours=1)
    if EmailedCode.objects.filter(address=address, created_at__gt=since).count() >= CODES_AN_HOUR:
        return
    EmailedCode.objects.filter(address=address, purpose=purpose, about_id=about_id, used_at__isnull=True).update(
        expires_at=timezone.now()
    )
    code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    row = EmailedCode(purpose=purpose, address=address, about_id=about_id, expires_at=timezone.now() + VALID_FOR)
    row.digest = _digest(row, code)
    row.save()
    outbox.enqueue(
        Letter(
            conference=conference,
            purpose=f"{purpose}_code" if purpose == CodePurpose.INVITATION else "sign_in_code",
            recipient=address,
            language=language,
            about=row,
            secrets={"code": code},
            queue=Queue.URGENT,
        )
    )


def redeem_code(address: str, code: str, *, purpose: CodePurpose, about_id: UUID | None = None) -> User:
    """Uses a code up and gives the user of its address, made on first need. Locks the code's row.

    Raises ``CodeNotValidError``; a wrong try is counted even so.
    """
    user = _redeem(normalise_email(address), "".join(c for c in code if c.isdigit()), purpose, about_id)
    if user is None:
        raise CodeNotValidError
    return user


@transaction.atomic
def _redeem(address: str, code: str, purpose: CodePurpose, about_id: UUID | None) -> User | None:
    live = EmailedCode.objects.live().filter(address=address, purpose=purpose, about_id=about_id)
    row = live.select_for_update().order_by("-created_at").first()
    if row is None:
        return None
    row.tries_left -= 1
    is_right = constant_time_compare(row.digest, _digest(row, code))
    if is_right:
        row.used_at = timezone.now()
    row.save(update_fields=["tries_left", "used_at"])
    user = User.objects.for_address(address) if is_right else None
    return user if user and user.is_active and not user.is_staff else None


def _digest(row: EmailedCode, code: str) -> str:
    """Six digits are few: keyed with the installation's secret, so that the stored digest alone cannot be tried out."""
    return salted_hmac(f"emailed-code-{row.pk}", code, algorithm="sha256").hexdigest()


def _lock_address(address: str) -> None:
    """Requests for one address queue up, so that the hourly limit holds in a race."""
    number = int.from_bytes(hashlib.sha256(f"code:{address}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
