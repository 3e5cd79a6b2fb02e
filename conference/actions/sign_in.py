"""Short codes by e-mail: how participants sign in, and how an invitation is bound to its addressee."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Sum, When
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from conference.actions.locking import lock_name
from conference.correspondence import outbox
from conference.correspondence.letter import Letter
from conference.correspondence.models import Queue
from conference.errors import CodeNotValidError, TooManyAttemptsError, TooManyCodesError
from conference.models import CodePurpose, Conference, EmailedCode, User, normalise_email
from conference.models.emailed_code import EmailedCodeQuerySet
from conference.registry import registry

VALID_FOR = datetime.timedelta(minutes=15)
HOUR = datetime.timedelta(hours=1)
KEPT_FOR = datetime.timedelta(days=1)
CODES_AN_HOUR = 5
# From all clients together: strangers who ask in somebody's name do not at once use up what that person may ask for.
CODES_AN_HOUR_FOR_AN_ADDRESS = 20
# Generous: a whole conference may sit behind one address of the venue.
CODES_AN_HOUR_FOR_A_CLIENT = 300
# Five tries at each of three hundred codes would find one of a million too soon.
WRONG_TRIES_AN_HOUR_FOR_A_CLIENT = 100
DIGITS = 6


@dataclass(frozen=True)
class Addressed:
    """How a letter greets its recipient, as ``Letter`` has it; nobody by name where the asker may be a stranger."""

    name: str = ""
    salutation: str = ""


NOBODY = Addressed()


def send_sign_in_code(
    address: str, *, conference: Conference | None, language: str, asker: str, client: str = ""
) -> None:
    """Sends a code to an address that the registry knows. For any other it does the same work and sends nothing.

    The code opens only for the same ``asker``, a random word that the asking session keeps. Officers sign in with a
    password and receive no code. Where the conference does not know the address, the letter is the installation's and
    stands in no conference's ledger. It speaks the language in which the address is written to; ``language``, the
    page's, where that is not known. One ``client`` (its network address) is given five an hour for one address, and a
    generous number for all; an address receives twenty. Locks the address. Raises ``TooManyCodesError``, for known and
    unknown addresses alike.
    """
    address = normalise_email(address)
    is_officer = User.objects.filter(email=address, is_staff=True).exists()
    is_known, is_known_here = registry.is_known_address(address), registry.is_known_address(address, conference)
    row = EmailedCode(
        purpose=CodePurpose.SIGN_IN,
        address=address,
        asker_digest=_asker_digest(asker),
        client_digest=_client_digest(client),
    )
    about = None if is_known and not is_known_here else conference
    wished = registry.language_of_address(address)
    _send(row, about, _spoken(wished, conference) or language, is_meant=is_known and not is_officer)


def send_invitation_code(
    address: str,
    *,
    conference: Conference,
    language: str,
    about_id: UUID,
    asker: str,
    client: str = "",
    addressed: Addressed = NOBODY,
) -> None:
    """Sends to the invited address the code that opens its invitation; asker, limits and lock as for signing in.

    The letter greets who is ``addressed``. Raises ``TooManyCodesError``.
    """
    row = EmailedCode(
        purpose=CodePurpose.INVITATION,
        address=normalise_email(address),
        about_id=about_id,
        asker_digest=_asker_digest(asker),
        client_digest=_client_digest(client),
    )
    _send(row, conference, language, is_meant=True, addressed=addressed)


def send_form_code(
    address: str, *, conference: Conference, language: str, about_id: UUID, asker: str, client: str = ""
) -> None:
    """Sends the code with which an unfinished form is kept under an address, to whichever address was typed.

    Asker, limits and lock as for signing in. Raises ``TooManyCodesError``.
    """
    row = EmailedCode(
        purpose=CodePurpose.FORM,
        address=normalise_email(address),
        about_id=about_id,
        asker_digest=_asker_digest(asker),
        client_digest=_client_digest(client),
    )
    _send(row, conference, language, is_meant=True)


def forget_old_codes() -> int:
    """Deletes those that neither open anything nor count any more; gives how many."""
    deleted, _by_model = EmailedCode.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted


def _spoken(wished: str, conference: Conference | None) -> str:
    """The language wished for, if the conference or, without one, the site has it."""
    return wished if wished in (conference.languages if conference else dict(settings.LANGUAGES)) else ""


@transaction.atomic
def _send(
    row: EmailedCode,
    conference: Conference | None,
    language: str,
    *,
    is_meant: bool,
    addressed: Addressed = NOBODY,
) -> None:
    lock_name(f"code:{row.address}")
    forget_old_codes()
    wait = _wait(row)
    if wait:
        raise TooManyCodesError(wait)
    same = EmailedCode.objects.live().filter(
        address=row.address, purpose=row.purpose, about_id=row.about_id, asker_digest=row.asker_digest
    )
    same.update(expires_at=timezone.now())
    code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    row.expires_at = timezone.now() + VALID_FOR
    row.digest = _digest(row, code) if is_meant else secrets.token_hex(32)
    row.save()
    _write(_letter(row, conference, language, code, addressed), is_meant=is_meant)
    outbox.wake_after_commit(Queue.URGENT)


def _write(letter: Letter, *, is_meant: bool) -> None:
    """Writes the letter, or takes the same time about it and leaves nothing."""
    with transaction.atomic():
        outbox.enqueue(letter)
        if not is_meant:
            transaction.set_rollback(True)


def _letter(row: EmailedCode, conference: Conference | None, language: str, code: str, addressed: Addressed) -> Letter:
    return Letter(
        conference=conference,
        purpose=f"{row.purpose}_code",
        recipient=row.address,
        recipient_name=addressed.name,
        salutation=addressed.salutation,
        language=language,
        about=row,
        secrets={"code": code},
        queue=Queue.URGENT,
        expires_at=row.expires_at,
    )


def _wait(row: EmailedCode) -> datetime.timedelta | None:
    """How long until one more code may be asked for; nothing while one may."""
    recent = EmailedCode.objects.made_within(HOUR)
    to_address = recent.filter(address=row.address)
    by_client = recent.filter(client_digest=row.client_digest)
    limits = (
        (to_address, CODES_AN_HOUR_FOR_AN_ADDRESS),
        (to_address.filter(client_digest=row.client_digest), CODES_AN_HOUR),
        (by_client.exclude(client_digest=""), CODES_AN_HOUR_FOR_A_CLIENT),
    )
    waits = [
        made[-1] + HOUR - timezone.now()
        for codes, most in limits
        if len(made := [*codes.order_by("-created_at").values_list("created_at", flat=True)[:most]]) >= most
    ]
    return max(waits, default=None)


def redeem_code(address: str, code: str, *, purpose: CodePurpose, asker: str, about_id: UUID | None = None) -> User:
    """Uses up a code that the same asker asked for; gives the user of its address, made on first need.

    Locks the code's row. Raises ``CodeNotValidError``; a wrong try is counted even so, against the asker's own code.
    Raises ``TooManyAttemptsError`` where too many tries of its client were wrong within the hour.
    """
    asked = EmailedCode.objects.filter(
        address=normalise_email(address), purpose=purpose, about_id=about_id, asker_digest=_asker_digest(asker)
    )
    user = _redeem(asked, "".join(c for c in code if c.isdigit()))
    if user is None:
        raise CodeNotValidError
    return user


@transaction.atomic
def _redeem(asked: EmailedCodeQuerySet, code: str) -> User | None:
    row = asked.live().select_for_update().order_by("-created_at").first()
    if row is None:
        return None
    _refuse_who_guesses(row)
    row.tries_left -= 1
    is_right = constant_time_compare(row.digest, _digest(row, code))
    if is_right:
        row.used_at = timezone.now()
    row.save(update_fields=["tries_left", "used_at"])
    user = User.objects.for_address(row.address) if is_right else None
    return user if user and user.is_active and not user.is_staff else None


def _refuse_who_guesses(row: EmailedCode) -> None:
    if not row.client_digest:
        return
    wrong = EmailedCode.TRIES - F("tries_left") - Case(When(used_at__isnull=False, then=1), default=0)
    of_client = EmailedCode.objects.made_within(HOUR).filter(client_digest=row.client_digest)
    if (of_client.aggregate(wrong=Sum(wrong))["wrong"] or 0) >= WRONG_TRIES_AN_HOUR_FOR_A_CLIENT:
        raise TooManyAttemptsError(HOUR)


def _digest(row: EmailedCode, code: str) -> str:
    """Six digits are few: keyed with the installation's secret, so that the stored digest alone cannot be tried out."""
    return salted_hmac(f"emailed-code-{row.pk}", code, algorithm="sha256").hexdigest()


def _asker_digest(asker: str) -> str:
    """Who reads the table cannot take the place of the session that asked."""
    return hashlib.sha256(f"code-asker:{asker}".encode()).hexdigest()


def _client_digest(client: str) -> str:
    """Enough to count by; who asked from where is not kept."""
    return salted_hmac("code-client", client, algorithm="sha256").hexdigest() if client else ""
