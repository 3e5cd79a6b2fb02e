"""An officer's second factor: set up, given at each sign-in, renewed, switched off, reset by a colleague."""

import hashlib
import hmac
import secrets
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conference.errors import CodeNotValidError, SecondFactorError
from conference.models import RecoveryCode, SecondFactor, SecondFactorChange, SecondFactorRecord, User
from conference.one_time import DIGITS, digits_of, matching_step, new_key
from conference.permissions import why_not_reset_second_factor

RECOVERY_CODES = 10
RECOVERY_DIGITS = 12


@transaction.atomic
def begin_set_up(user: User) -> SecondFactor:
    """A new key, which counts for nothing until a code made with it comes back; forgets one begun before.

    Locks the user, so that what another tab confirms meanwhile is not taken for one begun.
    """
    User.objects.select_for_update().get(pk=user.pk)
    SecondFactor.objects.filter(user=user, confirmed_at__isnull=True).defer("key").delete()
    return SecondFactor.objects.create(user=user, key=new_key())


@transaction.atomic
def confirm_set_up(factor_id: UUID, code: str, *, by: User) -> tuple[SecondFactor, list[str]]:
    """The app has the key: from now on it is asked for. Gives ten recovery codes, which nobody can read again.

    Any factor before it ends here. Locks the user and the factor. Raises ``CodeNotValidError``.
    """
    user = User.objects.select_for_update().get(pk=by.pk)
    begun = SecondFactor.objects.select_for_update().filter(pk=factor_id, user=user, confirmed_at__isnull=True)
    factor = begun.first()
    step = matching_step(factor.key, digits_of(code), after=factor.last_step) if factor else None
    if factor is None or step is None:
        raise CodeNotValidError
    factor.last_step, factor.confirmed_at = step, timezone.now()
    factor.last_used_at = factor.confirmed_at
    factor.save(update_fields=["last_step", "confirmed_at", "last_used_at"])
    change = SecondFactorChange.REPLACED if user.second_factor_id else SecondFactorChange.SET_UP
    _name(user, factor, change, by=user)
    SecondFactor.objects.filter(user=user).exclude(pk=factor.pk).defer("key").delete()
    return factor, _new_recovery_codes(factor)


@transaction.atomic
def give_second_factor(user_id: UUID, typed: str) -> SecondFactor:
    """Takes the app's code, or uses up a recovery code; the same code opens nothing twice.

    Locks the factor, so that of two who give one code at once one is refused. Raises ``CodeNotValidError``.
    """
    factor = SecondFactor.objects.select_for_update().filter(pk__in=_current(user_id)).first()
    if factor is None:
        raise CodeNotValidError
    code = digits_of(typed)
    if not (_is_of_the_app(factor, code) if len(code) == DIGITS else _is_on_paper(factor, code)):
        raise CodeNotValidError
    factor.last_used_at = timezone.now()
    factor.save(update_fields=["last_step", "last_used_at"])
    return factor


@transaction.atomic
def renew_recovery_codes(*, by: User) -> list[str]:
    """Ten new codes; those before open nothing any more. Locks the factor. Raises ``SecondFactorError``."""
    factor = SecondFactor.objects.select_for_update().filter(pk__in=_current(by.pk)).first()
    if factor is None:
        raise SecondFactorError.not_set_up()
    SecondFactorRecord.objects.create(user=by, change=SecondFactorChange.CODES_RENEWED, by=by)
    return _new_recovery_codes(factor)


@transaction.atomic
def switch_off_second_factor(*, by: User) -> None:
    """Signs in with the password alone again. Raises ``SecondFactorError`` where the installation requires more."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if settings.STAFF_MFA_REQUIRED:
        raise SecondFactorError.required()
    if user.second_factor_id is None:
        raise SecondFactorError.not_set_up()
    _forget(user, SecondFactorChange.SWITCHED_OFF, by=by)


@transaction.atomic
def reset_second_factor(user_id: UUID, *, reason: str, by: User | None) -> None:
    """A colleague lost both app and recovery codes: with the next password they set up a new one.

    Without ``by`` it is done on the server's command line. Every session of the colleague ends at once.
    Locks the user. Raises ``SecondFactorError`` for oneself, for whom one may not, and without a reason.
    """
    user = User.objects.select_for_update().get(pk=user_id, is_staff=True)
    refusal = why_not_reset_second_factor(by, user) if by else None
    if refusal:
        raise SecondFactorError(refusal)
    if not reason.strip():
        raise SecondFactorError.no_reason()
    if user.second_factor_id is None:
        raise SecondFactorError.not_set_up()
    _forget(user, SecondFactorChange.RESET, by=by, reason=reason.strip())
    user.sessions_ended += 1
    user.save(update_fields=["sessions_ended"])


def _current(user_id: UUID) -> list[UUID]:
    found = User.objects.filter(pk=user_id, is_active=True, second_factor__isnull=False)
    return list(found.values_list("second_factor_id", flat=True))


def _is_of_the_app(factor: SecondFactor, code: str) -> bool:
    step = matching_step(factor.key, code, after=factor.last_step)
    factor.last_step = step or factor.last_step
    return step is not None


def _is_on_paper(factor: SecondFactor, code: str) -> bool:
    unused = factor.recovery_codes.filter(digest=_digest(factor, code), used_at__isnull=True)
    if not unused.update(used_at=timezone.now()):
        return False
    change = SecondFactorChange.RECOVERY_CODE_USED
    SecondFactorRecord.objects.create(user_id=factor.user_id, change=change, by_id=factor.user_id)
    return True


def _new_recovery_codes(factor: SecondFactor) -> list[str]:
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}d}" for _number in range(RECOVERY_CODES)]
    factor.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=_digest(factor, code)) for code in codes)
    return [f"{code[:4]} {code[4:8]} {code[8:]}" for code in codes]


def _digest(factor: SecondFactor, code: str) -> str:
    """Keyed with the factor's own key, which the database holds encrypted: the digests alone cannot be tried out."""
    return hmac.new(factor.key.encode(), f"recovery-code:{code}".encode(), hashlib.sha256).hexdigest()


def _name(
    user: User, factor: SecondFactor | None, change: SecondFactorChange, *, by: User | None, reason: str = ""
) -> None:
    user.second_factor = factor
    user.save(update_fields=["second_factor"])
    SecondFactorRecord.objects.create(user=user, change=change, by=by, reason=reason)


def _forget(user: User, change: SecondFactorChange, *, by: User | None, reason: str = "") -> None:
    """Also where no key reads the factor any more."""
    _name(user, None, change, by=by, reason=reason)
    SecondFactor.objects.filter(user=user).defer("key").delete()
